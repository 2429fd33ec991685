/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-outbox"

#include "od-blob.h"
#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-message-rows.h"
#include "od-operation-private.h"
#include "od-store-outbox-private.h"
#include "od-store-write-private.h"

/* Queued, and nothing before it in its conversation is unfinished: the order within a conversation is kept, and what
 * is unconfirmed or held holds up its conversation only (decision 17). A reply for later holds up nothing, neither
 * before its time nor when it is held then: order is kept among what is due. A part of a text in several messages never
 * overtakes the one before it. */
#define FREE_OPERATIONS                                                                                                \
  "FROM operation AS o WHERE o.state = 1 AND (?1 = 0 OR o.account_id = ?1)"                                            \
  " AND NOT EXISTS (SELECT 1 FROM operation AS e WHERE e.conversation_id = o.conversation_id"                          \
  " AND e.state IN (1, 2, 7, 8) AND e.id < o.id"                                                                       \
  " AND NOT (e.is_scheduled = 1 AND (e.state = 8 OR (e.state = 1 AND e.attempt = 0 AND e.not_before_us > ?2))))"       \
  " AND NOT EXISTS (SELECT 1 FROM operation AS p WHERE p.state IN (1, 2, 6, 7, 8)"                                     \
  " AND p.id = iif (json_valid (o.payload), json_extract (o.payload, '$.follows'), NULL))"

/**
 * od_claim_job_new:
 * @files_dir: the profile's `files`
 *
 * Returns: (transfer full): a job with the limits of the outbox
 */
OdClaimJob *
od_claim_job_new (gint64 account_id, const char *files_dir, gint64 now_us)
{
  OdClaimJob *job = g_new0 (OdClaimJob, 1);

  *job = (OdClaimJob){
    .account_id = account_id,
    .now_us = now_us,
    .lease_us = OD_LIMIT_LEASE_S * (gint64) G_USEC_PER_SEC,
    .max = OD_LIMIT_OUTBOX_CONVERSATIONS,
    .max_conversations = OD_LIMIT_OUTBOX_CONVERSATIONS,
    .files_dir = g_strdup (files_dir),
  };
  return job;
}

void
od_claim_job_free (OdClaimJob *job)
{
  g_free (job->files_dir);
  g_clear_pointer (&job->resting, g_array_unref);
  g_clear_pointer (&job->claimed, g_ptr_array_unref);
  g_free (job);
}

static gboolean
ask_number (sqlite3 *db, const char *sql, gint64 account_id, gint64 now_us, gint64 *number, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, sql, &row, "ii", account_id, now_us))
    return FALSE;
  *number = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  return TRUE;
}

static GArray *
find_due_ids (sqlite3 *db, const OdClaimJob *job, gint64 limit, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *resting =
      job->resting != NULL ? od_store_ids_to_json ((const gint64 *) job->resting->data, job->resting->len) : NULL;
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (db, error,
                    "SELECT o.id " FREE_OPERATIONS " AND o.not_before_us <= ?2"
                    " AND o.conversation_id NOT IN (SELECT value FROM json_each (?4)) ORDER BY o.id LIMIT ?3",
                    "iiit", job->account_id, job->now_us, limit, resting != NULL ? resting : "[]");
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return NULL;
  while (has_row)
    {
      gint64 id;

      if (!od_stmt_step (stmt, &has_row, error))
        return NULL;
      id = has_row ? sqlite3_column_int64 (stmt, 0) : 0;
      if (has_row)
        g_array_append_val (ids, id);
    }
  return g_steal_pointer (&ids);
}

/* @is_there: (out): the customer wrote what the author of this reply had not seen. */
static gboolean
find_unseen_question (sqlite3 *db, const OdOperationRow *row, gboolean *is_there, GError **error)
{
  g_autoptr (OdStmt) found = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT 1 FROM timeline AS t JOIN message AS m ON m.timeline_id = t.id"
                        " WHERE t.conversation_id = ?1 AND t.kind = 1 AND t.id > ?2 AND m.deleted_at_us = 0 LIMIT 1",
                        &found, "ii", row->conversation_id, row->seen_id))
    return FALSE;
  *is_there = found != NULL;
  return TRUE;
}

/* @is_there: (out): somebody else of us answered, and the author of this reply had not seen that. */
static gboolean
find_unseen_answer (sqlite3 *db, const OdOperationRow *row, gboolean *is_there, GError **error)
{
  g_autoptr (OdStmt) found = NULL;

  if (!od_stmt_get_row (
          db, error,
          "SELECT 1 FROM timeline AS t JOIN message AS m ON m.timeline_id = t.id"
          " WHERE t.conversation_id = ?1 AND t.kind = 2 AND t.id > ?2 AND t.id <> ?3 AND m.is_bot = 0"
          " AND m.deleted_at_us = 0 AND m.delivery IN (2, 3, 4, 5) AND m.operator_id IS NOT nullif (?4, 0)"
          " LIMIT 1",
          &found, "iiii", row->conversation_id, row->seen_id, row->message_id, row->operator_id))
    return FALSE;
  *is_there = found != NULL;
  return TRUE;
}

/* @why: (out) (nullable): who wrote meanwhile */
static gboolean
find_hold (sqlite3 *db, const OdOperationRow *row, const char **why, GError **error)
{
  gboolean is_there = FALSE;

  *why = NULL;
  if (row->kind != OD_OPERATION_SEND)
    return TRUE;
  if (!find_unseen_answer (db, row, &is_there, error))
    return FALSE;
  if (is_there)
    *why = "colleague";
  else if (row->is_scheduled || row->is_held_by_customer)
    {
      if (!find_unseen_question (db, row, &is_there, error))
        return FALSE;
      if (is_there)
        *why = "customer";
    }
  return TRUE;
}

static gboolean
hold (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, const char *why, gint64 now_us, GError **error)
{
  OdDelivery now;

  return od_stmt_run (db, error,
                      "UPDATE message SET payload = json_set (coalesce (payload, '{}'), '$.held_by', ?2)"
                      " WHERE timeline_id = ?1",
                      "it", row->message_id, why) &&
         od_operation_move_message (db, changes, row, OD_DELIVERY_EVENT_HOLD, NULL, &now, error) &&
         od_operation_set_state (db, changes, row, OD_DELIVERY_HELD, row->not_before_us, NULL, error) &&
         od_outbox_reopen (db, changes, row, now_us, error);
}

/* ---- the value that goes out ---- */

static gboolean
load_files (sqlite3 *db, const char *files_dir, OdClaimedOperation *claimed, GError **error)
{
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (db, error,
                    "SELECT id, uid, name, mime, sha256, size_bytes, duration_ms, width, height, kind FROM attachment"
                    " WHERE message_id = ?1 AND id NOT IN (SELECT j.value FROM operation AS o,"
                    " json_each (o.payload, '$.taken') AS j WHERE o.id = ?2) ORDER BY position",
                    "ii", claimed->message_id, claimed->id);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return FALSE;
  while (TRUE)
    {
      OdAttachmentRow *file;
      const char *sha256;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (claimed->files == NULL)
        claimed->files = g_ptr_array_new_with_free_func ((GDestroyNotify) od_attachment_row_free);
      file = g_new0 (OdAttachmentRow, 1);
      g_ptr_array_add (claimed->files, file);
      file->id = sqlite3_column_int64 (stmt, 0);
      file->uid = od_stmt_dup_text (stmt, 1);
      file->name = od_stmt_dup_text (stmt, 2);
      file->mime = od_stmt_dup_text (stmt, 3);
      sha256 = (const char *) sqlite3_column_text (stmt, 4);
      file->path = sha256 != NULL ? od_blob_get_path (files_dir, sha256) : NULL;
      file->size_bytes = sqlite3_column_int64 (stmt, 5);
      file->duration_ms = sqlite3_column_int64 (stmt, 6);
      file->width = sqlite3_column_int (stmt, 7);
      file->height = sqlite3_column_int (stmt, 8);
      file->kind = (OdFileKind) sqlite3_column_int (stmt, 9);
    }
}

/* All that one message of ours is there. */
static gboolean
load_parts (sqlite3 *db, OdClaimedOperation *claimed, GError **error)
{
  g_autoptr (OdStmt) row = NULL;
  g_autofree char *ids = NULL;

  if (!od_stmt_get_row (db, error, "SELECT group_concat (remote_id, char (10)) FROM message_part WHERE message_id = ?1",
                        &row, "i", claimed->message_id))
    return FALSE;
  ids = row != NULL ? od_stmt_dup_text (row, 0) : NULL;
  if (ids != NULL && *ids != '\0')
    claimed->part_remote_ids = g_strsplit (ids, "\n", -1);
  return TRUE;
}

static gboolean
load_message (sqlite3 *db, OdClaimedOperation *claimed, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT m.body, m.format, m.remote_id, q.remote_id FROM message AS m"
                        " LEFT JOIN message AS q ON q.timeline_id = m.reply_to_id WHERE m.timeline_id = ?1",
                        &row, "i", claimed->message_id))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, "message");
  if (claimed->kind == OD_OPERATION_SEND || claimed->kind == OD_OPERATION_EDIT)
    claimed->text = od_stmt_dup_text (row, 0);
  claimed->format = (OdTextFormat) sqlite3_column_int (row, 1);
  if (claimed->kind == OD_OPERATION_SEND)
    claimed->reply_to_remote_id = od_stmt_dup_text (row, 3);
  else
    claimed->target_remote_id = od_stmt_dup_text (row, 2);
  if (claimed->kind == OD_OPERATION_REMOVE && !load_parts (db, claimed, error))
    return FALSE;
  return claimed->kind == OD_OPERATION_SEND ||
         od_stream_find_seq (db, claimed->message_id, &claimed->target_seq, error);
}

/* What an attempt before this one brought there is not sent again. */
static gboolean
leave_out_taken (sqlite3 *db, OdClaimedOperation *claimed, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT count (*), coalesce (max (j.value = 0), 0) FROM operation AS o,"
                        " json_each (o.payload, '$.taken') AS j WHERE o.id = ?1",
                        &row, "i", claimed->id))
    return FALSE;
  claimed->n_taken = row != NULL ? (guint) sqlite3_column_int (row, 0) : 0;
  if (row != NULL && sqlite3_column_int (row, 1) != 0)
    {
      g_free (claimed->text);
      claimed->text = g_strdup ("");
    }
  return TRUE;
}

static gboolean
read_payload (OdClaimedOperation *claimed, const char *payload, GError **error)
{
  g_autoptr (JsonNode) node = od_json_parse (payload, -1, NULL, error);
  const char *emoji = NULL, *status = NULL, *tag = NULL;
  JsonObject *object;

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_MALFORMED, "What is to be sent is no object");
      return FALSE;
    }
  object = json_node_get_object (node);
  if (!od_json_get_string_opt (object, "emoji", OD_LIMIT_EMOJI_BYTES, &emoji, error) ||
      !od_json_get_string_opt (object, "status", 16, &status, error) ||
      !od_json_get_string_opt (object, "tag", OD_LIMIT_TAG_CHARS * 4, &tag, error))
    return FALSE;
  claimed->emoji = g_strdup (emoji);
  claimed->tag = g_strdup (tag);
  claimed->status = OD_STATUS_OPEN;
  if (status != NULL)
    od_status_parse (status, &claimed->status);
  return TRUE;
}

static gboolean
load_chat (sqlite3 *db, OdClaimedOperation *claimed, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (
          db, error,
          "SELECT t.remote_id, o.key FROM operation AS o JOIN conversation AS c ON c.id = o.conversation_id"
          " JOIN thread AS t ON t.id = c.thread_id WHERE o.id = ?1",
          &row, "i", claimed->id))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, "conversation");
  claimed->chat_id = od_stmt_dup_text (row, 0);
  claimed->key = od_stmt_dup_text (row, 1);
  return TRUE;
}

/*
 * od_outbox_describe:
 *
 * Returns: (transfer full): @row as its channel carries it out next, without what the other side has already
 */
OdClaimedOperation *
od_outbox_describe (sqlite3 *db, const OdOperationRow *row, const char *files_dir, GError **error)
{
  g_autoptr (OdClaimedOperation) claimed = g_new0 (OdClaimedOperation, 1);

  claimed->id = row->id;
  claimed->account_id = row->account_id;
  claimed->conversation_id = row->conversation_id;
  claimed->message_id = row->message_id;
  claimed->kind = row->kind;
  claimed->attempt = row->attempt + 1;
  if (!load_chat (db, claimed, error) || !read_payload (claimed, row->payload, error) ||
      (row->message_id != 0 && !load_message (db, claimed, error)) ||
      (row->kind == OD_OPERATION_SEND &&
       (!load_files (db, files_dir, claimed, error) || !leave_out_taken (db, claimed, error))))
    return NULL;
  return g_steal_pointer (&claimed);
}

/* ---- claiming ---- */

/* What can't be described can't be sent, now or later. It fails alone, and what waits behind it goes on. */
static gboolean
refuse (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, const GError *why, gint64 now_us, GError **error)
{
  g_autoptr (GError) gone = NULL;
  OdDelivery now;

  g_warning ("Operation %" G_GINT64_FORMAT " can't be sent: %s", row->id, why->message);
  if (row->kind == OD_OPERATION_SEND &&
      !od_operation_move_message (db, changes, row, OD_DELIVERY_EVENT_REJECT, why->message, &now, &gone) &&
      g_error_matches (gone, OD_ERROR, OD_ERROR_STORE))
    {
      g_propagate_error (error, g_steal_pointer (&gone));
      return FALSE;
    }
  return od_operation_set_state (db, changes, row, OD_DELIVERY_FAILED, 0, why->message, error) &&
         od_outbox_reopen (db, changes, row, now_us, error);
}

/* A reply for later stands in the thread where it leaves, not where it was written. */
static gboolean
move_to_now (sqlite3 *db, const OdClaimJob *job, const OdOperationRow *row, GError **error)
{
  return od_stmt_run (db, error, "UPDATE timeline SET at_us = max (at_us, ?2) WHERE id = ?1", "ii", row->message_id,
                      job->now_us) &&
         od_write_last (db, row->conversation_id, error);
}

static gboolean
claim (sqlite3 *db, OdChangeSet *changes, OdClaimJob *job, const OdOperationRow *row, GError **error)
{
  g_autoptr (OdClaimedOperation) claimed = NULL;
  g_autoptr (GError) why = NULL;
  OdDelivery now;

  claimed = od_outbox_describe (db, row, job->files_dir, &why);
  if (claimed == NULL && g_error_matches (why, OD_ERROR, OD_ERROR_STORE))
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }
  if (claimed == NULL)
    return refuse (db, changes, row, why, job->now_us, error);
  if (row->kind == OD_OPERATION_SEND &&
      !od_operation_move_message (db, changes, row, OD_DELIVERY_EVENT_CLAIM, NULL, &now, error))
    return FALSE;
  if (row->is_scheduled && row->attempt == 0 && !move_to_now (db, job, row, error))
    return FALSE;
  if (!od_stmt_run (db, error,
                    "UPDATE operation SET state = 2, attempt = attempt + 1, lease_until_us = ?2,"
                    " payload = json_remove (payload, '$.typed') WHERE id = ?1",
                    "ii", row->id, job->now_us + job->lease_us))
    return FALSE;
  g_ptr_array_add (job->claimed, g_steal_pointer (&claimed));
  return TRUE;
}

static gboolean
claim_or_hold (sqlite3 *db, OdChangeSet *changes, OdClaimJob *job, gint64 id, GError **error)
{
  g_auto (OdOperationRow) row = { 0 };
  gboolean is_bot, is_gone;
  const char *why = NULL;

  if (!od_operation_load (db, id, &row, error) ||
      !od_outbox_drop_needless (db, changes, &row, job->now_us, &is_bot, &is_gone, error))
    return FALSE;
  if (is_gone)
    return TRUE;
  return (is_bot || find_hold (db, &row, &why, error)) &&
         (why != NULL ? hold (db, changes, &row, why, job->now_us, error) : claim (db, changes, job, &row, error));
}

/**
 * od_store_claim:
 * @data: an #OdClaimJob
 *
 * Takes what is due of an account: the oldest of each conversation, under a lease. A reply whose author had not seen
 * that somebody else answered is held instead, and so is one for later (or one that asked for it) if the customer wrote.
 * An automatic answer that nobody needs any more is not sent.
 *
 * Returns: %FALSE with %OD_ERROR_STORE; nothing is claimed then
 */
gboolean
od_store_claim (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdClaimJob *job = data;
  g_autoptr (GArray) ids = NULL;
  gint64 n_busy;

  g_clear_pointer (&job->claimed, g_ptr_array_unref);
  job->claimed = g_ptr_array_new_with_free_func ((GDestroyNotify) od_claimed_operation_free);
  if (!ask_number (
          db, "SELECT count (DISTINCT conversation_id) FROM operation WHERE state = 2 AND account_id = ?1 AND ?2 > 0",
          job->account_id, job->now_us, &n_busy, error))
    return FALSE;
  ids = find_due_ids (db, job, CLAMP ((gint64) job->max_conversations - n_busy, 0, (gint64) job->max), error);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!claim_or_hold (db, changes, job, g_array_index (ids, gint64, i), error))
      return FALSE;
  return ask_number (db, "SELECT coalesce (min (o.not_before_us), 0) " FREE_OPERATIONS " AND o.not_before_us > ?2",
                     job->account_id, job->now_us, &job->next_us, error);
}

/**
 * od_store_renew_lease:
 * @data: an #OdLeaseJob
 *
 * Bytes still move. An operation that isn't under way any more stays as it is.
 */
gboolean
od_store_renew_lease (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdLeaseJob *job = data;

  return od_stmt_run (db, error, "UPDATE operation SET lease_until_us = ?2 WHERE id = ?1 AND state = 2", "ii",
                      job->operation_id, job->lease_until_us);
}
