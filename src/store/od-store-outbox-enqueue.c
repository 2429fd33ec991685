/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-outbox"

#include "od-store-outbox.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-message-rows.h"
#include "od-operation-private.h"
#include "od-store-clock-private.h"
#include "od-store-outbox-private.h"
#include "od-store-search-index.h"
#include "od-store-write-private.h"
#include "od-text.h"
#include "od-ulid.h"

/* The conversation as it was before: what undo puts back. */
typedef struct {
  gint64 account_id;
  OdStatus status;
  gint64 last_at_us, due_us, newest_id, waiting_since_us, resolved_at_us, n_unanswered;
  gboolean is_history_only;
  gboolean has_live_sibling; /* another conversation of the chat is open or pending */
} Before;

/**
 * od_enqueue_job_new:
 *
 * Returns: (transfer full): a plain reply without delay, which has seen everything
 */
OdEnqueueJob *
od_enqueue_job_new (gint64 conversation_id, gint64 operator_id, const char *text, gint64 now_us)
{
  OdEnqueueJob *job = g_new0 (OdEnqueueJob, 1);

  *job = (OdEnqueueJob){
    .conversation_id = conversation_id,
    .operator_id = operator_id,
    .text = g_strdup (text != NULL ? text : ""),
    .seen_id = OD_SEEN_EVERYTHING,
    .now_us = now_us,
  };
  return job;
}

void
od_enqueue_job_free (OdEnqueueJob *job)
{
  g_free (job->text);
  g_clear_pointer (&job->before, g_ptr_array_unref);
  g_clear_pointer (&job->files, g_ptr_array_unref);
  g_clear_pointer (&job->mentions, g_array_unref);
  g_free (job);
}

static gboolean
load_before (sqlite3 *db, gint64 conversation_id, Before *before, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (
          db, error,
          "SELECT c.account_id, c.status, c.last_at_us, (SELECT max (id) FROM timeline), coalesce (c.due_us, 0),"
          " c.waiting_since_us, c.resolved_at_us, c.n_unanswered, a.is_history_only,"
          " EXISTS (SELECT 1 FROM conversation AS s WHERE s.thread_id = c.thread_id"
          " AND s.status IN (1, 2) AND s.id <> c.id)"
          " FROM conversation AS c JOIN account AS a ON a.id = c.account_id WHERE c.id = ?1",
          &row, "i", conversation_id))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, "conversation");
  *before = (Before){
    .account_id = sqlite3_column_int64 (row, 0),
    .status = (OdStatus) sqlite3_column_int (row, 1),
    .last_at_us = sqlite3_column_int64 (row, 2),
    .newest_id = sqlite3_column_int64 (row, 3),
    .due_us = sqlite3_column_int64 (row, 4),
    .waiting_since_us = sqlite3_column_int64 (row, 5),
    .resolved_at_us = sqlite3_column_int64 (row, 6),
    .n_unanswered = sqlite3_column_int64 (row, 7),
    .is_history_only = sqlite3_column_int (row, 8) != 0,
    .has_live_sibling = sqlite3_column_int (row, 9) != 0,
  };
  return TRUE;
}

static gboolean
check (const OdEnqueueJob *job, const Before *before, GError **error)
{
  gsize max_chars = job->is_note ? OD_LIMIT_NOTE_CHARS : OD_LIMIT_BODY_CHARS;
  g_autofree char *bare = g_strstrip (g_strdup (job->text));

  if (*bare == '\0' && (job->files == NULL || job->files->len == 0))
    g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "There is nothing to send");
  else if (od_text_count_code_points (job->text) > max_chars)
    g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "The text has more than %zu characters", max_chars);
  else if (job->files != NULL && job->files->len > OD_LIMIT_ATTACHMENTS)
    g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "More than %d files", OD_LIMIT_ATTACHMENTS);
  else if (job->mentions != NULL && job->mentions->len > OD_LIMIT_MENTIONS)
    g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "More than %d people are named", OD_LIMIT_MENTIONS);
  else if (job->send_at_us - job->now_us > OD_LIMIT_SEND_LATER_S * (gint64) G_USEC_PER_SEC)
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "That is too far away");
  else if (!od_clock_term_is_near (&job->after.promise, job->now_us))
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "Nobody promises that far ahead");
  else if (!job->is_note && before->is_history_only)
    g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "The account is history only: it has nothing to send with");
  else
    return TRUE;
  return FALSE;
}

/* Who is named in a note; nobody who isn't there. */
static gboolean
write_mentions (sqlite3 *db, const OdEnqueueJob *job, GError **error)
{
  g_autofree char *ids = NULL;

  if (!job->is_note || job->mentions == NULL || job->mentions->len == 0)
    return TRUE;
  ids = od_store_ids_to_json ((const gint64 *) (gpointer) job->mentions->data, job->mentions->len);
  return od_stmt_run (db, error,
                      "UPDATE message SET payload = (SELECT json_object ('mentions', json_group_array (id))"
                      " FROM operator WHERE id IN (SELECT value FROM json_each (?2)) HAVING count (*) > 0)"
                      " WHERE timeline_id = ?1",
                      "it", job->message_id, ids) &&
         od_write_mentions (db, job->message_id, 0, error);
}

static gboolean
insert_message (sqlite3 *db, OdChangeSet *changes, OdEnqueueJob *job, const Before *before, gint64 at_us,
                GError **error)
{
  g_autofree char *uid = od_ulid_new (job->now_us);
  OdTimelineKind kind = job->is_note ? OD_TIMELINE_NOTE : OD_TIMELINE_OUT;
  OdDelivery delivery = job->is_note ? OD_DELIVERY_NONE : OD_DELIVERY_QUEUED;

  if (!od_write_timeline (db, job->conversation_id, at_us, kind, &job->message_id, error) ||
      !od_stmt_run (
          db, error,
          "INSERT INTO message (timeline_id, account_id, uid, direction, delivery, operator_id, is_bot,"
          " format, body, reply_to_id) VALUES (?1, ?2, ?3, ?4, ?5, nullif (?6, 0), ?7, ?8, ?9, nullif (?10, 0))",
          "iitiiiiiti", job->message_id, before->account_id, uid, (gint64) kind, (gint64) delivery, job->operator_id,
          (gint64) job->is_bot, (gint64) job->format, job->text, job->reply_to_id) ||
      !write_mentions (db, job, error) || !od_write_files (db, job->message_id, job->files, error))
    return FALSE;
  od_change_set_add (changes, OD_CHANGE_MESSAGE, job->message_id);
  od_change_set_add (changes, OD_CHANGE_CONVERSATION, job->conversation_id);
  return *job->text == '\0' || od_search_index_put (db, OD_SEARCH_DOC_MESSAGE, job->message_id, job->text, error);
}

static OdStatus
get_status_after (const OdEnqueueJob *job, const Before *before)
{
  OdStatus after = before->status;

  if (!job->is_bot && !(before->has_live_sibling && before->status != OD_STATUS_OPEN))
    od_status_next (before->status, OD_STATUS_EVENT_OPERATOR_REPLIED, &after);
  return after;
}

static gboolean
queue (sqlite3 *db, OdChangeSet *changes, OdEnqueueJob *job, const Before *before, gint64 follows_id, GError **error)
{
  gboolean is_scheduled = job->send_at_us > job->now_us;
  gint64 delay_us = job->delay_us;
  g_auto (OdOperationRow) row = {
    .account_id = before->account_id,
    .conversation_id = job->conversation_id,
    .message_id = job->message_id,
    .operator_id = job->operator_id,
    .seen_id = job->seen_id != OD_SEEN_EVERYTHING ? job->seen_id : before->newest_id,
    .created_at_us = job->now_us,
    .kind = OD_OPERATION_SEND,
    .is_scheduled = is_scheduled,
    .is_held_by_customer = (job->flags & OD_ENQUEUE_HELD_BY_CUSTOMER) != 0,
  };

  if (before->due_us != 0) /* decision 4: a promise isn't broken for the sake of undo */
    delay_us = MIN (delay_us, before->due_us - job->now_us - OD_LIMIT_UNDO_MARGIN_S * (gint64) G_USEC_PER_SEC);
  delay_us = MAX (delay_us, 0);
  row.not_before_us = is_scheduled ? job->send_at_us : job->now_us + delay_us;
  job->undo_until_us = row.not_before_us > job->now_us ? row.not_before_us : 0;
  row.payload = g_strdup_printf (
      "{\"before\":%d,\"after\":%d,\"waiting_since_us\":%" G_GINT64_FORMAT ",\"resolved_at_us\":%" G_GINT64_FORMAT
      ",\"n_unanswered\":%" G_GINT64_FORMAT ",\"draft_revision\":%" G_GINT64_FORMAT ",\"promise_min\":%" G_GINT64_FORMAT
      ",\"promise_until_us\":%" G_GINT64_FORMAT ",\"follows\":%" G_GINT64_FORMAT "}",
      before->status, get_status_after (job, before), job->is_bot ? 0 : before->waiting_since_us,
      before->resolved_at_us, job->is_bot ? 0 : before->n_unanswered, job->draft_revision,
      MAX (job->after.promise.minutes, 0), MAX (job->after.promise.until_us, 0), follows_id);
  if (!od_operation_insert (db, changes, &row, error))
    return FALSE;
  job->operation_id = row.id;
  return TRUE;
}

/* Of a text in several messages: what undo puts back is what was typed, not what it was cut into. */
static gboolean
keep_typed (sqlite3 *db, const OdEnqueueJob *job, GError **error)
{
  return job->before == NULL || job->before->len == 0 ||
         od_stmt_run (db, error,
                      "UPDATE operation SET payload = json_set (payload, '$.typed', d.body) FROM draft AS d"
                      " WHERE operation.id = ?1 AND d.conversation_id = ?2 AND d.mode = 2 AND d.revision = ?3",
                      "iii", job->operation_id, job->conversation_id, job->draft_revision);
}

/* A newer draft is somebody's next thought and stays. */
static gboolean
delete_draft (sqlite3 *db, OdChangeSet *changes, const OdEnqueueJob *job, GError **error)
{
  gint64 mode = job->is_note ? OD_TIMELINE_NOTE : OD_TIMELINE_OUT;

  if (!od_stmt_run (db, error, "DELETE FROM draft WHERE conversation_id = ?1 AND mode = ?2 AND revision <= ?3", "iii",
                    job->conversation_id, mode, job->draft_revision))
    return FALSE;
  if (sqlite3_changes (db) == 0)
    return TRUE;
  od_change_set_add (changes, OD_CHANGE_DRAFT, job->conversation_id);
  return od_stmt_run (db, error, "DELETE FROM draft_file WHERE conversation_id = ?1 AND mode = ?2", "ii",
                      job->conversation_id, mode);
}

static gboolean
update_conversation (sqlite3 *db, const OdEnqueueJob *job, const Before *before, gint64 at_us, GError **error)
{
  g_autofree char *snippet = od_text_snippet (job->text, OD_LIMIT_SNIPPET_GRAPHEMES);

  if (!od_stmt_run (db, error, "UPDATE conversation SET last_at_us = ?2, last_id = ?3, snippet = ?4 WHERE id = ?1",
                    "iiit", job->conversation_id, at_us, job->message_id, snippet))
    return FALSE;
  return job->is_note ||
         od_stmt_run (
             db, error,
             "UPDATE conversation SET status = ?2, last_public_id = ?3, waiting_since_us = iif (?4, waiting_since_us, 0),"
             " n_unanswered = iif (?4, n_unanswered, 0), resolved_at_us = iif (?2 = 3, resolved_at_us, 0)"
             " WHERE id = ?1",
             "iiii", job->conversation_id, (gint64) get_status_after (job, before), job->message_id,
             (gint64) job->is_bot);
}

/* @follows_id: the operation of the part before; 0 if there is none. What a run that failed left in @job counts for
 * nothing. */
static gboolean
enqueue (sqlite3 *db, OdChangeSet *changes, OdEnqueueJob *job, gint64 follows_id, GError **error)
{
  Before before;
  gint64 at_us;

  for (guint i = 0; job->before != NULL && i < job->before->len; i++)
    {
      OdEnqueueJob *part = job->before->pdata[i];

      if (!enqueue (db, changes, part, follows_id, error))
        return FALSE;
      follows_id = part->operation_id;
    }
  if (!load_before (db, job->conversation_id, &before, error) || !check (job, &before, error))
    return FALSE;
  at_us = MAX (job->now_us, before.last_at_us); /* a clock that was set back changes no order */
  return insert_message (db, changes, job, &before, at_us, error) &&
         (job->is_note || (queue (db, changes, job, &before, follows_id, error) && keep_typed (db, job, error))) &&
         (job->is_bot || delete_draft (db, changes, job, error)) &&
         update_conversation (db, job, &before, at_us, error) &&
         (job->is_note || od_clock_settle (db, changes, job->conversation_id, job->now_us, error)) &&
         od_outbox_do_then (db, changes, job, job->operation_id, error);
}

/**
 * od_store_enqueue:
 * @data: an #OdEnqueueJob
 *
 * Writes a reply, with the operation that sends it, or a note, which is finished at once; the draft it came from goes.
 *
 * A reply for later answers the conversation as one that leaves now does.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND, %OD_ERROR_REJECTED (nothing to send, or nothing to send with),
 *   %OD_ERROR_TOO_LARGE, %OD_ERROR_USAGE (to be sent in years) or %OD_ERROR_STORE
 */
gboolean
od_store_enqueue (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return enqueue (db, changes, data, 0, error);
}
