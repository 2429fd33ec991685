/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-door-server.h"

G_BEGIN_DECLS

GDBusConnection *od_door_connect (const char *profile_dir, GError **error);
OdDoorResult *od_door_run (GDBusConnection *door, const char *const *args, const char *const *secrets, GError **error);
gboolean od_door_ask (GDBusConnection *door, const char *method);

G_END_DECLS
