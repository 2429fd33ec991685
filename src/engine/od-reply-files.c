/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-reply-files"

#include "od-reply-files.h"

#include <string.h>

#include "od-blob.h"
#include "od-error.h"
#include "od-file-type.h"
#include "od-limits.h"
#include "od-text.h"
#include "od-update.h"

OdReplyFiles *
od_reply_files_new (const char *files_dir, const char *const *paths, const GPtrArray *staged)
{
  OdReplyFiles *self = g_new0 (OdReplyFiles, 1);

  self->files_dir = g_strdup (files_dir);
  if (paths != NULL && paths[0] != NULL)
    self->paths = g_strdupv ((char **) paths);
  self->staged = od_file_ref_copy_all (staged);
  return self;
}

void
od_reply_files_free (OdReplyFiles *self)
{
  g_free (self->files_dir);
  g_strfreev (self->paths);
  g_clear_pointer (&self->staged, g_ptr_array_unref);
  g_clear_pointer (&self->job, od_enqueue_job_free);
  g_free (self);
}

/* ---- one file ---- */

static OdFileRef *
store (const char *files_dir, const char *path, gint64 max_bytes, GFileProgressCallback progress,
       gpointer progress_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (OdBlob) blob =
      od_blob_store_file (files_dir, path, max_bytes, progress, progress_data, cancellable, error);
  g_autofree char *base = NULL;
  OdFileRef *file;

  if (blob == NULL)
    return NULL;
  base = g_path_get_basename (path);
  file = g_new0 (OdFileRef, 1);
  file->sha256 = g_strdup (blob->sha256);
  file->name = od_text_clean_name (base);
  file->path = od_blob_get_path (files_dir, blob->sha256);
  file->mime = od_file_type_guess (file->path, file->name);
  file->size_bytes = blob->size_bytes;
  return file;
}

/* ---- staging ---- */

/* Tells the main thread how far the worker is: never more than one word on its way, and about fifty in all. */
typedef struct {
  GMainContext *home;         /* (owned) */
  GFileProgressCallback func; /* called at home only */
  gpointer data;
  gint64 told_bytes; /* of the worker */
  int is_pending;    /* atomic */
  gint64 done_bytes; /* (lock lock) */
  gint64 total_bytes;
  GMutex lock;
} Progress;

#define N_STEPS 50

typedef struct {
  char *files_dir;
  char *path;
  gint64 max_bytes;
  Progress *progress; /* (nullable) */
} Stage;

static void
progress_clear (gpointer data)
{
  Progress *progress = data;

  g_mutex_clear (&progress->lock);
  g_main_context_unref (progress->home);
}

static void
progress_unref (gpointer progress)
{
  g_atomic_rc_box_release_full (progress, progress_clear);
}

static gboolean
tell_cb (gpointer user_data)
{
  Progress *progress = user_data;
  gint64 done_bytes, total_bytes;

  g_atomic_int_set (&progress->is_pending, FALSE);
  g_mutex_lock (&progress->lock);
  done_bytes = progress->done_bytes;
  total_bytes = progress->total_bytes;
  g_mutex_unlock (&progress->lock);
  progress->func (done_bytes, total_bytes, progress->data);
  return G_SOURCE_REMOVE;
}

/* On the worker. What is on its way home stands before the answer there, so nothing is told after it. */
static void
copied_cb (goffset done_bytes, goffset total_bytes, gpointer user_data)
{
  Progress *progress = user_data;
  g_autoptr (GSource) source = NULL;

  g_mutex_lock (&progress->lock);
  progress->done_bytes = done_bytes;
  progress->total_bytes = total_bytes;
  g_mutex_unlock (&progress->lock);
  if (done_bytes - progress->told_bytes < total_bytes / N_STEPS ||
      !g_atomic_int_compare_and_exchange (&progress->is_pending, FALSE, TRUE))
    return;
  progress->told_bytes = done_bytes;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_cb, g_atomic_rc_box_acquire (progress), progress_unref);
  g_source_attach (source, progress->home);
}

static void
stage_free (gpointer data)
{
  Stage *stage = data;

  g_free (stage->files_dir);
  g_free (stage->path);
  g_clear_pointer (&stage->progress, progress_unref);
  g_free (stage);
}

static void
stage_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Stage *stage = task_data;
  GError *error = NULL;
  OdFileRef *file = store (stage->files_dir, stage->path, stage->max_bytes, stage->progress != NULL ? copied_cb : NULL,
                           stage->progress, cancellable, &error);

  if (file != NULL)
    g_task_return_pointer (task, file, (GDestroyNotify) od_file_ref_free);
  else
    g_task_return_error (task, error);
}

/**
 * od_reply_files_stage:
 * @task: its value is an #OdFileRef; its own priority must be the default one
 *
 * Copies one file into the profile; see od_reply_port_stage_file_async(). What is copied and then wanted by nobody is
 * swept.
 */
void
od_reply_files_stage (OdWorker *worker, GTask *task, const char *files_dir, const char *path, gint64 max_bytes,
                      GFileProgressCallback progress, gpointer progress_data)
{
  Stage *stage = g_new0 (Stage, 1);

  stage->files_dir = g_strdup (files_dir);
  stage->path = g_strdup (path);
  stage->max_bytes = max_bytes;
  if (progress != NULL)
    {
      stage->progress = g_atomic_rc_box_new0 (Progress);
      stage->progress->home = g_main_context_ref (g_task_get_context (task));
      stage->progress->func = progress;
      stage->progress->data = progress_data;
      g_mutex_init (&stage->progress->lock);
    }
  g_task_set_task_data (task, stage, stage_free);
  od_worker_push (worker, G_PRIORITY_DEFAULT, stage_in_thread, g_object_ref (task));
}

/* ---- the files of a reply ---- */

static OdUpdateAttachment *
make_attachment (const OdFileRef *file)
{
  OdUpdateAttachment *attachment = od_update_attachment_new ();

  attachment->name = od_text_clean_name (file->name);
  attachment->mime = g_strdup (file->mime);
  attachment->sha256 = g_strdup (file->sha256);
  attachment->size_bytes = file->size_bytes;
  attachment->width = file->width;
  attachment->height = file->height;
  return attachment;
}

/**
 * od_reply_files_make_attachments:
 * @copied: (nullable) (element-type OdFileRef): what became of the paths
 *
 * Returns: (transfer full) (nullable) (element-type OdUpdateAttachment): all of them, in order; %NULL if there are none
 */
GPtrArray *
od_reply_files_make_attachments (const OdReplyFiles *self, GPtrArray *copied)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) od_update_attachment_free);

  for (guint i = 0; self->staged != NULL && i < self->staged->len; i++)
    g_ptr_array_add (all, make_attachment (g_ptr_array_index (self->staged, i)));
  for (guint i = 0; copied != NULL && i < copied->len; i++)
    g_ptr_array_add (all, make_attachment (g_ptr_array_index (copied, i)));
  return all->len > 0 ? g_steal_pointer (&all) : NULL;
}

/**
 * od_reply_files_store_in_thread:
 *
 * On a worker: copies each file into the profile, on the disk before it returns.
 * The task gives a #GPtrArray of #OdFileRef, or the first error. What was copied
 * before that is swept later.
 */
void
od_reply_files_store_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  OdReplyFiles *files = task_data;
  g_autoptr (GPtrArray) stored = g_ptr_array_new_with_free_func ((GDestroyNotify) od_file_ref_free);

  if (g_strv_length (files->paths) > OD_LIMIT_ATTACHMENTS)
    {
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_TOO_LARGE, "More than %d files", OD_LIMIT_ATTACHMENTS);
      return;
    }
  for (guint i = 0; files->paths[i] != NULL; i++)
    {
      GError *error = NULL;
      OdFileRef *file = store (files->files_dir, files->paths[i], OD_LIMIT_FILE_BYTES, NULL, NULL, cancellable, &error);

      if (file == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
      g_ptr_array_add (stored, file);
    }
  g_task_return_pointer (task, g_steal_pointer (&stored), (GDestroyNotify) g_ptr_array_unref);
}
