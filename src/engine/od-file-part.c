/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-file-part"

#include "od-file-part.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "od-error.h"
#include "od-file-type.h"

/**
 * od_file_part_new:
 * @files_dir: the profile's `files`
 *
 * Returns: (transfer full): of nothing yet. What is not kept is deleted by od_file_part_discard(), or by the sweep.
 */
OdFilePart *
od_file_part_new (const char *files_dir)
{
  OdFilePart *self = g_atomic_rc_box_new0 (OdFilePart);

  self->files_dir = g_strdup (files_dir);
  self->version = g_string_new (NULL);
  return self;
}

OdFilePart *
od_file_part_ref (OdFilePart *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
part_clear (gpointer data)
{
  OdFilePart *self = data;

  g_free (self->path);
  g_free (self->files_dir);
  g_string_free (self->version, TRUE);
}

void
od_file_part_unref (OdFilePart *self)
{
  g_atomic_rc_box_release_full (self, part_clear);
}

typedef struct {
  OdFilePart *part; /* (owned) */
  char *name;       /* (owned) (nullable) */
  char *mime;       /* (owned) (nullable) */
  gint64 max_bytes;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  od_file_part_unref (job->part);
  g_free (job->name);
  g_free (job->mime);
  g_free (job);
}

static void
push (OdFilePart *self, OdWorker *worker, GTaskThreadFunc func, const char *name, gint64 max_bytes,
      GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->part = od_file_part_ref (self);
  job->name = g_strdup (name);
  job->max_bytes = max_bytes;
  g_task_set_task_data (task, job, job_free);
  od_worker_push (worker, G_PRIORITY_DEFAULT, func, task);
}

static void
open_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  OdFilePart *part = ((Job *) data)->part;
  GError *error = NULL;
  GStatBuf info;

  part->size_bytes = 0;
  if (part->path != NULL && g_stat (part->path, &info) == 0)
    {
      part->size_bytes = info.st_size;
    }
  else
    {
      g_free (part->path);
      part->path = od_blob_new_temporary (part->files_dir, &error);
    }
  if (part->path != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
discard_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  OdFilePart *part = ((Job *) data)->part;

  if (part->path != NULL)
    g_unlink (part->path);
  g_clear_pointer (&part->path, g_free);
  g_task_return_boolean (task, TRUE);
}

/**
 * od_file_part_discard:
 * @self: (transfer full)
 *
 * Deletes what was not kept; once the worker has stopped, that is left to the sweep.
 */
void
od_file_part_discard (OdFilePart *self, OdWorker *worker)
{
  push (self, worker, discard_job, NULL, 0, NULL, NULL);
  od_file_part_unref (self);
}

/**
 * od_file_part_open_async:
 *
 * Makes the file, or looks how much of it is there. Nobody touches it until that is finished.
 */
void
od_file_part_open_async (OdFilePart *self, OdWorker *worker, GAsyncReadyCallback callback, gpointer user_data)
{
  push (self, worker, open_job, NULL, 0, callback, user_data);
}

gboolean
od_file_part_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
keep_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  OdFilePart *part = job->part;
  GError *error = NULL;
  OdBlob *blob;

  job->mime = od_file_type_guess (part->path, job->name);
  blob = od_blob_store_file (part->files_dir, part->path, job->max_bytes, NULL, NULL, NULL, &error);
  if (blob != NULL)
    g_task_return_pointer (task, blob, (GDestroyNotify) od_blob_free);
  else
    g_task_return_error (task, error);
}

/**
 * od_file_part_keep_async:
 * @name: what it is called; only says more exactly what its content says
 *
 * It is complete: puts it where files lie, durably. One that lies there already is not stored twice.
 */
void
od_file_part_keep_async (OdFilePart *self, OdWorker *worker, const char *name, gint64 max_bytes,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  push (self, worker, keep_job, name, max_bytes, callback, user_data);
}

/**
 * od_file_part_keep_finish:
 * @mime: (out) (transfer full): what it really is
 */
OdBlob *
od_file_part_keep_finish (GAsyncResult *result, char **mime, GError **error)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  *mime = g_steal_pointer (&job->mime);
  return g_task_propagate_pointer (G_TASK (result), error);
}
