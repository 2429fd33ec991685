/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-stream"

#include "od-blob.h"
#include "od-error.h"
#include "od-store-stream.h"
#include "od-store-write-private.h"

void
od_upload_job_free (OdUploadJob *job)
{
  g_free (job->chat_id);
  g_free (job->file_id);
  g_free (job->files_dir);
  g_clear_pointer (&job->upload, od_upload_free);
  g_free (job);
}

/**
 * od_store_add_upload:
 * @data: an #OdUploadJob with @upload, whose blob is on the disk
 *
 * Notes a file that a customer sent, until a message refers to it. The same id again (the answer got lost) is no error
 * if it is the same file of the same chat.
 *
 * Returns: %FALSE with %OD_ERROR_REJECTED or %OD_ERROR_STORE
 */
gboolean
od_store_add_upload (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  const OdUploadJob *job = data;
  const OdUpload *upload = job->upload;
  g_autoptr (OdStmt) row = NULL;

  g_return_val_if_fail (od_blob_is_hash (upload->sha256), FALSE);

  if (!od_stmt_get_row (db, error,
                        "SELECT account_id = ?2 AND chat_id = ?3 AND sha256 = ?4 FROM upload WHERE id = ?1"
                        " UNION ALL SELECT 0 FROM attachment WHERE uid = ?1",
                        &row, "titt", upload->id, job->account_id, job->chat_id, upload->sha256))
    return FALSE;
  if (row != NULL && sqlite3_column_int (row, 0) == 0)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "That file id was used");
      return FALSE;
    }
  return row != NULL ||
         od_stmt_run (db, error,
                      "INSERT INTO upload (id, account_id, chat_id, name, mime, sha256, size_bytes, at_us)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                      "tittttii", upload->id, job->account_id, job->chat_id, upload->name, upload->mime, upload->sha256,
                      upload->size_bytes, upload->at_us != 0 ? upload->at_us : job->now_us);
}

/**
 * od_store_find_file:
 * @data: an #OdUploadJob with @file_id and @files_dir; @upload is filled
 *
 * A file of the account by its public id: of a message, or sent and not referred to yet.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND (also if it isn't here, or was removed) or %OD_ERROR_STORE
 */
gboolean
od_store_find_file (sqlite3 *db, gpointer data, GError **error)
{
  OdUploadJob *job = data;
  g_autoptr (OdStmt) row = NULL;
  OdUpload *upload;

  if (!od_stmt_get_row (db, error,
                        "SELECT a.name, a.mime, a.sha256, a.size_bytes, t.at_us, h.remote_id FROM attachment AS a"
                        " JOIN message AS m ON m.timeline_id = a.message_id JOIN timeline AS t ON t.id = a.message_id"
                        " JOIN conversation AS c ON c.id = t.conversation_id JOIN thread AS h ON h.id = c.thread_id"
                        " WHERE a.uid = ?1 AND m.account_id = ?2 AND m.deleted_at_us = 0 AND a.sha256 IS NOT NULL"
                        " UNION ALL SELECT name, mime, sha256, size_bytes, at_us, chat_id FROM upload"
                        " WHERE id = ?1 AND account_id = ?2",
                        &row, "ti", job->file_id, job->account_id))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, "file");
  g_clear_pointer (&job->upload, od_upload_free);
  job->upload = upload = od_upload_new ();
  upload->id = g_strdup (job->file_id);
  upload->name = od_stmt_dup_text (row, 0);
  upload->mime = od_stmt_dup_text (row, 1);
  upload->sha256 = od_stmt_dup_text (row, 2);
  upload->path = od_blob_get_path (job->files_dir, upload->sha256);
  upload->size_bytes = sqlite3_column_int64 (row, 3);
  upload->at_us = sqlite3_column_int64 (row, 4);
  upload->chat_id = od_stmt_dup_text (row, 5);
  return TRUE;
}
