/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-view-list.h"

G_BEGIN_DECLS

#define OD_TYPE_SIDEBAR_ROW (od_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (OdSidebarRow, od_sidebar_row, OD, SIDEBAR_ROW, GtkListBoxRow)

GtkWidget *od_sidebar_row_new (OdViewList *views, OdView *view);
OdView *od_sidebar_row_get_view (OdSidebarRow *self);

G_END_DECLS
