/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-account-list.h"
#include "od-desk.h"

G_BEGIN_DECLS

/**
 * OdViewCount: how a view's number is shown.
 */
typedef enum {
  OD_VIEW_COUNT_NONE, /* nobody works a number of resolved conversations off */
  OD_VIEW_COUNT_DIM,
} OdViewCount;

#define OD_TYPE_VIEW (od_view_get_type ())
G_DECLARE_FINAL_TYPE (OdView, od_view, OD, VIEW, GObject)

const char *od_view_get_id (OdView *self);
const char *od_view_get_title (OdView *self);
const char *od_view_get_icon_name (OdView *self);
const OdViewQuery *od_view_get_query (OdView *self);
gboolean od_view_get_is_channel (OdView *self);
gint64 od_view_get_count (OdView *self);

#define OD_TYPE_VIEW_LIST (od_view_list_get_type ())
G_DECLARE_FINAL_TYPE (OdViewList, od_view_list, OD, VIEW_LIST, GObject)

OdViewList *od_view_list_new (OdDesk *desk, OdAccountList *accounts);
OdView *od_view_list_find (OdViewList *self, const char *id);
void od_view_list_refresh (OdViewList *self);
gint64 od_view_list_get_n_conversations (OdViewList *self);

G_END_DECLS
