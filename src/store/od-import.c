/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-import"

#include "od-import.h"

#include "od-import-file.h"
#include "od-import-session-private.h"
#include "od-limits.h"

/* While the writer stores one batch, the thread for search reads and checks the next one. Between two batches other
 * writes get their turn; what was committed stays, and importing the file again adds the rest. */

typedef struct {
  char *path;               /* (owned) */
  char *files_dir;          /* (owned) */
  OdImportFile *file;       /* (owned) (nullable): until the first read */
  OdImportSession *session; /* (owned) */
  OdImportReport *report;   /* (owned) */
  GPtrArray *read;          /* (owned) (nullable) (element-type OdImportItem): checked, not yet stored */
  GPtrArray *stored;        /* (owned) (nullable) (element-type OdImportItem): being stored */
  GError *error;            /* (owned) (nullable): the first one */
  guint n_running;          /* jobs */
} ImportData;

static void
remark_free (OdImportRemark *remark)
{
  g_free (remark->reason);
  g_free (remark);
}

void
od_import_report_free (OdImportReport *self)
{
  g_ptr_array_unref (self->remarks);
  g_free (self);
}

static void
import_data_free (ImportData *data)
{
  g_free (data->path);
  g_free (data->files_dir);
  g_clear_pointer (&data->file, od_import_file_free);
  g_clear_pointer (&data->session, od_import_session_free);
  g_clear_pointer (&data->report, od_import_report_free);
  g_clear_pointer (&data->read, g_ptr_array_unref);
  g_clear_pointer (&data->stored, g_ptr_array_unref);
  g_clear_error (&data->error);
  g_free (data);
}

/* ---- on the threads -------------------------------------------------------- */

static gboolean
read_batch (sqlite3 *db, gpointer user_data, GError **error)
{
  ImportData *data = user_data;

  if (data->file == NULL)
    data->file = od_import_file_open (data->path, data->files_dir, error);
  if (data->file != NULL)
    data->read = od_import_file_read (data->file, OD_LIMIT_IMPORT_BATCH, error);
  return data->read != NULL;
}

static gboolean
store_item (ImportData *data, sqlite3 *db, OdChangeSet *changes, OdImportItem *item, GError **error)
{
  switch (item->line->type)
    {
    case OD_LINE_HEADER:
      return od_import_skip (item, "format: only the first line says it");
    case OD_LINE_CUSTOMER:
      return od_import_customer (data->session, db, changes, item, error);
    case OD_LINE_FIELD:
      return od_import_field (data->session, db, changes, item, error);
    case OD_LINE_LINK:
      return od_import_link (data->session, db, changes, item, error);
    case OD_LINE_CONVERSATION:
      return od_import_conversation (data->session, db, changes, item, error);
    case OD_LINE_MESSAGE:
      return od_import_message (data->session, db, changes, item, error);
    case OD_LINE_CANNED_REPLY:
    case OD_LINE_ARTICLE:
    case OD_LINE_CALENDAR:
    case OD_LINE_POLICY:
    case OD_LINE_VIEW:
    default:
      return od_import_library (data->session, db, changes, item, error);
    }
}

static gboolean
store_batch (sqlite3 *db, OdChangeSet *changes, gpointer user_data, GError **error)
{
  ImportData *data = user_data;

  for (guint i = 0; i < data->stored->len; i++)
    {
      OdImportItem *item = g_ptr_array_index (data->stored, i);

      if (item->line != NULL && !store_item (data, db, changes, item, error))
        return FALSE;
    }
  return od_import_flush (data->session, db, changes, error);
}

/* ---- the report ------------------------------------------------------------ */

static void
add_remark (OdImportReport *report, guint64 line, const char *reason, gboolean is_skipped)
{
  OdImportRemark *remark;

  if (report->remarks->len >= OD_LIMIT_IMPORT_REASONS)
    return;
  remark = g_new0 (OdImportRemark, 1);
  remark->line = line;
  remark->reason = g_strdup (reason);
  remark->is_skipped = is_skipped;
  g_ptr_array_add (report->remarks, remark);
}

static void
add_item (OdImportReport *report, const OdImportItem *item)
{
  GPtrArray *warnings = item->line != NULL && item->outcome != OD_IMPORT_SKIPPED ? item->line->warnings : NULL;

  report->n_lines++;
  report->n_stored += item->outcome == OD_IMPORT_STORED;
  report->n_known += item->outcome == OD_IMPORT_KNOWN;
  report->n_skipped += item->outcome == OD_IMPORT_SKIPPED;
  if (item->outcome == OD_IMPORT_SKIPPED)
    add_remark (report, item->number, item->reason, TRUE);
  for (guint i = 0; warnings != NULL && i < warnings->len; i++)
    {
      report->n_warnings++;
      add_remark (report, item->number, g_ptr_array_index (warnings, i), FALSE);
    }
}

/* ---- at home --------------------------------------------------------------- */

static void go_on (GTask *task);

static void
job_done (GTask *task, GAsyncResult *result)
{
  ImportData *data = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  data->n_running--;
  if (od_db_finish (g_task_get_source_object (task), result, &error) == NULL && data->error == NULL)
    data->error = g_steal_pointer (&error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  job_done (task, result);
  go_on (task);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ImportData *data = g_task_get_task_data (task);

  job_done (task, result);
  for (guint i = 0; data->error == NULL && i < data->stored->len; i++)
    add_item (data->report, g_ptr_array_index (data->stored, i));
  g_clear_pointer (&data->stored, g_ptr_array_unref);
  go_on (task);
}

static void
start_read (GTask *task)
{
  ImportData *data = g_task_get_task_data (task);

  data->n_running++;
  od_db_read_async (g_task_get_source_object (task), OD_DB_SEARCH, read_batch, data, NULL, NULL, read_cb,
                    g_object_ref (task));
}

/* Both jobs are done: the next two, or the end. */
static void
go_on (GTask *task)
{
  ImportData *data = g_task_get_task_data (task);

  if (data->n_running > 0)
    return;
  if (data->error == NULL)
    g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &data->error);
  if (data->error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&data->error));
      return;
    }
  if (data->read->len == 0)
    {
      data->report->n_lines++; /* the first one */
      g_task_return_pointer (task, g_steal_pointer (&data->report), (GDestroyNotify) od_import_report_free);
      return;
    }

  data->stored = g_steal_pointer (&data->read);
  data->n_running++;
  od_db_write_async (g_task_get_source_object (task), store_batch, data, NULL, stored_cb, g_object_ref (task));
  start_read (task);
}

/**
 * od_import_async:
 * @path: an interchange file, version 1
 * @files_dir: absolute; where attachments are copied to
 * @now_us: when this happens, µs since 1970 UTC
 * @cancellable: (nullable): stops between two batches; what was stored stays
 *
 * Takes in an interchange file. Importing it again changes nothing. It is history: no clock starts, nothing is notified
 * of, answered or sent; accounts that aren't there are made paused.
 */
void
od_import_async (OdDb *db, const char *path, const char *files_dir, gint64 now_us, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  ImportData *data;

  g_return_if_fail (OD_IS_DB (db) && path != NULL && files_dir != NULL);

  task = g_task_new (db, cancellable, callback, user_data);
  g_task_set_source_tag (task, od_import_async);
  data = g_new0 (ImportData, 1);
  data->path = g_strdup (path);
  data->files_dir = g_strdup (files_dir);
  data->session = od_import_session_new (now_us);
  data->report = g_new0 (OdImportReport, 1);
  data->report->remarks = g_ptr_array_new_with_free_func ((GDestroyNotify) remark_free);
  g_task_set_task_data (task, data, (GDestroyNotify) import_data_free);
  start_read (task);
}

/**
 * od_import_finish:
 *
 * Returns: (transfer full) (nullable): what became of the lines; or %NULL with %OD_ERROR_MALFORMED (no interchange
 *   file), %OD_ERROR_NOT_FOUND or %OD_ERROR_USAGE (cannot be read), %OD_ERROR_STORE or %G_IO_ERROR_CANCELLED; then
 *   batches that were stored before stay
 */
OdImportReport *
od_import_finish (OdDb *db, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, db), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, od_import_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
