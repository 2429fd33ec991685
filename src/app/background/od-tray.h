/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-tray-menu.h"

G_BEGIN_DECLS

#define OD_TYPE_TRAY (od_tray_get_type ())
G_DECLARE_FINAL_TYPE (OdTray, od_tray, OD, TRAY, GObject)

OdTray *od_tray_new (const char *application_id, const char *title, OdTrayMenu *menu);
void od_tray_set_status (OdTray *self, const char *words, gboolean is_late);

G_END_DECLS
