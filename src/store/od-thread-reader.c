/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store"

#include "od-thread-reader.h"

#include "od-store-thread.h"

#define MAX_ROWS 200
#define MAX_IDS 256

/**
 * OdThreadReader:
 *
 * The timeline of a customer or a conversation, from the store. Each call reads one snapshot on the thread for pages.
 */
struct _OdThreadReader {
  GObject parent_instance;
  OdDb *db;           /* (owned) */
  char *files_dir;    /* (owned), absolute */
  gint64 operator_id; /* whose reactions are one's own */
};

/* What goes to the reader's thread and comes back. */
typedef struct {
  OdThreadAsk ask; /* files_dir is owned */
  gint64 *ids;     /* (owned) (array length=n_ids) */
  guint n_ids;
  OdThreadPage *page; /* (owned) */
  GPtrArray *rows;    /* (owned) */
  gint64 *place;      /* (owned) */
} Job;

static void
job_free (Job *job)
{
  g_free (job->ids);
  g_free ((char *) job->ask.files_dir);
  g_clear_pointer (&job->page, od_thread_page_free);
  g_clear_pointer (&job->rows, g_ptr_array_unref);
  g_free (job->place);
  g_free (job);
}

static gboolean
load_page (sqlite3 *db, gpointer data, GError **error)
{
  Job *job = data;

  job->page = od_store_thread_load_page (db, &job->ask, error);
  return job->page != NULL;
}

static gboolean
load_rows (sqlite3 *db, gpointer data, GError **error)
{
  Job *job = data;

  job->rows = od_store_thread_load_rows (db, &job->ask, job->ids, job->n_ids, error);
  return job->rows != NULL;
}

static gboolean
load_versions (sqlite3 *db, gpointer data, GError **error)
{
  Job *job = data;

  job->rows = od_store_thread_load_versions (db, job->ids[0], error);
  return job->rows != NULL;
}

static gboolean
find (sqlite3 *db, gpointer data, GError **error)
{
  Job *job = data;

  job->place = od_store_thread_find (db, job->ids[0], error);
  return job->place != NULL;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Job *job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (job->page != NULL)
    g_task_return_pointer (task, g_steal_pointer (&job->page), (GDestroyNotify) od_thread_page_free);
  else if (job->place != NULL)
    g_task_return_pointer (task, g_steal_pointer (&job->place), g_free);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->rows), (GDestroyNotify) g_ptr_array_unref);
  job_free (job);
}

static void
start (OdThreadReader *self, OdDbReadFunc func, const OdThreadAsk *ask, const gint64 *ids, guint n_ids,
       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data, gpointer tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, tag);
  job->ask = *ask;
  job->ask.files_dir = g_strdup (self->files_dir);
  job->ask.operator_id = self->operator_id;
  job->ids = g_memdup2 (ids, n_ids * sizeof *ids);
  job->n_ids = n_ids;
  od_db_read_async (self->db, OD_DB_PAGES, func, job, (GDestroyNotify) job_free, cancellable, done_cb, task);
}

static void
reader_load_page_async (OdThreadPort *port, gint64 conversation_id, OdThreadScope scope, OdThreadAnchor anchor,
                        gint64 anchor_id, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  OdThreadAsk ask = { .conversation_id = conversation_id,
                      .scope = scope,
                      .anchor = anchor,
                      .anchor_id = anchor_id,
                      .limit = CLAMP (limit, 1, MAX_ROWS) };

  start (OD_THREAD_READER (port), load_page, &ask, NULL, 0, cancellable, callback, user_data, reader_load_page_async);
}

static void
reader_load_rows_async (OdThreadPort *port, gint64 conversation_id, const gint64 *ids, guint n_ids,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdThreadAsk ask = { .conversation_id = conversation_id };

  g_return_if_fail (n_ids <= MAX_IDS);

  start (OD_THREAD_READER (port), load_rows, &ask, ids, n_ids, cancellable, callback, user_data,
         reader_load_rows_async);
}

static void
reader_load_versions_async (OdThreadPort *port, gint64 message_id, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  OdThreadAsk ask = { 0 };

  start (OD_THREAD_READER (port), load_versions, &ask, &message_id, 1, cancellable, callback, user_data,
         reader_load_versions_async);
}

static void
reader_find_async (OdThreadPort *port, gint64 message_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                   gpointer user_data)
{
  OdThreadAsk ask = { 0 };

  start (OD_THREAD_READER (port), find, &ask, &message_id, 1, cancellable, callback, user_data, reader_find_async);
}

static void
port_iface_init (OdThreadPortInterface *iface)
{
  iface->load_page_async = reader_load_page_async;
  iface->load_rows_async = reader_load_rows_async;
  iface->load_versions_async = reader_load_versions_async;
  iface->find_async = reader_find_async;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OdThreadReader, od_thread_reader, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_THREAD_PORT, port_iface_init))

static void
od_thread_reader_finalize (GObject *object)
{
  OdThreadReader *self = OD_THREAD_READER (object);

  g_clear_object (&self->db);
  g_clear_pointer (&self->files_dir, g_free);
  G_OBJECT_CLASS (od_thread_reader_parent_class)->finalize (object);
}

static void
od_thread_reader_class_init (OdThreadReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_thread_reader_finalize;
}

static void
od_thread_reader_init (OdThreadReader *self)
{
}

/**
 * od_thread_reader_new:
 * @db: an open store
 * @files_dir: absolute; where attachments lie
 * @operator_id: who looks: whose reactions are one's own; > 0
 *
 * Returns: (transfer full): for use on the main thread
 */
OdThreadPort *
od_thread_reader_new (OdDb *db, const char *files_dir, gint64 operator_id)
{
  OdThreadReader *self;

  g_return_val_if_fail (OD_IS_DB (db) && files_dir != NULL, NULL);

  self = g_object_new (OD_TYPE_THREAD_READER, NULL);
  self->db = g_object_ref (db);
  self->files_dir = g_strdup (files_dir);
  self->operator_id = operator_id;
  return OD_THREAD_PORT (self);
}
