/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_LIBRARY_WINDOW (od_library_window_get_type ())
G_DECLARE_FINAL_TYPE (OdLibraryWindow, od_library_window, OD, LIBRARY_WINDOW, AdwWindow)

GtkWidget *od_library_window_new (GtkWindow *parent, OdDesk *desk, gboolean has_articles);
void od_library_window_add (OdLibraryWindow *self, const char *body);

G_END_DECLS
