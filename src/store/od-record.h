/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * OdRecordFlags:
 * @OD_RECORD_TYPE: begin with `type`, as a line of the interchange format does
 * @OD_RECORD_ROW: add `row`, our own integer id, as --json does
 */
typedef enum {
  OD_RECORD_TYPE = 1 << 0,
  OD_RECORD_ROW = 1 << 1,
} OdRecordFlags;

JsonObject *od_record_customer (sqlite3 *db, gint64 id, OdRecordFlags flags, GError **error);
JsonObject *od_record_field (sqlite3 *db, gint64 id, GError **error);
JsonObject *od_record_link (sqlite3 *db, gint64 id, GError **error);
JsonObject *od_record_conversation (sqlite3 *db, gint64 id, OdRecordFlags flags, GError **error);
JsonObject *od_record_message (sqlite3 *db, gint64 id, OdRecordFlags flags, const char *files_prefix, GError **error);

G_END_DECLS
