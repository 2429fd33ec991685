/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-people-file-service"

#include "od-people-file-service.h"

#include "od-export.h"
#include "od-people-csv.h"

/**
 * OdPeopleFileService:
 *
 * Customers from a table and into one. Files are read and written on the thread that searches; what is taken in goes to
 * the writer a slice at a time. Main thread only.
 */
struct _OdPeopleFileService {
  GObject parent_instance;

  OdDb *db;       /* (owned) */
  OdClock *clock; /* (owned) */
  gint64 operator_id;
};

static void people_file_iface_init (OdPeopleFilePortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdPeopleFileService, od_people_file_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_PEOPLE_FILE_PORT, people_file_iface_init))

static void
od_people_file_service_finalize (GObject *object)
{
  OdPeopleFileService *self = OD_PEOPLE_FILE_SERVICE (object);

  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (od_people_file_service_parent_class)->finalize (object);
}

static void
od_people_file_service_class_init (OdPeopleFileServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_people_file_service_finalize;
}

static void
od_people_file_service_init (OdPeopleFileService *self)
{
}

/**
 * od_people_file_service_new:
 * @operator_id: who works here
 *
 * Returns: (transfer full): an #OdPeopleFilePort
 */
OdPeopleFileService *
od_people_file_service_new (OdDb *db, OdClock *clock, gint64 operator_id)
{
  OdPeopleFileService *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock), NULL);

  self = g_object_new (OD_TYPE_PEOPLE_FILE_SERVICE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->operator_id = operator_id;
  return self;
}

static OdPeopleCsvJob *
new_job (OdPeopleFileService *self, const char *path)
{
  OdPeopleCsvJob *job = g_new0 (OdPeopleCsvJob, 1);

  job->path = g_strdup (path);
  job->operator_id = self->operator_id;
  job->now_us = od_clock_get_real_us (self->clock);
  return job;
}

/* What a call carries from slice to slice. */
typedef struct {
  OdPeopleFileProgress progress; /* (nullable) */
  gpointer progress_data;
  gboolean is_preview;
} Run;

static GTask *
new_task (OdPeopleFileService *self, const Run *run, GCancellable *cancellable, GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, g_memdup2 (run, sizeof *run), g_free);
  return task;
}

/* ---- preview and import ---- */

static void
return_report (GTask *task, OdPeopleCsvJob *job)
{
  g_task_set_check_cancellable (task, FALSE); /* what was taken is told */
  g_task_return_pointer (task, g_steal_pointer (&job->report), (GDestroyNotify) od_people_file_report_free);
}

/* After the file is read, and after each slice. */
static void
sliced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Run *run = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (OdPeopleCsvJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (job->report != NULL && job->next >= job->rows->len)
    return_report (task, job);
  else if (!run->is_preview && job->report != NULL && g_cancellable_is_cancelled (cancellable))
    {
      job->report->is_cut = TRUE;
      return_report (task, job);
    }
  else if (!g_task_return_error_if_cancelled (task))
    {
      if (run->progress != NULL)
        run->progress (job->next - 1, job->rows->len > 0 ? job->rows->len - 1 : 0, run->progress_data);
      if (run->is_preview)
        od_db_read_async (OD_DB (source), OD_DB_SEARCH, od_store_people_csv_preview, g_steal_pointer (&job),
                          (GDestroyNotify) od_people_csv_job_free, cancellable, sliced_cb, g_object_ref (task));
      else
        od_db_write_async (OD_DB (source), od_store_people_csv_import, g_steal_pointer (&job),
                           (GDestroyNotify) od_people_csv_job_free, sliced_cb, g_object_ref (task));
    }
}

static void
people_file_preview_async (OdPeopleFilePort *port, const char *path, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  OdPeopleFileService *self = OD_PEOPLE_FILE_SERVICE (port);
  GTask *task = new_task (self, &(Run){ .is_preview = TRUE }, cancellable, callback, user_data);

  g_task_set_source_tag (task, people_file_preview_async);
  od_db_read_async (self->db, OD_DB_SEARCH, od_store_people_csv_preview, new_job (self, path),
                    (GDestroyNotify) od_people_csv_job_free, cancellable, sliced_cb, task);
}

static void
people_file_import_async (OdPeopleFilePort *port, const char *path, OdPeopleFileProgress progress,
                          gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  OdPeopleFileService *self = OD_PEOPLE_FILE_SERVICE (port);
  GTask *task = new_task (self, &(Run){ progress, progress_data, FALSE }, cancellable, callback, user_data);

  g_task_set_source_tag (task, people_file_import_async);
  od_db_read_async (self->db, OD_DB_SEARCH, od_store_people_csv_read, new_job (self, path),
                    (GDestroyNotify) od_people_csv_job_free, cancellable, sliced_cb, task);
}

/* ---- export ---- */

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autofree OdExportReport *report = od_export_finish (OD_DB (source), result, &error);

  if (report == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
people_file_export_async (OdPeopleFilePort *port, const char *path, const char *filter, OdPeopleFileProgress progress,
                          gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  OdPeopleFileService *self = OD_PEOPLE_FILE_SERVICE (port);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  OdExportOptions options = { .format = OD_EXPORT_CSV,
                              .output = path,
                              .fd = -1,
                              .filter = filter,
                              .progress = progress,
                              .progress_data = progress_data };

  g_task_set_source_tag (task, people_file_export_async);
  g_task_set_check_cancellable (task, FALSE); /* a file that is there was written */
  od_export_async (self->db, &options, cancellable, exported_cb, task);
}

static void
people_file_iface_init (OdPeopleFilePortInterface *iface)
{
  iface->preview_async = people_file_preview_async;
  iface->import_async = people_file_import_async;
  iface->export_async = people_file_export_async;
}
