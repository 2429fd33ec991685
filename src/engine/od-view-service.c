/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-view-service"

#include "od-view-service.h"

#include "od-store-saved-view.h"

/**
 * OdViewService:
 *
 * The profile's saved views. Main thread only.
 */
struct _OdViewService {
  GObject parent_instance;

  OdDb *db;       /* (owned) */
  OdClock *clock; /* (owned) */
  gint64 operator_id;
};

static void view_iface_init (OdViewPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdViewService, od_view_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_VIEW_PORT, view_iface_init))

static void
od_view_service_finalize (GObject *object)
{
  OdViewService *self = OD_VIEW_SERVICE (object);

  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (od_view_service_parent_class)->finalize (object);
}

static void
od_view_service_class_init (OdViewServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_view_service_finalize;
}

static void
od_view_service_init (OdViewService *self)
{
}

/**
 * od_view_service_new:
 * @operator_id: who works here
 *
 * Returns: (transfer full): an #OdViewPort
 */
OdViewService *
od_view_service_new (OdDb *db, OdClock *clock, gint64 operator_id)
{
  OdViewService *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock), NULL);

  self = g_object_new (OD_TYPE_VIEW_SERVICE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->operator_id = operator_id;
  return self;
}

static OdSavedViewJob *
new_job (OdViewService *self, gint64 id)
{
  OdSavedViewJob *job = g_new0 (OdSavedViewJob, 1);

  job->operator_id = self->operator_id;
  job->now_us = od_clock_get_real_us (self->clock);
  job->id = id;
  return job;
}

/* ---- reading ---- */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdSavedViewJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->found), (GDestroyNotify) g_ptr_array_unref);
}

static void
load (OdViewPort *port, OdDbReadFunc func, GTask *task, gpointer tag)
{
  OdViewService *self = OD_VIEW_SERVICE (port);

  g_task_set_source_tag (task, tag);
  od_db_read_async (self->db, OD_DB_PAGES, func, new_job (self, 0), (GDestroyNotify) od_saved_view_job_free,
                    g_task_get_cancellable (task), found_cb, task);
}

static void
view_load_async (OdViewPort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  load (port, od_store_saved_view_load, g_task_new (port, cancellable, callback, user_data), view_load_async);
}

static void
view_load_tags_async (OdViewPort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  load (port, od_store_saved_view_load_tags, g_task_new (port, cancellable, callback, user_data), view_load_tags_async);
}

/* ---- writing ---- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdSavedViewJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, job->id);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdSavedViewJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* @task: (transfer full)
 * @job: (transfer full) */
static void
start_write (OdViewPort *port, OdDbWriteFunc func, OdSavedViewJob *job, GTask *task, GAsyncReadyCallback done)
{
  g_task_set_check_cancellable (task, FALSE); /* what is written is said */
  od_db_write_async (OD_VIEW_SERVICE (port)->db, func, job, (GDestroyNotify) od_saved_view_job_free, done, task);
}

static void
view_save_async (OdViewPort *port, const OdSavedView *view, GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer user_data)
{
  GTask *task = g_task_new (port, cancellable, callback, user_data);
  OdSavedViewJob *job = new_job (OD_VIEW_SERVICE (port), view->id);

  g_task_set_source_tag (task, view_save_async);
  job->view = od_saved_view_copy (view);
  start_write (port, od_store_saved_view_save, job, task, saved_cb);
}

static void
view_remove_async (OdViewPort *port, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GTask *task = g_task_new (port, cancellable, callback, user_data);

  g_task_set_source_tag (task, view_remove_async);
  start_write (port, od_store_saved_view_remove, new_job (OD_VIEW_SERVICE (port), id), task, written_cb);
}

static void
view_move_async (OdViewPort *port, gint64 id, guint position, GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer user_data)
{
  GTask *task = g_task_new (port, cancellable, callback, user_data);
  OdSavedViewJob *job = new_job (OD_VIEW_SERVICE (port), id);

  g_task_set_source_tag (task, view_move_async);
  job->position = position;
  start_write (port, od_store_saved_view_move, job, task, written_cb);
}

static void
view_iface_init (OdViewPortInterface *iface)
{
  iface->load_async = view_load_async;
  iface->save_async = view_save_async;
  iface->remove_async = view_remove_async;
  iface->move_async = view_move_async;
  iface->load_tags_async = view_load_tags_async;
}
