/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_WINDOW (od_window_get_type ())
G_DECLARE_FINAL_TYPE (OdWindow, od_window, OD, WINDOW, AdwApplicationWindow)

GtkWidget *od_window_new (GtkApplication *application, OdDesk *desk, GSettings *state);
void od_window_open_link (OdWindow *self, const char *uri);
void od_window_show_conversation (OdWindow *self, gint64 conversation_id);
void od_window_write_to (OdWindow *self, gint64 conversation_id);
gboolean od_window_get_is_in_front (OdWindow *self, gint64 conversation_id);
void od_window_tell_arrival (OdWindow *self, const char *name, const char *address);
void od_window_search (OdWindow *self, const char *text);
gint64 od_window_get_conversation_id (OdWindow *self);
void od_window_add_toast (OdWindow *self, const char *words);
void od_window_announce (OdWindow *self, const char *words);

G_END_DECLS
