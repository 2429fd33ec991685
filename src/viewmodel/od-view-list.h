/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-account-list.h"
#include "od-desk.h"
#include "od-view.h"

G_BEGIN_DECLS

#define OD_TYPE_VIEW_LIST (od_view_list_get_type ())
G_DECLARE_FINAL_TYPE (OdViewList, od_view_list, OD, VIEW_LIST, GObject)

OdViewList *od_view_list_new (OdDesk *desk, OdAccountList *accounts);
gboolean od_view_list_get_is_loaded (OdViewList *self);
OdView *od_view_list_find (OdViewList *self, const char *id);
int od_view_list_get_position (OdViewList *self, OdView *view);
void od_view_list_refresh (OdViewList *self);
gint64 od_view_list_get_n_conversations (OdViewList *self);

G_END_DECLS
