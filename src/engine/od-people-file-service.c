/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-people-file-service"

#include "od-people-file-service.h"

#include "od-error.h"
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

/* ---- preview ---- */

static void
previewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdPeopleCsvJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->report), (GDestroyNotify) od_people_file_report_free);
}

static void
people_file_preview_async (OdPeopleFilePort *port, const char *path, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  OdPeopleFileService *self = OD_PEOPLE_FILE_SERVICE (port);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, people_file_preview_async);
  od_db_read_async (self->db, OD_DB_SEARCH, od_store_people_csv_preview, new_job (self, path),
                    (GDestroyNotify) od_people_csv_job_free, cancellable, previewed_cb, task);
}

/* ---- import ---- */

/* After the file is read, and after each slice. */
static void
sliced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdPeopleFileService *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (OdPeopleCsvJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else if (job->report != NULL && job->next >= job->rows->len)
    g_task_return_pointer (task, g_steal_pointer (&job->report), (GDestroyNotify) od_people_file_report_free);
  else if (!g_task_return_error_if_cancelled (task))
    od_db_write_async (self->db, od_store_people_csv_import, g_steal_pointer (&job),
                       (GDestroyNotify) od_people_csv_job_free, sliced_cb, g_object_ref (task));
}

static void
people_file_import_async (OdPeopleFilePort *port, const char *path, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  OdPeopleFileService *self = OD_PEOPLE_FILE_SERVICE (port);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, people_file_import_async);
  od_db_read_async (self->db, OD_DB_SEARCH, od_store_people_csv_read, new_job (self, path),
                    (GDestroyNotify) od_people_csv_job_free, cancellable, sliced_cb, task);
}

/* ---- export ---- */

static gboolean
write_table (sqlite3 *db, gpointer data, GError **error)
{
  OdPeopleCsvJob *job = data;

  if (!od_store_people_csv_export (db, job, error))
    return FALSE;
  if (g_file_set_contents_full (job->path, job->text->str, (gssize) job->text->len, G_FILE_SET_CONTENTS_CONSISTENT,
                                0600, NULL))
    return TRUE;
  g_set_error_literal (error, OD_ERROR, OD_ERROR_REJECTED, "The file can't be written");
  return FALSE;
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdPeopleCsvJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
people_file_export_async (OdPeopleFilePort *port, const char *path, const char *filter, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  OdPeopleFileService *self = OD_PEOPLE_FILE_SERVICE (port);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  OdPeopleCsvJob *job = new_job (self, path);

  g_task_set_source_tag (task, people_file_export_async);
  job->filter = g_strdup (filter);
  od_db_read_async (self->db, OD_DB_SEARCH, write_table, job, (GDestroyNotify) od_people_csv_job_free, cancellable,
                    exported_cb, task);
}

static void
people_file_iface_init (OdPeopleFilePortInterface *iface)
{
  iface->preview_async = people_file_preview_async;
  iface->import_async = people_file_import_async;
  iface->export_async = people_file_export_async;
}
