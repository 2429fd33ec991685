/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_CURRENT_CONVERSATION (od_current_conversation_get_type ())
G_DECLARE_FINAL_TYPE (OdCurrentConversation, od_current_conversation, OD, CURRENT_CONVERSATION, GObject)

OdCurrentConversation *od_current_conversation_new (OdDesk *desk);
void od_current_conversation_set_id (OdCurrentConversation *self, gint64 id);
gint64 od_current_conversation_get_id (OdCurrentConversation *self);
const OdConversationRow *od_current_conversation_get_row (OdCurrentConversation *self);

G_END_DECLS
