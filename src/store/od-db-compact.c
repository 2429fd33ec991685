/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-db"

#include "od-db-private.h"

#include "od-error.h"
#include "od-stmt.h"

#define LOOK_STEPS 2000 /* virtual machine steps between two looks whether somebody waits: under a millisecond */
#define LOG_BUSY_TIMEOUT_MS 100 /* a reader that is in the way holds up the writer no longer */
#define BUSY_TIMEOUT_MS 5000

typedef struct {
  OdDbCompact how;
} Compact;

static int
is_wanted_cb (gpointer writer)
{
  return od_worker_has_waiting (writer);
}

/* The copy is made in a file: a large store has no room in memory. The log grows by the whole store; putting it into the
 * file is left to others than the writer. */
static gboolean
rewrite (OdDb *self, gboolean is_polite, GError **error)
{
  sqlite3 *conn = od_db_get_write_connection (self);
  gint64 start_us = g_get_monotonic_time ();
  gboolean ok;

  if (!od_db_exec (conn, "PRAGMA temp_store = FILE; PRAGMA wal_autocheckpoint = 0", error))
    return FALSE;
  if (is_polite)
    sqlite3_progress_handler (conn, LOOK_STEPS, is_wanted_cb, od_db_get_writer (self));
  ok = od_db_exec (conn, "VACUUM", error);
  sqlite3_progress_handler (conn, 0, NULL, NULL);
  if (!ok && is_polite && sqlite3_errcode (conn) == SQLITE_INTERRUPT)
    {
      g_clear_error (error);
      g_set_error_literal (error, OD_ERROR, OD_ERROR_TRANSIENT, "Somebody wanted to write");
    }
  od_db_exec (conn, "PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = " OD_DB_AUTOCHECKPOINT, NULL);
  if (ok)
    g_message ("The store was compacted in %.1f s", (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC);
  return ok;
}

static gboolean
cut_log (sqlite3 *conn, GError **error)
{
  g_autoptr (OdStmt) row = NULL;
  gboolean ok;

  sqlite3_busy_timeout (conn, LOG_BUSY_TIMEOUT_MS);
  ok = od_stmt_get_row (conn, error, "PRAGMA wal_checkpoint (TRUNCATE)", &row, "");
  sqlite3_busy_timeout (conn, BUSY_TIMEOUT_MS);
  if (!ok)
    return FALSE;
  if (row == NULL || sqlite3_column_int (row, 0) == 0)
    return TRUE;
  g_set_error_literal (error, OD_ERROR, OD_ERROR_BUSY, "Somebody still reads what was before");
  return FALSE;
}

static void
write_run (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Compact *compact = task_data;
  GError *error = NULL;

  if (compact->how == OD_DB_COMPACT_LOG ? cut_log (od_db_get_write_connection (source), &error)
                                        : rewrite (source, compact->how == OD_DB_COMPACT_POLITE, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
put_log_run (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  sqlite3_wal_checkpoint_v2 (od_db_get_read_connection (source, OD_DB_SEARCH), NULL, SQLITE_CHECKPOINT_PASSIVE, NULL,
                             NULL);
  g_task_return_boolean (task, TRUE); /* what it could not put the writer does */
}

static void
log_put_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      od_worker_push (od_db_get_writer (OD_DB (source)), G_PRIORITY_DEFAULT, write_run, task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

/**
 * od_db_compact_async:
 * @how: %OD_DB_COMPACT_POLITE or %OD_DB_COMPACT_NOW, then %OD_DB_COMPACT_LOG
 *
 * Writes the whole store anew, so that nothing is left in its files of what was deleted; and then puts the log into it.
 * Other writes wait while it is rewritten: seconds for each 100 MB; a polite one gives way, until it copies back, to
 * anybody who wants to write. The log is put into the file beside the writer, which only cuts it.
 */
void
od_db_compact_async (OdDb *self, OdDbCompact how, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Compact *compact = g_new0 (Compact, 1);

  g_return_if_fail (OD_IS_DB (self));

  compact->how = how;
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, od_db_compact_async);
  g_task_set_task_data (task, compact, g_free);
  if (od_db_get_writer (self) == NULL)
    g_task_return_new_error (task, OD_ERROR, OD_ERROR_STORE, "The store is open for reading only");
  else if (how == OD_DB_COMPACT_LOG)
    od_worker_push (od_db_get_reader (self, OD_DB_SEARCH), G_PRIORITY_DEFAULT, put_log_run,
                    g_task_new (self, NULL, log_put_cb, g_object_ref (task)));
  else
    od_worker_push (od_db_get_writer (self), G_PRIORITY_DEFAULT, write_run, g_object_ref (task));
}

/**
 * od_db_compact_finish:
 *
 * Returns: %FALSE with %OD_ERROR_TRANSIENT (it gave way to a write), %OD_ERROR_BUSY (the log could not be cut: a read takes
 *   long) or %OD_ERROR_STORE
 */
gboolean
od_db_compact_finish (OdDb *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
