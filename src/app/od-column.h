/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OD_TYPE_COLUMN (od_column_get_type ())
G_DECLARE_FINAL_TYPE (OdColumn, od_column, OD, COLUMN, GtkWidget)

void od_column_set_nat_width (OdColumn *self, int nat_width);
void od_column_set_child (OdColumn *self, GtkWidget *child);

G_END_DECLS
