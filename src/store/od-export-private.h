/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "od-export.h"

G_BEGIN_DECLS

/**
 * OdExportRun: one export on its way. Used by the thread for search only.
 * @db: (owned) (nullable): a connection of its own, so that all slices see one moment
 * @out: (owned): written, not yet in the file
 * @fd: where to, or -1
 * @partial: (owned) (nullable): the unfinished file's path
 * @files_prefix: (owned) (nullable): what `path` of attachments begins with
 * @output_dir: (owned) (nullable): folder of the output; paths are relative to it
 * @last_id: of the current kind, written
 * @error: (owned) (nullable): why it ended too early
 * @ids: (owned) (nullable) (element-type gint64): rows of the one conversation, or all people; @n_done of them are written
 */
typedef struct {
  OdExportOptions options;
  OdExportReport report;
  sqlite3 *db;
  GString *out;
  int fd;
  char *partial;
  char *files_prefix;
  char *output_dir;
  guint stage;
  gint64 last_id;
  GArray *ids;
  guint n_done;
  GError *error;
  gboolean is_finished;
} OdExportRun;

gboolean od_export_write (OdExportRun *run, gboolean is_last, GError **error);
gboolean od_export_open (OdExportRun *run, sqlite3 *db, GError **error);
gboolean od_export_close (OdExportRun *run, GError **error);
void od_export_abandon (OdExportRun *run);
void od_export_copy_files (OdExportRun *run, JsonObject *message);

gboolean od_export_csv_slice (OdExportRun *run, GError **error);
gboolean od_export_ndjson_slice (OdExportRun *run, GError **error);
gboolean od_export_txt_slice (OdExportRun *run, GError **error);
gboolean od_export_load_ids (OdExportRun *run, const char *sql, gint64 id, GError **error);

G_END_DECLS
