/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "od-rows.h"
#include "od-stmt.h"

G_BEGIN_DECLS

/* Of an `attachment` that is called "a". */
#define OD_ATTACHMENT_COLUMNS                                                                                          \
  "a.message_id, a.id, a.uid, a.name, a.mime, a.sha256, a.size_bytes, a.duration_ms, a.width, a.height, a.state,"      \
  " a.error, a.remote_ref IS NOT NULL, a.kind"
#define OD_ATTACHMENT_N_COLUMNS 14

GPtrArray *od_message_rows_load (sqlite3 *db, const gint64 *ids, guint n_ids, const char *files_dir, gint64 operator_id,
                                 GError **error);
OdAttachmentRow *od_message_rows_read_attachment (OdStmt *stmt, const char *files_dir);
char *od_message_rows_blob_path (const char *files_dir, const char *sha256);
char *od_store_ids_to_json (const gint64 *ids, guint n_ids);

G_END_DECLS
