/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *od_door_dup_path (const char *profile_dir, GError **error);
char *od_door_dup_address (const char *path);
gboolean od_door_ensure_folder (const char *path, GError **error);

G_END_DECLS
