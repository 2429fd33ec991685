/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-erase-service"

#include "od-erase-service-private.h"

#include "od-backoff.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-random.h"

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

/* ---- whose turn it is ---- */

static void run_step (OdEraseService *self, OdEraseRun *run);

static gboolean
next_cb (gpointer user_data)
{
  OdEraseService *self = user_data;
  gint64 now_us = od_clock_get_monotonic_us (self->clock);

  self->timeout_id = 0;
  for (guint i = 0; i < self->runs->len && self->current == NULL; i++)
    {
      OdEraseRun *run = self->runs->pdata[i];

      if (run->ready_us <= now_us)
        run_step (self, run);
    }
  return G_SOURCE_REMOVE;
}

/* Looks again when the first of them is ready. */
void
od_erase_service_schedule (OdEraseService *self)
{
  gint64 first_us = G_MAXINT64;

  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
  if (self->is_stopped || self->current != NULL)
    return;
  for (guint i = 0; i < self->runs->len; i++)
    first_us = MIN (first_us, ((OdEraseRun *) self->runs->pdata[i])->ready_us);
  if (first_us != G_MAXINT64)
    self->timeout_id = od_clock_add_timeout (self->clock, MAX (first_us - od_clock_get_monotonic_us (self->clock), 0),
                                             next_cb, self, NULL);
}

/* @error: (nullable): it went well, and @erasure is the record */
static void
answer (OdEraseRun *run, const OdErasure *erasure, const GError *error)
{
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&run->tasks);

  run->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < tasks->len; i++)
    if (error != NULL)
      g_task_return_error (tasks->pdata[i], g_error_copy (error));
    else
      g_task_return_pointer (tasks->pdata[i], od_erasure_copy (erasure), (GDestroyNotify) od_erasure_free);
}

void
od_erase_service_drop_all (OdEraseService *self)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, "It goes on at the next start");

  for (guint i = 0; i < self->runs->len; i++)
    answer (self->runs->pdata[i], NULL, error);
  g_ptr_array_set_size (self->runs, 0);
}

/* Whoever waits, for whichever erasure, hears of the end once the step that ran is over. */
static gboolean
end_if_stopped (OdEraseService *self)
{
  if (self->is_stopped)
    od_erase_service_drop_all (self);
  return self->is_stopped;
}

/* The step that ran is over. */
static void
go_on (OdEraseService *self, OdEraseStep step, gint64 pause_us)
{
  OdEraseRun *run = g_steal_pointer (&self->current);
  gboolean is_other = step != run->step || run->n_failed > 0;

  if (end_if_stopped (self))
    return;
  run->step = step;
  run->n_failed = 0;
  g_clear_error (&run->error);
  run->ready_us = od_clock_get_monotonic_us (self->clock) + pause_us;
  od_erase_service_schedule (self);
  if (is_other)
    od_erase_port_emit_changed (OD_ERASE_PORT (self));
}

/* @error: (transfer full). Those who wait are told; it is tried again all the same. */
static void
fail (OdEraseService *self, GError *error)
{
  OdEraseRun *run = g_steal_pointer (&self->current);
  gint64 delay_us =
      od_backoff_delay_us (OD_LIMIT_BACKOFF_BASE_US, OD_LIMIT_BACKOFF_CAP_US, run->n_failed++, od_random_unit ());

  if (end_if_stopped (self))
    {
      g_error_free (error);
      return;
    }
  g_message ("An erasure could not go on, it is tried again in %d s: %s", (int) (delay_us / G_USEC_PER_SEC),
             error->message);
  g_clear_error (&run->error);
  run->error = error;
  run->ready_us = od_clock_get_monotonic_us (self->clock) + delay_us;
  run->retry_at_us = od_clock_get_real_us (self->clock) + delay_us;
  if (run->job == NULL)
    {
      run->job = od_erase_service_new_job (self, 0);
      run->job->id = run->id;
    }
  answer (run, NULL, error);
  od_erase_service_schedule (self);
  od_erase_port_emit_changed (OD_ERASE_PORT (self));
}

/* ---- one step after the other ---- */

static void
stepped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdEraseService) self = user_data;
  OdEraseRun *run = self->current;
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
      if (end_if_stopped (self))
        return;
      od_erase_service_schedule (self);
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
  OdEraseRun *run = self->current;
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
  OdEraseRun *run = self->current;
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
has_waited_enough (OdEraseService *self, const OdEraseRun *run)
{
  return run->n_gave_way >= MAX_GAVE_WAY || od_clock_get_monotonic_us (self->clock) - run->since_us >= QUIET_GIVE_UP_US;
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdEraseService) self = user_data;
  OdEraseRun *run = self->current;
  GError *error = NULL;

  run->job = od_db_finish (OD_DB (source), result, &error);
  if (run->job == NULL)
    fail (self, error);
  else
    go_on (self, run->job->has_more ? OD_ERASE_QUIET : OD_ERASE_COMPACT, run->job->has_more ? QUIET_US : 0);
}

/* Whether nobody wrote since the last look, and nothing is about to be sent. */
static void
look_whether_quiet (OdEraseService *self, OdEraseRun *run)
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
write_step (OdEraseService *self, OdEraseRun *run, OdDbWriteFunc func)
{
  od_db_write_async (self->db, func, g_steal_pointer (&run->job), (GDestroyNotify) od_erase_job_free, stepped_cb,
                     g_object_ref (self));
}

static void
run_step (OdEraseService *self, OdEraseRun *run)
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
