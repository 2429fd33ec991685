/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"

G_BEGIN_DECLS

/**
 * OdImportRemark: something to be told about a line.
 * @line: from 1
 * @reason: what is wrong and with which member, without any text of people
 * @is_skipped: nothing of the line was taken; otherwise it was, but for what @reason says
 */
typedef struct {
  guint64 line;
  char *reason;
  gboolean is_skipped;
} OdImportRemark;

/**
 * OdImportReport:
 * @n_lines: read, the first one included
 * @n_stored: new to the store
 * @n_known: the store had them before, just so
 * @n_skipped: could not be taken; the command's exit status is 1 if there are any
 * @n_warnings: taken, but for something
 * @remarks: (element-type OdImportRemark): by line; the first %OD_LIMIT_IMPORT_REASONS of them
 */
typedef struct {
  guint64 n_lines;
  guint64 n_stored;
  guint64 n_known;
  guint64 n_skipped;
  guint64 n_warnings;
  GPtrArray *remarks;
} OdImportReport;

void od_import_report_free (OdImportReport *self);

void od_import_async (OdDb *db, const char *path, const char *files_dir, gint64 now_us, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
OdImportReport *od_import_finish (OdDb *db, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdImportReport, od_import_report_free)

G_END_DECLS
