/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean od_file_create_private (const char *path, GError **error);
gboolean od_file_sync (const char *path, GError **error);
gboolean od_file_sync_folder_of (const char *path, GError **error);
gboolean od_file_replace_durably (const char *from, const char *to, GError **error);

G_END_DECLS
