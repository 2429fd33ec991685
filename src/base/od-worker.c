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
  GTaskThreadFunc func;
  GTask *task; /* (owned) */
} Job;

struct _OdWorker {
  GObject parent_instance;

  GThread *thread; /* (owned) (nullable): NULL once it has ended */
  GMutex lock;
  GCond changed;
  GQueue queue;            /* (lock lock) (element-type Job), the next one first */
  gboolean is_stopping;    /* (lock lock): nothing comes in any more */
  gboolean has_ended;      /* (lock lock): the thread has nothing to do with this any more */
  GTaskThreadFunc running; /* (nullable): func of the job that runs; the worker's thread only */
  GPtrArray *taken;        /* (owned) (element-type GTask): by that job; the worker's thread only */
};

G_DEFINE_FINAL_TYPE (OdWorker, od_worker, G_TYPE_OBJECT)

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
  /* Held until the source is let go: the task may be gone, and with it a context of its own, before we are done. */
  g_autoptr (GMainContext) home = g_main_context_ref (g_task_get_context (task));
  g_autoptr (GSource) source = g_idle_source_new ();

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

/* Returns: (transfer full) (nullable): the next job; %NULL when all is done and nothing may come any more */
static Job *
wait_for_job (OdWorker *self)
{
  Job *job;

  g_mutex_lock (&self->lock);
  while (g_queue_is_empty (&self->queue) && !self->is_stopping)
    g_cond_wait (&self->changed, &self->lock);
  job = g_queue_pop_head (&self->queue);
  g_mutex_unlock (&self->lock);
  return job;
}

static gpointer
thread_main (gpointer data)
{
  OdWorker *self = data; /* outlives this thread: dispose joins it */
  Job *job;

  while ((job = wait_for_job (self)) != NULL)
    {
      run (self, job->func, job->task);
      g_free (job);
    }
  g_mutex_lock (&self->lock);
  self->has_ended = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* Behind all that are at least as urgent. Looked for from the end, where it nearly always belongs: a long queue of one
 * priority costs nothing. */
static void
insert (GQueue *queue, Job *job)
{
  GList *before = queue->tail;

  while (before != NULL && ((Job *) before->data)->priority > job->priority)
    before = before->prev;
  if (before != NULL)
    g_queue_insert_after (queue, before, job);
  else
    g_queue_push_head (queue, job);
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

  g_clear_pointer (&self->taken, g_ptr_array_unref);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
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
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->queue);
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
  gboolean is_open;

  g_return_if_fail (OD_IS_WORKER (self));
  g_return_if_fail (func != NULL);
  g_return_if_fail (G_IS_TASK (task));

  g_mutex_lock (&self->lock);
  is_open = !self->is_stopping;
  if (is_open)
    {
      Job *job = g_new (Job, 1);

      *job = (Job){ .priority = priority, .func = func, .task = task };
      insert (&self->queue, job);
      g_cond_signal (&self->changed);
    }
  g_mutex_unlock (&self->lock);
  if (is_open)
    return;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The worker has stopped");
  send_home (task);
}

/* Returns: (transfer full) (nullable): the next job if it may join the one that runs, waiting for one until
 * @deadline_us (monotonic) at most */
static Job *
pop_same (OdWorker *self, gint64 deadline_us)
{
  Job *job;

  g_mutex_lock (&self->lock);
  while (g_queue_is_empty (&self->queue) && !self->is_stopping &&
         g_cond_wait_until (&self->changed, &self->lock, deadline_us))
    ;
  job = g_queue_peek_head (&self->queue);
  if (job != NULL)
    job = job->func == self->running ? g_queue_pop_head (&self->queue) : NULL;
  g_mutex_unlock (&self->lock);
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
      g_autofree Job *job = pop_same (self, deadline_us);

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
 * od_worker_has_waiting:
 *
 * For a long job that gives way. Any thread may call this.
 *
 * Returns: whether a job waits for its turn, or the worker is to stop
 */
gboolean
od_worker_has_waiting (OdWorker *self)
{
  gboolean has_waiting;

  g_mutex_lock (&self->lock);
  has_waiting = self->is_stopping || !g_queue_is_empty (&self->queue);
  g_mutex_unlock (&self->lock);
  return has_waiting;
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
  g_mutex_lock (&self->lock);
  self->is_stopping = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread); /* jobs that still run may ask od_worker_is_current() */
  self->thread = NULL;
}

/**
 * od_worker_stop_within:
 * @wait_us: how long to wait at most, ≥ 0 µs
 *
 * Like od_worker_stop(), for a worker whose job may hang in a call that nobody can cancel, while the program ends. If it
 * does not end in time, the thread is left to itself, with the worker and all that its jobs use: the caller must not free
 * that either.
 *
 * Returns: whether it has ended
 */
gboolean
od_worker_stop_within (OdWorker *self, gint64 wait_us)
{
  gint64 deadline_us = g_get_monotonic_time () + wait_us;
  gboolean has_ended;

  g_return_val_if_fail (OD_IS_WORKER (self), FALSE);

  if (self->thread == NULL)
    return TRUE;
  g_mutex_lock (&self->lock);
  self->is_stopping = TRUE;
  g_cond_signal (&self->changed);
  while (!self->has_ended && g_cond_wait_until (&self->changed, &self->lock, deadline_us))
    ;
  has_ended = self->has_ended;
  g_mutex_unlock (&self->lock);
  if (has_ended)
    {
      od_worker_stop (self);
      return TRUE;
    }
  g_thread_unref (g_steal_pointer (&self->thread));
  g_object_ref (self); /* the thread's, for good */
  return FALSE;
}
