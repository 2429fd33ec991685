/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-erase-service"

#include "od-erase-service.h"

#include "od-backoff.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-random.h"
#include "od-store-erase.h"

/* Between two slices: whoever writes meanwhile doesn't feel it. */
#define PAUSE_US (5 * 1000)

/* A file is still young. */
#define YOUNG_US (5 * (gint64) G_USEC_PER_SEC)

/* Nobody wrote for so long, and nothing is on its way out: the store may be written anew. */
#define QUIET_US (3 * (gint64) G_USEC_PER_SEC)
#define QUIET_GIVE_UP_US (15 * 60 * (gint64) G_USEC_PER_SEC)
#define MAX_GAVE_WAY 20

/* Readers still look at what was: the log can't be cut yet. */
#define LOG_RETRY_US (500 * 1000)
#define LOG_MAX_RETRIES 120

/**
 * Run: one erasure.
 * @id: the record's
 * @customers: (owned) (element-type gint64): for whom it was asked
 * @tasks: (owned) (element-type GTask): who waits for it
 * @job: (owned) (nullable): %NULL while a step runs
 * @error: (owned) (nullable): why the step failed the last time
 * @ready_us: when it goes on, monotonic; @retry_at_us is the same as people see it
 * @since_us: when the wait for quiet began; 0: not yet
 */
typedef struct {
  gint64 id;
  GArray *customers;
  GPtrArray *tasks;
  OdEraseJob *job;
  OdEraseStep step;
  GError *error;
  guint n_failed;
  gint64 ready_us, retry_at_us;
  gint64 since_us;
  int n_changes;
  guint n_gave_way, n_log_retries;
} Run;

/**
 * OdEraseService:
 *
 * Forgets people, a step of one at a time: rows, files, words of the index, slice by slice; then, once nobody writes, the
 * store is compacted in one step, which holds up other writes for as long as copying the file takes. What fails is tried
 * again, later and later, while others go on. Main thread only.
 */
struct _OdEraseService {
  GObject parent_instance;

  OdDb *db;             /* (owned) */
  OdClock *clock;       /* (owned) */
  OdFileService *files; /* (owned) (nullable) */
  char *store_path;
  char *files_dir;
  char *thumbs_dir;
  gint64 operator_id;
  GPtrArray *runs;           /* (owned) (element-type Run) */
  OdWorker *copier;          /* (owned) (nullable): made when there are copies to be written anew */
  GCancellable *cancellable; /* (owned): of that */
  Run *current;              /* (unowned) (nullable): a step of it is under way */
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

/* ---- whose turn it is ---- */

static void run_step (OdEraseService *self, Run *run);

static gboolean
next_cb (gpointer user_data)
{
  OdEraseService *self = user_data;
  gint64 now_us = od_clock_get_monotonic_us (self->clock);

  self->timeout_id = 0;
  for (guint i = 0; i < self->runs->len && self->current == NULL; i++)
    {
      Run *run = self->runs->pdata[i];

      if (run->ready_us <= now_us)
        run_step (self, run);
    }
  return G_SOURCE_REMOVE;
}

/* Looks again when the first of them is ready. */
static void
schedule (OdEraseService *self)
{
  gint64 first_us = G_MAXINT64;

  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
  if (self->is_stopped || self->current != NULL)
    return;
  for (guint i = 0; i < self->runs->len; i++)
    first_us = MIN (first_us, ((Run *) self->runs->pdata[i])->ready_us);
  if (first_us != G_MAXINT64)
    self->timeout_id = od_clock_add_timeout (self->clock, MAX (first_us - od_clock_get_monotonic_us (self->clock), 0),
                                             next_cb, self, NULL);
}

/* @error: (nullable): it went well, and @erasure is the record */
static void
answer (Run *run, const OdErasure *erasure, const GError *error)
{
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&run->tasks);

  run->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < tasks->len; i++)
    if (error != NULL)
      g_task_return_error (tasks->pdata[i], g_error_copy (error));
    else
      g_task_return_pointer (tasks->pdata[i], od_erasure_copy (erasure), (GDestroyNotify) od_erasure_free);
}

static void
drop_all (OdEraseService *self)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, "It goes on at the next start");

  for (guint i = 0; i < self->runs->len; i++)
    answer (self->runs->pdata[i], NULL, error);
  g_ptr_array_set_size (self->runs, 0);
}

/* The step that ran is over. */
static void
go_on (OdEraseService *self, OdEraseStep step, gint64 pause_us)
{
  Run *run = g_steal_pointer (&self->current);
  gboolean is_other = step != run->step || run->n_failed > 0;

  if (self->is_stopped)
    {
      drop_all (self);
      return;
    }
  run->step = step;
  run->n_failed = 0;
  g_clear_error (&run->error);
  run->ready_us = od_clock_get_monotonic_us (self->clock) + pause_us;
  schedule (self);
  if (is_other)
    od_erase_port_emit_changed (OD_ERASE_PORT (self));
}

/* @error: (transfer full). Those who wait are told; it is tried again all the same. */
static void
fail (OdEraseService *self, GError *error)
{
  Run *run = g_steal_pointer (&self->current);
  gint64 delay_us =
      od_backoff_delay_us (OD_LIMIT_BACKOFF_BASE_US, OD_LIMIT_BACKOFF_CAP_US, run->n_failed++, od_random_unit ());

  g_message ("An erasure could not go on, it is tried again in %d s: %s", (int) (delay_us / G_USEC_PER_SEC),
             error->message);
  g_clear_error (&run->error);
  run->error = error;
  run->ready_us = od_clock_get_monotonic_us (self->clock) + delay_us;
  run->retry_at_us = od_clock_get_real_us (self->clock) + delay_us;
  if (run->job == NULL)
    {
      run->job = new_job (self, 0);
      run->job->id = run->id;
    }
  answer (run, NULL, error);
  if (self->is_stopped)
    drop_all (self);
  schedule (self);
  od_erase_port_emit_changed (OD_ERASE_PORT (self));
}

/* ---- one step after the other ---- */

static void
stepped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdEraseService) self = user_data;
  Run *run = self->current;
  GError *error = NULL;

  run->job = od_db_finish (OD_DB (source), result, &error);
  if (run->job == NULL)
    {
      fail (self, error);
    }
  else if (run->step == OD_ERASE_FINISH)
    {
      self->current = NULL;
      answer (run, run->job->erasure, NULL);
      g_ptr_array_remove (self->runs, run);
      schedule (self);
      od_erase_port_emit_changed (OD_ERASE_PORT (self));
    }
  else if (run->job->has_more)
    {
      go_on (self, run->step, run->job->n_young > 0 && run->job->last_sha256 == NULL ? YOUNG_US : PAUSE_US);
    }
  else
    {
      go_on (self, run->step + 1, PAUSE_US);
    }
}

static void
dropped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdEraseService) self = user_data;
  GError *error = NULL;

  if (od_file_service_drop_gone_finish (OD_FILE_SERVICE (source), result, &error))
    go_on (self, OD_ERASE_FILES, PAUSE_US);
  else
    fail (self, error);
}

static void
compacted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdEraseService) self = user_data;
  Run *run = self->current;
  GError *error = NULL;

  if (od_db_compact_finish (OD_DB (source), result, &error))
    {
      go_on (self, run->step + 1, PAUSE_US);
      return;
    }
  if (run->step == OD_ERASE_COMPACT && g_error_matches (error, OD_ERROR, OD_ERROR_TRANSIENT))
    {
      run->n_gave_way++;
      go_on (self, OD_ERASE_QUIET, QUIET_US);
    }
  else if (g_error_matches (error, OD_ERROR, OD_ERROR_BUSY) && run->n_log_retries++ < LOG_MAX_RETRIES)
    {
      go_on (self, OD_ERASE_LOG, LOG_RETRY_US);
    }
  else
    {
      fail (self, g_steal_pointer (&error));
    }
  g_clear_error (&error);
}

/* ---- copies of the store ---- */

static void
copies_run (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (od_erase_copies_run (task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdEraseService *self = OD_ERASE_SERVICE (source);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    go_on (self, OD_ERASE_FINISH, 0);
  else
    fail (self, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdEraseService) self = user_data;
  Run *run = self->current;
  GError *error = NULL;
  OdEraseCopiesJob *copies;
  GTask *task;

  run->job = od_db_finish (OD_DB (source), result, &error);
  if (run->job == NULL)
    {
      fail (self, error);
      return;
    }
  if (self->is_stopped || run->job->erasure->keys == NULL || self->store_path == NULL)
    {
      go_on (self, OD_ERASE_FINISH, 0);
      return;
    }
  g_clear_pointer (&run->job->copies, od_erase_copies_job_free);
  copies = run->job->copies = g_new0 (OdEraseCopiesJob, 1);
  copies->store_path = g_strdup (self->store_path);
  copies->keys = g_strdupv (run->job->erasure->keys);
  copies->paths = g_strdupv (run->job->erasure->backups);
  if (self->copier == NULL)
    self->copier = od_worker_new ("od-copies");
  task = g_task_new (self, self->cancellable, copied_cb, NULL);
  g_task_set_task_data (task, copies, NULL); /* nobody else looks at it until it is done */
  od_worker_push (self->copier, G_PRIORITY_DEFAULT, copies_run, task);
}

static gboolean
has_waited_enough (OdEraseService *self, const Run *run)
{
  return run->n_gave_way >= MAX_GAVE_WAY || od_clock_get_monotonic_us (self->clock) - run->since_us >= QUIET_GIVE_UP_US;
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdEraseService) self = user_data;
  Run *run = self->current;
  GError *error = NULL;

  run->job = od_db_finish (OD_DB (source), result, &error);
  if (run->job == NULL)
    fail (self, error);
  else
    go_on (self, run->job->has_more ? OD_ERASE_QUIET : OD_ERASE_COMPACT, run->job->has_more ? QUIET_US : 0);
}

/* Whether nobody wrote since the last look, and nothing is about to be sent. */
static void
look_whether_quiet (OdEraseService *self, Run *run)
{
  int n_changes = od_db_get_n_changes (self->db);
  gboolean is_quiet = run->since_us != 0 && n_changes == run->n_changes;

  run->n_changes = n_changes;
  if (run->since_us == 0)
    run->since_us = od_clock_get_monotonic_us (self->clock);
  if (has_waited_enough (self, run))
    go_on (self, OD_ERASE_COMPACT, 0);
  else if (!is_quiet)
    go_on (self, OD_ERASE_QUIET, QUIET_US);
  else
    od_db_read_async (self->db, OD_DB_PAGES, od_store_erase_look_at_outbox, g_steal_pointer (&run->job),
                      (GDestroyNotify) od_erase_job_free, NULL, looked_cb, g_object_ref (self));
}

static void
write_step (OdEraseService *self, Run *run, OdDbWriteFunc func)
{
  od_db_write_async (self->db, func, g_steal_pointer (&run->job), (GDestroyNotify) od_erase_job_free, stepped_cb,
                     g_object_ref (self));
}

static void
run_step (OdEraseService *self, Run *run)
{
  self->current = run;
  run->job->now_us = od_clock_get_real_us (self->clock);
  switch (run->step)
    {
    case OD_ERASE_ROWS:
      write_step (self, run, od_store_erase_rows);
      break;
    case OD_ERASE_FETCHES:
      if (self->files != NULL)
        od_file_service_drop_gone_async (self->files, dropped_cb, g_object_ref (self));
      else
        go_on (self, OD_ERASE_FILES, 0);
      break;
    case OD_ERASE_FILES:
      write_step (self, run, od_store_erase_files);
      break;
    case OD_ERASE_TERMS:
      write_step (self, run, od_store_erase_terms);
      break;
    case OD_ERASE_QUIET:
      look_whether_quiet (self, run);
      break;
    case OD_ERASE_COMPACT:
      od_db_compact_async (self->db, has_waited_enough (self, run) ? OD_DB_COMPACT_NOW : OD_DB_COMPACT_POLITE,
                           compacted_cb, g_object_ref (self));
      break;
    case OD_ERASE_LOG:
      od_db_compact_async (self->db, OD_DB_COMPACT_LOG, compacted_cb, g_object_ref (self));
      break;
    case OD_ERASE_COPIES:
      od_db_read_async (self->db, OD_DB_PAGES, od_store_erase_load_one, g_steal_pointer (&run->job),
                        (GDestroyNotify) od_erase_job_free, NULL, read_cb, g_object_ref (self));
      break;
    case OD_ERASE_FINISH:
    default:
      write_step (self, run, od_store_erase_finish);
    }
}

static Run *
find_run (OdEraseService *self, gint64 customer_id, gint64 id)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      Run *run = self->runs->pdata[i];

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
static Run *
continue_run (OdEraseService *self, OdEraseJob *job, OdEraseStep step)
{
  Run *run = find_run (self, 0, job->id);

  if (run == NULL)
    {
      run = g_new0 (Run, 1);
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
  schedule (self);
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
      OdEraseJob *one = new_job (self, 0);

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
  schedule (self);           /* nothing any more */
  if (self->current == NULL) /* else the end of its step is told */
    drop_all (self);
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
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdEraseService *self = g_task_get_source_object (task);
  GError *error = NULL;
  OdEraseJob *job = od_db_finish (OD_DB (source), result, &error);
  Run *run;
  gint64 customer_id;

  if (job == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->is_stopped)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "It goes on at the next start");
      od_erase_job_free (job);
      return;
    }
  customer_id = job->customer_id;
  run = continue_run (self, job, OD_ERASE_ROWS);
  g_array_append_val (run->customers, customer_id);
  g_ptr_array_add (run->tasks, g_object_ref (task));
  od_erase_port_emit_changed (OD_ERASE_PORT (self));
}

static void
erase_erase_async (OdErasePort *port, gint64 customer_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                   gpointer user_data)
{
  OdEraseService *self = OD_ERASE_SERVICE (port);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, erase_erase_async);
  g_task_set_check_cancellable (task, FALSE); /* what is begun happens */
  od_db_write_async (self->db, od_store_erase_begin, new_job (self, customer_id), (GDestroyNotify) od_erase_job_free,
                     begun_cb, task);
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

static gboolean
erase_get_state (OdErasePort *port, gint64 customer_id, gint64 erasure_id, OdEraseState *state)
{
  const Run *run = find_run (OD_ERASE_SERVICE (port), customer_id, erasure_id);

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
}
