/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-outbox"

#include "od-error.h"
#include "od-limits.h"
#include "od-operation-private.h"
#include "od-store-clock-private.h"
#include "od-store-draft.h"
#include "od-store-outbox-private.h"
#include "od-store-write-private.h"

void
od_undo_job_free (OdUndoJob *job)
{
  g_clear_pointer (&job->draft, od_draft_free);
  g_free (job->files_dir);
  g_free (job);
}

/* An answer that is still to leave follows: when it is taken back, too, it puts back what this one found. */
static gboolean
hand_on (sqlite3 *db, const OdOperationRow *row, const OdFormer *former, GError **error)
{
  return od_stmt_run (db, error,
                      "UPDATE operation SET payload = json_set (payload, '$.before', ?3, '$.waiting_since_us', ?4,"
                      " '$.resolved_at_us', ?5, '$.n_unanswered', json_extract (payload, '$.n_unanswered') + ?6)"
                      " WHERE id = (SELECT min (id) FROM operation WHERE conversation_id = ?1 AND id > ?2"
                      " AND kind = 'send' AND state IN (1, 8))",
                      "iiiiii", row->conversation_id, row->id, former->before, former->waiting_since_us,
                      former->resolved_at_us, former->n_unanswered);
}

/* And there is no newer conversation of the chat: one is open at a time. */
#define IS_AS_IT_LEFT                                                                                                  \
  "status = ?3 AND NOT EXISTS (SELECT 1 FROM conversation AS s WHERE s.thread_id = conversation.thread_id"             \
  " AND s.status IN (1, 2) AND s.id <> ?1)"

/* Only what nobody changed since: a customer who wrote meanwhile has opened the conversation, and another answer
 * answers it still. */
static gboolean
restore_status (sqlite3 *db, const OdOperationRow *row, const OdFormer *former, GError **error)
{
  g_autoptr (OdStmt) answer = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT 1 FROM timeline AS t JOIN message AS m ON m.timeline_id = t.id"
                        " WHERE t.conversation_id = ?1 AND t.kind = 2 AND t.id > ?2 AND m.is_bot = 0"
                        " AND m.deleted_at_us = 0 AND m.delivery NOT IN (6, 7) LIMIT 1",
                        &answer, "ii", row->conversation_id, row->message_id))
    return FALSE;
  if (answer != NULL)
    {
      g_clear_pointer (&answer, od_stmt_release);
      return hand_on (db, row, former, error);
    }
  return od_stmt_run (db, error,
                      "UPDATE conversation SET resolved_at_us = iif (" IS_AS_IT_LEFT ", ?4, resolved_at_us),"
                      " status = iif (" IS_AS_IT_LEFT ", ?2, status),"
                      " waiting_since_us = iif (?5 > 0, ?5, waiting_since_us), n_unanswered = n_unanswered + ?6"
                      " WHERE id = ?1",
                      "iiiiii", row->conversation_id, former->before, former->after, former->resolved_at_us,
                      former->waiting_since_us, former->n_unanswered);
}

/*
 * od_outbox_unanswer:
 *
 * A reply does not leave: its conversation is as if it had never been written. Its message is erased or removed already,
 * and @row is what was its operation.
 */
gboolean
od_outbox_unanswer (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, gint64 now_us, GError **error)
{
  OdFormer former;

  od_change_set_add (changes, OD_CHANGE_CONVERSATION, row->conversation_id);
  return od_former_read (row, &former, error) && restore_status (db, row, &former, error) &&
         od_outbox_undo_then (db, changes, row, &former, now_us, error) &&
         od_clock_settle (db, changes, row->conversation_id, now_us, error);
}

static gboolean
load_stored_draft (sqlite3 *db, gint64 conversation_id, OdDraft *draft, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT revision, body, reply_to_id FROM draft WHERE conversation_id = ?1 AND mode = 2", &row,
                        "i", conversation_id))
    return FALSE;
  if (row == NULL)
    return TRUE;
  draft->revision = sqlite3_column_int64 (row, 0);
  draft->body = od_stmt_dup_text (row, 1);
  draft->reply_to_id = sqlite3_column_int64 (row, 2);
  return TRUE;
}

static gboolean
load_reply (sqlite3 *db, gint64 message_id, char **body, gint64 *reply_to_id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT body, coalesce (reply_to_id, 0) FROM message WHERE timeline_id = ?1", &row,
                        "i", message_id))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, "message");
  *body = od_stmt_dup_text (row, 0);
  *reply_to_id = sqlite3_column_int64 (row, 1);
  return TRUE;
}

static gboolean
store_draft (sqlite3 *db, gint64 message_id, const OdDraft *draft, gint64 now_us, GError **error)
{
  return od_stmt_run (db, error,
                      "INSERT INTO draft (conversation_id, mode, revision, body, reply_to_id, at_us)"
                      " VALUES (?1, 2, ?2, ?3, ?4, ?5) ON CONFLICT (conversation_id, mode) DO UPDATE SET"
                      " revision = excluded.revision, body = excluded.body, reply_to_id = excluded.reply_to_id,"
                      " at_us = excluded.at_us",
                      "iitii", draft->conversation_id, draft->revision, draft->body, draft->reply_to_id, now_us) &&
         od_stmt_run (db, error, /* the reply's come first */
                      "UPDATE draft_file SET position = position + " G_STRINGIFY (
                          OD_LIMIT_ATTACHMENTS) " WHERE conversation_id = ?1 AND mode = 2",
                      "i", draft->conversation_id) &&
         od_stmt_run (db, error,
                      "INSERT INTO draft_file (conversation_id, mode, position, name, mime, sha256, size_bytes)"
                      " SELECT ?1, 2, position, name, mime, sha256, size_bytes FROM attachment"
                      " WHERE message_id = ?2 AND sha256 IS NOT NULL ORDER BY position",
                      "ii", draft->conversation_id, message_id);
}

/* @typed: (inout): it comes back in front of what was begun since. */
static gboolean
put_draft (sqlite3 *db, OdUndoJob *job, const OdOperationRow *row, const OdFormer *former, char **typed,
           gint64 reply_to_id, GError **error)
{
  g_autoptr (OdDraft) draft = g_new0 (OdDraft, 1);
  g_autofree char *body = g_steal_pointer (typed);

  draft->conversation_id = row->conversation_id;
  if (!load_stored_draft (db, row->conversation_id, draft, error))
    return FALSE;
  if (draft->body != NULL && *draft->body != '\0')
    {
      g_autofree char *begun = g_steal_pointer (&draft->body);

      draft->body = *body != '\0' ? g_strconcat (body, "\n\n", begun, NULL) : g_strdup (begun);
    }
  else
    {
      g_free (draft->body);
      draft->body = g_steal_pointer (&body);
    }
  if (draft->reply_to_id == 0)
    draft->reply_to_id = reply_to_id;
  draft->revision = MAX (draft->revision, former->draft_revision) + 1;
  if (!store_draft (db, row->message_id, draft, job->now_us, error) ||
      !od_store_draft_load_files (db, draft, job->files_dir, error))
    return FALSE;
  job->draft = g_steal_pointer (&draft);
  return TRUE;
}

static gboolean
restore_draft (sqlite3 *db, OdUndoJob *job, const OdOperationRow *row, const OdFormer *former, GError **error)
{
  g_autofree char *body = NULL;
  gint64 reply_to_id;

  return load_reply (db, row->message_id, &body, &reply_to_id, error) &&
         put_draft (db, job, row, former, &body, reply_to_id, error);
}

/* @has: (out): something was begun in the composer */
static gboolean
has_draft (sqlite3 *db, gint64 conversation_id, gboolean *has, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT EXISTS (SELECT 1 FROM draft WHERE conversation_id = ?1 AND mode = 2 AND body <> '')"
                        " OR EXISTS (SELECT 1 FROM draft_file WHERE conversation_id = ?1 AND mode = 2)",
                        &row, "i", conversation_id))
    return FALSE;
  *has = sqlite3_column_int (row, 0) != 0;
  return TRUE;
}

/*
 * od_outbox_keep_draft:
 *
 * A reply for later is not wanted any more, but its text may be: it becomes the draft, if nothing else was begun. Its
 * message is there still.
 */
gboolean
od_outbox_keep_draft (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, gint64 now_us, GError **error)
{
  g_autoptr (OdUndoJob) job = g_new0 (OdUndoJob, 1);
  OdFormer former;
  gboolean has;

  if (!has_draft (db, row->conversation_id, &has, error))
    return FALSE;
  if (has)
    return TRUE;
  job->now_us = now_us;
  od_change_set_add (changes, OD_CHANGE_DRAFT, row->conversation_id);
  return od_former_read (row, &former, error) && restore_draft (db, job, row, &former, error);
}

/* A part of it may be with the customer already. */
static gboolean
check_whole (sqlite3 *db, const OdOperationRow *row, GError **error)
{
  g_autoptr (OdStmt) taken = NULL;

  if (!od_stmt_get_row (db, error, "SELECT json_array_length (payload, '$.taken') FROM operation WHERE id = ?1", &taken,
                        "i", row->id))
    return FALSE;
  if (taken == NULL || sqlite3_column_int (taken, 0) == 0)
    return TRUE;
  g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "A part of the message has left");
  return FALSE;
}

static gboolean
is_here (const OdOperationRow *row)
{
  return (row->state == OD_DELIVERY_QUEUED && row->attempt == 0) || row->state == OD_DELIVERY_FAILED ||
         row->state == OD_DELIVERY_HELD;
}

/* @is_typed: (out): @ids are a text that was cut; all of it is here still, and so is what was typed. */
static gboolean
find_typed (sqlite3 *db, const GArray *ids, gboolean *is_typed, char **typed, GError **error)
{
  g_autoptr (OdStmt) found = NULL;

  *is_typed = FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      g_auto (OdOperationRow) part = { 0 };

      if (!od_operation_load (db, g_array_index (ids, gint64, i), &part, error))
        return FALSE;
      if (!is_here (&part) || !check_whole (db, &part, NULL))
        return TRUE;
    }
  if (!od_stmt_get_row (db, error, "SELECT json_extract (payload, '$.typed') FROM operation WHERE id = ?1", &found, "i",
                        g_array_index (ids, gint64, ids->len - 1)))
    return FALSE;
  *is_typed = ids->len > 1 && found != NULL && sqlite3_column_type (found, 0) == SQLITE_TEXT;
  *typed = *is_typed ? od_stmt_dup_text (found, 0) : NULL;
  return TRUE;
}

static gboolean
take_back (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, gint64 now_us, GError **error)
{
  return od_operation_erase_message (db, changes, row->conversation_id, row->message_id, error) &&
         od_outbox_unanswer (db, changes, row, now_us, error);
}

/* All its parts, the last one first; that one has the files, and the first what it answers. */
static gboolean
undo_parts (sqlite3 *db, OdChangeSet *changes, OdUndoJob *job, const GArray *ids, char **typed, GError **error)
{
  g_auto (OdOperationRow) first = { 0 };
  g_autofree char *body = NULL;
  gint64 reply_to_id;

  if (!od_operation_load (db, g_array_index (ids, gint64, 0), &first, error) ||
      !load_reply (db, first.message_id, &body, &reply_to_id, error))
    return FALSE;
  for (guint i = ids->len; i > 0; i--)
    {
      g_auto (OdOperationRow) part = { 0 };
      OdFormer former;

      if (!od_operation_load (db, g_array_index (ids, gint64, i - 1), &part, error) ||
          !od_former_read (&part, &former, error) ||
          (i == ids->len && !put_draft (db, job, &part, &former, typed, reply_to_id, error)) ||
          !take_back (db, changes, &part, job->now_us, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * od_store_undo:
 * @data: an #OdUndoJob
 *
 * Takes a reply back that the outbox has not claimed, that failed or that is held: message and operation go, draft and
 * former status come back. Of a text in several messages all come back at once, as it was typed, if none of them left.
 *
 * Returns: %FALSE with %OD_ERROR_REJECTED if it left or may have left, %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_undo (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdUndoJob *job = data;
  g_auto (OdOperationRow) row = { 0 };
  g_autoptr (GArray) ids = NULL;
  g_autofree char *typed = NULL;
  gboolean is_typed;
  OdFormer former;

  g_clear_pointer (&job->draft, od_draft_free);
  if (!od_operation_load_send (db, job->message_id, &row, error))
    return FALSE;
  if (!is_here (&row))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "It is too late: the message is on its way, or may have left");
      return FALSE;
    }
  od_change_set_add (changes, OD_CHANGE_DRAFT, row.conversation_id);
  ids = od_outbox_find_parts (db, row.id, error);
  if (ids == NULL || !find_typed (db, ids, &is_typed, &typed, error))
    return FALSE;
  if (is_typed)
    return undo_parts (db, changes, job, ids, &typed, error);
  return check_whole (db, &row, error) && od_former_read (&row, &former, error) &&
         restore_draft (db, job, &row, &former, error) && take_back (db, changes, &row, job->now_us, error);
}
