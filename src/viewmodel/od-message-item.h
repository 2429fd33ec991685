/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "od-rows.h"
#include "od-thread-group.h"

G_BEGIN_DECLS

#define OD_TYPE_MESSAGE_ITEM (od_message_item_get_type ())
G_DECLARE_FINAL_TYPE (OdMessageItem, od_message_item, OD, MESSAGE_ITEM, GObject)

OdMessageItem *od_message_item_new (OdMessageRow *row);
gint64 od_message_item_get_id (OdMessageItem *self);
const OdMessageRow *od_message_item_get_row (OdMessageItem *self);
void od_message_item_take_row (OdMessageItem *self, OdMessageRow *row);
OdThreadMarks od_message_item_get_marks (OdMessageItem *self);
void od_message_item_set_marks (OdMessageItem *self, OdThreadMarks marks);
guint od_message_item_get_fold (OdMessageItem *self, gboolean *is_unfolded);
void od_message_item_set_fold (OdMessageItem *self, guint n_events, gboolean is_unfolded);
int od_message_row_compare (const OdMessageRow *a, const OdMessageRow *b);

G_END_DECLS
