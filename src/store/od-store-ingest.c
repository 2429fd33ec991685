/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-ingest"

#include "od-store-ingest.h"

#include "od-limits.h"
#include "od-store-ingest-private.h"

/**
 * od_ingest_job_new:
 * @batch: (transfer full)
 *
 * Returns: (transfer full): a job for a channel without streams, whose addresses hold everywhere
 */
OdIngestJob *
od_ingest_job_new (gint64 account_id, OdUpdateBatch *batch, gint64 now_us)
{
  OdIngestJob *job = g_new0 (OdIngestJob, 1);

  *job = (OdIngestJob){
    .account_id = account_id,
    .batch = batch,
    .now_us = now_us,
    .reopen_us = OD_LIMIT_REOPEN_S * (gint64) G_USEC_PER_SEC,
  };
  return job;
}

void
od_ingest_job_free (OdIngestJob *job)
{
  g_clear_pointer (&job->batch, od_update_batch_free);
  g_clear_pointer (&job->result, od_ingest_result_free);
  g_free (job);
}

void
od_ingest_target_clear (OdIngestTarget *target)
{
  g_clear_pointer (&target->body, g_free);
  g_clear_pointer (&target->payload, g_free);
}

/*
 * od_ingest_get_at_us:
 *
 * Returns: when it happened, never in the future: a sender's clock may be wrong
 */
gint64
od_ingest_get_at_us (OdIngest *ingest, const OdUpdate *update)
{
  if (update->at_us <= 0 || update->at_us > ingest->job->now_us)
    return ingest->job->now_us;
  return update->at_us;
}

#define TARGET_COLUMNS                                                                                                          \
  "m.timeline_id, t.conversation_id, t.at_us, max (t.at_us, m.edited_at_us), m.deleted_at_us, m.direction, m.delivery, m.body," \
  " m.format, m.payload"

static gboolean
find_by_seq (OdIngest *ingest, OdIngestChat *chat, gint64 seq, OdStmt **row, GError **error)
{
  return od_stmt_get_row (ingest->db, error,
                          "SELECT " TARGET_COLUMNS
                          " FROM stream_event AS e JOIN message AS m ON m.timeline_id = e.message_id"
                          " JOIN timeline AS t ON t.id = m.timeline_id"
                          " WHERE e.stream_id = ?1 AND e.seq = ?2 AND e.kind = 1",
                          row, "ii", chat->stream.id, seq);
}

/* Within the chat only: another chat's id of a message is no target here. */
static gboolean
find_by_remote_id (OdIngest *ingest, OdIngestChat *chat, const char *remote_id, OdStmt **row, GError **error)
{
  return od_stmt_get_row (ingest->db, error,
                          "SELECT " TARGET_COLUMNS " FROM message AS m JOIN timeline AS t ON t.id = m.timeline_id"
                          " JOIN conversation AS c ON c.id = t.conversation_id"
                          " WHERE m.timeline_id = coalesce ("
                          "  (SELECT timeline_id FROM message WHERE account_id = ?1 AND remote_id = ?2),"
                          "  (SELECT message_id FROM message_part WHERE account_id = ?1 AND remote_id = ?2))"
                          " AND c.thread_id = ?3",
                          row, "iti", ingest->job->account_id, remote_id, chat->thread_id);
}

/*
 * od_ingest_find_target:
 * @remote_id: (nullable)
 * @seq: 0: @remote_id says it
 * @target: (out): its id is 0 if there is no such message in this chat
 */
gboolean
od_ingest_find_target (OdIngest *ingest, OdIngestChat *chat, const char *remote_id, gint64 seq, OdIngestTarget *target,
                       GError **error)
{
  g_autoptr (OdStmt) row = NULL;
  gboolean is_numbered = seq > 0;

  *target = (OdIngestTarget){ 0 };
  if (is_numbered ? chat->stream.id == 0 : remote_id == NULL || chat->thread_id == 0)
    return TRUE;
  if (!(is_numbered ? find_by_seq (ingest, chat, seq, &row, error)
                    : find_by_remote_id (ingest, chat, remote_id, &row, error)))
    return FALSE;
  if (row == NULL)
    return TRUE;
  *target = (OdIngestTarget){
    .id = sqlite3_column_int64 (row, 0),
    .conversation_id = sqlite3_column_int64 (row, 1),
    .at_us = sqlite3_column_int64 (row, 2),
    .written_at_us = sqlite3_column_int64 (row, 3),
    .deleted_at_us = sqlite3_column_int64 (row, 4),
    .direction = (OdTimelineKind) sqlite3_column_int (row, 5),
    .delivery = (OdDelivery) sqlite3_column_int (row, 6),
    .body = od_stmt_dup_text (row, 7),
    .format = (OdTextFormat) sqlite3_column_int (row, 8),
    .payload = od_stmt_dup_text (row, 9),
  };
  if (is_numbered)
    target->seq = seq;
  else if (chat->stream.id != 0)
    return od_stream_find_seq (ingest->db, target->id, &target->seq, error);
  return TRUE;
}

/* A client's id that was used before: the same request again. */
static gboolean
find_client_id (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (chat->stream.id == 0 || update->client_id == NULL)
    return TRUE;
  if (!od_stmt_get_row (ingest->db, error,
                        "SELECT c.seq, e.at_us, e.message_id, t.conversation_id FROM stream_cid AS c"
                        " LEFT JOIN stream_event AS e ON e.stream_id = c.stream_id AND e.seq = c.seq"
                        " LEFT JOIN timeline AS t ON t.id = e.message_id WHERE c.stream_id = ?1 AND c.cid = ?2",
                        &row, "it", chat->stream.id, update->client_id))
    return FALSE;
  if (row != NULL)
    *outcome = (OdIngestOutcome){
      .status = OD_INGEST_DUPLICATE,
      .seq = sqlite3_column_int64 (row, 0),
      .at_us = sqlite3_column_int64 (row, 1),
      .message_id = sqlite3_column_int64 (row, 2),
      .conversation_id = sqlite3_column_int64 (row, 3),
    };
  return TRUE;
}

static gboolean
take_update (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome, GError **error)
{
  switch (update->kind)
    {
    case OD_UPDATE_MESSAGE:
      return od_ingest_message (ingest, chat, update, outcome, error);
    case OD_UPDATE_EDIT:
      return od_ingest_edit (ingest, chat, update, outcome, error);
    case OD_UPDATE_REMOVAL:
      return od_ingest_removal (ingest, chat, update, outcome, error);
    case OD_UPDATE_REACTION:
      return od_ingest_reaction (ingest, chat, update, outcome, error);
    case OD_UPDATE_RECEIPT:
      return od_ingest_receipt (ingest, chat, update, outcome, error);
    case OD_UPDATE_STATE:
      return od_ingest_state (ingest, chat, update, outcome, error);
    case OD_UPDATE_PROFILE:
      outcome->status = chat->customer_id != 0 && update->profile != NULL ? OD_INGEST_STORED : OD_INGEST_IGNORED;
      return TRUE;
    case OD_UPDATE_EVENT:
      return od_ingest_event (ingest, chat, update, outcome, error);
    case OD_UPDATE_REACH:
      return od_ingest_reach (ingest, chat, update, outcome, error);
    case OD_UPDATE_MOVE:
      return od_ingest_move (ingest, chat, update, outcome, error);
    default:
      g_assert_not_reached ();
    }
}

/* What is no message is taken once for each key: a message is known by its id. */
static gboolean
take_key (OdIngest *ingest, const OdUpdate *update, gboolean *is_new, GError **error)
{
  *is_new = TRUE;
  if (update->remote.key == NULL || update->kind == OD_UPDATE_MESSAGE)
    return TRUE;
  if (!od_stmt_run (ingest->db, error,
                    "INSERT INTO update_taken (account_id, key, at_us) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                    "iti", ingest->job->account_id, update->remote.key, ingest->job->now_us))
    return FALSE;
  *is_new = sqlite3_changes (ingest->db) > 0;
  return TRUE;
}

static gboolean
run_in_chat (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome, GError **error)
{
  if (!find_client_id (ingest, chat, update, outcome, error))
    return FALSE;
  if (outcome->status == OD_INGEST_DUPLICATE)
    return TRUE;
  if (chat->is_blocked && !update->is_own && ingest->job->has_stream) /* its browser is told; elsewhere it is spam */
    {
      *outcome = (OdIngestOutcome){ .status = OD_INGEST_BLOCKED, .conversation_id = chat->conversation.id };
      return TRUE;
    }
  if (!take_update (ingest, chat, update, outcome, error))
    return FALSE;
  return update->kind == OD_UPDATE_MOVE || update->profile == NULL || outcome->status != OD_INGEST_STORED ||
         chat->customer_id == 0 || od_ingest_profile (ingest, chat, update->profile, error);
}

static gboolean
run_update (OdIngest *ingest, const OdUpdate *update, OdIngestOutcome *outcome, GError **error)
{
  OdIngestChat *chat;
  gboolean is_new;

  *outcome = (OdIngestOutcome){ .status = OD_INGEST_STORED };
  if (!take_key (ingest, update, &is_new, error))
    return FALSE;
  if (!is_new)
    {
      outcome->status = OD_INGEST_DUPLICATE;
      return TRUE;
    }
  if (update->remote.covers_prefix)
    return od_ingest_reach_all (ingest, update, outcome, error);
  chat = od_ingest_find_chat (ingest, update, error);
  return chat != NULL && run_in_chat (ingest, chat, update, outcome, error);
}

/* Nobody repeats what is older. */
static gboolean
forget_keys (OdIngest *ingest, GError **error)
{
  return od_stmt_run (ingest->db, error, "DELETE FROM update_taken WHERE account_id = ?1 AND at_us < ?2", "ii",
                      ingest->job->account_id, ingest->job->now_us - OD_LIMIT_UPDATE_KEY_S * (gint64) G_USEC_PER_SEC);
}

static gboolean
store_cursor (OdIngest *ingest, GError **error)
{
  const OdUpdateBatch *batch = ingest->job->batch;

  return batch->cursor == NULL || od_stmt_run (ingest->db, error,
                                               "INSERT INTO cursor (account_id, name, value) VALUES (?1, ?2, ?3)"
                                               " ON CONFLICT (account_id, name) DO UPDATE SET value = excluded.value",
                                               "itt", ingest->job->account_id,
                                               batch->cursor_name != NULL ? batch->cursor_name : "", batch->cursor);
}

static gboolean
load_account (OdIngest *ingest, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (ingest->db, error, "SELECT channel, uid FROM account WHERE id = ?1", &row, "i",
                        ingest->job->account_id))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, "account");
  ingest->channel = od_stmt_dup_text (row, 0);
  ingest->scope = ingest->job->contact_scope_is_account ? od_stmt_dup_text (row, 1) : g_strdup ("");
  return TRUE;
}

static gboolean
run_batch (OdIngest *ingest, OdIngestResult *result, GError **error)
{
  const OdUpdateBatch *batch = ingest->job->batch;
  GHashTableIter iter;
  gpointer chat;

  if (!load_account (ingest, error) || !forget_keys (ingest, error))
    return FALSE;
  for (guint i = 0; i < batch->updates->len; i++)
    if (!run_update (ingest, g_ptr_array_index (batch->updates, i), &result->outcomes[i], error))
      return FALSE;
  g_hash_table_iter_init (&iter, ingest->chats);
  while (g_hash_table_iter_next (&iter, NULL, &chat))
    if (!od_ingest_flush_chat (ingest, chat, error))
      return FALSE;
  return od_ingest_answer_chats (ingest, error) && store_cursor (ingest, error);
}

/**
 * od_store_ingest:
 * @data: an #OdIngestJob
 *
 * Takes what came in: all of the batch, with the cursor, or nothing. An update that can't be taken is refused in its
 * outcome and leaves the others alone; one that was taken before changes nothing and gets its first number and time
 * again.
 *
 * Returns: %FALSE with %OD_ERROR_STORE, or %OD_ERROR_NOT_FOUND if there is no such account
 */
gboolean
od_store_ingest (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdIngestJob *job = data;
  OdIngest ingest = { .db = db, .changes = changes, .job = job };
  g_autoptr (OdIngestResult) result = od_ingest_result_new (job->batch->updates->len);
  gboolean ok;

  ingest.chats = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) od_ingest_chat_free);
  ok = run_batch (&ingest, result, error);
  g_hash_table_unref (ingest.chats);
  g_free (ingest.channel);
  g_free (ingest.scope);
  if (!ok)
    return FALSE;
  g_clear_pointer (&job->result, od_ingest_result_free);
  job->result = g_steal_pointer (&result);
  return TRUE;
}
