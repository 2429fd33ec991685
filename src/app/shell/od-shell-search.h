/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_SHELL_SEARCH (od_shell_search_get_type ())
G_DECLARE_FINAL_TYPE (OdShellSearch, od_shell_search, OD, SHELL_SEARCH, GObject)

OdShellSearch *od_shell_search_new (GApplication *application, GSettings *taste);
gboolean od_shell_search_register (OdShellSearch *self, GDBusConnection *connection, const char *path, GError **error);
void od_shell_search_unregister (OdShellSearch *self);
void od_shell_search_set_desk (OdShellSearch *self, OdDesk *desk);

G_END_DECLS
