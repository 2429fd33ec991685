/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_THREAD_HEADER (od_thread_header_get_type ())
G_DECLARE_FINAL_TYPE (OdThreadHeader, od_thread_header, OD, THREAD_HEADER, AdwBin)

GtkWidget *od_thread_header_new (OdDesk *desk);
GMenuModel *od_thread_header_get_row_menu (OdThreadHeader *self);
void od_thread_header_set_row (OdThreadHeader *self, const OdConversationRow *row);
void od_thread_header_set_card (OdThreadHeader *self, const OdCustomerCard *card);
void od_thread_header_set_is_alone (OdThreadHeader *self, gboolean is_alone);
void od_thread_header_set_has_window_buttons (OdThreadHeader *self, gboolean has_window_buttons);

G_END_DECLS
