/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"

G_BEGIN_DECLS

/**
 * OdCleanJob: the data of od_store_clean(): a slice of the sweep at the start.
 * @files_dir: (owned): the profile's `files`
 * @folder: (inout): which of the 256 folders is next, 0 at first; 256: done
 * @n_uploads, @n_files: (inout): what was deleted so far
 */
typedef struct {
  char *files_dir;
  gint64 now_us;
  guint folder;
  guint n_uploads;
  guint n_files;
  gboolean is_begun;
} OdCleanJob;

OdCleanJob *od_clean_job_new (const char *files_dir, gint64 now_us);
void od_clean_job_free (OdCleanJob *job);
gboolean od_store_is_blob_used (sqlite3 *db, const char *sha256, gboolean *is_used_out, GError **error);
gboolean od_store_clean (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdCleanJob, od_clean_job_free)

G_END_DECLS
