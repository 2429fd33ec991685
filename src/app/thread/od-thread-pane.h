/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-composer-model.h"
#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_THREAD_PANE (od_thread_pane_get_type ())
G_DECLARE_FINAL_TYPE (OdThreadPane, od_thread_pane, OD, THREAD_PANE, AdwBin)

GtkWidget *od_thread_pane_new (OdDesk *desk);
void od_thread_pane_set_conversation (OdThreadPane *self, gint64 conversation_id, gint64 customer_id);
void od_thread_pane_show_message (OdThreadPane *self, gint64 conversation_id, gint64 customer_id, gint64 message_id);
void od_thread_pane_set_card (OdThreadPane *self, const OdCustomerCard *card);
void od_thread_pane_add_toast (OdThreadPane *self, AdwToast *toast);
void od_thread_pane_focus_composer (OdThreadPane *self);
void od_thread_pane_find (OdThreadPane *self, int step);
gboolean od_thread_pane_close_find (OdThreadPane *self);
gboolean od_thread_pane_get_is_at_end (OdThreadPane *self);
GtkWidget *od_thread_pane_get_composer (OdThreadPane *self);
OdComposerModel *od_thread_pane_get_writing (OdThreadPane *self);

G_END_DECLS
