/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OD_TYPE_PICTURE_GRID (od_picture_grid_get_type ())
G_DECLARE_FINAL_TYPE (OdPictureGrid, od_picture_grid, OD, PICTURE_GRID, GtkWidget)

GtkWidget *od_picture_grid_new (void);
void od_picture_grid_append (OdPictureGrid *self, GtkWidget *cell);

G_END_DECLS
