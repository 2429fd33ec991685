/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-people-list.h"

G_BEGIN_DECLS

#define OD_TYPE_PERSON_CELL (od_person_cell_get_type ())
G_DECLARE_FINAL_TYPE (OdPersonCell, od_person_cell, OD, PERSON_CELL, GtkWidget)

GtkListItemFactory *od_person_cell_new_factory (OdDesk *desk);
char *od_person_cell_dup_detail (const OdPersonRow *row, OdDesk *desk);

G_END_DECLS
