/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_BACKGROUND (od_background_get_type ())
G_DECLARE_FINAL_TYPE (OdBackground, od_background, OD, BACKGROUND, GObject)

OdBackground *od_background_new (GApplication *application, GSettings *taste);
void od_background_set_desk (OdBackground *self, OdDesk *desk);
void od_background_add_window (OdBackground *self, GtkWindow *window);

G_END_DECLS
