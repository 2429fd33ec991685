/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-search-list.h"

G_BEGIN_DECLS

#define OD_TYPE_SEARCH_ROW (od_search_row_get_type ())
G_DECLARE_FINAL_TYPE (OdSearchRow, od_search_row, OD, SEARCH_ROW, AdwBin)

GtkWidget *od_search_row_new (OdDesk *desk);
void od_search_row_set_item (OdSearchRow *self, OdSearchItem *item);

G_END_DECLS
