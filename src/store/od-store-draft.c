/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-draft.h"

#include "od-blob.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-stmt.h"

/**
 * od_draft_job_new:
 * @draft: copied
 */
OdDraftJob *
od_draft_job_new (const OdDraft *draft, gint64 now_us)
{
  OdDraftJob *job = g_new0 (OdDraftJob, 1);

  job->draft = g_memdup2 (draft, sizeof *draft);
  job->draft->body = g_strdup (draft->body != NULL ? draft->body : "");
  job->draft->files = od_file_ref_copy_all (draft->files);
  job->now_us = now_us;
  return job;
}

OdDraftJob *
od_draft_job_new_load (gint64 conversation_id, gboolean is_note, const char *files_dir)
{
  OdDraft draft = { .conversation_id = conversation_id, .is_note = is_note };
  OdDraftJob *job = od_draft_job_new (&draft, 0);

  job->files_dir = g_strdup (files_dir);
  return job;
}

void
od_draft_job_free (OdDraftJob *job)
{
  g_clear_pointer (&job->draft, od_draft_free);
  g_free (job->files_dir);
  g_free (job);
}

static gint64
mode_of (const OdDraft *draft)
{
  return draft->is_note ? OD_TIMELINE_NOTE : OD_TIMELINE_OUT;
}

/* @revision: (out): of the stored draft; -1 if there is none. */
static gboolean
load_revision (sqlite3 *db, const OdDraft *draft, gint64 *revision, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT revision FROM draft WHERE conversation_id = ?1 AND mode = ?2", &row, "ii",
                        draft->conversation_id, mode_of (draft)))
    return FALSE;
  *revision = row != NULL ? sqlite3_column_int64 (row, 0) : -1;
  return TRUE;
}

static gboolean
check_conversation (sqlite3 *db, gint64 id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT 1 FROM conversation WHERE id = ?1", &row, "i", id))
    return FALSE;
  if (row != NULL)
    return TRUE;
  g_set_error_literal (error, OD_ERROR, OD_ERROR_NOT_FOUND, "No such conversation");
  return FALSE;
}

static gboolean
delete_files (sqlite3 *db, const OdDraft *draft, GError **error)
{
  return od_stmt_run (db, error, "DELETE FROM draft_file WHERE conversation_id = ?1 AND mode = ?2", "ii",
                      draft->conversation_id, mode_of (draft));
}

static gboolean
write_files (sqlite3 *db, const OdDraft *draft, GError **error)
{
  if (!delete_files (db, draft, error))
    return FALSE;
  for (guint i = 0; draft->files != NULL && i < draft->files->len; i++)
    {
      const OdFileRef *file = g_ptr_array_index (draft->files, i);

      if (!od_stmt_run (db, error,
                        "INSERT INTO draft_file (conversation_id, mode, position, name, mime, sha256, size_bytes)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                        "iiittti", draft->conversation_id, mode_of (draft), (gint64) i, file->name, file->mime,
                        file->sha256, file->size_bytes))
        return FALSE;
    }
  return TRUE;
}

static gboolean
delete_draft (sqlite3 *db, const OdDraft *draft, GError **error)
{
  return od_stmt_run (db, error, "DELETE FROM draft WHERE conversation_id = ?1 AND mode = ?2", "ii",
                      draft->conversation_id, mode_of (draft)) &&
         delete_files (db, draft, error);
}

static gboolean
write_draft (sqlite3 *db, const OdDraftJob *job, GError **error)
{
  const OdDraft *draft = job->draft;

  return od_stmt_run (db, error,
                      "INSERT INTO draft (conversation_id, mode, revision, body, reply_to_id, at_us)"
                      "  VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET"
                      "  revision = excluded.revision, body = excluded.body, reply_to_id = excluded.reply_to_id,"
                      "  at_us = excluded.at_us",
                      "iiitii", draft->conversation_id, mode_of (draft), draft->revision, draft->body,
                      draft->reply_to_id, job->now_us) &&
         write_files (db, draft, error);
}

static gboolean
check_files (const OdDraft *draft, GError **error)
{
  if (draft->files != NULL && draft->files->len > OD_LIMIT_DRAFT_FILES)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "More than %d files", OD_LIMIT_DRAFT_FILES);
      return FALSE;
    }
  for (guint i = 0; draft->files != NULL && i < draft->files->len; i++)
    g_return_val_if_fail (od_blob_is_hash (((OdFileRef *) g_ptr_array_index (draft->files, i))->sha256), FALSE);
  return TRUE;
}

/**
 * od_store_draft_save:
 * @data: an #OdDraftJob
 *
 * An #OdDbWriteFunc: keeps what is being written, and the files that wait with it. One that is empty and answers
 * no message deletes the draft. A draft with an older revision than the stored one changes nothing: it was overtaken on its way.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND if there is no such conversation, %OD_ERROR_TOO_LARGE or %OD_ERROR_STORE
 */
gboolean
od_store_draft_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdDraftJob *job = data;
  const OdDraft *draft = job->draft;
  gboolean is_empty =
      *draft->body == '\0' && draft->reply_to_id == 0 && (draft->files == NULL || draft->files->len == 0);
  gint64 stored;

  if (!check_files (draft, error) || !check_conversation (db, draft->conversation_id, error) ||
      !load_revision (db, draft, &stored, error))
    return FALSE;
  if (draft->revision < stored || (is_empty && stored < 0))
    return TRUE;
  if (!(is_empty ? delete_draft (db, draft, error) : write_draft (db, job, error)))
    return FALSE;
  od_change_set_add (changes, OD_CHANGE_DRAFT, draft->conversation_id);
  return TRUE;
}

/**
 * od_store_draft_load_files:
 * @draft: its conversation and kind say which; its files are replaced
 * @files_dir: (nullable): the profile's `files`
 */
gboolean
od_store_draft_load_files (sqlite3 *db, OdDraft *draft, const char *files_dir, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) od_file_ref_free);
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error,
                                          "SELECT name, mime, sha256, size_bytes FROM draft_file"
                                          " WHERE conversation_id = ?1 AND mode = ?2 ORDER BY position, id",
                                          "ii", draft->conversation_id, mode_of (draft));
  gboolean has_row = stmt != NULL;

  g_clear_pointer (&draft->files, g_ptr_array_unref);
  while (has_row)
    {
      OdFileRef *file;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      file = g_new0 (OdFileRef, 1);
      file->name = od_stmt_dup_text (stmt, 0);
      file->mime = od_stmt_dup_text (stmt, 1);
      file->sha256 = od_stmt_dup_text (stmt, 2);
      file->size_bytes = sqlite3_column_int64 (stmt, 3);
      file->path =
          files_dir != NULL && od_blob_is_hash (file->sha256) ? od_blob_get_path (files_dir, file->sha256) : NULL;
      g_ptr_array_add (files, file);
    }
  if (files->len > 0)
    draft->files = g_steal_pointer (&files);
  return stmt != NULL;
}

/**
 * od_store_draft_load:
 * @data: an #OdDraftJob
 *
 * An #OdDbReadFunc: revision 0 and an empty body if there is none.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_draft_load (sqlite3 *db, gpointer data, GError **error)
{
  OdDraftJob *job = data;
  OdDraft *draft = job->draft;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT revision, reply_to_id, body FROM draft WHERE conversation_id = ?1 AND mode = ?2", &row,
                        "ii", draft->conversation_id, mode_of (draft)))
    return FALSE;
  g_free (draft->body);
  draft->revision = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  draft->reply_to_id = row != NULL ? sqlite3_column_int64 (row, 1) : 0;
  draft->body = row != NULL ? od_stmt_dup_text (row, 2) : g_strdup ("");
  return od_store_draft_load_files (db, draft, job->files_dir, error);
}
