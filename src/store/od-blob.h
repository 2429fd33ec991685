/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * OdBlob: a file under `files/`.
 */
typedef struct {
  char *sha256; /* 64 hex digits */
  gint64 size_bytes;
} OdBlob;

/**
 * OdBlobEnd:
 * @OD_BLOB_GONE: nothing lies there any more
 * @OD_BLOB_YOUNG: it stays: it was put there just now, and the row that refers to it may not be committed yet
 * @OD_BLOB_STUCK: it can't be deleted
 */
typedef enum { OD_BLOB_GONE, OD_BLOB_YOUNG, OD_BLOB_STUCK } OdBlobEnd;

void od_blob_free (OdBlob *self);
char *od_blob_get_path (const char *files_dir, const char *sha256);
gboolean od_blob_is_hash (const char *text);
char *od_blob_new_temporary (const char *files_dir, GError **error);
OdBlob *od_blob_store_file (const char *files_dir, const char *path, gint64 max_bytes, GFileProgressCallback progress,
                            gpointer progress_data, GCancellable *cancellable, GError **error);
gboolean od_blob_take (const char *files_dir, const char *temporary, const char *sha256, GError **error);
OdBlobEnd od_blob_remove (const char *files_dir, const char *sha256, gint64 young_from_us, gint64 young_to_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdBlob, od_blob_free)

G_END_DECLS
