/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-ingest-private.h"

#include "od-limits.h"
#include "od-store-person.h"
#include "od-store-search-index.h"
#include "od-text.h"
#include "od-ulid.h"

/* "Seen just now" is not written with every message. */
#define SEEN_STEP_US (60 * (gint64) G_USEC_PER_SEC)

void
od_ingest_chat_free (OdIngestChat *chat)
{
  g_free (chat->conversation.last_text);
  g_free (chat->address);
  g_free (chat->chat_id);
  g_free (chat);
}

static void
read_contact_point (OdIngestChat *chat, OdStmt *row, int column)
{
  chat->contact_point_id = sqlite3_column_int64 (row, column);
  chat->customer_id = sqlite3_column_int64 (row, column + 1);
  chat->is_blocked = sqlite3_column_int (row, column + 2) != 0;
  chat->is_verified = sqlite3_column_int (row, column + 3) != 0;
  chat->seen_us = chat->stored_seen_us = sqlite3_column_int64 (row, column + 4);
}

/* The chat is new to the account, but the person may be known by another account or by an import. */
static gboolean
load_contact_point (OdIngest *ingest, OdIngestChat *chat, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (ingest->db, error,
                        "SELECT id, customer_id, is_blocked, is_verified, last_seen_at_us FROM contact_point"
                        " WHERE channel = ?1 AND scope = ?2 AND address = ?3",
                        &row, "ttt", ingest->channel, ingest->scope, chat->address))
    return FALSE;
  if (row != NULL)
    read_contact_point (chat, row, 0);
  return TRUE;
}

static gboolean
load_thread (OdIngest *ingest, OdIngestChat *chat, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (ingest->db, error,
                        "SELECT t.id, p.id, p.customer_id, p.is_blocked, p.is_verified, p.last_seen_at_us, t.reach"
                        " FROM thread AS t LEFT JOIN contact_point AS p ON p.id = t.contact_point_id"
                        " WHERE t.account_id = ?1 AND t.remote_id = ?2",
                        &row, "it", ingest->job->account_id, chat->chat_id))
    return FALSE;
  if (row == NULL)
    return TRUE;
  chat->thread_id = sqlite3_column_int64 (row, 0);
  chat->reach = (OdReach) sqlite3_column_int (row, 6);
  read_contact_point (chat, row, 1);
  return TRUE;
}

/* The live one, if there is one; else the newest. */
static gboolean
load_conversation (OdIngest *ingest, OdIngestChat *chat, GError **error)
{
  OdIngestConversation *conversation = &chat->conversation;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (ingest->db, error,
                        "SELECT id, status, last_at_us, last_in_at_us, resolved_at_us, waiting_since_us, last_id,"
                        " last_public_id, read_upto_id, n_unread, n_unanswered FROM conversation"
                        " WHERE thread_id = ?1 ORDER BY status IN (1, 2) DESC, id DESC LIMIT 1",
                        &row, "i", chat->thread_id))
    return FALSE;
  if (row == NULL)
    return TRUE;
  *conversation = (OdIngestConversation){
    .id = sqlite3_column_int64 (row, 0),
    .status = (OdStatus) sqlite3_column_int (row, 1),
    .last_at_us = sqlite3_column_int64 (row, 2),
    .last_in_at_us = sqlite3_column_int64 (row, 3),
    .resolved_at_us = sqlite3_column_int64 (row, 4),
    .waiting_since_us = sqlite3_column_int64 (row, 5),
    .last_id = sqlite3_column_int64 (row, 6),
    .last_public_id = sqlite3_column_int64 (row, 7),
    .read_upto_id = sqlite3_column_int64 (row, 8),
    .n_unread = sqlite3_column_int64 (row, 9),
    .n_unanswered = sqlite3_column_int64 (row, 10),
  };
  return TRUE;
}

static gboolean
load_chat (OdIngest *ingest, OdIngestChat *chat, GError **error)
{
  if (!load_thread (ingest, chat, error))
    return FALSE;
  if (chat->contact_point_id == 0 && !load_contact_point (ingest, chat, error))
    return FALSE;
  if (chat->thread_id != 0 && !load_conversation (ingest, chat, error))
    return FALSE;
  if (ingest->job->has_stream &&
      !od_stream_tail_load (ingest->db, ingest->job->account_id, chat->chat_id, &chat->stream, error))
    return FALSE;
  chat->stored_seq = chat->stream.last_seq;
  return TRUE;
}

/* A chat that moved is known by its old ids, too: they all mean one chat of the batch.
 * @id: (out) (transfer full): of the chat as it is now */
static gboolean
find_present_id (OdIngest *ingest, const char *chat_id, char **id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (ingest->db, error,
                        "SELECT t.remote_id FROM thread_alias AS a JOIN thread AS t ON t.id = a.thread_id"
                        " WHERE a.account_id = ?1 AND a.remote_id = ?2 AND NOT EXISTS"
                        " (SELECT 1 FROM thread WHERE account_id = ?1 AND remote_id = ?2)",
                        &row, "it", ingest->job->account_id, chat_id))
    return FALSE;
  *id = row != NULL ? od_stmt_dup_text (row, 0) : g_strdup (chat_id);
  return TRUE;
}

/*
 * od_ingest_find_chat:
 *
 * Returns: (transfer none) (nullable): what the store knows of the chat of @update, which may be nothing; %NULL with
 *   @error
 */
OdIngestChat *
od_ingest_find_chat (OdIngest *ingest, const OdUpdate *update, GError **error)
{
  OdIngestChat *chat = g_hash_table_lookup (ingest->chats, update->chat_id);
  g_autofree char *id = NULL;

  if (chat != NULL)
    return chat;
  if (!find_present_id (ingest, update->chat_id, &id, error))
    return NULL;
  chat = g_hash_table_lookup (ingest->chats, id);
  if (chat != NULL)
    return chat;
  chat = g_new0 (OdIngestChat, 1);
  chat->address = g_strdup (update->remote.address != NULL ? update->remote.address : id);
  chat->chat_id = g_steal_pointer (&id);
  if (!load_chat (ingest, chat, error))
    {
      od_ingest_chat_free (chat);
      return NULL;
    }
  g_hash_table_insert (ingest->chats, chat->chat_id, chat);
  return chat;
}

static gboolean
add_person (OdIngest *ingest, OdIngestChat *chat, GError **error)
{
  g_autofree char *uid = od_ulid_new (ingest->job->now_us);
  g_autofree char *key = od_person_match_key (ingest->db, ingest->channel, chat->address);

  if (!od_stmt_run (ingest->db, error, "INSERT INTO customer (uid, created_at_us, last_seen_at_us) VALUES (?1, ?2, ?2)",
                    "ti", uid, ingest->job->now_us))
    return FALSE;
  chat->customer_id = sqlite3_last_insert_rowid (ingest->db);
  if (!od_stmt_run (ingest->db, error,
                    "INSERT INTO contact_point (customer_id, channel, scope, address, last_seen_at_us, match_key)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    "itttit", chat->customer_id, ingest->channel, ingest->scope, chat->address, ingest->job->now_us,
                    key))
    return FALSE;
  chat->contact_point_id = sqlite3_last_insert_rowid (ingest->db);
  chat->seen_us = chat->stored_seen_us = ingest->job->now_us;
  return od_search_index_put (ingest->db, OD_SEARCH_DOC_CONTACT_POINT, chat->contact_point_id, chat->address, error);
}

/*
 * od_ingest_ensure_chat:
 *
 * Makes what is missing of customer, contact point, thread and stream.
 */
gboolean
od_ingest_ensure_chat (OdIngest *ingest, OdIngestChat *chat, GError **error)
{
  if (chat->contact_point_id == 0)
    {
      if (!add_person (ingest, chat, error))
        return FALSE;
      od_change_set_add (ingest->changes, OD_CHANGE_CUSTOMER, chat->customer_id);
      if (chat->thread_id != 0 &&
          !od_stmt_run (ingest->db, error, "UPDATE thread SET contact_point_id = ?2 WHERE id = ?1", "ii",
                        chat->thread_id, chat->contact_point_id))
        return FALSE;
    }
  if (chat->thread_id == 0)
    {
      if (!od_stmt_run (ingest->db, error,
                        "INSERT INTO thread (account_id, remote_id, contact_point_id) VALUES (?1, ?2, ?3)", "iti",
                        ingest->job->account_id, chat->chat_id, chat->contact_point_id))
        return FALSE;
      chat->thread_id = sqlite3_last_insert_rowid (ingest->db);
    }
  return !ingest->job->has_stream ||
         od_stream_tail_ensure (ingest->db, ingest->job->account_id, chat->chat_id, &chat->stream, error);
}

static gboolean
add_conversation (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, gint64 at_us, GError **error)
{
  g_autofree char *uid = od_ulid_new (ingest->job->now_us);

  if (!od_stmt_run (ingest->db, error,
                    "INSERT INTO conversation (uid, account_id, thread_id, customer_id, status, kind, created_at_us,"
                    " last_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
                    "tiiiiti", uid, ingest->job->account_id, chat->thread_id, chat->customer_id,
                    (gint64) OD_STATUS_OPEN, update->starts_offline ? "offline" : "", at_us))
    return FALSE;
  g_free (chat->conversation.last_text);
  chat->asked_id = 0;
  chat->conversation = (OdIngestConversation){
    .id = sqlite3_last_insert_rowid (ingest->db),
    .status = OD_STATUS_OPEN,
    .last_at_us = at_us,
  };
  return TRUE;
}

/* Decision 7: a resolved conversation is opened again for some time; spam stays what it is. */
static gboolean
is_over (OdIngest *ingest, const OdIngestConversation *conversation, gint64 at_us)
{
  return conversation->status == OD_STATUS_RESOLVED && at_us - conversation->resolved_at_us > ingest->job->reopen_us;
}

/* What comes from who is blocked is kept where it disturbs nobody. */
static gboolean
banish (OdIngest *ingest, OdIngestConversation *conversation, GError **error)
{
  if (conversation->status == OD_STATUS_SPAM)
    return TRUE;
  conversation->status = OD_STATUS_SPAM;
  conversation->is_changed = TRUE;
  conversation->resolved_at_us = conversation->waiting_since_us = conversation->n_unanswered = 0;
  return od_write_status (ingest->db, ingest->changes, conversation->id, OD_STATUS_SPAM, 0, ingest->job->now_us, error);
}

static gboolean
move_on (OdIngest *ingest, OdIngestConversation *conversation, const OdUpdate *update, GError **error)
{
  OdStatusEvent event = update->is_own ? OD_STATUS_EVENT_OPERATOR_REPLIED : OD_STATUS_EVENT_CUSTOMER_WROTE;
  OdStatus before = conversation->status;

  if (update->is_own && update->remote.is_automatic) /* says nothing about the conversation */
    return TRUE;
  if (!od_status_next (before, event, &conversation->status))
    return TRUE;
  conversation->is_changed = TRUE;
  conversation->resolved_at_us = 0;
  return before != OD_STATUS_RESOLVED ||
         od_write_event (ingest->db, ingest->changes, conversation->id, ingest->job->now_us, "status", 0,
                         conversation->status == OD_STATUS_OPEN ? "{\"status\":\"open\"}" : "{\"status\":\"pending\"}",
                         error);
}

/*
 * od_ingest_ensure_conversation:
 * @at_us: when the message was written
 *
 * Finds, opens again or begins the conversation that a message belongs to.
 */
gboolean
od_ingest_ensure_conversation (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, gint64 at_us,
                               GError **error)
{
  if (!od_ingest_ensure_chat (ingest, chat, error))
    return FALSE;
  if (chat->conversation.id == 0 || is_over (ingest, &chat->conversation, at_us))
    {
      if (chat->conversation.is_changed && !od_ingest_flush_chat (ingest, chat, error))
        return FALSE;
      if (!add_conversation (ingest, chat, update, at_us, error))
        return FALSE;
    }
  od_change_set_add (ingest->changes, OD_CHANGE_CONVERSATION, chat->conversation.id);
  return chat->is_blocked && !update->is_own ? banish (ingest, &chat->conversation, error)
                                             : move_on (ingest, &chat->conversation, update, error);
}

static gboolean
flush_conversation (OdIngest *ingest, OdIngestConversation *conversation, GError **error)
{
  g_autofree char *snippet = NULL;

  if (conversation->last_text != NULL)
    snippet = od_text_snippet (conversation->last_text, OD_LIMIT_SNIPPET_GRAPHEMES);
  if (!od_stmt_run (ingest->db, error,
                    "UPDATE conversation SET status = ?2, last_at_us = ?3, last_in_at_us = ?4, resolved_at_us = ?5,"
                    " waiting_since_us = ?6, last_id = ?7, last_public_id = ?8, read_upto_id = ?9, n_unread = ?10,"
                    " n_unanswered = ?11, snippet = coalesce (?12, snippet),"
                    " snoozed_until_us = iif (?6 > 0, NULL, snoozed_until_us) WHERE id = ?1",
                    "iiiiiiiiiiit", conversation->id, (gint64) conversation->status, conversation->last_at_us,
                    conversation->last_in_at_us, conversation->resolved_at_us, conversation->waiting_since_us,
                    conversation->last_id, conversation->last_public_id, conversation->read_upto_id,
                    conversation->n_unread, conversation->n_unanswered, snippet))
    return FALSE;
  conversation->is_changed = FALSE;
  g_clear_pointer (&conversation->last_text, g_free);
  return TRUE;
}

static gboolean
flush_seen (OdIngest *ingest, OdIngestChat *chat, GError **error)
{
  chat->stored_seen_us = chat->seen_us;
  return od_stmt_run (ingest->db, error, "UPDATE contact_point SET last_seen_at_us = ?2 WHERE id = ?1", "ii",
                      chat->contact_point_id, chat->seen_us) &&
         od_stmt_run (ingest->db, error,
                      "UPDATE customer SET last_seen_at_us = ?2 WHERE id = ?1 AND last_seen_at_us < ?2", "ii",
                      chat->customer_id, chat->seen_us);
}

/*
 * od_ingest_flush_chat:
 *
 * Writes what the batch changed in the rows of the chat.
 */
gboolean
od_ingest_flush_chat (OdIngest *ingest, OdIngestChat *chat, GError **error)
{
  if (chat->conversation.is_changed && !flush_conversation (ingest, &chat->conversation, error))
    return FALSE;
  if (chat->stream.last_seq != chat->stored_seq)
    {
      if (!od_stream_tail_save (ingest->db, ingest->changes, &chat->stream, error))
        return FALSE;
      chat->stored_seq = chat->stream.last_seq;
    }
  return chat->seen_us - chat->stored_seen_us < SEEN_STEP_US || flush_seen (ingest, chat, error);
}
