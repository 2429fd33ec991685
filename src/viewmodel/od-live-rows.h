/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-conversation-item.h"
#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_LIVE_ROWS (od_live_rows_get_type ())
G_DECLARE_FINAL_TYPE (OdLiveRows, od_live_rows, OD, LIVE_ROWS, GObject)

OdLiveRows *od_live_rows_new (OdDesk *desk);
OdConversationItem *od_live_rows_find (OdLiveRows *self, gint64 id);
OdConversationItem *od_live_rows_add (OdLiveRows *self, gint64 id);
void od_live_rows_replace (OdLiveRows *self, GArray *old, GArray *fresh);
void od_live_rows_move_leaving (OdLiveRows *self, gint64 *leaving_id, gint64 id);
void od_live_rows_reload (OdLiveRows *self, gint64 id);
guint od_live_rows_get_n (OdLiveRows *self);

G_END_DECLS
