/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-terms-service"

#include "od-terms-service.h"

#include "od-store-terms.h"

/**
 * OdTermsService:
 *
 * The profile's opening hours and promises. Main thread only.
 */
struct _OdTermsService {
  GObject parent_instance;

  OdDb *db;       /* (owned) */
  OdClock *clock; /* (owned) */
  gint64 operator_id;
};

static void terms_iface_init (OdTermsPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdTermsService, od_terms_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_TERMS_PORT, terms_iface_init))

static void
od_terms_service_finalize (GObject *object)
{
  OdTermsService *self = OD_TERMS_SERVICE (object);

  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (od_terms_service_parent_class)->finalize (object);
}

static void
od_terms_service_class_init (OdTermsServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_terms_service_finalize;
}

static void
od_terms_service_init (OdTermsService *self)
{
}

/**
 * od_terms_service_new:
 * @operator_id: who works here
 *
 * Returns: (transfer full): an #OdTermsPort
 */
OdTermsService *
od_terms_service_new (OdDb *db, OdClock *clock, gint64 operator_id)
{
  OdTermsService *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock), NULL);

  self = g_object_new (OD_TYPE_TERMS_SERVICE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->operator_id = operator_id;
  return self;
}

static OdTermsJob *
new_job (OdTermsPort *port, gint64 id)
{
  OdTermsService *self = OD_TERMS_SERVICE (port);
  OdTermsJob *job = g_new0 (OdTermsJob, 1);

  job->operator_id = self->operator_id;
  job->now_us = od_clock_get_real_us (self->clock);
  job->id = id;
  return job;
}

/* ---- reading ---- */

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdTermsJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->terms), (GDestroyNotify) od_terms_free);
}

static void
load_async (OdTermsPort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (port, cancellable, callback, user_data);

  g_task_set_source_tag (task, load_async);
  od_db_read_async (OD_TERMS_SERVICE (port)->db, OD_DB_PAGES, od_store_terms_load, new_job (port, 0),
                    (GDestroyNotify) od_terms_job_free, cancellable, loaded_cb, task);
}

/* ---- writing ---- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdTermsJob) job = od_db_finish (OD_DB (source), result, &error);

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
  g_autoptr (OdTermsJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* @task: (transfer full)
 * @job: (transfer full) */
static void
start_write (GTask *task, gpointer tag, OdDbWriteFunc func, OdTermsJob *job, GAsyncReadyCallback done)
{
  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE); /* what is written is said */
  od_db_write_async (OD_TERMS_SERVICE (g_task_get_source_object (task))->db, func, job,
                     (GDestroyNotify) od_terms_job_free, done, task);
}

static void
save_calendar_async (OdTermsPort *port, const OdCalendar *calendar, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  OdTermsJob *job = new_job (port, 0);

  job->calendar = od_calendar_copy (calendar);
  start_write (g_task_new (port, cancellable, callback, user_data), save_calendar_async, od_store_terms_save_calendar,
               job, saved_cb);
}

static void
remove_calendar_async (OdTermsPort *port, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  start_write (g_task_new (port, cancellable, callback, user_data), remove_calendar_async,
               od_store_terms_remove_calendar, new_job (port, id), written_cb);
}

static void
save_policy_async (OdTermsPort *port, const OdSlaPolicy *policy, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  OdTermsJob *job = new_job (port, 0);

  job->policy = od_sla_policy_copy (policy);
  start_write (g_task_new (port, cancellable, callback, user_data), save_policy_async, od_store_terms_save_policy, job,
               saved_cb);
}

static void
remove_policy_async (OdTermsPort *port, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  start_write (g_task_new (port, cancellable, callback, user_data), remove_policy_async, od_store_terms_remove_policy,
               new_job (port, id), written_cb);
}

static void
move_policy_async (OdTermsPort *port, gint64 id, guint position, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  OdTermsJob *job = new_job (port, id);

  job->position = position;
  start_write (g_task_new (port, cancellable, callback, user_data), move_policy_async, od_store_terms_move_policy, job,
               written_cb);
}

static void
terms_iface_init (OdTermsPortInterface *iface)
{
  iface->load_async = load_async;
  iface->save_calendar_async = save_calendar_async;
  iface->remove_calendar_async = remove_calendar_async;
  iface->save_policy_async = save_policy_async;
  iface->remove_policy_async = remove_policy_async;
  iface->move_policy_async = move_policy_async;
}
