/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-transcript-file.h"

/* A transcript on its way into a stream: a page is read, written, its files are copied, then the next one. */
typedef struct {
  OdTranscriptFormat format;
  GOutputStream *out; /* (owned) */
  GFile *folder;      /* (owned) (nullable): where its files go */
  GPtrArray *lines;   /* (owned) (nullable): the page whose files are being copied */
  GString *text;      /* (owned): what is being written */
  guint line, file;   /* the next file to copy */
  guint n_missing;    /* files that are not beside it */
  gboolean is_last;
} Writing;

static void next_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
writing_free (Writing *writing)
{
  g_clear_object (&writing->out);
  g_clear_object (&writing->folder);
  g_clear_pointer (&writing->lines, g_ptr_array_unref);
  g_string_free (writing->text, TRUE);
  g_free (writing);
}

static const OdTranscriptFile *
next_file (Writing *writing)
{
  for (; writing->lines != NULL && writing->line < writing->lines->len; writing->line++, writing->file = 0)
    {
      const OdTranscriptLine *line = g_ptr_array_index (writing->lines, writing->line);

      if (line->files != NULL && writing->file < line->files->len)
        return g_ptr_array_index (line->files, writing->file++);
    }
  return NULL;
}

static void copy_files (GTask *task);

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Writing *writing = g_task_get_task_data (task);

  if (!g_file_copy_finish (G_FILE (source), result, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
          g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }
      writing->n_missing++;
    }
  copy_files (task);
}

static void
copy_files (GTask *task)
{
  Writing *writing = g_task_get_task_data (task);
  const OdTranscriptFile *file;

  while (writing->folder != NULL && (file = next_file (writing)) != NULL)
    {
      g_autoptr (GFile) from = NULL;
      g_autoptr (GFile) to = NULL;

      if (file->path == NULL)
        {
          writing->n_missing++;
          continue;
        }
      from = g_file_new_for_path (file->path);
      to = g_file_get_child (writing->folder, file->saved_as);
      g_file_copy_async (from, to, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS, G_PRIORITY_DEFAULT,
                         g_task_get_cancellable (task), NULL, NULL, copied_cb, g_object_ref (task));
      return;
    }
  g_clear_pointer (&writing->lines, g_ptr_array_unref);
  od_transcript_source_next_async (g_task_get_source_object (task), g_task_get_cancellable (task), next_cb,
                                   g_object_ref (task));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Writing *writing = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_error (task, error);
  else if (writing->is_last)
    g_task_return_boolean (task, TRUE);
  else
    copy_files (task);
}

static void
write_text (GTask *task)
{
  Writing *writing = g_task_get_task_data (task);

  g_output_stream_write_all_async (writing->out, writing->text->str, writing->text->len, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), written_cb, g_object_ref (task));
}

static void
next_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdTranscriptSource *self = OD_TRANSCRIPT_SOURCE (source);
  const OdTranscriptStyle *style = od_transcript_source_get_style (self);
  Writing *writing = g_task_get_task_data (task);
  GError *error = NULL;

  writing->lines = od_transcript_source_next_finish (self, result, &error);
  writing->line = writing->file = 0;
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  writing->is_last = writing->lines == NULL;
  g_string_truncate (writing->text, 0);
  for (guint i = 0; writing->lines != NULL && i < writing->lines->len; i++)
    if (writing->format == OD_TRANSCRIPT_HTML)
      od_transcript_html_line (style, g_ptr_array_index (writing->lines, i), writing->text);
    else
      od_transcript_text_line (style, g_ptr_array_index (writing->lines, i), writing->text);
  if (writing->is_last && writing->format == OD_TRANSCRIPT_HTML)
    od_transcript_html_end (style, writing->text);
  write_text (task);
}

static void
start (OdTranscriptSource *source, OdTranscriptFormat format, GOutputStream *out, GFile *folder,
       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, user_data);
  Writing *writing = g_new0 (Writing, 1);

  g_task_set_source_tag (task, od_transcript_write_async);
  g_task_set_task_data (task, writing, (GDestroyNotify) writing_free);
  writing->format = format;
  writing->out = g_object_ref (out);
  writing->folder = folder != NULL ? g_object_ref (folder) : NULL;
  writing->text = g_string_new (NULL);
  if (format == OD_TRANSCRIPT_HTML)
    od_transcript_html_begin (od_transcript_source_get_style (source), writing->text);
  else
    od_transcript_text_begin (od_transcript_source_get_style (source), writing->text);
  write_text (task);
}

/**
 * od_transcript_write_async:
 * @source: at its start
 * @out: written to, not closed
 *
 * Writes a transcript of any length; only a page of it is in memory at a time.
 */
void
od_transcript_write_async (OdTranscriptSource *source, OdTranscriptFormat format, GOutputStream *out,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_TRANSCRIPT_SOURCE (source) && G_IS_OUTPUT_STREAM (out));

  start (source, format, out, NULL, cancellable, callback, user_data);
}

gboolean
od_transcript_write_finish (OdTranscriptSource *source, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- Into a file ------------------------------------------------------------- */

typedef struct {
  OdTranscriptFormat format;
  GFile *file;            /* (owned) */
  GFile *folder;          /* (owned) (nullable) */
  GFileOutputStream *out; /* (owned) (nullable) */
  GError *error;          /* (owned) (nullable): why what was written is thrown away */
  guint n_missing;
  gboolean is_new; /* there was no such file */
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_object (&saving->file);
  g_clear_object (&saving->folder);
  g_clear_object (&saving->out);
  g_clear_error (&saving->error);
  g_free (saving);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_file_delete_finish (G_FILE (source), result, NULL); /* what is told is why it had to go */
  g_task_return_error (task, g_steal_pointer (&((Saving *) g_task_get_task_data (task))->error));
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Saving *saving = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &error) && saving->error == NULL)
    saving->error = g_steal_pointer (&error);
  if (saving->error == NULL)
    g_task_return_boolean (task, TRUE);
  else if (saving->is_new)
    g_file_delete_async (saving->file, G_PRIORITY_DEFAULT, NULL, deleted_cb, g_object_ref (task));
  else
    g_task_return_error (task, g_steal_pointer (&saving->error));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GCancellable) stop = NULL;
  Saving *saving = g_task_get_task_data (task);

  saving->n_missing = ((Writing *) g_task_get_task_data (G_TASK (result)))->n_missing;
  if (!od_transcript_write_finish (OD_TRANSCRIPT_SOURCE (source), result, &saving->error))
    {
      stop = g_cancellable_new (); /* closing as cancelled keeps the file that was there */
      g_cancellable_cancel (stop);
    }
  g_output_stream_close_async (G_OUTPUT_STREAM (saving->out), G_PRIORITY_DEFAULT, stop, closed_cb, g_object_ref (task));
}

static void
write_saving (GTask *task, GError *error)
{
  Saving *saving = g_task_get_task_data (task);

  if (saving->out == NULL)
    g_task_return_error (task, error);
  else
    start (g_task_get_source_object (task), saving->format, G_OUTPUT_STREAM (saving->out), saving->folder,
           g_task_get_cancellable (task), saved_cb, g_object_ref (task));
}

static void
replaced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Saving *saving = g_task_get_task_data (task);
  GError *error = NULL;

  saving->out = g_file_replace_finish (G_FILE (source), result, &error);
  write_saving (task, error);
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Saving *saving = g_task_get_task_data (task);
  GError *error = NULL;

  saving->out = g_file_create_finish (G_FILE (source), result, &error);
  saving->is_new = saving->out != NULL;
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    {
      write_saving (task, error);
      return;
    }
  g_clear_error (&error);
  g_file_replace_async (saving->file, NULL, FALSE, G_FILE_CREATE_PRIVATE, G_PRIORITY_DEFAULT,
                        g_task_get_cancellable (task), replaced_cb, g_object_ref (task));
}

static void
create (GTask *task)
{
  g_file_create_async (((Saving *) g_task_get_task_data (task))->file, G_FILE_CREATE_PRIVATE, G_PRIORITY_DEFAULT,
                       g_task_get_cancellable (task), created_cb, g_object_ref (task));
}

static void
folder_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_make_directory_finish (G_FILE (source), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    create (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * od_transcript_save_async:
 * @source: at its start
 * @file: appears, or is replaced, only when all is written; for its owner's eyes
 * @with_files: whether the attachments are copied into the folder `NAME.files` beside it, and the transcript shows them
 */
void
od_transcript_save_async (OdTranscriptSource *source, OdTranscriptFormat format, GFile *file, gboolean with_files,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *name = NULL;
  Saving *saving;

  g_return_if_fail (OD_IS_TRANSCRIPT_SOURCE (source) && G_IS_FILE (file));

  task = g_task_new (source, cancellable, callback, user_data);
  saving = g_new0 (Saving, 1);
  g_task_set_source_tag (task, od_transcript_save_async);
  g_task_set_task_data (task, saving, (GDestroyNotify) saving_free);
  saving->format = format;
  saving->file = g_object_ref (file);
  name = g_file_get_basename (file);
  if (with_files && format == OD_TRANSCRIPT_HTML && name != NULL)
    {
      g_autofree char *folder_name = g_strdup_printf ("%s.files", name);
      g_autoptr (GFile) parent = g_file_get_parent (file);

      saving->folder = g_file_get_child (parent, folder_name);
      od_transcript_source_set_files_dir (source, folder_name);
      g_file_make_directory_async (saving->folder, G_PRIORITY_DEFAULT, cancellable, folder_cb, g_object_ref (task));
      return;
    }
  create (task);
}

/**
 * od_transcript_save_finish:
 * @n_missing: (out) (optional): attachments that could not be put beside it, because they are not here
 *
 * Returns: whether the transcript is there; if not, what was there before still is
 */
gboolean
od_transcript_save_finish (OdTranscriptSource *source, GAsyncResult *result, guint *n_missing, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, od_transcript_save_async), FALSE);

  if (n_missing != NULL)
    *n_missing = ((Saving *) g_task_get_task_data (G_TASK (result)))->n_missing;
  return g_task_propagate_boolean (G_TASK (result), error);
}
