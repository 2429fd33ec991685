/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-stream-service"

#include "od-stream-service.h"

#include "od-error.h"
#include "od-store-stream.h"

#define RETRY_US G_USEC_PER_SEC /* after a read that failed */

/**
 * OdStreamService:
 *
 * The numbered events of each web chat, for the channel that serves them. It
 * reads and writes for whoever asks, on any thread; on the main thread it tells
 * the connected channel of every chat whose stream has advanced, and tries again
 * if it could not find out which chats these are.
 */
struct _OdStreamService {
  GObject parent_instance;

  OdDb *db;                 /* (owned) */
  OdClock *clock;           /* (owned) */
  OdChannelTable *channels; /* (owned): main thread only */
  char *files_dir;          /* (owned) */

  OdChangeSet *untold; /* (owned) (nullable): streams that advanced; main thread only, like the next */
  OdChangeSet *asked;  /* (owned) (nullable): streams the store is asked about */
  guint retry_id;      /* of the clock; 0 if no read failed */
};

static void stream_iface_init (OdStreamPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdStreamService, od_stream_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_STREAM_PORT, stream_iface_init))

static void
od_stream_service_dispose (GObject *object)
{
  OdStreamService *self = OD_STREAM_SERVICE (object);

  if (self->retry_id != 0)
    od_clock_remove_timeout (self->clock, self->retry_id);
  self->retry_id = 0;
  g_clear_pointer (&self->untold, od_change_set_unref);
  g_clear_pointer (&self->asked, od_change_set_unref);
  G_OBJECT_CLASS (od_stream_service_parent_class)->dispose (object);
}

static void
od_stream_service_finalize (GObject *object)
{
  OdStreamService *self = OD_STREAM_SERVICE (object);

  g_clear_object (&self->channels);
  g_clear_object (&self->clock);
  g_clear_object (&self->db);
  g_free (self->files_dir);
  G_OBJECT_CLASS (od_stream_service_parent_class)->finalize (object);
}

static void
od_stream_service_class_init (OdStreamServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_stream_service_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_stream_service_finalize;
}

static void
od_stream_service_init (OdStreamService *self)
{
}

/* ---- telling ---- */

static void look (OdStreamService *self);

/* A stream that is gone has nobody to be told; any other failure is the whole job's. */
static gboolean
find_all (sqlite3 *db, gpointer data, GError **error)
{
  GPtrArray *jobs = data;

  for (guint i = 0; i < jobs->len; i++)
    {
      g_autoptr (GError) local_error = NULL;

      if (od_store_stream_find (db, g_ptr_array_index (jobs, i), &local_error) ||
          g_error_matches (local_error, OD_ERROR, OD_ERROR_NOT_FOUND))
        continue;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

static gboolean
retry_cb (gpointer user_data)
{
  OdStreamService *self = user_data;

  self->retry_id = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

/* What was asked is asked again, together with what came since then. */
static void
put_back (OdStreamService *self)
{
  if (self->untold != NULL)
    od_change_set_merge (self->asked, self->untold);
  g_clear_pointer (&self->untold, od_change_set_unref);
  self->untold = g_steal_pointer (&self->asked);
  self->retry_id = od_clock_add_timeout (self->clock, RETRY_US, retry_cb, self, NULL);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdStreamService) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = od_db_finish (OD_DB (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    return; /* the store is closed: customers ask when they come back */
  if (jobs == NULL)
    {
      g_warning ("Could not find whose streams advanced: %s", error->message);
      put_back (self);
      return;
    }
  g_clear_pointer (&self->asked, od_change_set_unref);
  for (guint i = 0; i < jobs->len; i++)
    {
      OdStreamFindJob *job = g_ptr_array_index (jobs, i);
      OdChannel *channel = job->chat_id != NULL ? od_channel_table_get (self->channels, job->account_id) : NULL;

      if (channel != NULL)
        od_channel_stream_advanced (channel, job->chat_id, job->last_seq);
    }
  look (self);
}

/* Asks for all that is untold at once; one question at a time. */
static void
look (OdStreamService *self)
{
  GPtrArray *jobs;
  const gint64 *ids;
  guint n_ids;

  if (self->untold == NULL || self->asked != NULL)
    return;
  if (self->retry_id != 0)
    od_clock_remove_timeout (self->clock, self->retry_id);
  self->retry_id = 0;
  self->asked = g_steal_pointer (&self->untold);
  ids = od_change_set_get (self->asked, OD_CHANGE_STREAM, &n_ids);
  jobs = g_ptr_array_new_full (n_ids, (GDestroyNotify) od_stream_find_job_free);
  for (guint i = 0; i < n_ids; i++)
    {
      OdStreamFindJob *job = g_new0 (OdStreamFindJob, 1);

      job->stream_id = ids[i];
      g_ptr_array_add (jobs, job);
    }
  od_db_read_async (self->db, OD_DB_PAGES, find_all, jobs, (GDestroyNotify) g_ptr_array_unref, NULL, found_cb,
                    g_object_ref (self));
}

static void
committed_cb (OdChangeBus *bus, OdChangeSet *changes, gpointer user_data)
{
  OdStreamService *self = user_data;
  guint n_ids;
  const gint64 *ids = od_change_set_get (changes, OD_CHANGE_STREAM, &n_ids);

  if (n_ids == 0)
    return;
  if (self->untold == NULL)
    self->untold = od_change_set_new ();
  for (guint i = 0; i < n_ids; i++)
    od_change_set_add (self->untold, OD_CHANGE_STREAM, ids[i]);
  look (self);
}

/**
 * od_stream_service_new:
 *
 * Returns: (transfer full): an #OdStreamPort
 */
OdStreamService *
od_stream_service_new (OdDb *db, OdClock *clock, OdChangeBus *bus, OdChannelTable *channels, const char *files_dir)
{
  OdStreamService *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (OD_IS_CHANGE_BUS (bus) && OD_IS_CHANNEL_TABLE (channels), NULL);

  self = g_object_new (OD_TYPE_STREAM_SERVICE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->channels = g_object_ref (channels);
  self->files_dir = g_strdup (files_dir);
  g_signal_connect_object (bus, "committed", G_CALLBACK (committed_cb), self, 0);
  return self;
}

/* ---- reading ---- */

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdStreamJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->page), (GDestroyNotify) od_stream_page_free);
}

static void
load (OdStreamPort *port, OdDbReadFunc func, gint64 account_id, const char *chat_id, gint64 seq, guint limit,
      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdStreamService *self = OD_STREAM_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, load);
  od_db_read_async (self->db, OD_DB_PAGES, func, od_stream_job_new (account_id, chat_id, self->files_dir, seq, limit),
                    (GDestroyNotify) od_stream_job_free, cancellable, loaded_cb, g_object_ref (task));
}

static void
stream_load_async (OdStreamPort *port, gint64 account_id, const char *chat_id, gint64 after, guint limit,
                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  load (port, od_store_stream_load, account_id, chat_id, after, limit, cancellable, callback, user_data);
}

static void
stream_load_before_async (OdStreamPort *port, gint64 account_id, const char *chat_id, gint64 before, guint limit,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  load (port, od_store_stream_load_before, account_id, chat_id, before, limit, cancellable, callback, user_data);
}

/* ---- files ---- */

static void
upload_added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdUploadJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
stream_add_upload_async (OdStreamPort *port, gint64 account_id, const char *chat_id, const OdUpload *upload,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdStreamService *self = OD_STREAM_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  OdUploadJob *job = g_new0 (OdUploadJob, 1);

  g_task_set_source_tag (task, stream_add_upload_async);
  g_task_set_check_cancellable (task, FALSE);
  job->account_id = account_id;
  job->chat_id = g_strdup (chat_id);
  job->upload = od_upload_copy (upload);
  job->now_us = od_clock_get_real_us (self->clock);
  od_db_write_async (self->db, od_store_add_upload, job, (GDestroyNotify) od_upload_job_free, upload_added_cb,
                     g_object_ref (task));
}

static void
file_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdUploadJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->upload), (GDestroyNotify) od_upload_free);
}

static void
stream_find_file_async (OdStreamPort *port, gint64 account_id, const char *file_id, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  OdStreamService *self = OD_STREAM_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  OdUploadJob *job = g_new0 (OdUploadJob, 1);

  g_task_set_source_tag (task, stream_find_file_async);
  job->account_id = account_id;
  job->file_id = g_strdup (file_id);
  job->files_dir = g_strdup (self->files_dir);
  od_db_read_async (self->db, OD_DB_PAGES, od_store_find_file, job, (GDestroyNotify) od_upload_job_free, cancellable,
                    file_found_cb, g_object_ref (task));
}

static void
stream_iface_init (OdStreamPortInterface *iface)
{
  iface->load_async = stream_load_async;
  iface->load_before_async = stream_load_before_async;
  iface->add_upload_async = stream_add_upload_async;
  iface->find_file_async = stream_find_file_async;
}
