/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-blob.h"
#include "od-worker.h"

G_BEGIN_DECLS

/**
 * OdFilePart: a file that is not complete yet, under `files/tmp`.
 * @path: (nullable): until od_file_part_open_async()
 * @size_bytes: what is in it
 * @version: see #OdFetch
 */
typedef struct {
  char *files_dir;
  char *path;
  GString *version;
  gint64 size_bytes;
} OdFilePart;

OdFilePart *od_file_part_new (const char *files_dir);
OdFilePart *od_file_part_ref (OdFilePart *self);
void od_file_part_unref (OdFilePart *self);
void od_file_part_discard (OdFilePart *self, OdWorker *worker);
void od_file_part_open_async (OdFilePart *self, OdWorker *worker, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_file_part_open_finish (GAsyncResult *result, GError **error);
void od_file_part_keep_async (OdFilePart *self, OdWorker *worker, const char *name, gint64 max_bytes,
                              GAsyncReadyCallback callback, gpointer user_data);
OdBlob *od_file_part_keep_finish (GAsyncResult *result, char **mime, GError **error);

G_END_DECLS
