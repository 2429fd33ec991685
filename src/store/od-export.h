/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"

G_BEGIN_DECLS

typedef enum {
  OD_EXPORT_NDJSON, /* the interchange format, version 1 */
  OD_EXPORT_TXT,    /* to be read by people */
} OdExportFormat;

/**
 * OdExportOptions:
 * @format: what to write
 * @conversation_id: only this one, with its customer and account; 0: everything
 * @files_dir: absolute; where attachments lie
 * @output: (nullable): file to write, replaced in one step when complete; its attachments go to `OUTPUT.files/`.
 *   %NULL: to @fd, without attachments
 * @fd: open for writing; stays the caller's
 */
typedef struct {
  OdExportFormat format;
  gint64 conversation_id;
  const char *files_dir;
  const char *output;
  int fd;
} OdExportOptions;

/**
 * OdExportReport:
 * @n_lines: written
 * @n_files: attachments written
 * @n_left_out: attachments that are named, but have no `path`: they aren't here, or there is no @output
 */
typedef struct {
  guint64 n_lines;
  guint64 n_files;
  guint64 n_left_out;
} OdExportReport;

void od_export_async (OdDb *db, const OdExportOptions *options, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data);
OdExportReport *od_export_finish (OdDb *db, GAsyncResult *result, GError **error);

G_END_DECLS
