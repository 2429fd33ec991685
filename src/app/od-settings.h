/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define OD_SETTINGS_TASTE "com.example.Omnidesk"
#define OD_SETTINGS_PROFILE "com.example.Omnidesk.Profile"

GSettings *od_settings_new (const char *schema_id, const char *profile_key);

G_END_DECLS
