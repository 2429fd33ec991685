/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-auto-answer-service"

#include "od-auto-answer-service.h"

#include "od-store-auto-answer.h"

/**
 * OdAutoAnswerService:
 *
 * What the profile's desk says by itself. Who says it is the store, with what it answers. Main thread only.
 */
struct _OdAutoAnswerService {
  GObject parent_instance;

  OdDb *db;       /* (owned) */
  OdClock *clock; /* (owned) */
  gint64 operator_id;
};

static void auto_answer_iface_init (OdAutoAnswerPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdAutoAnswerService, od_auto_answer_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_AUTO_ANSWER_PORT, auto_answer_iface_init))

static void
od_auto_answer_service_finalize (GObject *object)
{
  OdAutoAnswerService *self = OD_AUTO_ANSWER_SERVICE (object);

  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (od_auto_answer_service_parent_class)->finalize (object);
}

static void
od_auto_answer_service_class_init (OdAutoAnswerServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_auto_answer_service_finalize;
}

static void
od_auto_answer_service_init (OdAutoAnswerService *self)
{
}

/**
 * od_auto_answer_service_new:
 * @operator_id: who works here
 *
 * Returns: (transfer full): an #OdAutoAnswerPort
 */
OdAutoAnswerService *
od_auto_answer_service_new (OdDb *db, OdClock *clock, gint64 operator_id)
{
  OdAutoAnswerService *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock), NULL);

  self = g_object_new (OD_TYPE_AUTO_ANSWER_SERVICE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->operator_id = operator_id;
  return self;
}

static OdAutoAnswerJob *
new_job (OdAutoAnswerPort *port, gint64 id)
{
  OdAutoAnswerService *self = OD_AUTO_ANSWER_SERVICE (port);
  OdAutoAnswerJob *job = g_new0 (OdAutoAnswerJob, 1);

  job->operator_id = self->operator_id;
  job->now_us = od_clock_get_real_us (self->clock);
  job->id = id;
  return job;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdAutoAnswerJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->found), (GDestroyNotify) g_ptr_array_unref);
}

static void
load_async (OdAutoAnswerPort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (port, cancellable, callback, user_data);

  g_task_set_source_tag (task, load_async);
  od_db_read_async (OD_AUTO_ANSWER_SERVICE (port)->db, OD_DB_PAGES, od_store_auto_answer_load, new_job (port, 0),
                    (GDestroyNotify) od_auto_answer_job_free, cancellable, loaded_cb, task);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdAutoAnswerJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, job->id);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdAutoAnswerJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
save_async (OdAutoAnswerPort *port, const OdAutoAnswer *answer, GCancellable *cancellable, GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (port, cancellable, callback, user_data);
  OdAutoAnswerJob *job = new_job (port, 0);

  job->answer = od_auto_answer_copy (answer);
  g_task_set_source_tag (task, save_async);
  g_task_set_check_cancellable (task, FALSE); /* what is written is said */
  od_db_write_async (OD_AUTO_ANSWER_SERVICE (port)->db, od_store_auto_answer_save, job,
                     (GDestroyNotify) od_auto_answer_job_free, saved_cb, task);
}

static void
remove_async (OdAutoAnswerPort *port, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
              gpointer user_data)
{
  GTask *task = g_task_new (port, cancellable, callback, user_data);

  g_task_set_source_tag (task, remove_async);
  g_task_set_check_cancellable (task, FALSE);
  od_db_write_async (OD_AUTO_ANSWER_SERVICE (port)->db, od_store_auto_answer_remove, new_job (port, id),
                     (GDestroyNotify) od_auto_answer_job_free, removed_cb, task);
}

static void
auto_answer_iface_init (OdAutoAnswerPortInterface *iface)
{
  iface->load_async = load_async;
  iface->save_async = save_async;
  iface->remove_async = remove_async;
}
