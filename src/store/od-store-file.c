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

  g_free (job->remote_ref);
  g_free (job->sha256);
  g_free (job->mime);
  g_free (job->error);
  g_free (job);
}

void
od_gone_files_job_free (gpointer data)
{
  OdGoneFilesJob *job = data;

  g_clear_pointer (&job->gone, g_array_unref);
  g_free (job->files);
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
 * od_store_find_gone_files:
 * @data: an #OdGoneFilesJob
 *
 * An #OdDbReadFunc.
 */
gboolean
od_store_find_gone_files (sqlite3 *db, gpointer data, GError **error)
{
  OdGoneFilesJob *job = data;
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error,
                                          "SELECT j.value ->> 0 FROM json_each (?1) AS j WHERE NOT EXISTS (SELECT 1"
                                          " FROM attachment AS a WHERE a.id = j.value ->> 0"
                                          " AND ifnull (a.remote_ref, '') = j.value ->> 1)",
                                          "t", job->files);
  gboolean has_row = stmt != NULL;

  job->gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  while (has_row)
    {
      gint64 id;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      id = has_row ? sqlite3_column_int64 (stmt, 0) : 0;
      if (has_row)
        g_array_append_val (job->gone, id);
    }
  return stmt != NULL;
}

/* The message was erased meanwhile: the erasure that still deletes files deletes this one, and its record counts it. One
 * whose rows are all gone comes first: what is fetched now for nobody was most likely its. When each is past its files,
 * the file is left to the sweep of what nothing refers to. */
static gboolean
leave_to_erasure (sqlite3 *db, const OdFileOutcomeJob *job, GError **error)
{
  g_autoptr (OdStmt) row = NULL;
  gint64 id;

  if (!od_stmt_get_row (db, error,
                        "SELECT id FROM erasure WHERE done_at_us = 0 AND record ->> '$.filed' IS NULL"
                        " ORDER BY record ->> '$.gone' IS NULL, id DESC LIMIT 1",
                        &row, ""))
    return FALSE;
  if (row == NULL)
    return TRUE;
  id = sqlite3_column_int64 (row, 0);
  return od_stmt_run (db, error, "INSERT INTO erasure_blob (erasure_id, sha256) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                      "it", id, job->sha256) &&
         (sqlite3_changes (db) == 0 ||
          od_stmt_run (db, error,
                       "UPDATE erasure SET record = json_set (record, '$.files', record ->> '$.files' + 1,"
                       " '$.file_bytes', record ->> '$.file_bytes' + ?2) WHERE id = ?1",
                       "ii", id, MAX (job->size_bytes, 0)));
}

/**
 * od_store_file_outcome:
 * @data: an #OdFileOutcomeJob; the file itself lies where it belongs already
 *
 * If its message was erased meanwhile, the file is left to that erasure.
 */
gboolean
od_store_file_outcome (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  const OdFileOutcomeJob *job = data;

  if (job->state == OD_FILE_HERE)
    {
      if (!od_stmt_run (db, error,
                        "UPDATE attachment SET state = 0, error = NULL, sha256 = ?2, mime = ?3, size_bytes = ?4"
                        " WHERE id = ?1 AND remote_ref IS ?5",
                        "ittit", job->id, job->sha256, job->mime, job->size_bytes, job->remote_ref))
        return FALSE;
      if (sqlite3_changes (db) == 0)
        return leave_to_erasure (db, job, error);
    }
  else if (!od_stmt_run (db, error,
                         "UPDATE attachment SET state = ?2, error = ?3, sha256 = NULL,"
                         " size_bytes = CASE WHEN ?4 > 0 THEN ?4 ELSE size_bytes END"
                         " WHERE id = ?1 AND remote_ref IS ?5",
                         "iitit", job->id, (gint64) job->state, job->error, job->size_bytes, job->remote_ref))
    return FALSE;
  return tell (db, changes, job->id, error);
}
