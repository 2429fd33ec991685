/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "od-rows.h"

G_BEGIN_DECLS

#define OD_TYPE_CONVERSATION_ITEM (od_conversation_item_get_type ())
G_DECLARE_FINAL_TYPE (OdConversationItem, od_conversation_item, OD, CONVERSATION_ITEM, GObject)

OdConversationItem *od_conversation_item_new (gint64 id);
gint64 od_conversation_item_get_id (OdConversationItem *self);
const OdConversationRow *od_conversation_item_get_row (OdConversationItem *self);
gboolean od_conversation_item_get_is_leaving (OdConversationItem *self);
void od_conversation_item_set_is_leaving (OdConversationItem *self, gboolean is_leaving);
void od_conversation_item_set_id (OdConversationItem *self, gint64 id);
void od_conversation_item_take_row (OdConversationItem *self, OdConversationRow *row);

G_END_DECLS
