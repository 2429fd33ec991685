/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-field-service"

#include "od-field-service.h"

#include <glib/gi18n.h>

#include "od-store-field.h"
#include "od-store-finding.h"

/**
 * OdFieldService:
 *
 * Custom fields, what customers have in them, and what was recognised in messages. Main thread only.
 */
struct _OdFieldService {
  GObject parent_instance;

  OdDb *db;       /* (owned) */
  OdClock *clock; /* (owned) */
  gint64 operator_id;
};

static void field_iface_init (OdFieldPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdFieldService, od_field_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_FIELD_PORT, field_iface_init))

static void
od_field_service_finalize (GObject *object)
{
  OdFieldService *self = OD_FIELD_SERVICE (object);

  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (od_field_service_parent_class)->finalize (object);
}

static void
od_field_service_class_init (OdFieldServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_field_service_finalize;
}

static void
od_field_service_init (OdFieldService *self)
{
}

/* Keeps the store and not the service: when the store closes, the next start goes on. */
static void
resumed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OdFieldJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_debug ("Fields are not finished yet: %s", error->message);
  else if (!job->is_done)
    od_db_write_async (OD_DB (source), od_store_field_resume, g_steal_pointer (&job),
                       (GDestroyNotify) od_field_job_free, resumed_cb, NULL);
}

static void
resume (OdFieldService *self)
{
  OdFieldJob *job = g_new0 (OdFieldJob, 1);

  job->operator_id = self->operator_id;
  job->now_us = od_clock_get_real_us (self->clock);
  od_db_write_async (self->db, od_store_field_resume, job, (GDestroyNotify) od_field_job_free, resumed_cb, NULL);
}

/**
 * od_field_service_new:
 * @operator_id: who works here
 *
 * Finishes what an earlier one began with the values of fields.
 *
 * Returns: (transfer full): an #OdFieldPort
 */
OdFieldService *
od_field_service_new (OdDb *db, OdClock *clock, gint64 operator_id)
{
  OdFieldService *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock), NULL);

  self = g_object_new (OD_TYPE_FIELD_SERVICE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->operator_id = operator_id;
  resume (self);
  return self;
}

/* ---- reading ---- */

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdFieldJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->found), (GDestroyNotify) g_ptr_array_unref);
}

static void
field_load_async (OdFieldPort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFieldService *self = OD_FIELD_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, field_load_async);
  od_db_read_async (self->db, OD_DB_PAGES, od_store_field_load, g_new0 (OdFieldJob, 1),
                    (GDestroyNotify) od_field_job_free, cancellable, loaded_cb, g_object_ref (task));
}

static void
field_load_findings_async (OdFieldPort *port, gint64 customer_id, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  OdFieldService *self = OD_FIELD_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  OdFieldJob *job = g_new0 (OdFieldJob, 1);

  g_task_set_source_tag (task, field_load_findings_async);
  job->customer_id = customer_id;
  od_db_read_async (self->db, OD_DB_PAGES, od_store_finding_load, job, (GDestroyNotify) od_field_job_free, cancellable,
                    loaded_cb, g_object_ref (task));
}

/* ---- writing ---- */

static GTask *
new_task (OdFieldPort *port, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (port, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE); /* what is written is said */
  return task;
}

static OdFieldJob *
new_job (OdFieldPort *port, gint64 id)
{
  OdFieldService *self = OD_FIELD_SERVICE (port);
  OdFieldJob *job = g_new0 (OdFieldJob, 1);

  job->id = id;
  job->operator_id = self->operator_id;
  job->now_us = od_clock_get_real_us (self->clock);
  return job;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdFieldJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* @job: (transfer full) */
static void
start_write (GTask *task, OdDbWriteFunc func, OdFieldJob *job)
{
  OdFieldService *self = g_task_get_source_object (task);

  od_db_write_async (self->db, func, job, (GDestroyNotify) od_field_job_free, written_cb, g_object_ref (task));
}

/* Each step of saving: the values are looked at, the field is written, the values are spelled anew. */
static void
saving_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdFieldJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else if (job->id != 0 && job->is_done)
    g_task_return_int (task, job->id);
  else if (!job->is_checked)
    od_db_read_async (OD_DB (source), OD_DB_SEARCH, od_store_field_check, g_steal_pointer (&job),
                      (GDestroyNotify) od_field_job_free, NULL, saving_cb, g_object_ref (task));
  else
    {
      OdDbWriteFunc func = job->id == 0 ? od_store_field_save : od_store_field_refit;

      od_db_write_async (OD_DB (source), func, g_steal_pointer (&job), (GDestroyNotify) od_field_job_free, saving_cb,
                         g_object_ref (task));
    }
}

static void
field_save_async (OdFieldPort *port, const OdCustomField *field, GCancellable *cancellable,
                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = new_task (port, field_save_async, cancellable, callback, user_data);
  OdFieldJob *job = new_job (port, 0);

  job->field = od_custom_field_copy (field);
  od_db_read_async (OD_FIELD_SERVICE (port)->db, OD_DB_SEARCH, od_store_field_check, job,
                    (GDestroyNotify) od_field_job_free, NULL, saving_cb, g_object_ref (task));
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdFieldJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else if (job->is_done)
    g_task_return_boolean (task, TRUE);
  else
    od_db_write_async (OD_DB (source), od_store_field_remove, g_steal_pointer (&job),
                       (GDestroyNotify) od_field_job_free, removed_cb, g_object_ref (task));
}

static void
field_remove_async (OdFieldPort *port, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = new_task (port, field_remove_async, cancellable, callback, user_data);

  od_db_write_async (OD_FIELD_SERVICE (port)->db, od_store_field_remove, new_job (port, id),
                     (GDestroyNotify) od_field_job_free, removed_cb, g_object_ref (task));
}

static void
field_move_async (OdFieldPort *port, gint64 id, guint position, GCancellable *cancellable, GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_autoptr (GTask) task = new_task (port, field_move_async, cancellable, callback, user_data);
  OdFieldJob *job = new_job (port, id);

  job->position = position;
  start_write (task, od_store_field_move, job);
}

static void
field_set_value_async (OdFieldPort *port, gint64 customer_id, gint64 field_id, const char *value,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = new_task (port, field_set_value_async, cancellable, callback, user_data);
  OdFieldJob *job = new_job (port, field_id);

  job->customer_id = customer_id;
  job->text = g_strdup (value);
  start_write (task, od_store_field_set_value, job);
}

static void
field_set_tag_async (OdFieldPort *port, gint64 customer_id, const char *tag, gboolean is_set, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = new_task (port, field_set_tag_async, cancellable, callback, user_data);
  OdFieldJob *job = new_job (port, 0);

  job->customer_id = customer_id;
  job->text = g_strdup (tag);
  job->is_set = is_set;
  start_write (task, od_store_field_set_tag, job);
}

static void
field_decide_finding_async (OdFieldPort *port, gint64 finding_id, gboolean is_taken, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = new_task (port, field_decide_finding_async, cancellable, callback, user_data);
  OdFieldJob *job = new_job (port, finding_id);

  job->is_set = is_taken;
  job->labels = g_strdupv ((char *[]){ (char *) _ ("Order"), (char *) _ ("Tracking code"), NULL });
  start_write (task, od_store_finding_decide, job);
}

/* ---- how things are recognised ---- */

static void
recognition_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  OdRecognition *how = od_db_finish (OD_DB (source), result, &error);

  if (how == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, how, (GDestroyNotify) od_recognition_free);
}

static void
field_load_recognition_async (OdFieldPort *port, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  OdFieldService *self = OD_FIELD_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, field_load_recognition_async);
  od_db_read_async (self->db, OD_DB_PAGES, od_store_recognition_load, g_new0 (OdRecognition, 1),
                    (GDestroyNotify) od_recognition_free, cancellable, recognition_loaded_cb, g_object_ref (task));
}

static void
recognition_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdRecognition) how = od_db_finish (OD_DB (source), result, &error);

  if (how == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
field_save_recognition_async (OdFieldPort *port, const OdRecognition *how, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = new_task (port, field_save_recognition_async, cancellable, callback, user_data);
  OdRecognition *copy = g_new0 (OdRecognition, 1);

  copy->order_pattern = g_strdup (how->order_pattern);
  copy->tracking_pattern = g_strdup (how->tracking_pattern);
  copy->region = g_strdup (how->region);
  od_db_write_async (OD_FIELD_SERVICE (port)->db, od_store_recognition_save, copy, (GDestroyNotify) od_recognition_free,
                     recognition_saved_cb, task);
}

static gboolean
run_trial (sqlite3 *db, gpointer data, GError **error)
{
  od_recognition_trial_run (data);
  return TRUE;
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  OdRecognitionTrial *trial = od_db_finish (OD_DB (source), result, &error);

  if (trial == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, trial, (GDestroyNotify) od_recognition_trial_free);
}

/* The store is not asked: its thread for what takes a moment is. */
static void
field_try_recognition_async (OdFieldPort *port, OdRecognitionTrial *trial, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  OdFieldService *self = OD_FIELD_SERVICE (port);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, field_try_recognition_async);
  od_db_read_async (self->db, OD_DB_SEARCH, run_trial, trial, (GDestroyNotify) od_recognition_trial_free, cancellable,
                    tried_cb, task);
}

static void
field_iface_init (OdFieldPortInterface *iface)
{
  iface->try_recognition_async = field_try_recognition_async;
  iface->load_recognition_async = field_load_recognition_async;
  iface->save_recognition_async = field_save_recognition_async;
  iface->load_async = field_load_async;
  iface->save_async = field_save_async;
  iface->remove_async = field_remove_async;
  iface->move_async = field_move_async;
  iface->set_value_async = field_set_value_async;
  iface->set_tag_async = field_set_tag_async;
  iface->load_findings_async = field_load_findings_async;
  iface->decide_finding_async = field_decide_finding_async;
}
