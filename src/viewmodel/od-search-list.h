/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_SEARCH_ITEM (od_search_item_get_type ())
G_DECLARE_FINAL_TYPE (OdSearchItem, od_search_item, OD, SEARCH_ITEM, GObject)

const OdSearchHit *od_search_item_get_hit (OdSearchItem *self);
char *od_search_item_dup_snippet (OdSearchItem *self, GArray **marks);

#define OD_TYPE_SEARCH_LIST (od_search_list_get_type ())
G_DECLARE_FINAL_TYPE (OdSearchList, od_search_list, OD, SEARCH_LIST, GObject)

OdSearchList *od_search_list_new (OdDesk *desk);
void od_search_list_set_text (OdSearchList *self, const char *text);
gboolean od_search_list_get_is_busy (OdSearchList *self);

G_END_DECLS
