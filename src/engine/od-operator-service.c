/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-operator-service"

#include "od-operator-service.h"

#include "od-store-operator.h"

/**
 * OdOperatorService:
 *
 * Who works in the profile. Main thread only.
 */
struct _OdOperatorService {
  GObject parent_instance;

  OdDb *db;        /* (owned) */
  OdClock *clock;  /* (owned) */
  char *files_dir; /* (owned) */
  gint64 operator_id;
};

static void operator_iface_init (OdOperatorPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdOperatorService, od_operator_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_OPERATOR_PORT, operator_iface_init))

static void
od_operator_service_finalize (GObject *object)
{
  OdOperatorService *self = OD_OPERATOR_SERVICE (object);

  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  g_free (self->files_dir);
  G_OBJECT_CLASS (od_operator_service_parent_class)->finalize (object);
}

static void
od_operator_service_class_init (OdOperatorServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_operator_service_finalize;
}

static void
od_operator_service_init (OdOperatorService *self)
{
}

/**
 * od_operator_service_new:
 * @files_dir: the profile's `files`
 * @operator_id: who works here
 *
 * Returns: (transfer full): an #OdOperatorPort
 */
OdOperatorService *
od_operator_service_new (OdDb *db, OdClock *clock, const char *files_dir, gint64 operator_id)
{
  OdOperatorService *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock) && files_dir != NULL, NULL);

  self = g_object_new (OD_TYPE_OPERATOR_SERVICE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->files_dir = g_strdup (files_dir);
  self->operator_id = operator_id;
  return self;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdOperatorJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->found), (GDestroyNotify) g_ptr_array_unref);
}

static void
operator_load_async (OdOperatorPort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdOperatorService *self = OD_OPERATOR_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  OdOperatorJob *job = g_new0 (OdOperatorJob, 1);

  g_task_set_source_tag (task, operator_load_async);
  job->files_dir = g_strdup (self->files_dir);
  od_db_read_async (self->db, OD_DB_PAGES, od_store_operator_load, job, (GDestroyNotify) od_operator_job_free,
                    cancellable, loaded_cb, g_object_ref (task));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdOperatorJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
operator_save_async (OdOperatorPort *port, const OdOperatorRow *operator_row, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  OdOperatorService *self = OD_OPERATOR_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  OdOperatorJob *job = g_new0 (OdOperatorJob, 1);

  g_task_set_source_tag (task, operator_save_async);
  g_task_set_check_cancellable (task, FALSE); /* what is written is said */
  job->operator_id = operator_row->id;
  job->name = g_strdup (operator_row->name);
  job->signature = g_strdup (operator_row->signature);
  job->by_id = self->operator_id;
  job->now_us = od_clock_get_real_us (self->clock);
  od_db_write_async (self->db, od_store_operator_save, job, (GDestroyNotify) od_operator_job_free, saved_cb,
                     g_object_ref (task));
}

static void
operator_iface_init (OdOperatorPortInterface *iface)
{
  iface->load_async = operator_load_async;
  iface->save_async = operator_save_async;
}
