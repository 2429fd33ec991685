/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-file-service"

#include "od-file-service-private.h"

#include "od-error.h"
#include "od-limits.h"

static void file_iface_init (OdFilePortInterface *iface);
static void scan (OdFileService *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdFileService, od_file_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_FILE_PORT, file_iface_init))

static void
od_file_service_finalize (GObject *object)
{
  OdFileService *self = OD_FILE_SERVICE (object);

  g_hash_table_unref (self->fetches);
  g_hash_table_unref (self->accounts);
  g_ptr_array_unref (self->droppers);
  g_clear_object (&self->worker);
  g_clear_object (&self->channels);
  g_clear_object (&self->feed);
  g_clear_object (&self->clock);
  g_clear_object (&self->db);
  g_free (self->files_dir);
  G_OBJECT_CLASS (od_file_service_parent_class)->finalize (object);
}

static void
od_file_service_class_init (OdFileServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_file_service_finalize;
}

static void
od_file_service_init (OdFileService *self)
{
  /* The key lies in the value. */
  self->fetches = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) od_file_fetch_free);
  self->accounts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->droppers = g_ptr_array_new_with_free_func (g_object_unref);
}

static OdFileFetch *
add_fetch (OdFileService *self, OdRemoteFile *file)
{
  OdFileFetch *fetch = od_file_fetch_new (self, file);

  g_hash_table_insert (self->fetches, &file->id, fetch);
  return fetch;
}

/* ---- whose turn it is ---- */

static gboolean
is_busy (const OdFileFetch *fetch)
{
  return fetch->state >= OD_FILE_FETCH_OPENING;
}

static guint
count_busy (OdFileService *self, gint64 account_id)
{
  GHashTableIter iter;
  gpointer fetch;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->fetches);
  while (g_hash_table_iter_next (&iter, NULL, &fetch))
    n += ((OdFileFetch *) fetch)->file->account_id == account_id && is_busy (fetch);
  return n;
}

/* What somebody asked for, then the newest. */
static int
more_urgent (gconstpointer a, gconstpointer b)
{
  const OdFileFetch *left = *(OdFileFetch *const *) a, *right = *(OdFileFetch *const *) b;

  if (left->is_wanted != right->is_wanted)
    return left->is_wanted ? -1 : 1;
  return left->file->id > right->file->id ? -1 : 1;
}

/*
 * od_file_service_pump:
 *
 * Starts what can be started.
 */
void
od_file_service_pump (OdFileService *self)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  if (self->is_stopped)
    return;
  g_hash_table_iter_init (&iter, self->fetches);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((OdFileFetch *) value)->state == OD_FILE_FETCH_WAITING)
      g_ptr_array_add (waiting, value);
  g_ptr_array_sort (waiting, more_urgent);
  for (guint i = 0; i < waiting->len; i++)
    {
      OdFileFetch *fetch = waiting->pdata[i];

      if (!g_hash_table_contains (self->accounts, &fetch->file->account_id) ||
          count_busy (self, fetch->file->account_id) >= OD_LIMIT_FETCHES_PER_ACCOUNT)
        continue;
      od_file_fetch_start (fetch);
    }
}

/* ---- what comes by itself ---- */

static void
scanned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdFileService) self = user_data;
  g_autoptr (GError) error = NULL;
  OdFindFilesJob *job = od_db_finish (OD_DB (source), result, &error);

  self->is_scanning = FALSE;
  if (job == NULL)
    {
      g_message ("Could not look for files to fetch: %s", error->message);
      return;
    }
  while (job->files->len > 0)
    {
      OdRemoteFile *file = g_ptr_array_steal_index (job->files, job->files->len - 1);

      if (g_hash_table_contains (self->fetches, &file->id))
        od_remote_file_free (file);
      else
        add_fetch (self, file);
    }
  od_find_files_job_free (job);
  od_file_service_pump (self);
  if (self->is_scan_due)
    scan (self);
}

static void
scan (OdFileService *self)
{
  OdFindFilesJob *job;
  GString *accounts;
  GHashTableIter iter;
  gpointer id;

  self->is_scan_due = self->is_scanning;
  if (self->is_scanning || self->is_stopped || g_hash_table_size (self->accounts) == 0)
    return;
  self->is_scanning = TRUE;
  accounts = g_string_new ("[");
  g_hash_table_iter_init (&iter, self->accounts);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_string_append_printf (accounts, "%s%" G_GINT64_FORMAT, accounts->len > 1 ? "," : "", *(gint64 *) id);
  g_string_append_c (accounts, ']');
  job = g_new0 (OdFindFilesJob, 1);
  job->files_dir = g_strdup (self->files_dir);
  job->accounts = g_string_free (accounts, FALSE);
  job->limit = OD_LIMIT_FETCH_SCAN + g_hash_table_size (self->fetches);
  od_db_read_async (self->db, OD_DB_PAGES, od_store_find_files, job, od_find_files_job_free, NULL, scanned_cb,
                    g_object_ref (self));
}

static void
changed_cb (OdChangeFeed *feed, OdChangeSet *changes, OdFileService *self)
{
  guint n_messages;

  od_change_set_get (changes, OD_CHANGE_MESSAGE, &n_messages);
  if (n_messages > 0)
    scan (self);
}

static void
connected_cb (OdChannelTable *channels, gint64 account_id, OdFileService *self)
{
  if (!od_channel_can_fetch (od_channel_table_get (channels, account_id)))
    return;
  g_hash_table_add (self->accounts, g_memdup2 (&account_id, sizeof account_id));
  od_file_service_pump (self);
  scan (self);
}

static void
disconnected_cb (OdChannelTable *channels, gint64 account_id, OdFileService *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_remove (self->accounts, &account_id);
  g_hash_table_iter_init (&iter, self->fetches);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      OdFileFetch *fetch = value;

      if (fetch->file->account_id != account_id || fetch->state != OD_FILE_FETCH_RUNNING ||
          fetch->stop != OD_FILE_STOP_NOT)
        continue;
      fetch->stop = OD_FILE_STOP_DISCONNECTED;
      g_cancellable_cancel (fetch->cancellable);
    }
}

/* ---- the port ---- */

/* Somebody wants it: before the others, and whatever its size. */
static void
want (OdFileService *self, OdFileFetch *fetch, GTask *task)
{
  fetch->is_wanted = TRUE;
  g_ptr_array_add (fetch->waiters, g_object_ref (task));
  if (fetch->timeout_id != 0)
    od_clock_remove_timeout (self->clock, fetch->timeout_id);
  fetch->timeout_id = 0;
  fetch->n_failed = 0;
  fetch->fetch.max_bytes = OD_LIMIT_FETCH_BYTES; /* also of one that runs by the rule */
  if (fetch->state == OD_FILE_FETCH_OPENING)
    fetch->stop = OD_FILE_STOP_NOT;
  else if (fetch->state == OD_FILE_FETCH_RUNNING && fetch->stop != OD_FILE_STOP_NOT)
    fetch->stop = OD_FILE_STOP_DISCONNECTED; /* it goes on once it has stopped */
  else if (!is_busy (fetch))
    fetch->state = OD_FILE_FETCH_WAITING;
  od_file_port_emit_progress (OD_FILE_PORT (self), fetch->file->id);
  od_file_service_pump (self);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdFileService *self = g_task_get_source_object (task);
  GError *error = NULL;
  OdFindFilesJob *job = od_db_finish (OD_DB (source), result, &error);
  g_autoptr (OdRemoteFile) file = NULL;
  OdFileFetch *fetch;

  if (job == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (job->files->len > 0)
    file = g_ptr_array_steal_index (job->files, 0);
  od_find_files_job_free (job);
  fetch = file != NULL ? g_hash_table_lookup (self->fetches, &file->id) : NULL;
  if (file == NULL || (!file->is_here && file->remote_ref == NULL))
    g_task_return_new_error (task, OD_ERROR, OD_ERROR_NOT_FOUND, "There is no such file");
  else if (file->is_here)
    g_task_return_boolean (task, TRUE);
  else if (self->is_stopped || !g_hash_table_contains (self->accounts, &file->account_id))
    g_task_return_new_error (task, OD_ERROR, OD_ERROR_TRANSIENT, "Its account is not connected");
  else
    want (self, fetch != NULL ? fetch : add_fetch (self, g_steal_pointer (&file)), task);
}

static void
fetch_async (OdFilePort *port, gint64 attachment_id, GCancellable *cancellable, GAsyncReadyCallback callback,
             gpointer user_data)
{
  OdFileService *self = OD_FILE_SERVICE (port);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  OdFindFilesJob *job = g_new0 (OdFindFilesJob, 1);

  g_task_set_source_tag (task, fetch_async);
  job->files_dir = g_strdup (self->files_dir);
  job->id = attachment_id;
  od_db_read_async (self->db, OD_DB_PAGES, od_store_find_files, job, od_find_files_job_free, NULL, found_cb, task);
}

static void
cancel (OdFilePort *port, gint64 attachment_id)
{
  OdFileFetch *fetch = g_hash_table_lookup (OD_FILE_SERVICE (port)->fetches, &attachment_id);

  if (fetch == NULL || fetch->state == OD_FILE_FETCH_KEEPING || fetch->state == OD_FILE_FETCH_RESTING)
    return;
  fetch->stop = OD_FILE_STOP_CANCELLED;
  if (fetch->state == OD_FILE_FETCH_RUNNING)
    g_cancellable_cancel (fetch->cancellable);
  else if (fetch->state != OD_FILE_FETCH_OPENING) /* opened_cb() looks at the reason */
    od_file_fetch_rest (fetch);
}

static gboolean
get_progress (OdFilePort *port, gint64 attachment_id, gint64 *done_bytes, gint64 *total_bytes)
{
  const OdFileFetch *fetch = g_hash_table_lookup (OD_FILE_SERVICE (port)->fetches, &attachment_id);

  if (fetch == NULL || fetch->state == OD_FILE_FETCH_RESTING)
    return FALSE;
  *done_bytes = fetch->done_bytes;
  *total_bytes = fetch->total_bytes;
  return TRUE;
}

static void
file_iface_init (OdFilePortInterface *iface)
{
  iface->fetch_async = fetch_async;
  iface->cancel = cancel;
  iface->get_progress = get_progress;
}

/* ---- its life ---- */

OdFileService *
od_file_service_new (const OdFileOptions *options)
{
  OdFileService *self = g_object_new (OD_TYPE_FILE_SERVICE, NULL);

  self->db = g_object_ref (options->db);
  self->clock = g_object_ref (options->clock);
  self->feed = g_object_ref (options->feed);
  self->channels = g_object_ref (options->channels);
  self->worker = g_object_ref (options->worker);
  self->files_dir = g_strdup (options->files_dir);
  g_signal_connect_object (self->channels, "added", G_CALLBACK (connected_cb), self, 0);
  g_signal_connect_object (self->channels, "removed", G_CALLBACK (disconnected_cb), self, 0);
  return self;
}

/**
 * od_file_service_start:
 *
 * From now on what is small comes by itself. Call it once.
 */
void
od_file_service_start (OdFileService *self)
{
  g_return_if_fail (OD_IS_FILE_SERVICE (self));

  g_signal_connect_object (self->feed, "changed", G_CALLBACK (changed_cb), self, 0);
}

/**
 * od_file_service_stop:
 *
 * Stops what is under way; who waits gets %G_IO_ERROR_CANCELLED. Before the channels stop.
 */
void
od_file_service_stop (OdFileService *self)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_return_if_fail (OD_IS_FILE_SERVICE (self));

  self->is_stopped = TRUE;
  g_hash_table_iter_init (&iter, self->fetches);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (all, value);
  for (guint i = 0; i < all->len; i++)
    {
      OdFileFetch *fetch = all->pdata[i];

      cancel (OD_FILE_PORT (self), fetch->file->id);
    }
  for (guint i = 0; i < self->droppers->len; i++)
    g_task_return_new_error (self->droppers->pdata[i], G_IO_ERROR, G_IO_ERROR_CLOSED, "The program ends");
  g_ptr_array_set_size (self->droppers, 0);
}
