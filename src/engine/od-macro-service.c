/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-macro-service"

#include "od-macro-service.h"

#include "od-store-macro.h"

/**
 * OdMacroService:
 *
 * The profile's macros. Main thread only.
 */
struct _OdMacroService {
  GObject parent_instance;

  OdDb *db;       /* (owned) */
  OdClock *clock; /* (owned) */
  gint64 operator_id;
};

static void macro_iface_init (OdMacroPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdMacroService, od_macro_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_MACRO_PORT, macro_iface_init))

static void
od_macro_service_finalize (GObject *object)
{
  OdMacroService *self = OD_MACRO_SERVICE (object);

  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (od_macro_service_parent_class)->finalize (object);
}

static void
od_macro_service_class_init (OdMacroServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_macro_service_finalize;
}

static void
od_macro_service_init (OdMacroService *self)
{
}

/**
 * od_macro_service_new:
 * @operator_id: who works here
 *
 * Returns: (transfer full): an #OdMacroPort
 */
OdMacroService *
od_macro_service_new (OdDb *db, OdClock *clock, gint64 operator_id)
{
  OdMacroService *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock), NULL);

  self = g_object_new (OD_TYPE_MACRO_SERVICE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->operator_id = operator_id;
  return self;
}

static OdMacroJob *
new_job (OdMacroService *self, gint64 id)
{
  OdMacroJob *job = g_new0 (OdMacroJob, 1);

  job->operator_id = self->operator_id;
  job->now_us = od_clock_get_real_us (self->clock);
  job->id = id;
  return job;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdMacroJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->found), (GDestroyNotify) g_ptr_array_unref);
}

static void
macro_load_async (OdMacroPort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdMacroService *self = OD_MACRO_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, macro_load_async);
  od_db_read_async (self->db, OD_DB_PAGES, od_store_macro_load, new_job (self, 0), (GDestroyNotify) od_macro_job_free,
                    cancellable, found_cb, g_object_ref (task));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdMacroJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, (gssize) job->id);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdMacroJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static GTask *
new_task (OdMacroPort *port, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (port, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE); /* what is written is said */
  return task;
}

static void
macro_save_async (OdMacroPort *port, const OdMacro *macro, GCancellable *cancellable, GAsyncReadyCallback callback,
                  gpointer user_data)
{
  OdMacroService *self = OD_MACRO_SERVICE (port);
  OdMacroJob *job = new_job (self, 0);

  job->macro = od_macro_copy (macro);
  od_db_write_async (self->db, od_store_macro_save, job, (GDestroyNotify) od_macro_job_free, saved_cb,
                     new_task (port, macro_save_async, cancellable, callback, user_data));
}

static void
macro_remove_async (OdMacroPort *port, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                    gpointer user_data)
{
  OdMacroService *self = OD_MACRO_SERVICE (port);

  od_db_write_async (self->db, od_store_macro_remove, new_job (self, id), (GDestroyNotify) od_macro_job_free, done_cb,
                     new_task (port, macro_remove_async, cancellable, callback, user_data));
}

static void
macro_move_async (OdMacroPort *port, gint64 id, guint position, GCancellable *cancellable, GAsyncReadyCallback callback,
                  gpointer user_data)
{
  OdMacroService *self = OD_MACRO_SERVICE (port);
  OdMacroJob *job = new_job (self, id);

  job->position = position;
  od_db_write_async (self->db, od_store_macro_move, job, (GDestroyNotify) od_macro_job_free, done_cb,
                     new_task (port, macro_move_async, cancellable, callback, user_data));
}

static void
macro_iface_init (OdMacroPortInterface *iface)
{
  iface->load_async = macro_load_async;
  iface->save_async = macro_save_async;
  iface->remove_async = macro_remove_async;
  iface->move_async = macro_move_async;
}
