/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-chat.h"

#include "od-conversation-status.h"
#include "od-error.h"
#include "od-stmt.h"

void
od_chat_row_free (OdChatRow *self)
{
  g_free (self->channel);
  g_free (self->chat_id);
  g_free (self);
}

static OdChatRow *
find (sqlite3 *db, const char *sql, gint64 id, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error, sql, "i", id);
  gboolean has_row;
  OdChatRow *row;

  if (stmt == NULL || !od_stmt_step (stmt, &has_row, error))
    return NULL;
  if (!has_row)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_NOT_FOUND, "No such chat (row %" G_GINT64_FORMAT ")", id);
      return NULL;
    }
  row = g_new0 (OdChatRow, 1);
  row->account_id = sqlite3_column_int64 (stmt, 0);
  row->channel = od_stmt_dup_text (stmt, 1);
  row->chat_id = od_stmt_dup_text (stmt, 2);
  return row;
}

/**
 * od_store_chat_of_conversation:
 *
 * Within a job of the database.
 *
 * Returns: (transfer full): the chat that a conversation belongs to; %NULL with
 *   %OD_ERROR_NOT_FOUND if there is no such conversation
 */
OdChatRow *
od_store_chat_of_conversation (sqlite3 *db, gint64 conversation_id, GError **error)
{
  return find (db,
               "SELECT t.account_id, a.channel, t.remote_id"
               " FROM conversation c JOIN thread t ON t.id = c.thread_id JOIN account a ON a.id = t.account_id"
               " WHERE c.id = ?",
               conversation_id, error);
}

/**
 * od_store_chat_of_message:
 *
 * Returns: (transfer full): the chat of a message's conversation
 */
OdChatRow *
od_store_chat_of_message (sqlite3 *db, gint64 message_id, GError **error)
{
  return find (db,
               "SELECT t.account_id, a.channel, t.remote_id"
               " FROM timeline l JOIN conversation c ON c.id = l.conversation_id"
               " JOIN thread t ON t.id = c.thread_id JOIN account a ON a.id = t.account_id"
               " WHERE l.id = ?",
               message_id, error);
}

/**
 * od_store_chat_find_current:
 * @conversation_id: (out): the chat's conversation that is not resolved, otherwise its newest; 0 if it has none
 * @is_live: (out): whether it is one that is not resolved
 *
 * Returns: %FALSE if the database failed
 */
gboolean
od_store_chat_find_current (sqlite3 *db, gint64 account_id, const char *chat_id, gint64 *conversation_id,
                            gboolean *is_live, GError **error)
{
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row;

  *conversation_id = 0;
  *is_live = FALSE;
  stmt = od_stmt_bind (db, error,
                       "SELECT c.id, c.status IN (1, 2) AS live FROM thread t JOIN conversation c ON c.thread_id = t.id"
                       " WHERE t.account_id = ? AND t.remote_id = ? ORDER BY live DESC, c.id DESC LIMIT 1",
                       "it", account_id, chat_id);
  if (stmt == NULL || !od_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    {
      *conversation_id = sqlite3_column_int64 (stmt, 0);
      *is_live = sqlite3_column_int (stmt, 1) != 0;
    }
  return TRUE;
}
