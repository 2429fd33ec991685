/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-file"

#include "od-store-file.h"

#include <gio/gio.h>

#include "od-blob.h"
#include "od-limits.h"
#include "od-stmt.h"

void
od_remote_file_free (OdRemoteFile *self)
{
  g_free (self->remote_ref);
  g_free (self->name);
  g_free (self);
}

void
od_find_files_job_free (gpointer data)
{
  OdFindFilesJob *job = data;

  g_clear_pointer (&job->files, g_ptr_array_unref);
  g_free (job->files_dir);
  g_free (job->accounts);
  g_free (job);
}

void
od_file_outcome_job_free (gpointer data)
{
  OdFileOutcomeJob *job = data;

  g_free (job->sha256);
  g_free (job->mime);
  g_free (job->error);
  g_free (job);
}

#define COLUMNS                                                                                                        \
  "SELECT a.id, m.account_id, a.remote_ref, a.name, a.size_bytes, a.sha256,"                                           \
  " CASE WHEN a.mime LIKE 'image/%' OR a.mime LIKE 'audio/%'"                                                          \
  "  THEN coalesce ((SELECT CAST (value AS INTEGER) FROM setting WHERE key = 'files.auto_media_bytes'), ?1)"           \
  "  ELSE coalesce ((SELECT CAST (value AS INTEGER) FROM setting WHERE key = 'files.auto_other_bytes'), ?2) END"       \
  " AS auto_bytes FROM attachment a JOIN message m ON m.timeline_id = a.message_id"

static OdStmt *
bind (sqlite3 *db, const OdFindFilesJob *job, GError **error)
{
  if (job->id != 0)
    return od_stmt_bind (db, error, COLUMNS " WHERE a.id = ?3", "iii", (gint64) OD_LIMIT_AUTO_MEDIA_BYTES,
                         (gint64) OD_LIMIT_AUTO_OTHER_BYTES, job->id);
  return od_stmt_bind (db, error,
                       COLUMNS " WHERE a.state = 1 AND a.remote_ref IS NOT NULL AND m.deleted_at_us = 0"
                               " AND m.account_id IN (SELECT value FROM json_each (?3)) AND a.size_bytes <= auto_bytes"
                               " ORDER BY a.id DESC LIMIT ?4",
                       "iiti", (gint64) OD_LIMIT_AUTO_MEDIA_BYTES, (gint64) OD_LIMIT_AUTO_OTHER_BYTES, job->accounts,
                       (gint64) job->limit);
}

/**
 * od_store_find_files:
 * @data: an #OdFindFilesJob
 *
 * What is to be brought. The rule's two numbers are the settings `files.auto_media_bytes` (pictures and voices) and
 * `files.auto_other_bytes`; a file of unknown size comes by itself until it turns out to be larger.
 */
gboolean
od_store_find_files (sqlite3 *db, gpointer data, GError **error)
{
  OdFindFilesJob *job = data;
  g_autoptr (OdStmt) stmt = bind (db, job, error);
  gboolean has_row;

  job->files = g_ptr_array_new_with_free_func ((GDestroyNotify) od_remote_file_free);
  if (stmt == NULL)
    return FALSE;
  while (TRUE)
    {
      OdRemoteFile *file;
      const char *sha256;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      sha256 = (const char *) sqlite3_column_text (stmt, 5);
      file = g_new0 (OdRemoteFile, 1);
      file->id = sqlite3_column_int64 (stmt, 0);
      file->account_id = sqlite3_column_int64 (stmt, 1);
      file->remote_ref = od_stmt_dup_text (stmt, 2);
      file->name = od_stmt_dup_text (stmt, 3);
      file->size_bytes = sqlite3_column_int64 (stmt, 4);
      file->auto_bytes = sqlite3_column_int64 (stmt, 6);
      if (od_blob_is_hash (sha256))
        {
          g_autofree char *path = od_blob_get_path (job->files_dir, sha256);

          file->is_here = g_file_test (path, G_FILE_TEST_IS_REGULAR);
        }
      g_ptr_array_add (job->files, file);
    }
}

static gboolean
tell (sqlite3 *db, OdChangeSet *changes, gint64 id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT t.id, t.conversation_id FROM attachment a JOIN timeline t ON t.id = a.message_id"
                        " WHERE a.id = ?1",
                        &row, "i", id))
    return FALSE;
  if (row != NULL)
    {
      od_change_set_add (changes, OD_CHANGE_MESSAGE, sqlite3_column_int64 (row, 0));
      od_change_set_add (changes, OD_CHANGE_CONVERSATION, sqlite3_column_int64 (row, 1));
    }
  return TRUE;
}

/**
 * od_store_file_outcome:
 * @data: an #OdFileOutcomeJob; the file itself lies where it belongs already
 *
 * Nothing happens if its message is gone meanwhile.
 */
gboolean
od_store_file_outcome (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  const OdFileOutcomeJob *job = data;

  if (job->state == OD_FILE_HERE)
    {
      if (!od_stmt_run (db, error,
                        "UPDATE attachment SET state = 0, error = NULL, sha256 = ?2, mime = ?3, size_bytes = ?4"
                        " WHERE id = ?1",
                        "itti", job->id, job->sha256, job->mime, job->size_bytes))
        return FALSE;
    }
  else if (!od_stmt_run (db, error,
                         "UPDATE attachment SET state = ?2, error = ?3, sha256 = NULL,"
                         " size_bytes = CASE WHEN ?4 > 0 THEN ?4 ELSE size_bytes END WHERE id = ?1",
                         "iiti", job->id, (gint64) job->state, job->error, job->size_bytes))
    return FALSE;
  return tell (db, changes, job->id, error);
}
