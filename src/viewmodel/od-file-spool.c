/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-file-spool"

#include "od-file-spool.h"

#include "od-error.h"
#include "od-limits.h"

/* What comes as a stream (a file elsewhere, a picture of the clipboard) into a temporary file. */

typedef struct {
  GInputStream *stream; /* (owned) */
  GFile *file;          /* (owned) (nullable): deleted unless all went well */
  GFileIOStream *to;    /* (owned) (nullable) */
  GBytes *piece;        /* (owned) (nullable): being written */
  GFileProgressCallback progress;
  gpointer progress_data;
  gint64 max_bytes;
  gint64 done_bytes;
} Spool;

static void
spool_free (gpointer data)
{
  Spool *spool = data;

  if (spool->file != NULL)
    g_file_delete_async (spool->file, G_PRIORITY_LOW, NULL, NULL, NULL);
  g_clear_object (&spool->file);
  g_clear_object (&spool->to);
  g_clear_pointer (&spool->piece, g_bytes_unref);
  g_object_unref (spool->stream);
  g_free (spool);
}

static void read_more (GTask *task);

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Spool *spool = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_io_stream_close_finish (G_IO_STREAM (source), result, &error))
    g_task_return_pointer (task, g_steal_pointer (&spool->file), g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Spool *spool = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (spool->progress != NULL)
    spool->progress (spool->done_bytes, -1, spool->progress_data);
  read_more (task);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Spool *spool = g_task_get_task_data (task);
  GError *error = NULL;
  GBytes *piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (piece == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_pointer (&spool->piece, g_bytes_unref);
  spool->piece = piece;
  spool->done_bytes += (gint64) g_bytes_get_size (piece);
  if (spool->done_bytes > spool->max_bytes)
    g_task_return_new_error (task, OD_ERROR, OD_ERROR_TOO_LARGE, "More than %" G_GINT64_FORMAT " bytes",
                             spool->max_bytes);
  else if (g_bytes_get_size (piece) == 0)
    g_io_stream_close_async (G_IO_STREAM (spool->to), G_PRIORITY_DEFAULT, NULL, closed_cb, g_object_ref (task));
  else
    g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (spool->to)),
                                     g_bytes_get_data (piece, NULL), g_bytes_get_size (piece), G_PRIORITY_DEFAULT,
                                     g_task_get_cancellable (task), written_cb, g_object_ref (task));
}

static void
read_more (GTask *task)
{
  Spool *spool = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (spool->stream, OD_LIMIT_FILE_CHUNK_BYTES, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), read_cb, g_object_ref (task));
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Spool *spool = g_task_get_task_data (task);
  GError *error = NULL;

  spool->file = g_file_new_tmp_finish (result, &spool->to, &error);
  if (spool->file == NULL)
    g_task_return_error (task, error);
  else
    read_more (task);
}

/**
 * od_file_spool_async:
 * @max_bytes: more than that is %OD_ERROR_TOO_LARGE
 * @progress: (nullable): told on this thread; the total is not known
 *
 * Copies what @stream has into a new temporary file of this user's. Cancelling, and any error, leaves no file.
 */
void
od_file_spool_async (GInputStream *stream, gint64 max_bytes, GFileProgressCallback progress, gpointer progress_data,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Spool *spool = g_new0 (Spool, 1);

  g_task_set_source_tag (task, od_file_spool_async);
  spool->stream = g_object_ref (stream);
  spool->max_bytes = max_bytes;
  spool->progress = progress;
  spool->progress_data = progress_data;
  g_task_set_task_data (task, spool, spool_free);
  g_file_new_tmp_async ("omnidesk-XXXXXX", G_PRIORITY_DEFAULT, cancellable, made_cb, g_object_ref (task));
}

/**
 * od_file_spool_finish:
 *
 * Returns: (transfer full): the file, which is the caller's to delete
 */
GFile *
od_file_spool_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
