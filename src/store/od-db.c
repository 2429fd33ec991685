/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-db"

#include "od-db.h"

#include "od-db-private.h"
#include "od-error.h"
#include "od-file-sync.h"
#include "od-transaction.h"

#define N_READERS (OD_DB_SEARCH + 1)
#define CANCEL_CHECK_STEPS 1000 /* virtual machine steps between two looks: some 20 µs */

/**
 * OdDb:
 *
 * Three SQLite connections on one WAL database: one writes, two read, each used by one thread only. Nobody else
 * holds a `sqlite3 *`.
 */
struct _OdDb {
  GObject parent_instance;

  OdWorker *writer;               /* (owned) (nullable): NULL if read-only */
  OdWorker *readers[N_READERS];   /* (owned) */
  sqlite3 *write_conn;            /* (owned) (nullable): touched only by @writer after opening */
  sqlite3 *read_conns[N_READERS]; /* (owned): each touched only by its worker after opening */

  int n_changes; /* (atomic): rows that @write_conn changed so far */

  GMainContext *home;           /* (owned): where it was opened */
  OdDbPublishFunc publish_func; /* (nullable): @home's thread only, like the next */
  gpointer publish_data;
  GMutex publish_lock;
  GQueue unpublished;      /* (lock publish_lock) (element-type OdChangeSet) (owned) */
  GSource *publish_source; /* (lock publish_lock) (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (OdDb, od_db, G_TYPE_OBJECT)

/* ---- jobs ---- */

static void
job_free (OdDbJob *job)
{
  if (job->free_data != NULL)
    job->free_data (job->data);
  if (job->until_gone != NULL)
    g_main_loop_quit (job->until_gone);
  g_free (job);
}

/*
 * od_db_job_return:
 * @error: (transfer full) (nullable): why it failed
 *
 * Completes a job; what its function left in the data is the result.
 */
void
od_db_job_return (OdDbJob *job, GTask *task, GError *error)
{
  GDestroyNotify free_data = job->free_data;

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  job->free_data = NULL;
  g_task_return_pointer (task, job->data, free_data);
}

static int
is_cancelled_cb (gpointer cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

static void
read_job_run (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  OdDb *self = source;
  OdDbJob *job = task_data;
  sqlite3 *conn = self->read_conns[job->reader];
  GError *error = NULL;

  /* Not sqlite3_interrupt() from outside: that does nothing if it comes between two statements. */
  if (cancellable != NULL)
    sqlite3_progress_handler (conn, CANCEL_CHECK_STEPS, is_cancelled_cb, cancellable);
  if (od_transaction_begin_read (conn, &error))
    {
      if (!job->read_func (conn, job->data, &error) && error == NULL)
        error = g_error_new_literal (OD_ERROR, OD_ERROR_STORE, "A read failed and did not say why");
      sqlite3_progress_handler (conn, 0, NULL, NULL);
      od_transaction_rollback (conn);
    }
  sqlite3_progress_handler (conn, 0, NULL, NULL);
  od_db_job_return (job, task, error);
}

static void
push_write (OdDb *self, OdDbJob *job, GTask *task)
{
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  if (self->writer != NULL)
    od_worker_push (self->writer, G_PRIORITY_DEFAULT, od_db_group_run, g_object_ref (task));
  else
    g_task_return_new_error (task, OD_ERROR, OD_ERROR_STORE, "The store is open for reading only");
}

static void
push_read (OdDb *self, OdDbJob *job, GTask *task)
{
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  od_worker_push (self->readers[job->reader], G_PRIORITY_DEFAULT, read_job_run, g_object_ref (task));
}

/* ---- what changed ---- */

static gboolean
publish_cb (gpointer data)
{
  OdDb *self = data;
  GQueue sets;

  g_mutex_lock (&self->publish_lock);
  sets = self->unpublished;
  g_queue_init (&self->unpublished);
  g_clear_pointer (&self->publish_source, g_source_unref);
  g_mutex_unlock (&self->publish_lock);

  for (GList *l = sets.head; l != NULL; l = l->next)
    if (self->publish_func != NULL)
      self->publish_func (l->data, self->publish_data);
  g_queue_clear_full (&sets, (GDestroyNotify) od_change_set_unref);
  return G_SOURCE_REMOVE;
}

/*
 * od_db_publish:
 * @changes: (transfer full): of a committed group
 *
 * Sends @changes home, ahead of the completions that are returned after this call. On the writer.
 */
void
od_db_publish (OdDb *self, OdChangeSet *changes)
{
  g_mutex_lock (&self->publish_lock);
  g_queue_push_tail (&self->unpublished, changes);
  if (self->publish_source == NULL)
    {
      self->publish_source = g_idle_source_new ();
      g_source_set_priority (self->publish_source, G_PRIORITY_DEFAULT);
      g_source_set_callback (self->publish_source, publish_cb, g_object_ref (self), g_object_unref);
      g_source_attach (self->publish_source, self->home);
    }
  g_mutex_unlock (&self->publish_lock);
}

sqlite3 *
od_db_get_write_connection (OdDb *self)
{
  return self->write_conn;
}

sqlite3 *
od_db_get_read_connection (OdDb *self, OdDbReader reader)
{
  return self->read_conns[reader];
}

OdWorker *
od_db_get_writer (OdDb *self)
{
  return self->writer;
}

OdWorker *
od_db_get_reader (OdDb *self, OdDbReader reader)
{
  return self->readers[reader];
}

void
od_db_set_n_changes (OdDb *self, int n_changes)
{
  g_atomic_int_set (&self->n_changes, n_changes);
}

/**
 * od_db_get_n_changes:
 *
 * Returns: a number that is another one after somebody wrote. Any thread.
 */
int
od_db_get_n_changes (OdDb *self)
{
  g_return_val_if_fail (OD_IS_DB (self), 0);

  return g_atomic_int_get (&self->n_changes);
}

/* ---- opening and closing ---- */

static void
od_db_dispose (GObject *object)
{
  od_db_close (OD_DB (object));
  G_OBJECT_CLASS (od_db_parent_class)->dispose (object);
}

static void
od_db_finalize (GObject *object)
{
  OdDb *self = OD_DB (object);

  g_clear_object (&self->writer);
  for (guint i = 0; i < N_READERS; i++)
    g_clear_object (&self->readers[i]);
  g_queue_clear_full (&self->unpublished, (GDestroyNotify) od_change_set_unref);
  g_mutex_clear (&self->publish_lock);
  g_clear_pointer (&self->home, g_main_context_unref);
  G_OBJECT_CLASS (od_db_parent_class)->finalize (object);
}

static void
od_db_class_init (OdDbClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_db_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_db_finalize;
}

static void
od_db_init (OdDb *self)
{
  g_mutex_init (&self->publish_lock);
  g_queue_init (&self->unpublished);
  self->home = g_main_context_ref_thread_default ();
}

static gboolean
open_writer (OdDb *self, const char *path, GError **error)
{
  if (!od_file_create_private (path, error))
    return FALSE;
  self->write_conn = od_db_connection_open (path, error);
  if (self->write_conn == NULL || !od_db_connection_prepare_writer (self->write_conn, path, error))
    return FALSE;
  self->writer = od_worker_new ("od-db-writer");
  return TRUE;
}

/**
 * od_db_open:
 * @path: a file; its folder exists
 * @mode: who we are
 *
 * Opens a store; %OD_DB_READ_WRITE makes it if it isn't there, brings an older one up to date after copying it to
 * `PATH.backup-vN`. Blocks for the time of opening a file; call it before the first window, and drop the last
 * reference on the same thread.
 *
 * Returns: (transfer full) (nullable): an open store; or %NULL with %OD_ERROR_NOT_FOUND (to be read, but not there) or
 *   %OD_ERROR_STORE
 */
OdDb *
od_db_open (const char *path, OdDbMode mode, GError **error)
{
  static const char *const names[N_READERS] = { "od-db-reader", "od-db-search" };
  g_autoptr (OdDb) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if (mode == OD_DB_READ_ONLY && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_NOT_FOUND, "There is no store yet");
      return NULL;
    }
  self = g_object_new (OD_TYPE_DB, NULL);
  if (mode == OD_DB_READ_WRITE && !open_writer (self, path, error))
    return NULL;
  for (guint i = 0; i < N_READERS; i++)
    {
      self->read_conns[i] = od_db_connection_open (path, error);
      if (self->read_conns[i] == NULL || !od_db_connection_prepare_reader (self->read_conns[i], error))
        return NULL;
      self->readers[i] = od_worker_new (names[i]);
    }
  return g_steal_pointer (&self);
}

/**
 * od_db_set_publish_func:
 * @func: (nullable): is told what each group of writes changed; %NULL: nobody
 *
 * Call it on the thread that opened the store.
 */
void
od_db_set_publish_func (OdDb *self, OdDbPublishFunc func, gpointer user_data)
{
  g_return_if_fail (OD_IS_DB (self));

  self->publish_func = func;
  self->publish_data = user_data;
}

/**
 * od_db_write_async:
 * @func: the body, runs on the writer
 * @data: (transfer full): given to @func, then returned by od_db_finish()
 * @free_data: (nullable): frees @data if it failed; %NULL if @data stays the caller's and outlives the call
 *
 * Writes. Any thread may call; the completion and the last references come to its thread-default main context. There
 * is no #GCancellable on purpose: a write that was accepted happens. Writes happen in the order of the calls.
 */
void
od_db_write_async (OdDb *self, OdDbWriteFunc func, gpointer data, GDestroyNotify free_data,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  OdDbJob *job;

  g_return_if_fail (OD_IS_DB (self));
  g_return_if_fail (func != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, od_db_write_async);
  job = g_new (OdDbJob, 1);
  *job = (OdDbJob){ .write_func = func, .data = data, .free_data = free_data };
  push_write (self, job, task);
}

/**
 * od_db_read_async:
 * @func: the body, runs on that reader
 * @data: (transfer full): given to @func, then returned by od_db_finish()
 * @cancellable: (nullable): stops a question that runs, on either reader
 *
 * Reads in one snapshot. Any thread may call; the completion and the last references come to its thread-default main
 * context.
 */
void
od_db_read_async (OdDb *self, OdDbReader reader, OdDbReadFunc func, gpointer data, GDestroyNotify free_data,
                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  OdDbJob *job;

  g_return_if_fail (OD_IS_DB (self));
  g_return_if_fail (func != NULL && (guint) reader < N_READERS);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, od_db_read_async);
  job = g_new (OdDbJob, 1);
  *job = (OdDbJob){ .read_func = func, .reader = reader, .data = data, .free_data = free_data };
  push_read (self, job, task);
}

/**
 * od_db_finish:
 *
 * For od_db_write_async() and od_db_read_async().
 *
 * Returns: (transfer full) (nullable): the @data of the call, filled by its function; or %NULL, with @error if it
 *   failed or was cancelled
 */
gpointer
od_db_finish (OdDb *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
waited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_task_propagate_pointer (G_TASK (result), user_data);
}

static gboolean
run_and_wait (OdDb *self, const OdDbJob *like, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  OdDbJob *job = g_memdup2 (like, sizeof *like);
  GError *failure = NULL;
  GTask *task;

  g_main_context_push_thread_default (context);
  task = g_task_new (self, NULL, waited_cb, &failure);
  job->until_gone = loop;
  if (job->write_func != NULL)
    push_write (self, job, task);
  else
    push_read (self, job, task);
  g_object_unref (task);
  g_main_loop_run (loop); /* not only until it is done: the worker's reference must come home, too */
  g_main_context_pop_thread_default (context);

  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/**
 * od_db_write_sync:
 * @data: stays the caller's
 *
 * Writes, and blocks until it is committed: for tests, tools and the start of a program.
 */
gboolean
od_db_write_sync (OdDb *self, OdDbWriteFunc func, gpointer data, GError **error)
{
  g_return_val_if_fail (OD_IS_DB (self), FALSE);

  return run_and_wait (self, &(OdDbJob){ .write_func = func, .data = data }, error);
}

/**
 * od_db_read_sync:
 * @data: stays the caller's
 *
 * Reads in one snapshot, and blocks: for tests, tools and the start of a program.
 */
gboolean
od_db_read_sync (OdDb *self, OdDbReader reader, OdDbReadFunc func, gpointer data, GError **error)
{
  g_return_val_if_fail (OD_IS_DB (self) && (guint) reader < N_READERS, FALSE);

  return run_and_wait (self, &(OdDbJob){ .read_func = func, .reader = reader, .data = data }, error);
}

/**
 * od_db_close:
 *
 * Finishes what is queued, joins the threads, closes the file. Blocks. Safe twice; on the thread that opened it. What
 * is asked for afterwards gets %G_IO_ERROR_CLOSED; changes that were not published yet are not any more.
 */
void
od_db_close (OdDb *self)
{
  g_autoptr (GSource) source = NULL;

  g_return_if_fail (OD_IS_DB (self));

  if (self->writer != NULL)
    od_worker_stop (self->writer);
  for (guint i = 0; i < N_READERS; i++)
    {
      if (self->readers[i] != NULL)
        od_worker_stop (self->readers[i]);
      g_clear_pointer (&self->read_conns[i], od_db_connection_close);
    }
  g_clear_pointer (&self->write_conn, od_db_connection_close); /* last, so that it puts the log into the file */
  self->publish_func = NULL;

  g_mutex_lock (&self->publish_lock);
  source = g_steal_pointer (&self->publish_source);
  g_mutex_unlock (&self->publish_lock);
  if (source != NULL)
    g_source_destroy (source);
}
