/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "od-rows.h"

G_BEGIN_DECLS

GPtrArray *od_message_rows_load (sqlite3 *db, const gint64 *ids, guint n_ids, const char *files_dir, gint64 operator_id,
                                 GError **error);
char *od_message_rows_blob_path (const char *files_dir, const char *sha256);
char *od_store_ids_to_json (const gint64 *ids, guint n_ids);

G_END_DECLS
