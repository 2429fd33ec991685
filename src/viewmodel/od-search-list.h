/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

/* What was found, in the order it is shown in. */
typedef enum {
  OD_SEARCH_GROUP_PEOPLE,
  OD_SEARCH_GROUP_MESSAGES,
  OD_SEARCH_GROUP_FILES,
} OdSearchGroup;
#define OD_N_SEARCH_GROUP (OD_SEARCH_GROUP_FILES + 1)

#define OD_TYPE_SEARCH_ITEM (od_search_item_get_type ())
G_DECLARE_FINAL_TYPE (OdSearchItem, od_search_item, OD, SEARCH_ITEM, GObject)

const OdSearchHit *od_search_item_get_hit (OdSearchItem *self);
OdSearchGroup od_search_item_get_group (OdSearchItem *self);
char *od_search_item_dup_heading (OdSearchItem *self);
gboolean od_search_item_is_same (OdSearchItem *self, OdSearchItem *other);
char *od_search_item_dup_snippet (OdSearchItem *self, GArray **marks);

#define OD_TYPE_SEARCH_LIST (od_search_list_get_type ())
G_DECLARE_FINAL_TYPE (OdSearchList, od_search_list, OD, SEARCH_LIST, GObject)

OdSearchList *od_search_list_new (OdDesk *desk);
void od_search_list_set_text (OdSearchList *self, const char *text);
char *od_search_list_dup_words (OdSearchList *self);
gboolean od_search_list_get_is_busy (OdSearchList *self);

G_END_DECLS
