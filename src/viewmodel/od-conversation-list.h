/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-conversation-item.h"
#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_CONVERSATION_LIST (od_conversation_list_get_type ())
G_DECLARE_FINAL_TYPE (OdConversationList, od_conversation_list, OD, CONVERSATION_LIST, GObject)

OdConversationList *od_conversation_list_new (OdDesk *desk);
void od_conversation_list_set_query (OdConversationList *self, const OdViewQuery *query);
void od_conversation_list_set_kept (OdConversationList *self, gint64 id);
void od_conversation_list_refresh (OdConversationList *self);
gboolean od_conversation_list_get_is_loaded (OdConversationList *self);
gboolean od_conversation_list_find (OdConversationList *self, gint64 id, guint *position);
gint64 od_conversation_list_get_id (OdConversationList *self, guint position);
GArray *od_conversation_list_ref_ids (OdConversationList *self);
guint od_conversation_list_get_n_matching (OdConversationList *self);
const OdViewQuery *od_conversation_list_get_query (OdConversationList *self);
guint od_conversation_list_get_n_live (OdConversationList *self);

G_END_DECLS
