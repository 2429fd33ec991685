/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-erase-service"

#include "od-erase-service.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-store-erase.h"

/* Between two slices: whoever writes meanwhile doesn't feel it. */
#define PAUSE_US (5 * 1000)

/* Readers still look at what was: the log can't be cut yet. */
#define RETRY_US (500 * 1000)
#define MAX_RETRIES 120

typedef enum {
  STEP_BEGIN,
  STEP_ROWS,
  STEP_FILES,
  STEP_TERMS,
  STEP_COMPACT,
  STEP_FINISH,
} Step;

/**
 * Run: one erasure.
 * @task: (owned) (nullable): who waits for it; %NULL: one that was cut off goes on
 * @job: (owned) (nullable): %NULL while a step runs
 */
typedef struct {
  GTask *task;
  OdEraseJob *job;
  Step step;
  guint n_retries;
} Run;

/**
 * OdEraseService:
 *
 * Forgets people, one after the other: rows, files, words of the index, slice by slice; then the store is compacted in
 * one step, which holds up other writes for as long as copying the file takes. Main thread only.
 */
struct _OdEraseService {
  GObject parent_instance;

  OdDb *db;       /* (owned) */
  OdClock *clock; /* (owned) */
  char *store_path;
  char *files_dir;
  char *thumbs_dir;
  gint64 operator_id;
  GQueue runs; /* (element-type Run) (owned): the first is under way */
  guint timeout_id;
  gboolean is_stopped;
};

static void erase_iface_init (OdErasePortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdEraseService, od_erase_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_ERASE_PORT, erase_iface_init))

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->task);
  g_clear_pointer (&run->job, od_erase_job_free);
  g_free (run);
}

static void
od_erase_service_dispose (GObject *object)
{
  od_erase_service_stop (OD_ERASE_SERVICE (object));
  G_OBJECT_CLASS (od_erase_service_parent_class)->dispose (object);
}

static void
od_erase_service_finalize (GObject *object)
{
  OdEraseService *self = OD_ERASE_SERVICE (object);

  g_queue_clear_full (&self->runs, run_free);
  g_clear_object (&self->db);
  g_clear_object (&self->clock);
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
  g_queue_init (&self->runs);
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
  self->store_path = g_strdup (options->store_path);
  self->files_dir = g_strdup (options->files_dir);
  self->thumbs_dir = g_strdup (options->thumbs_dir);
  self->operator_id = options->operator_id;
  return self;
}

static OdEraseJob *
new_job (OdEraseService *self, gint64 customer_id)
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

/* ---- one step after the other ---- */

static void run_step (OdEraseService *self);
static void end_run (OdEraseService *self, GError *error);

static gboolean
next_cb (gpointer user_data)
{
  OdEraseService *self = user_data;

  self->timeout_id = 0;
  run_step (self);
  return G_SOURCE_REMOVE;
}

static void
run_later (OdEraseService *self, gint64 pause_us)
{
  if (!self->is_stopped)
    self->timeout_id = od_clock_add_timeout (self->clock, pause_us, next_cb, self, NULL);
  else
    end_run (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, "It goes on at the next start"));
}

/* @error: (transfer full) (nullable) */
static void
end_run (OdEraseService *self, GError *error)
{
  Run *run = g_queue_pop_head (&self->runs);
  gboolean was_cut_off = run->task == NULL && error == NULL;

  if (error != NULL && run->task == NULL)
    g_message ("Could not go on with an erasure, the next start will: %s", error->message);
  if (run->task == NULL)
    g_clear_error (&error);
  else if (error != NULL)
    g_task_return_error (run->task, error);
  else
    g_task_return_pointer (run->task, g_steal_pointer (&run->job->erasure), (GDestroyNotify) od_erasure_free);
  run_free (run);
  if (!g_queue_is_empty (&self->runs))
    run_later (self, PAUSE_US);
  else if (was_cut_off && !self->is_stopped)
    od_erase_service_start (self); /* there may be another */
}

static void
stepped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdEraseService) self = user_data;
  Run *run = g_queue_peek_head (&self->runs);
  GError *error = NULL;

  run->job = od_db_finish (OD_DB (source), result, &error);
  if (run->job == NULL || run->step == STEP_FINISH)
    {
      end_run (self, error);
      return;
    }
  if (run->step == STEP_BEGIN || !run->job->has_more)
    run->step++;
  run_later (self, PAUSE_US);
}

static void
compacted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdEraseService) self = user_data;
  Run *run = g_queue_peek_head (&self->runs);
  GError *error = NULL;

  if (od_db_compact_finish (OD_DB (source), result, &error))
    {
      run->step++;
      run_later (self, PAUSE_US);
    }
  else if (g_error_matches (error, OD_ERROR, OD_ERROR_BUSY) && run->n_retries++ < MAX_RETRIES)
    {
      g_clear_error (&error);
      run_later (self, RETRY_US);
    }
  else
    end_run (self, error);
}

static void
run_step (OdEraseService *self)
{
  static const OdDbWriteFunc funcs[] = {
    [STEP_BEGIN] = od_store_erase_begin, [STEP_ROWS] = od_store_erase_rows,     [STEP_FILES] = od_store_erase_files,
    [STEP_TERMS] = od_store_erase_terms, [STEP_FINISH] = od_store_erase_finish,
  };
  Run *run = g_queue_peek_head (&self->runs);

  if (run->step == STEP_COMPACT)
    {
      od_db_compact_async (self->db, run->n_retries > 0, compacted_cb, g_object_ref (self));
      return;
    }
  run->job->now_us = od_clock_get_real_us (self->clock);
  od_db_write_async (self->db, funcs[run->step], g_steal_pointer (&run->job), (GDestroyNotify) od_erase_job_free,
                     stepped_cb, g_object_ref (self));
}

/* @task: (transfer full) (nullable); @job: (transfer full) */
static void
add_run (OdEraseService *self, GTask *task, OdEraseJob *job, Step step)
{
  Run *run = g_new0 (Run, 1);

  run->task = task;
  run->job = job;
  run->step = step;
  g_queue_push_tail (&self->runs, run);
  if (g_queue_get_length (&self->runs) == 1)
    run_step (self);
}

static void
unfinished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdEraseService) self = user_data;
  g_autoptr (GError) error = NULL;
  OdEraseJob *job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_message ("Could not look for erasures that were cut off: %s", error->message);
  else if (job->id != 0 && !self->is_stopped)
    add_run (self, NULL, job, STEP_ROWS);
  else
    od_erase_job_free (job);
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

  od_db_read_async (self->db, OD_DB_PAGES, od_store_erase_find_unfinished, new_job (self, 0),
                    (GDestroyNotify) od_erase_job_free, NULL, unfinished_cb, g_object_ref (self));
}

/**
 * od_erase_service_stop:
 *
 * What is under way goes on at the next start; whoever waits for it is told so. Safe twice.
 */
void
od_erase_service_stop (OdEraseService *self)
{
  g_return_if_fail (OD_IS_ERASE_SERVICE (self));

  self->is_stopped = TRUE;
  if (self->timeout_id == 0)
    return; /* a step runs: its end is told; or nothing is under way */
  od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
  for (GList *l = self->runs.head; l != NULL; l = l->next)
    {
      Run *run = l->data;

      if (run->task != NULL)
        g_task_return_new_error (run->task, G_IO_ERROR, G_IO_ERROR_CLOSED, "It goes on at the next start");
    }
  g_queue_clear_full (&self->runs, run_free);
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

static void
erase_measure_async (OdErasePort *port, gint64 customer_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  OdEraseService *self = OD_ERASE_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, erase_measure_async);
  od_db_read_async (self->db, OD_DB_SEARCH, od_store_erase_measure, new_job (self, customer_id),
                    (GDestroyNotify) od_erase_job_free, cancellable, measured_cb, g_object_ref (task));
}

static void
erase_erase_async (OdErasePort *port, gint64 customer_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                   gpointer user_data)
{
  OdEraseService *self = OD_ERASE_SERVICE (port);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, erase_erase_async);
  g_task_set_check_cancellable (task, FALSE); /* what is begun happens */
  add_run (self, task, new_job (self, customer_id), STEP_BEGIN);
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
  od_db_read_async (self->db, OD_DB_PAGES, od_store_erase_load, new_job (self, 0), (GDestroyNotify) od_erase_job_free,
                    cancellable, records_loaded_cb, g_object_ref (task));
}

static void
erase_iface_init (OdErasePortInterface *iface)
{
  iface->measure_async = erase_measure_async;
  iface->erase_async = erase_erase_async;
  iface->load_async = erase_load_async;
}
