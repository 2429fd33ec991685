/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-operator"

#include "od-store-operator.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-message-rows.h"
#include "od-store-write-private.h"
#include "od-text.h"
#include "od-ulid.h"

void
od_operator_job_free (OdOperatorJob *job)
{
  g_free (job->name);
  g_free (job->signature);
  g_free (job->files_dir);
  g_clear_pointer (&job->found, g_ptr_array_unref);
  g_free (job);
}

/**
 * od_store_operator_ensure_first:
 * @data: an #OdOperatorJob with the real name of the account on this machine
 *
 * Makes operator 1, who does everything that is done here unless somebody else is named (decision 11). Once made, it
 * stays as it is.
 */
gboolean
od_store_operator_ensure_first (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdOperatorJob *job = data;
  g_autofree char *uid = od_ulid_new (job->now_us);
  g_autofree char *name = od_text_snippet (job->name != NULL ? job->name : "", OD_LIMIT_NAME_CHARS);

  job->operator_id = 1;
  if (!od_stmt_run (db, error, "INSERT INTO operator (id, uid, name) VALUES (1, ?1, ?2) ON CONFLICT (id) DO NOTHING",
                    "tt", uid, name))
    return FALSE;
  if (sqlite3_changes (db) > 0)
    od_change_set_add (changes, OD_CHANGE_LIBRARY, 1);
  return TRUE;
}

/**
 * od_store_operator_find:
 * @data: an #OdOperatorJob with a row, or with an exact name and row 0; both are filled
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_operator_find (sqlite3 *db, gpointer data, GError **error)
{
  OdOperatorJob *job = data;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT id, name FROM operator WHERE id = ?1 OR (?1 = 0 AND name = ?2) ORDER BY id LIMIT 1",
                        &row, "it", job->operator_id, job->name))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, "operator");
  job->operator_id = sqlite3_column_int64 (row, 0);
  g_free (job->name);
  job->name = od_stmt_dup_text (row, 1);
  return TRUE;
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  const OdOperatorRow *left = *(OdOperatorRow *const *) a, *right = *(OdOperatorRow *const *) b;
  int order = g_utf8_collate (left->name, right->name);

  return order != 0 ? order : (left->id > right->id) - (left->id < right->id);
}

/**
 * od_store_operator_load:
 * @data: an #OdOperatorJob
 *
 * An #OdDbReadFunc: everybody, by name.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_operator_load (sqlite3 *db, gpointer data, GError **error)
{
  OdOperatorJob *job = data;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) od_operator_row_free);
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, "SELECT id, name, signature, avatar_sha256 FROM operator", error);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return FALSE;
  while (has_row)
    {
      OdOperatorRow *row;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      row = g_new0 (OdOperatorRow, 1);
      row->id = sqlite3_column_int64 (stmt, 0);
      row->name = od_stmt_dup_text (stmt, 1);
      row->signature = od_stmt_dup_text (stmt, 2);
      if (job->files_dir != NULL)
        row->avatar_path = od_message_rows_blob_path (job->files_dir, (const char *) sqlite3_column_text (stmt, 3));
      g_ptr_array_add (found, row);
    }
  g_ptr_array_sort (found, by_name);
  g_clear_pointer (&job->found, g_ptr_array_unref);
  job->found = g_steal_pointer (&found);
  return TRUE;
}

/**
 * od_store_operator_save:
 * @data: an #OdOperatorJob: name as customers see it, and signature
 *
 * Everything that shows who wrote shows the new name, old messages too.
 *
 * Returns: %FALSE with %OD_ERROR_USAGE (no name), %OD_ERROR_TOO_LARGE, %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_operator_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdOperatorJob *job = data;
  g_autofree char *name = NULL;

  if (!od_write_check_text (job->name, OD_LIMIT_NAME_CHARS, "name", error) ||
      !od_write_check_text (job->signature, OD_LIMIT_SIGNATURE_CHARS, "signature", error))
    return FALSE;
  name = od_text_snippet (job->name, OD_LIMIT_NAME_CHARS);
  if (*name == '\0')
    {
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "name: one is needed");
      return FALSE;
    }
  if (!od_stmt_run (db, error, "UPDATE operator SET name = ?2, signature = ?3 WHERE id = ?1", "itt", job->operator_id,
                    name, job->signature))
    return FALSE;
  if (sqlite3_changes (db) == 0)
    return od_write_gone (error, "operator");
  od_change_set_add (changes, OD_CHANGE_LIBRARY, job->operator_id);
  return od_write_audit (db, job->now_us, job->by_id, "change", "operator", job->operator_id, error);
}

/**
 * od_store_operator_dup_name:
 *
 * Returns: (transfer full) (nullable): as customers see it; %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
char *
od_store_operator_dup_name (sqlite3 *db, gint64 operator_id, GError **error)
{
  OdOperatorJob job = { .operator_id = operator_id };

  return od_store_operator_find (db, &job, error) ? job.name : NULL;
}
