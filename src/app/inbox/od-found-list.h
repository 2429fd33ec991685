/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-search-list.h"

G_BEGIN_DECLS

#define OD_TYPE_FOUND_LIST (od_found_list_get_type ())
G_DECLARE_FINAL_TYPE (OdFoundList, od_found_list, OD, FOUND_LIST, AdwBin)

GtkWidget *od_found_list_new (OdDesk *desk, OdSearchList *found);
void od_found_list_begin (OdFoundList *self);
gboolean od_found_list_step_group (OdFoundList *self, int by);
gboolean od_found_list_step (OdFoundList *self, int by);
void od_found_list_activate (OdFoundList *self);

G_END_DECLS
