/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-server"

#include "od-server-upload.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "od-error.h"
#include "od-random.h"

/* What the worker's jobs share. They run one after another, so there is no lock. */
typedef struct {
  char *path;
  GChecksum *checksum;
  GError *error; /* (nullable): the first one; nothing is written after it */
  gint64 size_bytes;
  int fd; /* -1 before the first and after the last write */
} File;

/**
 * OdServerUpload:
 *
 * A body on its way into a file: pieces are written and hashed on the worker while
 * the next ones arrive. Server's thread only.
 */
struct _OdServerUpload {
  OdWorker *worker; /* (owned) */
  File *file;       /* (owned): each job holds it too */
  gsize n_waiting_bytes;
  OdServerUploadFunc drained; /* (nullable) */
  gpointer user_data;
};

typedef struct {
  OdServerUpload *upload; /* (owned): on the server's thread only */
  File *file;             /* (owned) */
  GBytes *bytes;          /* (owned) (nullable) */
} Job;

static void
file_clear (gpointer data)
{
  File *file = data;

  if (file->fd >= 0)
    close (file->fd);
  g_clear_error (&file->error);
  g_clear_pointer (&file->checksum, g_checksum_free);
  g_free (file->path);
}

static void
upload_clear (gpointer data)
{
  OdServerUpload *self = data;

  g_object_unref (self->worker);
  g_rc_box_release_full (self->file, file_clear);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_rc_box_release_full (job->file, file_clear);
  g_rc_box_release_full (job->upload, upload_clear);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_free (job);
}

static Job *
job_new (OdServerUpload *self, GBytes *bytes)
{
  Job *job = g_new0 (Job, 1);

  job->upload = g_rc_box_acquire (self);
  job->file = g_rc_box_acquire (self->file);
  job->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  return job;
}

/**
 * od_server_upload_new:
 * @folder: exists
 * @drained: called when everything that was pushed is written
 *
 * Returns: (transfer full): an upload without bytes; free with od_server_upload_abandon()
 */
OdServerUpload *
od_server_upload_new (OdWorker *worker, const char *folder, OdServerUploadFunc drained, gpointer user_data)
{
  OdServerUpload *self = g_rc_box_new0 (OdServerUpload);
  g_autofree char *hex = od_random_hex (16);
  g_autofree char *name = g_strconcat ("up-", hex, NULL);

  self->worker = g_object_ref (worker);
  self->file = g_rc_box_new0 (File);
  self->file->path = g_build_filename (folder, name, NULL);
  self->file->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self->file->fd = -1;
  self->drained = drained;
  self->user_data = user_data;
  return self;
}

static gboolean
fail (File *file)
{
  int code = errno;

  if (file->error == NULL)
    g_set_error (&file->error, OD_ERROR, OD_ERROR_TRANSIENT, "Storing an upload: %s", g_strerror (code));
  return FALSE;
}

static gboolean
ensure_open (File *file)
{
  if (file->error != NULL)
    return FALSE;
  if (file->fd < 0)
    file->fd = open (file->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  return file->fd >= 0 || fail (file);
}

static void
write_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  gsize len;
  const guint8 *data = g_bytes_get_data (job->bytes, &len);

  if (ensure_open (job->file))
    {
      g_checksum_update (job->file->checksum, data, (gssize) len);
      job->file->size_bytes += (gint64) len;
    }
  while (len > 0 && job->file->error == NULL)
    {
      gssize n = write (job->file->fd, data, len);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          fail (job->file);
          break;
        }
      data += n;
      len -= (gsize) n;
    }
  g_task_return_boolean (task, TRUE);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  OdServerUpload *self = job->upload;

  self->n_waiting_bytes -= g_bytes_get_size (job->bytes);
  if (self->n_waiting_bytes == 0 && self->drained != NULL)
    self->drained (self->user_data);
}

/**
 * od_server_upload_push:
 *
 * Returns: bytes that wait to be written now; above `OD_SERVER_UPLOAD_QUEUE` read no more until drained
 */
gsize
od_server_upload_push (OdServerUpload *self, GBytes *bytes)
{
  GTask *task = g_task_new (NULL, NULL, written_cb, NULL);

  g_task_set_source_tag (task, od_server_upload_push);
  g_task_set_task_data (task, job_new (self, bytes), job_free);
  self->n_waiting_bytes += g_bytes_get_size (bytes);
  od_worker_push (self->worker, G_PRIORITY_DEFAULT, write_job, task);
  return self->n_waiting_bytes;
}

static void
finish_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  File *file = job->file;
  OdServerUploaded *uploaded;

  if (ensure_open (file) && fsync (file->fd) != 0)
    fail (file);
  if (file->fd >= 0 && close (file->fd) != 0)
    fail (file);
  file->fd = -1;
  if (file->error != NULL)
    {
      unlink (file->path);
      g_task_return_error (task, g_error_copy (file->error));
      return;
    }
  uploaded = g_new0 (OdServerUploaded, 1);
  uploaded->path = g_strdup (file->path);
  uploaded->sha256 = g_strdup (g_checksum_get_string (file->checksum));
  uploaded->size_bytes = file->size_bytes;
  g_task_return_pointer (task, uploaded, (GDestroyNotify) od_server_uploaded_free);
}

/**
 * od_server_upload_finish_async:
 *
 * Everything was pushed: syncs and closes the file.
 */
void
od_server_upload_finish_async (OdServerUpload *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, od_server_upload_finish_async);
  g_task_set_task_data (task, job_new (self, NULL), job_free);
  od_worker_push (self->worker, G_PRIORITY_DEFAULT, finish_job, task);
}

/**
 * od_server_upload_finish:
 *
 * Returns: (transfer full): the file, now the caller's; or %NULL with %OD_ERROR_TRANSIENT
 */
OdServerUploaded *
od_server_upload_finish (OdServerUpload *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
remove_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;

  unlink (job->file->path);
  g_task_return_boolean (task, TRUE);
}

/**
 * od_server_upload_abandon:
 *
 * Frees the upload, and removes what was written of it unless it was finished
 * and its file moved away.
 */
void
od_server_upload_abandon (OdServerUpload *self)
{
  GTask *task = g_task_new (NULL, NULL, NULL, NULL);

  self->drained = NULL;
  g_task_set_source_tag (task, od_server_upload_abandon);
  g_task_set_task_data (task, job_new (self, NULL), job_free);
  od_worker_push (self->worker, G_PRIORITY_DEFAULT, remove_job, task);
  g_rc_box_release_full (self, upload_clear);
}

void
od_server_uploaded_free (OdServerUploaded *self)
{
  g_free (self->path);
  g_free (self->sha256);
  g_free (self);
}
