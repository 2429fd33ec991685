/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define OD_TYPE_TRAY_MENU (od_tray_menu_get_type ())
G_DECLARE_FINAL_TYPE (OdTrayMenu, od_tray_menu, OD, TRAY_MENU, GObject)

OdTrayMenu *od_tray_menu_new (GActionGroup *actions);
void od_tray_menu_add (OdTrayMenu *self, const char *label, const char *action, const char *target);
void od_tray_menu_add_separator (OdTrayMenu *self);
gboolean od_tray_menu_export (OdTrayMenu *self, GDBusConnection *bus, const char *path, GError **error);
void od_tray_menu_unexport (OdTrayMenu *self);

G_END_DECLS
