/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-worker"

#include "od-worker.h"

#include <string.h>

/**
 * OdWorker:
 *
 * One thread that runs #GTask functions one after another: lower @priority
 * first, and in the order of pushing within a priority. The database writer is
 * such a worker, so "single writer" holds by construction, without a lock.
 *
 * Make it, stop it and drop its last reference on one and the same thread.
 */
typedef struct {
  int priority;
  guint64 serial;
  GTaskThreadFunc func;
  GTask *task; /* (owned) (nullable): NULL means "stop" */
} Job;

struct _OdWorker {
  GObject parent_instance;

  GThread *thread;         /* (owned) (nullable): NULL once it has ended */
  GAsyncQueue *queue;      /* (owned) (element-type Job), sorted */
  guint64 next_serial;     /* (lock queue) */
  gboolean is_stopping;    /* (lock queue): nothing comes in any more */
  GTaskThreadFunc running; /* (nullable): func of the job that runs; the worker's thread only */
  GPtrArray *taken;        /* (owned) (element-type GTask): by that job; the worker's thread only */
};

G_DEFINE_FINAL_TYPE (OdWorker, od_worker, G_TYPE_OBJECT)

static int
compare_jobs (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Job *x = a, *y = b;

  if (x->priority != y->priority)
    return x->priority < y->priority ? -1 : 1;
  return x->serial < y->serial ? -1 : x->serial > y->serial; /* a stable order */
}

static gboolean
drop_cb (gpointer task)
{
  return G_SOURCE_REMOVE; /* the destroy notify does the work */
}

/* The last reference to a task is also the last reference to its source object
 * and its data, and none of them may be freed on this thread. So our reference
 * goes home, behind the completion that g_task_return_*() has just queued. */
static void
send_home (GTask *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  GMainContext *home = g_task_get_context (task);

  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, drop_cb, task, g_object_unref);
  g_source_attach (source, home);
}

static void
run (OdWorker *self, GTaskThreadFunc func, GTask *task)
{
  if (!g_task_return_error_if_cancelled (task))
    {
      self->running = func;
      func (task, g_task_get_source_object (task), g_task_get_task_data (task), g_task_get_cancellable (task));
      self->running = NULL;
    }
  send_home (task);
  for (guint i = 0; i < self->taken->len; i++)
    send_home (g_ptr_array_index (self->taken, i));
  g_ptr_array_set_size (self->taken, 0);
}

static gpointer
thread_main (gpointer data)
{
  OdWorker *self = data; /* outlives this thread: dispose joins it */

  for (;;)
    {
      g_autofree Job *job = g_async_queue_pop (self->queue);

      if (job->task == NULL)
        return NULL;
      run (self, job->func, g_steal_pointer (&job->task));
    }
}

/* FALSE: the worker takes nothing any more. */
static gboolean
push (OdWorker *self, int priority, GTaskThreadFunc func, GTask *task)
{
  Job *job = g_new (Job, 1);
  gboolean is_open;

  *job = (Job){ .priority = priority, .func = func, .task = task };
  g_async_queue_lock (self->queue);
  is_open = !self->is_stopping;
  if (is_open)
    {
      job->serial = self->next_serial++;
      g_async_queue_push_sorted_unlocked (self->queue, job, compare_jobs, NULL);
    }
  if (task == NULL)
    self->is_stopping = TRUE;
  g_async_queue_unlock (self->queue);

  if (!is_open)
    g_free (job);
  return is_open;
}

static void
od_worker_dispose (GObject *object)
{
  od_worker_stop (OD_WORKER (object));
  G_OBJECT_CLASS (od_worker_parent_class)->dispose (object);
}

static void
od_worker_finalize (GObject *object)
{
  OdWorker *self = OD_WORKER (object);

  g_clear_pointer (&self->queue, g_async_queue_unref);
  g_clear_pointer (&self->taken, g_ptr_array_unref);
  G_OBJECT_CLASS (od_worker_parent_class)->finalize (object);
}

static void
od_worker_class_init (OdWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_worker_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_worker_finalize;
}

static void
od_worker_init (OdWorker *self)
{
  self->queue = g_async_queue_new ();
  self->taken = g_ptr_array_new ();
}

/**
 * od_worker_new:
 * @name: a name of at most 15 bytes, seen in gdb, top and sysprof
 *
 * Returns: (transfer full): a running worker
 */
OdWorker *
od_worker_new (const char *name)
{
  OdWorker *self;

  g_return_val_if_fail (name != NULL && strlen (name) <= 15, NULL);

  self = g_object_new (OD_TYPE_WORKER, NULL);
  self->thread = g_thread_new (name, thread_main, self);
  return self;
}

/**
 * od_worker_push:
 * @priority: a `G_PRIORITY_*` value; lower runs first
 * @func: runs on the worker; must complete @task with g_task_return_*()
 * @task: (transfer full): the task
 *
 * A cancelled task never reaches @func: it returns %G_IO_ERROR_CANCELLED. A task that is pushed after
 * od_worker_stop() returns %G_IO_ERROR_CLOSED. In each case the completion and the worker's reference go to the main
 * context that was the thread's default where the task was made. Any thread may call this.
 */
void
od_worker_push (OdWorker *self, int priority, GTaskThreadFunc func, GTask *task)
{
  g_return_if_fail (OD_IS_WORKER (self));
  g_return_if_fail (func != NULL);
  g_return_if_fail (G_IS_TASK (task));

  if (push (self, priority, func, task))
    return;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The worker has stopped");
  send_home (task);
}

/* The next job if it may join the one that runs: same func, and not the mark that says "stop". Called with the queue
 * locked; waits until @deadline_us (monotonic) at most. */
static Job *
pop_same (OdWorker *self, gint64 deadline_us)
{
  Job *job = g_async_queue_try_pop_unlocked (self->queue);

  if (job == NULL)
    {
      gint64 left_us = deadline_us - g_get_monotonic_time ();

      job = left_us > 0 ? g_async_queue_timeout_pop_unlocked (self->queue, (guint64) left_us) : NULL;
    }
  if (job != NULL && job->func != self->running)
    {
      g_async_queue_push_front_unlocked (self->queue, job); /* it was the first, and is again */
      return NULL;
    }
  return job;
}

/**
 * od_worker_take:
 * @tasks: (out caller-allocates) (array length=max) (transfer none): room for @max tasks
 * @max: how many at most, > 0
 * @wait_us: how long to wait for more once there is one, ≥ 0 µs
 *
 * For group commit. Called by a job while it runs, on the worker's thread: takes the tasks that would run next, in
 * their order and without running them, as long as they were pushed with the *same function* as the running job.
 * The first job with another function ends the group; it stays the next to run. Cancelled tasks are completed here
 * and are neither given nor counted.
 *
 * It never waits when nothing is queued: then it returns 0 at once, so a lone write has no delay, and a group is made
 * of what queued up while the last one was being committed. Only if it got at least one and less than @max, and
 * @wait_us is not 0, it waits until @wait_us after the call, or until @max are there.
 *
 * The caller completes each task with g_task_return_*() before its own function returns, in any order. It takes no
 * reference: the worker holds one to each until then, and sends it home like that of the running task. A job may
 * call this several times.
 *
 * Returns: how many tasks are in @tasks now, 0 to @max
 */
guint
od_worker_take (OdWorker *self, GTask **tasks, guint max, gint64 wait_us)
{
  guint first;
  gint64 deadline_us = 0; /* in the past until there is one task */

  g_return_val_if_fail (OD_IS_WORKER (self), 0);
  g_return_val_if_fail (tasks != NULL && max > 0 && wait_us >= 0, 0);
  g_return_val_if_fail (od_worker_is_current (self) && self->running != NULL, 0);

  first = self->taken->len;
  while (self->taken->len - first < max)
    {
      g_autofree Job *job = NULL;

      g_async_queue_lock (self->queue);
      job = pop_same (self, deadline_us);
      g_async_queue_unlock (self->queue);
      if (job == NULL)
        break;

      if (g_task_return_error_if_cancelled (job->task))
        {
          send_home (job->task);
          continue;
        }
      tasks[self->taken->len - first] = job->task;
      g_ptr_array_add (self->taken, job->task);
      if (deadline_us == 0 && wait_us > 0)
        deadline_us = g_get_monotonic_time () + wait_us;
    }
  return self->taken->len - first;
}

/**
 * od_worker_is_current:
 *
 * Returns: %TRUE on the worker's own thread; for assertions. Any thread may call this.
 */
gboolean
od_worker_is_current (OdWorker *self)
{
  g_return_val_if_fail (OD_IS_WORKER (self), FALSE);

  return self->thread == g_thread_self ();
}

/**
 * od_worker_stop:
 *
 * Takes nothing new, runs everything already queued, then joins the thread. Blocks; call it once, at shutdown, after
 * the last window is gone. Safe to call twice; never from a job.
 */
void
od_worker_stop (OdWorker *self)
{
  g_return_if_fail (OD_IS_WORKER (self));

  if (self->thread == NULL)
    return;
  g_assert (!od_worker_is_current (self)); /* a thread can't wait for its own end */
  push (self, G_MAXINT, NULL, NULL);
  g_thread_join (self->thread); /* jobs that still run may ask od_worker_is_current() */
  self->thread = NULL;
}
