/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store"

#include "od-report-reader.h"

#include "od-store-report.h"

/**
 * OdReportReader:
 *
 * Reports, on the thread for search: in slices, between which others are served and no snapshot is held, so that the
 * log of the store does not grow.
 */
struct _OdReportReader {
  GObject parent_instance;
  OdDb *db; /* (owned) */
};

static void
slice_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  OdReportJob *job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else if (job->is_finished)
    {
      g_task_return_pointer (task, od_report_ref (job->report), (GDestroyNotify) od_report_unref);
      od_report_job_free (job);
    }
  else
    od_db_read_async (OD_DB (source), OD_DB_SEARCH, od_store_report_slice, job, (GDestroyNotify) od_report_job_free,
                      g_task_get_cancellable (task), slice_cb, g_object_ref (task));
}

static void
reader_make_async (OdReportPort *port, const OdReportQuery *query, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  OdReportReader *self = OD_REPORT_READER (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, reader_make_async);
  od_db_read_async (self->db, OD_DB_SEARCH, od_store_report_slice, od_report_job_new (query),
                    (GDestroyNotify) od_report_job_free, cancellable, slice_cb, g_object_ref (task));
}

static void
port_iface_init (OdReportPortInterface *iface)
{
  iface->make_async = reader_make_async;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OdReportReader, od_report_reader, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_REPORT_PORT, port_iface_init))

static void
od_report_reader_finalize (GObject *object)
{
  g_clear_object (&OD_REPORT_READER (object)->db);
  G_OBJECT_CLASS (od_report_reader_parent_class)->finalize (object);
}

static void
od_report_reader_class_init (OdReportReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_report_reader_finalize;
}

static void
od_report_reader_init (OdReportReader *self)
{
}

/**
 * od_report_reader_new:
 * @db: an open store
 *
 * Returns: (transfer full): for use on the main thread
 */
OdReportPort *
od_report_reader_new (OdDb *db)
{
  OdReportReader *self;

  g_return_val_if_fail (OD_IS_DB (db), NULL);

  self = g_object_new (OD_TYPE_REPORT_READER, NULL);
  self->db = g_object_ref (db);
  return OD_REPORT_PORT (self);
}
