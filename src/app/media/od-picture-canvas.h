/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OD_TYPE_PICTURE_CANVAS (od_picture_canvas_get_type ())
G_DECLARE_FINAL_TYPE (OdPictureCanvas, od_picture_canvas, OD, PICTURE_CANVAS, GtkWidget)

GtkWidget *od_picture_canvas_new (void);
void od_picture_canvas_set_paintable (OdPictureCanvas *self, GdkPaintable *paintable, int full_width, int full_height);
void od_picture_canvas_reset (OdPictureCanvas *self);
void od_picture_canvas_zoom_by (OdPictureCanvas *self, double factor);
void od_picture_canvas_set_zoom (OdPictureCanvas *self, double zoom);
double od_picture_canvas_get_zoom (OdPictureCanvas *self);
gboolean od_picture_canvas_is_fit (OdPictureCanvas *self);
void od_picture_canvas_rotate (OdPictureCanvas *self, int quarters);

G_END_DECLS
