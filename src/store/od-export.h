/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"

G_BEGIN_DECLS

typedef enum {
  OD_EXPORT_NDJSON, /* the interchange format, version 1 */
  OD_EXPORT_TXT,    /* to be read by people */
  OD_EXPORT_CSV,    /* a table of customers; @conversation_id has no meaning */
} OdExportFormat;

/**
 * OdExportProgress:
 * @n_all: 0: not known yet
 *
 * In the main context of od_export_async(), between two slices; not after its completion.
 */
typedef void (*OdExportProgress) (guint n_done, guint n_all, gpointer user_data);

/**
 * OdExportOptions:
 * @format: what to write
 * @conversation_id: only this one, with its customer and account; 0: everything
 * @files_dir: (nullable): absolute; where attachments lie; a table needs none
 * @output: (nullable): file to write, replaced in one step when complete; its attachments go to `OUTPUT.files/`.
 *   %NULL: to @fd, without attachments
 * @fd: open for writing; stays the caller's
 * @filter: (nullable): of a table: only whom this finds
 * @progress: (nullable): of a table
 */
typedef struct {
  OdExportFormat format;
  gint64 conversation_id;
  const char *files_dir;
  const char *output;
  int fd;
  const char *filter;
  OdExportProgress progress;
  gpointer progress_data;
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
