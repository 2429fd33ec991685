/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-operator"

#include "od-store-operator.h"

#include "od-limits.h"
#include "od-store-write-private.h"
#include "od-text.h"
#include "od-ulid.h"

void
od_operator_job_free (OdOperatorJob *job)
{
  g_free (job->name);
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
