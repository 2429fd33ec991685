/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-promise-service"

#include "od-promise-service.h"

#include "od-store-clock.h"

/**
 * OdPromiseService:
 *
 * The promises of conversations, and those that an operator makes. Main thread only.
 */
struct _OdPromiseService {
  GObject parent_instance;

  OdDb *db;       /* (owned) */
  OdClock *clock; /* (owned) */
  gint64 operator_id;
};

static void promise_iface_init (OdPromisePortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdPromiseService, od_promise_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_PROMISE_PORT, promise_iface_init))

static void
od_promise_service_finalize (GObject *object)
{
  OdPromiseService *self = OD_PROMISE_SERVICE (object);

  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (od_promise_service_parent_class)->finalize (object);
}

static void
od_promise_service_class_init (OdPromiseServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_promise_service_finalize;
}

static void
od_promise_service_init (OdPromiseService *self)
{
}

/**
 * od_promise_service_new:
 * @operator_id: who works here
 *
 * Returns: (transfer full): an #OdPromisePort
 */
OdPromiseService *
od_promise_service_new (OdDb *db, OdClock *clock, gint64 operator_id)
{
  OdPromiseService *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock), NULL);

  self = g_object_new (OD_TYPE_PROMISE_SERVICE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->operator_id = operator_id;
  return self;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdClockListJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->clocks), (GDestroyNotify) g_ptr_array_unref);
}

static void
promise_load_async (OdPromisePort *port, gint64 conversation_id, gboolean has_ended, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  OdPromiseService *self = OD_PROMISE_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  OdClockListJob *job = g_new0 (OdClockListJob, 1);

  g_task_set_source_tag (task, promise_load_async);
  job->conversation_id = conversation_id;
  job->has_ended = has_ended;
  job->now_us = od_clock_get_real_us (self->clock);
  od_db_read_async (self->db, OD_DB_PAGES, od_store_clock_list, job, (GDestroyNotify) od_clock_list_job_free,
                    cancellable, listed_cb, g_object_ref (task));
}

static GTask *
new_task (OdPromisePort *port, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (port, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE); /* what is written is said */
  return task;
}

static OdClockPromiseJob *
new_job (OdPromiseService *self, gint64 conversation_id, const OdPromiseTerm *term)
{
  OdClockPromiseJob *job = g_new0 (OdClockPromiseJob, 1);

  job->conversation_id = conversation_id;
  job->operator_id = self->operator_id;
  job->term = *term;
  job->now_us = od_clock_get_real_us (self->clock);
  return job;
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autofree OdClockPromiseJob *job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, (gssize) job->due_us);
}

static void
promise_start_async (OdPromisePort *port, gint64 conversation_id, const OdPromiseTerm *term, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  OdPromiseService *self = OD_PROMISE_SERVICE (port);

  od_db_write_async (self->db, od_store_clock_promise, new_job (self, conversation_id, term), g_free, started_cb,
                     new_task (port, promise_start_async, cancellable, callback, user_data));
}

static void
cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autofree OdClockPromiseJob *job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
promise_cancel_async (OdPromisePort *port, gint64 conversation_id, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  OdPromiseService *self = OD_PROMISE_SERVICE (port);

  od_db_write_async (self->db, od_store_clock_cancel_promise, new_job (self, conversation_id, &(OdPromiseTerm){ 0 }),
                     g_free, cancelled_cb, new_task (port, promise_cancel_async, cancellable, callback, user_data));
}

/* A slice after the other, so that other writes get their turn. */
static void
recalculated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autofree OdClockRecalculateJob *job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else if (job->is_done)
    g_task_return_int (task, (gssize) job->n_changed);
  else
    od_db_write_async (OD_DB (source), od_store_clock_recalculate, g_steal_pointer (&job), g_free, recalculated_cb,
                       g_object_ref (task));
}

static void
promise_recalculate_async (OdPromisePort *port, gint64 policy_id, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  OdPromiseService *self = OD_PROMISE_SERVICE (port);
  OdClockRecalculateJob *job = g_new0 (OdClockRecalculateJob, 1);

  job->policy_id = policy_id;
  od_db_write_async (self->db, od_store_clock_recalculate, job, g_free, recalculated_cb,
                     new_task (port, promise_recalculate_async, cancellable, callback, user_data));
}

static void
promise_iface_init (OdPromisePortInterface *iface)
{
  iface->load_async = promise_load_async;
  iface->start_async = promise_start_async;
  iface->cancel_async = promise_cancel_async;
  iface->recalculate_async = promise_recalculate_async;
}
