/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"

G_BEGIN_DECLS

/**
 * OdLiveLookup: which conversation a chat has now. The chat is given by its own id, or by that of a conversation.
 * @changed_id: 0 if the chat's own id is given
 * @chat_id: (owned) (nullable): (inout): %NULL: there is no such conversation
 * @conversation_id, @is_live: (out): as od_store_chat_find_current() says
 */
typedef struct {
  gint64 changed_id;
  gint64 account_id;
  char *chat_id;
  gint64 conversation_id;
  gboolean is_live;
} OdLiveLookup;

void od_live_lookup_free (gpointer data);
gboolean od_live_lookup_job (sqlite3 *db, gpointer data, GError **error);

G_END_DECLS
