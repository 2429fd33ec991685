/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-stream-service"

#include "od-stream-service.h"

#include "od-store-stream.h"

/**
 * OdStreamService:
 *
 * The numbered events of each web chat, for the channel that serves them. It
 * reads and writes for whoever asks, on any thread; on the main thread it tells
 * the connected channel of every chat whose stream has advanced.
 */
struct _OdStreamService {
  GObject parent_instance;

  OdDb *db;                 /* (owned) */
  OdClock *clock;           /* (owned) */
  OdChannelTable *channels; /* (owned): main thread only */
  char *files_dir;          /* (owned) */
};

static void stream_iface_init (OdStreamPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdStreamService, od_stream_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_STREAM_PORT, stream_iface_init))

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
  G_OBJECT_CLASS (klass)->finalize = od_stream_service_finalize;
}

static void
od_stream_service_init (OdStreamService *self)
{
}

/* ---- telling ---- */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdStreamService) self = user_data;
  g_autoptr (OdStreamFindJob) job = od_db_finish (OD_DB (source), result, NULL);
  OdChannel *channel;

  if (job == NULL || job->chat_id == NULL)
    return;
  channel = od_channel_table_get (self->channels, job->account_id);
  if (channel != NULL)
    od_channel_stream_advanced (channel, job->chat_id, job->last_seq);
}

static void
committed_cb (OdChangeBus *bus, OdChangeSet *changes, gpointer user_data)
{
  OdStreamService *self = user_data;
  guint n_ids;
  const gint64 *ids = od_change_set_get (changes, OD_CHANGE_STREAM, &n_ids);

  for (guint i = 0; i < n_ids; i++)
    {
      OdStreamFindJob *job = g_new0 (OdStreamFindJob, 1);

      job->stream_id = ids[i];
      od_db_read_async (self->db, OD_DB_PAGES, od_store_stream_find, job, (GDestroyNotify) od_stream_find_job_free,
                        NULL, found_cb, g_object_ref (self));
    }
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
