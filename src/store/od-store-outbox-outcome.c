/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-outbox"

#include "od-error.h"
#include "od-operation-private.h"
#include "od-store-clock-private.h"
#include "od-store-outbox-private.h"
#include "od-store-write-private.h"

void
od_outcome_job_free (OdOutcomeJob *job)
{
  g_free (job->remote_id);
  g_free (job->error);
  g_free (job);
}

void
od_lose_job_free (OdLoseJob *job)
{
  g_strfreev (job->idempotent_channels);
  g_free (job);
}

/* Who waits was told so (R5). It ends no clock. */
static gboolean
acknowledge (sqlite3 *db, const OdOperationRow *row, gint64 now_us, GError **error)
{
  return od_stmt_run (db, error,
                      "UPDATE clock SET acknowledged_at_us = ?3 WHERE conversation_id = ?1 AND ended_at_us IS NULL"
                      " AND kind IN (1, 2) AND acknowledged_at_us IS NULL AND EXISTS"
                      " (SELECT 1 FROM message WHERE timeline_id = ?2 AND is_bot = 1)",
                      "iii", row->conversation_id, row->message_id, now_us);
}

/*
 * od_outbox_accept:
 * @remote_id: (nullable): the channel's id of the new message
 * @seq: (out): of the event in the stream; 0 if none
 */
gboolean
od_outbox_accept (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, const char *remote_id,
                  gboolean has_stream, gint64 now_us, gint64 *seq, GError **error)
{
  OdDelivery now;

  *seq = 0;
  if (!od_operation_set_state (db, changes, row, OD_DELIVERY_SENT, 0, NULL, error))
    return FALSE;
  if (row->kind == OD_OPERATION_SEND &&
      (!od_operation_move_message (db, changes, row, OD_DELIVERY_EVENT_ACCEPT, NULL, &now, error) ||
       !od_stmt_run (db, error, "UPDATE message SET sent_at_us = ?2 WHERE timeline_id = ?1 AND sent_at_us = 0", "ii",
                     row->message_id, now_us) ||
       !od_outbox_name_message (db, changes, row, remote_id, error) || !acknowledge (db, row, now_us, error)))
    return FALSE;
  return (!has_stream || od_operation_append_to_stream (db, changes, row, now_us, seq, error)) &&
         (row->kind != OD_OPERATION_SEND || (od_clock_settle (db, changes, row->conversation_id, now_us, error) &&
                                             od_clock_reply_left (db, changes, row->message_id, now_us, error)));
}

static gboolean
fail (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, OdDelivery state, OdDeliveryEvent event,
      const char *words, gint64 now_us, GError **error)
{
  OdDelivery now = state;

  if (row->kind == OD_OPERATION_SEND && !od_operation_move_message (db, changes, row, event, words, &now, error))
    return FALSE;
  if (now == OD_DELIVERY_SENT || now == OD_DELIVERY_DELIVERED || now == OD_DELIVERY_READ)
    state = OD_DELIVERY_SENT; /* a receipt came meanwhile: it did leave */
  return od_operation_set_state (db, changes, row, state, 0, words, error) &&
         (state == OD_DELIVERY_SENT ? od_clock_settle (db, changes, row->conversation_id, now_us, error)
                                    : od_outbox_reopen (db, changes, row, now_us, error));
}

static gboolean
requeue (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, gint64 not_before_us, const char *words,
         GError **error)
{
  OdDelivery now;

  if (row->kind != OD_OPERATION_SEND)
    return od_operation_set_state (db, changes, row, OD_DELIVERY_QUEUED, not_before_us, words, error);
  if (!od_operation_move_message (db, changes, row, OD_DELIVERY_EVENT_RETRY, NULL, &now, error))
    return FALSE;
  return od_operation_set_state (db, changes, row, now == OD_DELIVERY_QUEUED ? now : OD_DELIVERY_SENT, not_before_us,
                                 words, error);
}

/* @is_bot: (out): the message is an automatic answer */
static gboolean
find_is_bot (sqlite3 *db, const OdOperationRow *row, gboolean *is_bot, GError **error)
{
  g_autoptr (OdStmt) found = NULL;

  if (!od_stmt_get_row (db, error, "SELECT is_bot FROM message WHERE timeline_id = ?1", &found, "i", row->message_id))
    return FALSE;
  *is_bot = found != NULL && sqlite3_column_int (found, 0) != 0;
  return TRUE;
}

/* Nobody knows whether it left. Only a person decides on a message; anything else may be said twice. An automatic answer
 * is not worth a decision, nor that a person's reply waits for one. */
static gboolean
lose (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, gint64 not_before_us, const char *words,
      GError **error)
{
  gboolean is_bot = FALSE;

  if (row->kind == OD_OPERATION_SEND && !find_is_bot (db, row, &is_bot, error))
    return FALSE;
  if (is_bot)
    return fail (db, changes, row, OD_DELIVERY_FAILED, OD_DELIVERY_EVENT_REJECT, words, not_before_us, error);
  if (row->kind == OD_OPERATION_SEND)
    return fail (db, changes, row, OD_DELIVERY_UNCONFIRMED, OD_DELIVERY_EVENT_LOSE, words, not_before_us, error);
  return requeue (db, changes, row, not_before_us, words, error);
}

/**
 * od_store_record_outcome:
 * @data: an #OdOutcomeJob
 *
 * Writes down how an attempt ended. An operation that isn't under way any more was settled otherwise, and stays so.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_record_outcome (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdOutcomeJob *job = data;
  g_auto (OdOperationRow) row = { 0 };
  gint64 not_before_us = MAX (job->not_before_us, job->now_us);

  job->seq = 0;
  if (!od_operation_load (db, job->operation_id, &row, error))
    return FALSE;
  if (row.state != OD_DELIVERY_SENDING)
    return TRUE;
  switch (job->event)
    {
    case OD_DELIVERY_EVENT_ACCEPT:
      return od_outbox_accept (db, changes, &row, job->remote_id, job->has_stream, job->now_us, &job->seq, error);
    case OD_DELIVERY_EVENT_RETRY:
      return requeue (db, changes, &row, not_before_us, job->error, error);
    case OD_DELIVERY_EVENT_REJECT:
      return fail (db, changes, &row, OD_DELIVERY_FAILED, job->event, job->error, job->now_us, error);
    case OD_DELIVERY_EVENT_LOSE:
      return lose (db, changes, &row, not_before_us, job->error, error);
    case OD_DELIVERY_EVENT_QUEUE:
    case OD_DELIVERY_EVENT_CLAIM:
    case OD_DELIVERY_EVENT_HOLD:
    case OD_DELIVERY_EVENT_DELIVER:
    case OD_DELIVERY_EVENT_SEEN:
    default:
      g_return_val_if_reached (FALSE);
    }
}

typedef struct {
  gint64 id;
  gboolean is_idempotent;
} Lost;

static GArray *
find_lost (sqlite3 *db, const OdLoseJob *job, GError **error)
{
  g_autoptr (GArray) lost = g_array_new (FALSE, FALSE, sizeof (Lost));
  g_autoptr (OdStmt) stmt = od_stmt_prepare (
      db, "SELECT o.id, a.channel FROM operation AS o JOIN account AS a ON a.id = o.account_id WHERE o.state = 2",
      error);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return NULL;
  while (TRUE)
    {
      const char *channel;
      Lost one;

      if (!od_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&lost);
      channel = (const char *) sqlite3_column_text (stmt, 1);
      one.id = sqlite3_column_int64 (stmt, 0);
      one.is_idempotent =
          job->idempotent_channels != NULL && g_strv_contains ((const char *const *) job->idempotent_channels, channel);
      g_array_append_val (lost, one);
    }
}

/**
 * od_store_lose_all:
 * @data: an #OdLoseJob
 *
 * At the start, with the profile's lock held: what was under way when the program ended is lost, whatever its lease
 * (decision 18). Queued again if it can be repeated safely, otherwise unconfirmed.
 */
gboolean
od_store_lose_all (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdLoseJob *job = data;
  g_autoptr (GArray) lost = find_lost (db, job, error);

  job->n_queued = job->n_unconfirmed = 0;
  if (lost == NULL)
    return FALSE;
  for (guint i = 0; i < lost->len; i++)
    {
      const Lost *one = &g_array_index (lost, Lost, i);
      g_auto (OdOperationRow) row = { 0 };

      if (!od_operation_load (db, one->id, &row, error))
        return FALSE;
      if (!(one->is_idempotent ? requeue (db, changes, &row, job->now_us, NULL, error)
                               : lose (db, changes, &row, job->now_us, NULL, error)))
        return FALSE;
      if (one->is_idempotent || row.kind != OD_OPERATION_SEND)
        job->n_queued++;
      else
        job->n_unconfirmed++;
    }
  return TRUE;
}
