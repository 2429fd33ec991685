/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-file-service"

#include "od-backoff.h"
#include "od-error.h"
#include "od-file-service-private.h"
#include "od-limits.h"
#include "od-random.h"

/*
 * od_file_fetch_new:
 * @file: (transfer full)
 */
OdFileFetch *
od_file_fetch_new (OdFileService *service, OdRemoteFile *file)
{
  OdFileFetch *self = g_new0 (OdFileFetch, 1);

  self->service = service;
  self->file = file;
  self->part = od_file_part_new (service->files_dir);
  self->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  self->total_bytes = file->size_bytes;
  self->state = OD_FILE_FETCH_WAITING;
  return self;
}

void
od_file_fetch_free (OdFileFetch *self)
{
  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->service->clock, self->timeout_id);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->waiters);
  od_file_part_discard (self->part, self->service->worker);
  od_remote_file_free (self->file);
  g_free (self);
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

/* Its message was erased. */
void
od_file_fetch_answer_gone (OdFileFetch *self)
{
  g_autoptr (GError) error = g_error_new_literal (OD_ERROR, OD_ERROR_NOT_FOUND, "The message is gone");

  answer (self->waiters, error);
}

/*
 * od_file_fetch_rest:
 *
 * What came stays for later; who waits gets %G_IO_ERROR_CANCELLED.
 */
void
od_file_fetch_rest (OdFileFetch *fetch)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "It was cancelled");

  if (fetch->timeout_id != 0)
    od_clock_remove_timeout (fetch->service->clock, fetch->timeout_id);
  fetch->timeout_id = 0;
  fetch->state = OD_FILE_FETCH_RESTING;
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
  OdFileFetch *fetch = g_hash_table_lookup (self->fetches, &ending->id);

  if (job == NULL)
    g_warning ("Could not write down what became of a file: %s", error->message);
  else
    od_file_outcome_job_free (job);
  if (ending->error != NULL)
    {
      g_clear_error (&error);
      error = g_steal_pointer (&ending->error);
    }
  if (fetch->is_dropped)
    {
      od_file_fetch_end_dropped (fetch);
      return;
    }
  answer (fetch->waiters, error);
  g_hash_table_remove (self->fetches, &ending->id);
  od_file_service_pump (self);
}

/* @error: (transfer full) (nullable): for those who wait */
static void
write_outcome (OdFileFetch *fetch, OdFileOutcomeJob *job, GError *error)
{
  Ending *ending = g_new0 (Ending, 1);

  ending->service = g_object_ref (fetch->service);
  ending->id = job->id = fetch->file->id;
  job->remote_ref = g_strdup (fetch->file->remote_ref);
  ending->error = error;
  fetch->state = OD_FILE_FETCH_KEEPING;
  od_db_write_async (fetch->service->db, od_store_file_outcome, job, od_file_outcome_job_free, written_cb, ending);
}

static gboolean
again_cb (gpointer user_data)
{
  OdFileFetch *fetch = user_data;

  fetch->timeout_id = 0;
  fetch->state = OD_FILE_FETCH_WAITING;
  od_file_service_pump (fetch->service);
  return G_SOURCE_REMOVE;
}

static void
back_off (OdFileFetch *fetch, const GError *error)
{
  gint64 delay_us =
      od_backoff_delay_us (OD_LIMIT_BACKOFF_BASE_US, OD_LIMIT_BACKOFF_CAP_US, fetch->n_failed++, od_random_unit ());

  if (g_error_matches (error, OD_ERROR, OD_ERROR_RATE_LIMITED))
    delay_us = MAX (delay_us, od_error_get_retry_after_ms (error) * 1000);
  fetch->state = OD_FILE_FETCH_BACKING_OFF;
  fetch->timeout_id = od_clock_add_timeout (fetch->service->clock, delay_us, again_cb, fetch, NULL);
  od_file_service_pump (fetch->service);
}

/* @error: (transfer full) */
static void
give_up (OdFileFetch *fetch, GError *error)
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
  OdFileFetch *fetch = user_data;
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
failed (OdFileFetch *fetch, GError *error)
{
  OdFileService *self = fetch->service;

  if (fetch->stop == OD_FILE_STOP_NOT && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fetch->stop = OD_FILE_STOP_DISCONNECTED; /* the channel's own idea */
  if (fetch->stop == OD_FILE_STOP_CANCELLED || fetch->stop == OD_FILE_STOP_DISCONNECTED)
    {
      g_error_free (error);
      fetch->state = OD_FILE_FETCH_WAITING;
      if (fetch->stop == OD_FILE_STOP_CANCELLED)
        od_file_fetch_rest (fetch);
      od_file_service_pump (self);
      return;
    }
  if (fetch->stop == OD_FILE_STOP_TOO_LARGE)
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
  OdFileFetch *fetch = user_data;
  g_autoptr (OdFileService) self = fetch->service;
  GError *error = NULL;

  g_clear_object (&fetch->cancellable);
  if (fetch->is_dropped)
    {
      od_channel_fetch_file_finish (OD_CHANNEL (source), result, NULL);
      od_file_fetch_end_dropped (fetch);
      return;
    }
  if (!od_channel_fetch_file_finish (OD_CHANNEL (source), result, &error))
    {
      failed (fetch, error);
      return;
    }
  fetch->state = OD_FILE_FETCH_KEEPING;
  od_file_part_keep_async (fetch->part, self->worker, fetch->file->name, fetch->fetch.max_bytes, kept_cb, fetch);
  g_object_ref (self);
}

static void
progress_cb (goffset done_bytes, goffset total_bytes, gpointer user_data)
{
  OdFileFetch *fetch = user_data;
  OdFileService *self = fetch->service;
  gint64 now_us = od_clock_get_monotonic_us (self->clock);

  fetch->done_bytes = done_bytes;
  fetch->total_bytes = MAX (total_bytes, -1);
  if (MAX (done_bytes, total_bytes) > fetch->fetch.max_bytes)
    {
      fetch->stop = OD_FILE_STOP_TOO_LARGE;
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
  OdFileFetch *fetch = user_data;
  g_autoptr (OdFileService) self = fetch->service;
  OdChannel *channel = od_channel_table_get (self->channels, fetch->file->account_id);
  GError *error = NULL;

  if (fetch->is_dropped)
    {
      od_file_part_open_finish (result, NULL);
      od_file_fetch_end_dropped (fetch);
      return;
    }
  if (!od_file_part_open_finish (result, &error))
    {
      failed (fetch, error);
      return;
    }
  if (fetch->stop == OD_FILE_STOP_CANCELLED)
    {
      od_file_fetch_rest (fetch);
      return;
    }
  if (channel == NULL)
    {
      fetch->state = OD_FILE_FETCH_WAITING;
      return;
    }
  fetch->state = OD_FILE_FETCH_RUNNING;
  fetch->cancellable = g_cancellable_new ();
  fetch->done_bytes = fetch->part->size_bytes;
  fetch->fetch = (OdFetch){
    .remote_ref = fetch->file->remote_ref,
    .path = fetch->part->path,
    .offset = fetch->part->size_bytes,
    .version = fetch->part->version,
    .max_bytes = fetch->is_wanted ? OD_LIMIT_FETCH_BYTES : fetch->file->auto_bytes,
  };
  od_channel_fetch_file_async (channel, &fetch->fetch, progress_cb, fetch, fetch->cancellable, fetched_cb, fetch);
  g_object_ref (self);
}

/*
 * od_file_fetch_start:
 *
 * It is its turn.
 */
void
od_file_fetch_start (OdFileFetch *fetch)
{
  fetch->state = OD_FILE_FETCH_OPENING;
  fetch->stop = OD_FILE_STOP_NOT;
  g_object_ref (fetch->service);
  od_file_part_open_async (fetch->part, fetch->service->worker, opened_cb, fetch);
}
