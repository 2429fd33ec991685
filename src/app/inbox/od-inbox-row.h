/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-account-list.h"
#include "od-conversation-item.h"

G_BEGIN_DECLS

#define OD_TYPE_INBOX_ROW (od_inbox_row_get_type ())
G_DECLARE_FINAL_TYPE (OdInboxRow, od_inbox_row, OD, INBOX_ROW, GtkWidget)

GtkWidget *od_inbox_row_new (OdDesk *desk, OdAccountList *accounts);
void od_inbox_row_set_item (OdInboxRow *self, OdConversationItem *item);
void od_inbox_row_set_is_marked (OdInboxRow *self, gboolean is_marked);
void od_inbox_row_update (OdInboxRow *self);
gint64 od_inbox_row_tick (OdInboxRow *self);

G_END_DECLS
