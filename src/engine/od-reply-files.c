/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-reply-files"

#include "od-reply-files.h"

#include <string.h>

#include "od-blob.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-text.h"
#include "od-update.h"

OdReplyFiles *
od_reply_files_new (const char *files_dir, const char *const *paths)
{
  OdReplyFiles *self = g_new0 (OdReplyFiles, 1);

  self->files_dir = g_strdup (files_dir);
  if (paths != NULL && paths[0] != NULL)
    self->paths = g_strdupv ((char **) paths);
  return self;
}

void
od_reply_files_free (OdReplyFiles *self)
{
  g_free (self->files_dir);
  g_strfreev (self->paths);
  g_clear_pointer (&self->job, od_enqueue_job_free);
  g_free (self);
}

static char *
guess_mime (const char *name)
{
  gboolean is_uncertain;
  g_autofree char *type = g_content_type_guess (name, NULL, 0, &is_uncertain);
  g_autofree char *mime = type != NULL ? g_content_type_get_mime_type (type) : NULL;

  return mime != NULL && strlen (mime) <= OD_LIMIT_MIME_BYTES ? g_steal_pointer (&mime)
                                                              : g_strdup ("application/octet-stream");
}

static OdUpdateAttachment *
store (const char *files_dir, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (OdBlob) blob = od_blob_store_file (files_dir, path, OD_LIMIT_FILE_BYTES, cancellable, error);
  g_autofree char *base = NULL;
  OdUpdateAttachment *file;

  if (blob == NULL)
    return NULL;
  base = g_path_get_basename (path);
  file = od_update_attachment_new ();
  file->name = od_text_clean_name (base);
  file->mime = guess_mime (file->name);
  file->sha256 = g_strdup (blob->sha256);
  file->size_bytes = blob->size_bytes;
  return file;
}

/**
 * od_reply_files_store_in_thread:
 *
 * On a worker: copies each file into the profile, on the disk before it returns.
 * The task gives a #GPtrArray of #OdUpdateAttachment, or the first error. What
 * was copied before that is swept at the next start.
 */
void
od_reply_files_store_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  OdReplyFiles *files = task_data;
  g_autoptr (GPtrArray) stored = g_ptr_array_new_with_free_func ((GDestroyNotify) od_update_attachment_free);

  if (g_strv_length (files->paths) > OD_LIMIT_ATTACHMENTS)
    {
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_TOO_LARGE, "More than %d files", OD_LIMIT_ATTACHMENTS);
      return;
    }
  for (guint i = 0; files->paths[i] != NULL; i++)
    {
      GError *error = NULL;
      OdUpdateAttachment *file = store (files->files_dir, files->paths[i], cancellable, &error);

      if (file == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
      g_ptr_array_add (stored, file);
    }
  g_task_return_pointer (task, g_steal_pointer (&stored), (GDestroyNotify) g_ptr_array_unref);
}
