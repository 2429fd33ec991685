/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * OdChatRow: the provider's side of a conversation.
 */
typedef struct {
  gint64 account_id;
  char *channel;
  char *chat_id;
} OdChatRow;

void od_chat_row_free (OdChatRow *self);
OdChatRow *od_store_chat_of_conversation (sqlite3 *db, gint64 conversation_id, GError **error);
OdChatRow *od_store_chat_of_message (sqlite3 *db, gint64 message_id, GError **error);
gboolean od_store_chat_find_current (sqlite3 *db, gint64 account_id, const char *chat_id, gint64 *conversation_id,
                                     gboolean *is_live, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdChatRow, od_chat_row_free)

G_END_DECLS
