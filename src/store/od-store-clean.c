/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-clean"

#include "od-store-clean.h"

#include <glib/gstdio.h>

#include "od-blob.h"
#include "od-stmt.h"
#include "od-store-batch.h"

#define N_FOLDERS 256
#define UPLOAD_LIFE_US (24 * 3600 * (gint64) G_USEC_PER_SEC) /* a granted file that no message came for */
#define FRESH_US (3600 * (gint64) G_USEC_PER_SEC)
#define RECEIPT_LIFE_US (30 * 86400 * (gint64) G_USEC_PER_SEC) /* a receipt of a message that never came */

/**
 * od_clean_job_new:
 *
 * Returns: (transfer full): a job at its beginning
 */
OdCleanJob *
od_clean_job_new (const char *files_dir, gint64 now_us)
{
  OdCleanJob *job = g_new0 (OdCleanJob, 1);

  job->files_dir = g_strdup (files_dir);
  job->now_us = now_us;
  return job;
}

void
od_clean_job_free (OdCleanJob *job)
{
  g_free (job->files_dir);
  g_free (job);
}

/* Somebody may be about to refer to it: a file is written before the row that says so is committed. */
static gboolean
is_fresh (const OdCleanJob *job, const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) != 0 || job->now_us - info.st_mtime * (gint64) G_USEC_PER_SEC < FRESH_US;
}

/* What a program that was killed had not finished. */
static void
empty_tmp (OdCleanJob *job)
{
  g_autofree char *folder = g_build_filename (job->files_dir, "tmp", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!is_fresh (job, path) && g_unlink (path) == 0)
        job->n_files++;
    }
}

static gboolean
begin (sqlite3 *db, OdCleanJob *job, GError **error)
{
  job->is_begun = TRUE;
  empty_tmp (job);
  if (!od_stmt_run (db, error, "DELETE FROM upload WHERE at_us < ?1", "i", job->now_us - UPLOAD_LIFE_US))
    return FALSE;
  job->n_uploads += (guint) sqlite3_changes (db);
  return od_stmt_run (db, error, "DELETE FROM receipt_early WHERE at_us < ?1", "i", job->now_us - RECEIPT_LIFE_US);
}

/**
 * od_store_is_blob_used:
 * @is_used_out: (out): whether any row refers to the file
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_is_blob_used (sqlite3 *db, const char *sha256, gboolean *is_used_out, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT EXISTS (SELECT 1 FROM attachment WHERE sha256 = ?1)"
                        " OR EXISTS (SELECT 1 FROM upload WHERE sha256 = ?1)"
                        " OR EXISTS (SELECT 1 FROM draft_file WHERE sha256 = ?1)"
                        " OR EXISTS (SELECT 1 FROM canned_reply_file WHERE sha256 = ?1)"
                        " OR EXISTS (SELECT 1 FROM operator WHERE avatar_sha256 = ?1)",
                        &row, "t", sha256))
    return FALSE;
  *is_used_out = sqlite3_column_int (row, 0) != 0;
  return TRUE;
}

static gboolean
sweep_folder (sqlite3 *db, OdCleanJob *job, GError **error)
{
  const char folder_name[] = { "0123456789abcdef"[job->folder >> 4], "0123456789abcdef"[job->folder & 15], '\0' };
  g_autofree char *folder = g_build_filename (job->files_dir, folder_name, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      gboolean is_kept;

      if (!od_blob_is_hash (name))
        continue;
      if (!od_store_is_blob_used (db, name, &is_kept, error))
        return FALSE;
      if (!is_kept && od_blob_remove (job->files_dir, name, job->now_us - FRESH_US, G_MAXINT64) == OD_BLOB_GONE)
        job->n_files++;
    }
  return TRUE;
}

/**
 * od_store_clean:
 * @data: an #OdCleanJob; run it again until its @folder is 256
 *
 * The sweep, a slice at a time, while accounts run: deletes unfinished files, uploads that no message came for within
 * a day, what can't be undone any more, and files that nothing refers to. What is younger than an hour stays: its row may not be committed yet.
 */
gboolean
od_store_clean (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdCleanJob *job = data;
  OdForgetJob forget = { .now_us = job->now_us };

  g_return_val_if_fail (job->folder < N_FOLDERS, TRUE);

  if (!od_store_batch_forget (db, changes, &forget, error))
    return FALSE;
  if (!forget.is_done)
    return TRUE;
  if (!job->is_begun) /* a slice of its own: files go only after it is committed that nothing refers to them */
    return begin (db, job, error);
  for (guint i = 0; i < 16; i++, job->folder++)
    if (!sweep_folder (db, job, error))
      return FALSE;
  return TRUE;
}
