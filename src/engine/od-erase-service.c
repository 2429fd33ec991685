/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-erase-service"

#include "od-erase-service-private.h"

#include "od-backoff.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-random.h"

static void erase_iface_init (OdErasePortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdEraseService, od_erase_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_ERASE_PORT, erase_iface_init))

static void
run_free (gpointer data)
{
  OdEraseRun *run = data;

  g_ptr_array_unref (run->tasks);
  g_array_unref (run->customers);
  g_clear_pointer (&run->job, od_erase_job_free);
  g_clear_error (&run->error);
  g_free (run);
}

static void
od_erase_service_dispose (GObject *object)
{
  od_erase_service_stop (OD_ERASE_SERVICE (object));
  if (OD_ERASE_SERVICE (object)->copier != NULL)
    od_worker_stop (OD_ERASE_SERVICE (object)->copier);
  G_OBJECT_CLASS (od_erase_service_parent_class)->dispose (object);
}

static void
od_erase_service_finalize (GObject *object)
{
  OdEraseService *self = OD_ERASE_SERVICE (object);

  g_ptr_array_unref (self->runs);
  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  g_clear_object (&self->files);
  g_clear_object (&self->secrets);
  g_clear_object (&self->copier);
  g_clear_object (&self->cancellable);
  g_free (self->store_path);
  g_free (self->files_dir);
  g_free (self->thumbs_dir);
  G_OBJECT_CLASS (od_erase_service_parent_class)->finalize (object);
}

static void
od_erase_service_class_init (OdEraseServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_erase_service_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_erase_service_finalize;
}

static void
od_erase_service_init (OdEraseService *self)
{
  self->runs = g_ptr_array_new_with_free_func (run_free);
  self->cancellable = g_cancellable_new ();
}

/**
 * od_erase_service_new:
 *
 * Returns: (transfer full): an #OdErasePort
 */
OdEraseService *
od_erase_service_new (const OdEraseOptions *options)
{
  OdEraseService *self;

  g_return_val_if_fail (OD_IS_DB (options->db) && OD_IS_CLOCK (options->clock), NULL);

  self = g_object_new (OD_TYPE_ERASE_SERVICE, NULL);
  self->db = g_object_ref (options->db);
  self->clock = g_object_ref (options->clock);
  g_set_object (&self->files, options->files);
  g_set_object (&self->secrets, options->secrets);
  self->store_path = g_strdup (options->store_path);
  self->files_dir = g_strdup (options->files_dir);
  self->thumbs_dir = g_strdup (options->thumbs_dir);
  self->operator_id = options->operator_id;
  return self;
}

OdEraseJob *
od_erase_service_new_job (OdEraseService *self, gint64 customer_id)
{
  OdEraseJob *job = g_new0 (OdEraseJob, 1);

  job->customer_id = customer_id;
  job->operator_id = self->operator_id;
  job->now_us = od_clock_get_real_us (self->clock);
  job->store_path = g_strdup (self->store_path);
  job->files_dir = g_strdup (self->files_dir);
  job->thumbs_dir = g_strdup (self->thumbs_dir);
  return job;
}

static OdEraseRun *
find_run (OdEraseService *self, gint64 customer_id, gint64 id)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      OdEraseRun *run = self->runs->pdata[i];

      if (id != 0 && run->id == id)
        return run;
      for (guint k = 0; customer_id != 0 && k < run->customers->len; k++)
        if (g_array_index (run->customers, gint64, k) == customer_id)
          return run;
    }
  return NULL;
}

/* Those that are begun, and that nobody goes on with: one that waits for another try goes on at once.
 *
 * @job: (transfer full): of the erasure @id */
static OdEraseRun *
continue_run (OdEraseService *self, OdEraseJob *job, OdEraseStep step)
{
  OdEraseRun *run = find_run (self, 0, job->id);

  if (run == NULL)
    {
      run = g_new0 (OdEraseRun, 1);
      run->id = job->id;
      run->step = step;
      run->customers = g_array_new (FALSE, FALSE, sizeof (gint64));
      run->tasks = g_ptr_array_new_with_free_func (g_object_unref);
      run->job = g_steal_pointer (&job);
      g_ptr_array_add (self->runs, run);
    }
  else if (run->n_failed > 0)
    {
      run->ready_us = 0;
    }
  if (job != NULL)
    od_erase_job_free (job);
  od_erase_service_schedule (self);
  return run;
}

static void
unfinished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdEraseService) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdEraseJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_message ("Could not look for erasures that were cut off: %s", error->message);
  for (guint i = 0; job != NULL && !self->is_stopped && i < job->found->len; i++)
    {
      const OdErasure *erasure = job->found->pdata[i];
      OdEraseJob *one = od_erase_service_new_job (self, 0);

      one->id = erasure->id;
      continue_run (self, one, erasure->done_at_us != 0 ? OD_ERASE_COPIES : OD_ERASE_ROWS);
    }
}

/**
 * od_erase_service_start:
 *
 * Goes on with what a crash or the end of the program cut off. Returns at once.
 */
void
od_erase_service_start (OdEraseService *self)
{
  g_return_if_fail (OD_IS_ERASE_SERVICE (self));

  od_db_read_async (self->db, OD_DB_PAGES, od_store_erase_find_unfinished, od_erase_service_new_job (self, 0),
                    (GDestroyNotify) od_erase_job_free, NULL, unfinished_cb, g_object_ref (self));
}

/**
 * od_erase_service_stop:
 *
 * What is under way goes on at the next start; whoever waits for it is told so. Writing copies anew is cut off within
 * some milliseconds. Safe twice.
 */
void
od_erase_service_stop (OdEraseService *self)
{
  g_return_if_fail (OD_IS_ERASE_SERVICE (self));

  self->is_stopped = TRUE;
  g_cancellable_cancel (self->cancellable);
  od_erase_service_schedule (self); /* nothing any more */
  if (self->current == NULL)        /* else the end of its step is told */
    od_erase_service_drop_all (self);
}

/* ---- the port ---- */

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdEraseJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->erasure), (GDestroyNotify) od_erasure_free);
}

/* @job: (transfer full) */
static void
measure (OdErasePort *port, OdEraseJob *job, GCancellable *cancellable, GAsyncReadyCallback callback,
         gpointer user_data)
{
  OdEraseService *self = OD_ERASE_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, measure);
  od_db_read_async (self->db, OD_DB_SEARCH, od_store_erase_measure, job, (GDestroyNotify) od_erase_job_free,
                    cancellable, measured_cb, g_object_ref (task));
}

static OdEraseJob *
new_account_job (OdErasePort *port, gint64 account_id)
{
  OdEraseJob *job = od_erase_service_new_job (OD_ERASE_SERVICE (port), 0);

  job->account_id = account_id;
  return job;
}

static void
erase_measure_async (OdErasePort *port, gint64 customer_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  measure (port, od_erase_service_new_job (OD_ERASE_SERVICE (port), customer_id), cancellable, callback, user_data);
}

static void
erase_measure_account_async (OdErasePort *port, gint64 account_id, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  measure (port, new_account_job (port, account_id), cancellable, callback, user_data);
}

/* @job: (transfer full): it is begun */
static void
run_begun (GTask *task, OdEraseJob *job)
{
  OdEraseService *self = g_task_get_source_object (task);
  OdEraseRun *run;
  gint64 customer_id;

  if (self->is_stopped)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "It goes on at the next start");
      od_erase_job_free (job);
      return;
    }
  customer_id = job->customer_id;
  run = continue_run (self, job, OD_ERASE_ROWS);
  if (customer_id != 0)
    g_array_append_val (run->customers, customer_id);
  g_ptr_array_add (run->tasks, g_object_ref (task));
  od_erase_port_emit_changed (OD_ERASE_PORT (self));
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_secrets_port_clear_finish (OD_SECRETS_PORT (source), result, &error))
    g_message ("The secrets of an erased account may still be in the key ring: %s", error->message);
  run_begun (task, g_object_steal_data (G_OBJECT (task), "job"));
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdEraseService *self = g_task_get_source_object (task);
  GError *error = NULL;
  OdEraseJob *job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (job->account_id == 0 || self->secrets == NULL)
    {
      run_begun (task, job);
      return;
    }
  /* The key ring may have refused when it was removed. While the row is there nobody else has the number. */
  g_object_set_data_full (G_OBJECT (task), "job", job, (GDestroyNotify) od_erase_job_free);
  od_secrets_port_clear_async (self->secrets, job->account_id, NULL, forgotten_cb, g_object_ref (task));
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  OdEraseJob *job = od_db_finish (OD_DB (source), result, &error);

  if (job != NULL)
    {
      od_db_write_async (OD_DB (source), od_store_erase_begin, job, (GDestroyNotify) od_erase_job_free, begun_cb, task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* @job: (transfer full) */
static void
begin (OdErasePort *port, OdEraseJob *job, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdEraseService *self = OD_ERASE_SERVICE (port);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, begin);
  g_task_set_check_cancellable (task, FALSE); /* what is begun happens */
  od_db_read_async (self->db, OD_DB_SEARCH, od_store_erase_prepare, job, (GDestroyNotify) od_erase_job_free, NULL,
                    prepared_cb, task);
}

static void
erase_erase_async (OdErasePort *port, gint64 customer_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                   gpointer user_data)
{
  begin (port, od_erase_service_new_job (OD_ERASE_SERVICE (port), customer_id), cancellable, callback, user_data);
}

static void
erase_erase_account_async (OdErasePort *port, gint64 account_id, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  begin (port, new_account_job (port, account_id), cancellable, callback, user_data);
}

static void
records_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdEraseJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->found), (GDestroyNotify) g_ptr_array_unref);
}

static void
erase_load_async (OdErasePort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdEraseService *self = OD_ERASE_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, erase_load_async);
  od_db_read_async (self->db, OD_DB_PAGES, od_store_erase_load, od_erase_service_new_job (self, 0),
                    (GDestroyNotify) od_erase_job_free, cancellable, records_loaded_cb, g_object_ref (task));
}

static gboolean
erase_get_state (OdErasePort *port, gint64 customer_id, gint64 erasure_id, OdEraseState *state)
{
  const OdEraseRun *run = find_run (OD_ERASE_SERVICE (port), customer_id, erasure_id);

  if (run == NULL)
    return FALSE;
  *state = (OdEraseState){
    .step = run->step, .n_failed = run->n_failed, .error = run->error, .retry_at_us = run->retry_at_us
  };
  return TRUE;
}

static void
erase_iface_init (OdErasePortInterface *iface)
{
  iface->measure_async = erase_measure_async;
  iface->erase_async = erase_erase_async;
  iface->load_async = erase_load_async;
  iface->get_state = erase_get_state;
  iface->measure_account_async = erase_measure_account_async;
  iface->erase_account_async = erase_erase_account_async;
}
