/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-file-service"

#include "od-file-service.h"

#include "od-backoff.h"
#include "od-error.h"
#include "od-file-part.h"
#include "od-limits.h"
#include "od-random.h"
#include "od-store-file.h"

/**
 * FetchState:
 * @RESTING: cancelled; what came is kept, and nothing happens until somebody asks
 * @WAITING: for its turn, or for its account
 * @BACKING_OFF: it failed, and will be tried again
 * @OPENING: its part is looked at
 * @RUNNING: bytes come; the only state in which the channel is at work
 * @KEEPING: all is here, and is made durable; can't be stopped any more
 */
typedef enum {
  RESTING,
  WAITING,
  BACKING_OFF,
  OPENING,
  RUNNING,
  KEEPING,
} FetchState;

typedef enum {
  STOP_NOT,
  STOP_CANCELLED,
  STOP_TOO_LARGE,
  STOP_DISCONNECTED, /* goes on once its account is back */
} StopReason;

typedef struct {
  OdFileService *service;    /* (unowned) */
  OdRemoteFile *file;        /* (owned) */
  OdFilePart *part;          /* (owned) */
  GPtrArray *waiters;        /* (owned) (element-type GTask): who asked for it */
  GCancellable *cancellable; /* (owned) (nullable): while RUNNING */
  OdFetch fetch;             /* borrows from the others; while RUNNING */
  gint64 done_bytes, total_bytes;
  gint64 told_us; /* when its progress was told last, monotonic */
  guint n_failed;
  guint timeout_id; /* while BACKING_OFF */
  FetchState state;
  StopReason stop;    /* why what is under way is to end */
  gboolean is_wanted; /* somebody asked */
} Fetch;

/**
 * OdFileService:
 *
 * Implements #OdFilePort: brings what channels only named. Small files by themselves, once they are stored or their
 * account is connected; others when somebody asks, and those first. At most %OD_LIMIT_FETCHES_PER_ACCOUNT of an
 * account at once. A file lies where it belongs before the row that says so is committed.
 * Main thread only.
 */
struct _OdFileService {
  GObject parent_instance;

  OdDb *db;                 /* (owned) */
  OdClock *clock;           /* (owned) */
  OdChangeFeed *feed;       /* (owned) */
  OdChannelTable *channels; /* (owned) */
  OdWorker *worker;         /* (owned) */
  char *files_dir;          /* (owned) */
  GHashTable *fetches;      /* (owned) (element-type gint64 Fetch) */
  GHashTable *accounts;     /* (owned) (element-type gint64): that are connected and can bring files */
  gboolean is_scanning;
  gboolean is_scan_due; /* something changed during a scan */
  gboolean is_stopped;
};

static void file_iface_init (OdFilePortInterface *iface);
static void pump (OdFileService *self);
static void scan (OdFileService *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdFileService, od_file_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_FILE_PORT, file_iface_init))

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  if (fetch->timeout_id != 0)
    od_clock_remove_timeout (fetch->service->clock, fetch->timeout_id);
  g_clear_object (&fetch->cancellable);
  g_ptr_array_unref (fetch->waiters);
  od_file_part_discard (fetch->part, fetch->service->worker);
  od_remote_file_free (fetch->file);
  g_free (fetch);
}

static void
od_file_service_finalize (GObject *object)
{
  OdFileService *self = OD_FILE_SERVICE (object);

  g_hash_table_unref (self->fetches);
  g_hash_table_unref (self->accounts);
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
  self->fetches = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, fetch_free);
  self->accounts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static Fetch *
add_fetch (OdFileService *self, OdRemoteFile *file)
{
  Fetch *fetch = g_new0 (Fetch, 1);

  fetch->service = self;
  fetch->file = file;
  fetch->part = od_file_part_new (self->files_dir);
  fetch->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  fetch->total_bytes = file->size_bytes;
  fetch->state = WAITING;
  g_hash_table_insert (self->fetches, &file->id, fetch);
  return fetch;
}

/* ---- the end of one ---- */

/* @error: (nullable): it went well */
static void
answer (GPtrArray *waiters, const GError *error)
{
  for (guint i = 0; i < waiters->len; i++)
    if (error != NULL)
      g_task_return_error (waiters->pdata[i], g_error_copy (error));
    else
      g_task_return_boolean (waiters->pdata[i], TRUE);
  g_ptr_array_set_size (waiters, 0);
}

/* What came stays for later. */
static void
rest (Fetch *fetch)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "It was cancelled");

  if (fetch->timeout_id != 0)
    od_clock_remove_timeout (fetch->service->clock, fetch->timeout_id);
  fetch->timeout_id = 0;
  fetch->state = RESTING;
  fetch->is_wanted = FALSE;
  answer (fetch->waiters, error);
  od_file_port_emit_progress (OD_FILE_PORT (fetch->service), fetch->file->id);
}

typedef struct {
  OdFileService *service; /* (owned) */
  gint64 id;
  GError *error; /* (owned) (nullable): why it did not come */
} Ending;

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Ending *ending = user_data;
  g_autoptr (OdFileService) self = ending->service;
  g_autoptr (GError) error = NULL;
  OdFileOutcomeJob *job = od_db_finish (OD_DB (source), result, &error);
  Fetch *fetch = g_hash_table_lookup (self->fetches, &ending->id);

  if (job == NULL)
    g_warning ("Could not write down what became of a file: %s", error->message);
  else
    od_file_outcome_job_free (job);
  if (ending->error != NULL)
    {
      g_clear_error (&error);
      error = g_steal_pointer (&ending->error);
    }
  answer (fetch->waiters, error);
  g_hash_table_remove (self->fetches, &ending->id);
  pump (self);
}

/* @error: (transfer full) (nullable): for those who wait */
static void
write_outcome (Fetch *fetch, OdFileOutcomeJob *job, GError *error)
{
  Ending *ending = g_new0 (Ending, 1);

  ending->service = g_object_ref (fetch->service);
  ending->id = job->id = fetch->file->id;
  ending->error = error;
  fetch->state = KEEPING;
  od_db_write_async (fetch->service->db, od_store_file_outcome, job, od_file_outcome_job_free, written_cb, ending);
}

static gboolean
again_cb (gpointer user_data)
{
  Fetch *fetch = user_data;

  fetch->timeout_id = 0;
  fetch->state = WAITING;
  pump (fetch->service);
  return G_SOURCE_REMOVE;
}

static void
back_off (Fetch *fetch, const GError *error)
{
  gint64 delay_us =
      od_backoff_delay_us (OD_LIMIT_BACKOFF_BASE_US, OD_LIMIT_BACKOFF_CAP_US, fetch->n_failed++, od_random_unit ());

  if (g_error_matches (error, OD_ERROR, OD_ERROR_RATE_LIMITED))
    delay_us = MAX (delay_us, od_error_get_retry_after_ms (error) * 1000);
  fetch->state = BACKING_OFF;
  fetch->timeout_id = od_clock_add_timeout (fetch->service->clock, delay_us, again_cb, fetch, NULL);
  pump (fetch->service);
}

/* @error: (transfer full) */
static void
give_up (Fetch *fetch, GError *error)
{
  OdFileOutcomeJob *job = g_new0 (OdFileOutcomeJob, 1);

  if (g_error_matches (error, OD_ERROR, OD_ERROR_NOT_FOUND))
    {
      job->state = OD_FILE_GONE;
    }
  else if (g_error_matches (error, OD_ERROR, OD_ERROR_TOO_LARGE) && !fetch->is_wanted)
    {
      /* More than comes by itself: from now on it is known how large it is at least. */
      job->state = OD_FILE_REMOTE;
      job->size_bytes = MAX (fetch->total_bytes, fetch->file->auto_bytes + 1);
    }
  else
    {
      job->state = OD_FILE_FAILED;
      job->error = g_strdup (error->message);
    }
  write_outcome (fetch, job, error);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fetch *fetch = user_data;
  g_autoptr (OdFileService) self = fetch->service;
  g_autoptr (OdBlob) blob = NULL;
  g_autofree char *mime = NULL;
  GError *error = NULL;
  OdFileOutcomeJob *job;

  blob = od_file_part_keep_finish (result, &mime, &error);
  if (blob == NULL)
    {
      give_up (fetch, error);
      return;
    }
  job = g_new0 (OdFileOutcomeJob, 1);
  job->state = OD_FILE_HERE;
  job->sha256 = g_strdup (blob->sha256);
  job->mime = g_steal_pointer (&mime);
  job->size_bytes = blob->size_bytes;
  write_outcome (fetch, job, NULL);
}

/* ---- one at work; each pending step holds a reference to the service ---- */

/* @error: (transfer full) */
static void
failed (Fetch *fetch, GError *error)
{
  OdFileService *self = fetch->service;

  if (fetch->stop == STOP_NOT && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fetch->stop = STOP_DISCONNECTED; /* the channel's own idea */
  if (fetch->stop == STOP_CANCELLED || fetch->stop == STOP_DISCONNECTED)
    {
      g_error_free (error);
      fetch->state = WAITING;
      if (fetch->stop == STOP_CANCELLED)
        rest (fetch);
      pump (self);
      return;
    }
  if (fetch->stop == STOP_TOO_LARGE)
    {
      g_error_free (error);
      error = g_error_new_literal (OD_ERROR, OD_ERROR_TOO_LARGE, "The file is larger than what may come");
    }
  else if (od_error_is_retryable (error) && fetch->n_failed + 1 < OD_LIMIT_FETCH_ATTEMPTS)
    {
      back_off (fetch, error);
      g_error_free (error);
      return;
    }
  give_up (fetch, error);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fetch *fetch = user_data;
  g_autoptr (OdFileService) self = fetch->service;
  GError *error = NULL;

  g_clear_object (&fetch->cancellable);
  if (!od_channel_fetch_file_finish (OD_CHANNEL (source), result, &error))
    {
      failed (fetch, error);
      return;
    }
  fetch->state = KEEPING;
  od_file_part_keep_async (fetch->part, self->worker, fetch->file->name, fetch->fetch.max_bytes, kept_cb, fetch);
  g_object_ref (self);
}

static void
progress_cb (goffset done_bytes, goffset total_bytes, gpointer user_data)
{
  Fetch *fetch = user_data;
  OdFileService *self = fetch->service;
  gint64 now_us = od_clock_get_monotonic_us (self->clock);

  fetch->done_bytes = done_bytes;
  fetch->total_bytes = MAX (total_bytes, -1);
  if (MAX (done_bytes, total_bytes) > fetch->fetch.max_bytes)
    {
      fetch->stop = STOP_TOO_LARGE;
      g_cancellable_cancel (fetch->cancellable);
    }
  else if (fetch->told_us == 0 || now_us - fetch->told_us >= G_USEC_PER_SEC / OD_LIMIT_PROGRESS_PER_S)
    {
      fetch->told_us = now_us;
      od_file_port_emit_progress (OD_FILE_PORT (self), fetch->file->id);
    }
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fetch *fetch = user_data;
  g_autoptr (OdFileService) self = fetch->service;
  OdChannel *channel = od_channel_table_get (self->channels, fetch->file->account_id);
  GError *error = NULL;

  if (!od_file_part_open_finish (result, &error))
    {
      failed (fetch, error);
      return;
    }
  if (fetch->stop == STOP_CANCELLED)
    {
      rest (fetch);
      return;
    }
  if (channel == NULL)
    {
      fetch->state = WAITING;
      return;
    }
  fetch->state = RUNNING;
  fetch->cancellable = g_cancellable_new ();
  fetch->done_bytes = fetch->part->size_bytes;
  fetch->fetch = (OdFetch){
    .remote_ref = fetch->file->remote_ref,
    .path = fetch->part->path,
    .offset = fetch->part->size_bytes,
    .max_bytes = fetch->is_wanted ? OD_LIMIT_FETCH_BYTES : fetch->file->auto_bytes,
  };
  od_channel_fetch_file_async (channel, &fetch->fetch, progress_cb, fetch, fetch->cancellable, fetched_cb, fetch);
  g_object_ref (self);
}

/* ---- whose turn it is ---- */

static gboolean
is_busy (const Fetch *fetch)
{
  return fetch->state >= OPENING;
}

static guint
count_busy (OdFileService *self, gint64 account_id)
{
  GHashTableIter iter;
  gpointer fetch;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->fetches);
  while (g_hash_table_iter_next (&iter, NULL, &fetch))
    n += ((Fetch *) fetch)->file->account_id == account_id && is_busy (fetch);
  return n;
}

/* What somebody asked for, then the newest. */
static int
more_urgent (gconstpointer a, gconstpointer b)
{
  const Fetch *left = *(Fetch *const *) a, *right = *(Fetch *const *) b;

  if (left->is_wanted != right->is_wanted)
    return left->is_wanted ? -1 : 1;
  return left->file->id > right->file->id ? -1 : 1;
}

static void
pump (OdFileService *self)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  if (self->is_stopped)
    return;
  g_hash_table_iter_init (&iter, self->fetches);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Fetch *) value)->state == WAITING)
      g_ptr_array_add (waiting, value);
  g_ptr_array_sort (waiting, more_urgent);
  for (guint i = 0; i < waiting->len; i++)
    {
      Fetch *fetch = waiting->pdata[i];

      if (!g_hash_table_contains (self->accounts, &fetch->file->account_id) ||
          count_busy (self, fetch->file->account_id) >= OD_LIMIT_FETCHES_PER_ACCOUNT)
        continue;
      fetch->state = OPENING;
      fetch->stop = STOP_NOT;
      g_object_ref (self);
      od_file_part_open_async (fetch->part, self->worker, opened_cb, fetch);
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
  pump (self);
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
  pump (self);
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
      Fetch *fetch = value;

      if (fetch->file->account_id != account_id || fetch->state != RUNNING || fetch->stop != STOP_NOT)
        continue;
      fetch->stop = STOP_DISCONNECTED;
      g_cancellable_cancel (fetch->cancellable);
    }
}

/* ---- the port ---- */

/* Somebody wants it: before the others, and whatever its size. */
static void
want (OdFileService *self, Fetch *fetch, GTask *task)
{
  fetch->is_wanted = TRUE;
  g_ptr_array_add (fetch->waiters, g_object_ref (task));
  if (fetch->timeout_id != 0)
    od_clock_remove_timeout (self->clock, fetch->timeout_id);
  fetch->timeout_id = 0;
  fetch->n_failed = 0;
  fetch->fetch.max_bytes = OD_LIMIT_FETCH_BYTES; /* also of one that runs by the rule */
  if (fetch->state == OPENING)
    fetch->stop = STOP_NOT;
  else if (fetch->state == RUNNING && fetch->stop != STOP_NOT)
    fetch->stop = STOP_DISCONNECTED; /* it goes on once it has stopped */
  else if (!is_busy (fetch))
    fetch->state = WAITING;
  od_file_port_emit_progress (OD_FILE_PORT (self), fetch->file->id);
  pump (self);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdFileService *self = g_task_get_source_object (task);
  GError *error = NULL;
  OdFindFilesJob *job = od_db_finish (OD_DB (source), result, &error);
  g_autoptr (OdRemoteFile) file = NULL;
  Fetch *fetch;

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
  Fetch *fetch = g_hash_table_lookup (OD_FILE_SERVICE (port)->fetches, &attachment_id);

  if (fetch == NULL || fetch->state == KEEPING || fetch->state == RESTING)
    return;
  fetch->stop = STOP_CANCELLED;
  if (fetch->state == RUNNING)
    g_cancellable_cancel (fetch->cancellable);
  else if (fetch->state != OPENING) /* opened_cb() looks at the reason */
    rest (fetch);
}

static gboolean
get_progress (OdFilePort *port, gint64 attachment_id, gint64 *done_bytes, gint64 *total_bytes)
{
  const Fetch *fetch = g_hash_table_lookup (OD_FILE_SERVICE (port)->fetches, &attachment_id);

  if (fetch == NULL || fetch->state == RESTING)
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
      Fetch *fetch = all->pdata[i];

      cancel (OD_FILE_PORT (self), fetch->file->id);
    }
}
