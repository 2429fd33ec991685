/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define OD_TYPE_PROFILE_DIR (od_profile_dir_get_type ())
G_DECLARE_FINAL_TYPE (OdProfileDir, od_profile_dir, OD, PROFILE_DIR, GObject)

char *od_profile_dir_dup_default_path (void);
OdProfileDir *od_profile_dir_open (const char *path, GError **error);
OdProfileDir *od_profile_dir_find (const char *path, GError **error);
const char *od_profile_dir_get_path (OdProfileDir *self);
const char *od_profile_dir_get_store_path (OdProfileDir *self);
const char *od_profile_dir_get_files_path (OdProfileDir *self);
gboolean od_profile_dir_lock (OdProfileDir *self, GError **error);
void od_profile_dir_unlock (OdProfileDir *self);
gboolean od_profile_dir_get_is_locked (OdProfileDir *self);

G_END_DECLS
