/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-outbox"

#include <string.h>

#include "od-error.h"
#include "od-operation-private.h"
#include "od-store-clock-private.h"
#include "od-store-outbox-private.h"
#include "od-store-write-private.h"

static gboolean
reject (GError **error)
{
  g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "The message is in no state for that");
  return FALSE;
}

/* What a removed account left has nothing to leave with, and nothing would ever end it. */
static gboolean
check_can_leave (sqlite3 *db, const OdOperationRow *row, GError **error)
{
  g_autoptr (OdStmt) found = NULL;

  if (!od_stmt_get_row (db, error, "SELECT 1 FROM account WHERE id = ?1 AND is_history_only = 0", &found, "i",
                        row->account_id))
    return FALSE;
  if (found == NULL)
    g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "The account is history only: it has nothing to send with");
  return found != NULL;
}

/* What was written meanwhile is seen now, and nothing holds it or lets it wait any more. */
static gboolean
send_now (sqlite3 *db, OdChangeSet *changes, const OdDecideJob *job, const OdOperationRow *row, GError **error)
{
  od_change_set_add (changes, OD_CHANGE_MESSAGE, row->message_id);
  od_change_set_add (changes, OD_CHANGE_CONVERSATION, row->conversation_id);
  return od_operation_set_state (db, changes, row, OD_DELIVERY_QUEUED, job->now_us, NULL, error) &&
         od_stmt_run (db, error,
                      "UPDATE operation SET is_scheduled = 0, seen_id = max (seen_id, coalesce ((SELECT max (id)"
                      " FROM timeline WHERE conversation_id = ?2), 0)) WHERE id = ?1",
                      "ii", row->id, row->conversation_id) &&
         od_stmt_run (db, error,
                      "UPDATE message SET payload = nullif (json_remove (payload, '$.held_by'), '{}')"
                      " WHERE timeline_id = ?1",
                      "i", row->message_id) &&
         od_clock_settle (db, changes, row->conversation_id, job->now_us, error);
}

/* With the same key: a channel that knows it will not send it twice. */
static gboolean
send_again (sqlite3 *db, OdChangeSet *changes, const OdDecideJob *job, const OdOperationRow *row, GError **error)
{
  OdDelivery now;

  if (!od_operation_move_message (db, changes, row, OD_DELIVERY_EVENT_QUEUE, NULL, &now, error))
    return FALSE;
  if (now != OD_DELIVERY_QUEUED)
    return reject (error);
  return send_now (db, changes, job, row, error);
}

/* Of a text in several messages the failed ones before it leave first, and those after it follow: it is one answer. */
static gboolean
send_parts (sqlite3 *db, OdChangeSet *changes, const OdDecideJob *job, const OdOperationRow *row, GError **error)
{
  g_autoptr (GArray) ids = NULL;

  if (!check_can_leave (db, row, error))
    return FALSE;
  ids = od_outbox_find_parts (db, row->id, error);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      g_auto (OdOperationRow) part = { 0 };
      gboolean is_later;

      if (!od_operation_load (db, g_array_index (ids, gint64, i), &part, error))
        return FALSE;
      is_later = part.id >= row->id;
      if (is_later && part.state == OD_DELIVERY_QUEUED && part.attempt == 0)
        {
          if (!send_now (db, changes, job, &part, error))
            return FALSE;
        }
      else if (part.id == row->id || part.state == OD_DELIVERY_FAILED || (is_later && part.state == OD_DELIVERY_HELD))
        {
          if (!send_again (db, changes, job, &part, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* Nobody sends spaces. */
static gboolean
has_words (const char *text)
{
  return text[strspn (text, " \t\r\n")] != '\0';
}

/* The first @n parts of what is @left. */
static gboolean
note_parts (sqlite3 *db, OdChangeSet *changes, const OdClaimedOperation *left, guint n, GError **error)
{
  gboolean has_text = has_words (left->text);

  for (guint i = 0; i < n; i++)
    {
      OdPartJob part = { .operation_id = left->id };

      if (!has_text || i > 0)
        part.attachment_id = ((const OdAttachmentRow *) left->files->pdata[has_text ? i - 1 : i])->id;
      if (!od_store_note_part (db, changes, &part, error))
        return FALSE;
    }
  return TRUE;
}

/* What left as the last one, and nobody knows of, is what goes with one request; what was to come after it did not leave. */
static gboolean
arrived (sqlite3 *db, OdChangeSet *changes, const OdDecideJob *job, const OdOperationRow *row, GError **error)
{
  g_autoptr (OdClaimedOperation) left = NULL;
  guint n_left, n;
  gint64 seq;

  if (row->state != OD_DELIVERY_UNCONFIRMED)
    return reject (error);
  left = od_outbox_describe (db, row, "", error);
  if (left == NULL)
    return FALSE;
  n_left = (has_words (left->text) ? 1 : 0) + (left->files != NULL ? left->files->len : 0);
  n = job->count_parts != NULL ? job->count_parts (left, job->channel) : n_left;
  if (n > 0 && n < n_left)
    return check_can_leave (db, row, error) && note_parts (db, changes, left, n, error) &&
           send_again (db, changes, job, row, error);
  return od_outbox_accept (db, changes, row, NULL, job->has_stream, job->now_us, &seq, error);
}

static gboolean
not_arrived (sqlite3 *db, OdChangeSet *changes, const OdDecideJob *job, const OdOperationRow *row, GError **error)
{
  OdDelivery now;

  if (row->state != OD_DELIVERY_UNCONFIRMED)
    return reject (error);
  return od_operation_move_message (db, changes, row, OD_DELIVERY_EVENT_REJECT, NULL, &now, error) &&
         od_operation_set_state (db, changes, row, OD_DELIVERY_FAILED, 0, NULL, error) &&
         od_outbox_fail_next (db, changes, row, job->now_us, error) &&
         od_clock_settle (db, changes, row->conversation_id, job->now_us, error);
}

/**
 * od_store_decide:
 * @data: an #OdDecideJob
 *
 * A person's word on a message that failed, is unconfirmed, was held, or waits for its time.
 *
 * Returns: %FALSE with %OD_ERROR_REJECTED if it is in no state for that or its account has nothing to send with,
 *   %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_decide (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  static const char *const names[] = {
    [OD_DECISION_SEND_AGAIN] = "send-again",
    [OD_DECISION_ARRIVED] = "arrived",
    [OD_DECISION_DISCARD] = "discard",
    [OD_DECISION_NOT_ARRIVED] = "not-arrived",
  };
  OdDecideJob *job = data;
  g_auto (OdOperationRow) row = { 0 };
  gboolean is_waiting;

  if (!od_operation_load_send (db, job->message_id, &row, error))
    return FALSE;
  is_waiting = row.state == OD_DELIVERY_QUEUED && row.is_scheduled && row.attempt == 0;
  if (!(is_waiting && (job->decision == OD_DECISION_SEND_AGAIN || job->decision == OD_DECISION_DISCARD)) &&
      row.state != OD_DELIVERY_FAILED && row.state != OD_DELIVERY_UNCONFIRMED && row.state != OD_DELIVERY_HELD)
    return reject (error);
  if (!od_write_audit (db, job->now_us, job->operator_id, names[job->decision], "message", job->message_id, error))
    return FALSE;
  switch (job->decision)
    {
    case OD_DECISION_SEND_AGAIN:
      return send_parts (db, changes, job, &row, error);
    case OD_DECISION_ARRIVED:
      return arrived (db, changes, job, &row, error);
    case OD_DECISION_NOT_ARRIVED:
      return not_arrived (db, changes, job, &row, error);
    case OD_DECISION_DISCARD:
      return (!is_waiting || od_outbox_keep_draft (db, changes, &row, job->now_us, error)) &&
             od_operation_erase_message (db, changes, row.conversation_id, row.message_id, error) &&
             od_outbox_unanswer (db, changes, &row, job->now_us, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}
