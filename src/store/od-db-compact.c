/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-db"

#include "od-db-private.h"

#include "od-error.h"
#include "od-stmt.h"

typedef struct {
  gboolean is_log_only;
} Compact;

/* The copy is made in a file: a large store has no room in memory. */
static gboolean
rewrite (sqlite3 *conn, GError **error)
{
  gint64 start_us = g_get_monotonic_time ();
  gboolean ok = od_db_exec (conn, "PRAGMA temp_store = FILE", error) && od_db_exec (conn, "VACUUM", error);

  od_db_exec (conn, "PRAGMA temp_store = MEMORY", NULL);
  if (ok)
    g_message ("The store was compacted in %.1f s", (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC);
  return ok;
}

static gboolean
cut_log (sqlite3 *conn, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (conn, error, "PRAGMA wal_checkpoint (TRUNCATE)", &row, ""))
    return FALSE;
  if (row == NULL || sqlite3_column_int (row, 0) == 0)
    return TRUE;
  g_set_error_literal (error, OD_ERROR, OD_ERROR_BUSY, "Somebody still reads what was before");
  return FALSE;
}

static void
compact_run (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  sqlite3 *conn = od_db_get_write_connection (source);
  Compact *compact = task_data;
  GError *error = NULL;

  if ((compact->is_log_only || rewrite (conn, &error)) && cut_log (conn, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * od_db_compact_async:
 * @is_log_only: cut only the write-ahead log: for another try after %OD_ERROR_BUSY
 *
 * Writes the whole store anew, so that nothing is left in its files of what was deleted, and puts the log into it.
 * Other writes wait meanwhile: about a second for each 100 MB.
 */
void
od_db_compact_async (OdDb *self, gboolean is_log_only, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Compact *compact = g_new0 (Compact, 1);

  g_return_if_fail (OD_IS_DB (self));

  compact->is_log_only = is_log_only;
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, od_db_compact_async);
  g_task_set_task_data (task, compact, g_free);
  if (od_db_get_writer (self) != NULL)
    od_worker_push (od_db_get_writer (self), G_PRIORITY_DEFAULT, compact_run, g_object_ref (task));
  else
    g_task_return_new_error (task, OD_ERROR, OD_ERROR_STORE, "The store is open for reading only");
}

/**
 * od_db_compact_finish:
 *
 * Returns: %FALSE with %OD_ERROR_BUSY (it is rewritten, but the log could not be cut: a read takes long) or
 *   %OD_ERROR_STORE
 */
gboolean
od_db_compact_finish (OdDb *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
