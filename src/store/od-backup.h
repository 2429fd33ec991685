/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

gboolean od_backup_write (sqlite3 *db, const char *path, GError **error);

G_END_DECLS
