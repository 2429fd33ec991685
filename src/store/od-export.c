/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-export"

#include "od-export.h"

#include "od-error.h"
#include "od-export-private.h"
#include "od-stmt.h"

static OdExportRun *
run_new (const OdExportOptions *options)
{
  OdExportRun *run = g_new0 (OdExportRun, 1);

  run->options = *options;
  run->options.files_dir = g_strdup (options->files_dir);
  run->options.output = g_strdup (options->output);
  run->options.filter = g_strdup (options->filter);
  run->out = g_string_new (NULL);
  run->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  run->fd = -1;
  return run;
}

static void
run_free (OdExportRun *run)
{
  od_export_abandon (run);
  g_free ((char *) run->options.files_dir);
  g_free ((char *) run->options.output);
  g_free ((char *) run->options.filter);
  g_string_free (run->out, TRUE);
  g_array_unref (run->ids);
  g_clear_error (&run->error);
  g_free (run->files_prefix);
  g_free (run->output_dir);
  g_free (run);
}

/* All rows of @sql with @id go into @ids. */
gboolean
od_export_load_ids (OdExportRun *run, const char *sql, gint64 id, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (run->db, error, sql, "i", id);
  gboolean has_row = stmt != NULL;

  g_array_set_size (run->ids, 0);
  run->n_done = 0;
  while (has_row)
    {
      gint64 row;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      row = has_row ? sqlite3_column_int64 (stmt, 0) : 0;
      if (has_row)
        g_array_append_val (run->ids, row);
    }
  return stmt != NULL;
}

static gboolean
check_conversation (OdExportRun *run, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (run->options.conversation_id == 0)
    return TRUE;
  if (!od_stmt_get_row (run->db, error, "SELECT 1 FROM conversation WHERE id = ?1", &row, "i",
                        run->options.conversation_id))
    return FALSE;
  if (row == NULL)
    g_set_error_literal (error, OD_ERROR, OD_ERROR_NOT_FOUND, "No such conversation");
  return row != NULL;
}

static gboolean
append_slice (OdExportRun *run, GError **error)
{
  switch (run->options.format)
    {
    case OD_EXPORT_TXT:
      return od_export_txt_slice (run, error);
    case OD_EXPORT_CSV:
      return od_export_csv_slice (run, error);
    case OD_EXPORT_NDJSON:
    default:
      return od_export_ndjson_slice (run, error);
    }
}

/* A slice, on the thread for search: between two of them questions are answered. */
static gboolean
write_slice (sqlite3 *db, gpointer user_data, GError **error)
{
  OdExportRun *run = user_data;
  gboolean ok = run->db != NULL || (od_export_open (run, db, error) && check_conversation (run, error));

  ok = ok && append_slice (run, error);
  if (ok && run->is_finished)
    ok = od_export_close (run, error);
  return ok;
}

static gboolean
abandon (sqlite3 *db, gpointer user_data, GError **error)
{
  od_export_abandon (user_data);
  return TRUE;
}

static void
abandoned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdExportRun *run = g_task_get_task_data (task);

  od_db_finish (OD_DB (source), result, NULL);
  g_task_return_error (task, g_steal_pointer (&run->error));
}

static void
slice_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdExportRun *run = g_task_get_task_data (task);

  od_db_finish (OD_DB (source), result, &run->error);
  if (run->error == NULL && !run->is_finished)
    g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &run->error);
  if (run->error != NULL) /* the connection belongs to the thread that used it */
    od_db_read_async (OD_DB (source), OD_DB_SEARCH, abandon, run, NULL, NULL, abandoned_cb, g_object_ref (task));
  else if (run->is_finished)
    g_task_return_pointer (task, g_memdup2 (&run->report, sizeof run->report), g_free);
  else
    {
      if (run->options.progress != NULL)
        run->options.progress (run->n_done, run->ids->len, run->options.progress_data);
      od_db_read_async (OD_DB (source), OD_DB_SEARCH, write_slice, run, NULL, NULL, slice_cb, g_object_ref (task));
    }
}

/**
 * od_export_async:
 * @options: copied
 * @cancellable: (nullable): stops between two slices; no file is left
 *
 * Writes the store, as it is at this moment, however long it takes.
 */
void
od_export_async (OdDb *db, const OdExportOptions *options, GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (OD_IS_DB (db) && options != NULL);
  g_return_if_fail (options->files_dir != NULL || options->format == OD_EXPORT_CSV);

  task = g_task_new (db, cancellable, callback, user_data);
  g_task_set_source_tag (task, od_export_async);
  g_task_set_task_data (task, run_new (options), (GDestroyNotify) run_free);
  od_db_read_async (db, OD_DB_SEARCH, write_slice, g_task_get_task_data (task), NULL, NULL, slice_cb,
                    g_object_ref (task));
}

/**
 * od_export_finish:
 *
 * Returns: (transfer full) (nullable): for g_free(); or %NULL with %OD_ERROR_NOT_FOUND (no such conversation),
 *   %OD_ERROR_USAGE (the output cannot be written, or the filter is none), %OD_ERROR_STORE or %G_IO_ERROR_CANCELLED
 */
OdExportReport *
od_export_finish (OdDb *db, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, db), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, od_export_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
