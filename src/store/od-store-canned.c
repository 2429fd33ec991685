/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-library"

#include <string.h>

#include "od-blob.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-message-rows.h"
#include "od-store-library.h"
#include "od-store-write-private.h"
#include "od-text.h"
#include "od-ulid.h"

void
od_library_job_free (OdLibraryJob *job)
{
  g_free (job->files_dir);
  g_clear_pointer (&job->canned, od_canned_reply_free);
  g_clear_pointer (&job->article, od_article_free);
  g_free (job->query);
  g_clear_pointer (&job->found, g_ptr_array_unref);
  g_free (job);
}

/* ---- reading ---- */

static OdCannedReply *
read_canned (OdStmt *stmt)
{
  OdCannedReply *reply = g_new0 (OdCannedReply, 1);

  reply->id = sqlite3_column_int64 (stmt, 0);
  reply->code = od_stmt_dup_text (stmt, 1);
  reply->folder = od_stmt_dup_text (stmt, 2);
  reply->title = od_stmt_dup_text (stmt, 3);
  reply->body = od_stmt_dup_text (stmt, 4);
  reply->channel = od_stmt_dup_text (stmt, 5);
  reply->lang = od_stmt_dup_text (stmt, 6);
  reply->used_at_us = sqlite3_column_int64 (stmt, 7);
  reply->format = (OdTextFormat) sqlite3_column_int (stmt, 8);
  return reply;
}

static OdFileRef *
read_file (OdStmt *stmt, const char *files_dir)
{
  OdFileRef *file = g_new0 (OdFileRef, 1);

  file->name = od_stmt_dup_text (stmt, 1);
  file->mime = od_stmt_dup_text (stmt, 2);
  file->sha256 = od_stmt_dup_text (stmt, 3);
  file->size_bytes = sqlite3_column_int64 (stmt, 4);
  file->width = sqlite3_column_int (stmt, 5);
  file->height = sqlite3_column_int (stmt, 6);
  file->path = files_dir != NULL ? od_message_rows_blob_path (files_dir, file->sha256) : NULL;
  return file;
}

static gboolean
load_files (sqlite3 *db, GHashTable *by_id, const char *files_dir, GError **error)
{
  g_autoptr (OdStmt) stmt =
      od_stmt_prepare (db,
                       "SELECT canned_reply_id, name, mime, sha256, size_bytes, width, height FROM canned_reply_file"
                       " ORDER BY canned_reply_id, position",
                       error);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;
  while (TRUE)
    {
      OdCannedReply *reply;
      gint64 id;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      id = sqlite3_column_int64 (stmt, 0);
      reply = g_hash_table_lookup (by_id, &id);
      if (reply == NULL)
        continue;
      if (reply->files == NULL)
        reply->files = g_ptr_array_new_with_free_func ((GDestroyNotify) od_file_ref_free);
      g_ptr_array_add (reply->files, read_file (stmt, files_dir));
    }
}

static int
by_folder_and_code (gconstpointer a, gconstpointer b)
{
  const OdCannedReply *left = *(OdCannedReply *const *) a, *right = *(OdCannedReply *const *) b;
  int order = g_utf8_collate (left->folder, right->folder);

  if (order == 0)
    order = g_utf8_collate (left->code, right->code);
  return order != 0 ? order : (left->id > right->id) - (left->id < right->id);
}

/**
 * od_store_canned_load:
 * @data: an #OdLibraryJob
 *
 * An #OdDbReadFunc: every canned reply, by folder, then code.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_canned_load (sqlite3 *db, gpointer data, GError **error)
{
  OdLibraryJob *job = data;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) od_canned_reply_free);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (OdStmt) stmt = od_stmt_bind (
      db, error, "SELECT id, code, folder, title, body, channel, lang, used_at_us, format FROM canned_reply LIMIT ?1",
      "i", (gint64) OD_LIMIT_CANNED_REPLIES);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return FALSE;
  while (has_row)
    {
      OdCannedReply *reply;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      reply = read_canned (stmt);
      g_ptr_array_add (found, reply);
      g_hash_table_insert (by_id, &reply->id, reply);
    }
  if (!load_files (db, by_id, job->files_dir, error))
    return FALSE;
  g_ptr_array_sort (found, by_folder_and_code);
  g_clear_pointer (&job->found, g_ptr_array_unref);
  job->found = g_steal_pointer (&found);
  return TRUE;
}

/* ---- writing ---- */

static gboolean
is_code (const char *code)
{
  if (*code == '\0')
    return FALSE;
  for (; *code != '\0'; code = g_utf8_next_char (code))
    if (g_unichar_isspace (g_utf8_get_char (code)) || g_unichar_iscntrl (g_utf8_get_char (code)))
      return FALSE;
  return TRUE;
}

static gboolean
check_file (const OdLibraryJob *job, const OdFileRef *file, GError **error)
{
  g_autofree char *path = NULL;

  if (file->sha256 == NULL || !od_blob_is_hash (file->sha256))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "files: one of them is not staged");
      return FALSE;
    }
  if (job->files_dir == NULL)
    return TRUE;
  path = od_blob_get_path (job->files_dir, file->sha256);
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return TRUE;
  g_set_error (error, OD_ERROR, OD_ERROR_NOT_FOUND, "files: one of them is gone");
  return FALSE;
}

static gboolean
check_canned (const OdLibraryJob *job, GError **error)
{
  const OdCannedReply *reply = job->canned;
  guint n_files = reply->files != NULL ? reply->files->len : 0;

  if (!od_write_check_text (reply->code, OD_LIMIT_CANNED_CODE_CHARS, "code", error) ||
      !od_write_check_text (reply->folder, OD_LIMIT_NAME_CHARS, "folder", error) ||
      !od_write_check_text (reply->title, OD_LIMIT_NAME_CHARS, "title", error) ||
      !od_write_check_text (reply->body, OD_LIMIT_CANNED_CHARS, "text", error) ||
      !od_write_check_text (reply->channel, OD_LIMIT_ID_BYTES, "channel", error) ||
      !od_write_check_text (reply->lang, OD_LIMIT_LANG_BYTES, "lang", error))
    return FALSE;
  if (!is_code (reply->code))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "code: one word is needed");
      return FALSE;
    }
  if (n_files > OD_LIMIT_ATTACHMENTS)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "files: more than %d", OD_LIMIT_ATTACHMENTS);
      return FALSE;
    }
  for (guint i = 0; i < n_files; i++)
    if (!check_file (job, reply->files->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* Nobody has it, and there is room. */
static gboolean
check_unique (sqlite3 *db, const OdCannedReply *reply, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT EXISTS (SELECT 1 FROM canned_reply WHERE code = ?1 AND channel = ?2 AND lang = ?3"
                        " AND id <> ?4), (SELECT count (*) FROM canned_reply)",
                        &row, "ttti", reply->code, reply->channel, reply->lang, reply->id))
    return FALSE;
  if (sqlite3_column_int (row, 0) != 0)
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "code: it exists for this channel and language");
  else if (reply->id == 0 && sqlite3_column_int64 (row, 1) >= OD_LIMIT_CANNED_REPLIES)
    g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "More than %d canned replies", OD_LIMIT_CANNED_REPLIES);
  else
    return TRUE;
  return FALSE;
}

static gboolean
write_row (sqlite3 *db, const OdLibraryJob *job, gint64 *id, GError **error)
{
  const OdCannedReply *reply = job->canned;
  g_autofree char *uid = NULL;

  *id = reply->id;
  if (reply->id != 0)
    {
      if (!od_stmt_run (
              db, error,
              "UPDATE canned_reply SET code = ?2, folder = ?3, title = ?4, body = ?5, channel = ?6, lang = ?7,"
              " format = ?8 WHERE id = ?1",
              "itttttti", reply->id, reply->code, reply->folder, reply->title, reply->body, reply->channel, reply->lang,
              (gint64) reply->format))
        return FALSE;
      return sqlite3_changes (db) > 0 || od_write_gone (error, "canned reply");
    }
  uid = od_ulid_new (job->now_us);
  if (!od_stmt_run (db, error,
                    "INSERT INTO canned_reply (uid, code, folder, title, body, channel, lang, format)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                    "ttttttti", uid, reply->code, reply->folder, reply->title, reply->body, reply->channel, reply->lang,
                    (gint64) reply->format))
    return FALSE;
  *id = sqlite3_last_insert_rowid (db);
  return TRUE;
}

static gboolean
write_files (sqlite3 *db, gint64 id, const GPtrArray *files, GError **error)
{
  if (!od_stmt_run (db, error, "DELETE FROM canned_reply_file WHERE canned_reply_id = ?1", "i", id))
    return FALSE;
  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      const OdFileRef *file = files->pdata[i];
      g_autofree char *name = od_text_clean_name (file->name != NULL ? file->name : "");

      if (!od_stmt_run (db, error,
                        "INSERT INTO canned_reply_file (canned_reply_id, position, name, mime, sha256, size_bytes,"
                        " width, height) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                        "iitttiii", id, (gint64) i, name, file->mime != NULL ? file->mime : "application/octet-stream",
                        file->sha256, file->size_bytes, (gint64) file->width, (gint64) file->height))
        return FALSE;
    }
  return TRUE;
}

/**
 * od_store_canned_save:
 * @data: an #OdLibraryJob; its id is filled
 *
 * Returns: %FALSE with %OD_ERROR_USAGE (the code is no word, or exists for this channel and language; a file is not
 *   staged), %OD_ERROR_TOO_LARGE, %OD_ERROR_NOT_FOUND (the row or a file is gone) or %OD_ERROR_STORE
 */
gboolean
od_store_canned_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdLibraryJob *job = data;
  gint64 id;

  if (!check_canned (job, error) || !check_unique (db, job->canned, error) || !write_row (db, job, &id, error) ||
      !write_files (db, id, job->canned->files, error))
    return FALSE;
  job->id = id;
  od_change_set_add (changes, OD_CHANGE_LIBRARY, id);
  return od_write_audit (db, job->now_us, job->operator_id, job->canned->id == 0 ? "add" : "change", "canned_reply", id,
                         error);
}

/**
 * od_store_canned_remove:
 * @data: an #OdLibraryJob
 *
 * With all its files; who wrote with it keeps what was written.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_canned_remove (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdLibraryJob *job = data;

  if (!od_stmt_run (db, error, "DELETE FROM canned_reply_file WHERE canned_reply_id = ?1", "i", job->id) ||
      !od_stmt_run (db, error, "DELETE FROM canned_reply WHERE id = ?1", "i", job->id))
    return FALSE;
  if (sqlite3_changes (db) == 0)
    return od_write_gone (error, "canned reply");
  od_change_set_add (changes, OD_CHANGE_LIBRARY, job->id);
  return od_write_audit (db, job->now_us, job->operator_id, "remove", "canned_reply", job->id, error);
}

/**
 * od_store_canned_use:
 * @data: an #OdLibraryJob
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_canned_use (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdLibraryJob *job = data;

  if (!od_stmt_run (db, error, "UPDATE canned_reply SET used_at_us = ?2 WHERE id = ?1", "ii", job->id, job->now_us))
    return FALSE;
  if (sqlite3_changes (db) == 0)
    return od_write_gone (error, "canned reply");
  od_change_set_add (changes, OD_CHANGE_LIBRARY, job->id);
  return TRUE;
}
