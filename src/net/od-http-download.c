/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-http"

#include "od-http-download.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-error.h"
#include "od-http-private.h"
#include "od-http.h"
#include "od-limits.h"

/* All state of one download, in one place. */
typedef struct {
  SoupMessage *message; /* (owned) */
  GFile *file;          /* (owned) */
  GInputStream *body;   /* (owned) (nullable) */
  GOutputStream *out;   /* (owned) (nullable) */
  GBytes *chunk;        /* (owned) (nullable): on its way to the disk */
  OdHttpWait wait;
  GError *error; /* (owned) (nullable): why it ends early */
  GFileProgressCallback progress;
  gpointer progress_data;
  gint64 done_bytes;
  gint64 total_bytes; /* -1 if unknown */
  gint64 max_bytes;
  GString *version; /* (unowned): the caller's */
} Download;

static void
download_free (gpointer data)
{
  Download *download = data;

  od_http_wait_end (&download->wait);
  g_clear_object (&download->message);
  g_clear_object (&download->file);
  g_clear_object (&download->body);
  g_clear_object (&download->out);
  g_clear_pointer (&download->chunk, g_bytes_unref);
  g_clear_error (&download->error);
  g_free (download);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *download = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &error) && download->error == NULL)
    download->error = g_error_new_literal (OD_ERROR, OD_ERROR_STORE, error->message);
  if (download->error != NULL)
    g_task_return_error (task, g_steal_pointer (&download->error));
  else
    g_task_return_boolean (task, TRUE);
}

/* What came is kept, however it ends.
 * @error: (transfer full) (nullable) */
static void
end (GTask *task, GError *error)
{
  Download *download = g_task_get_task_data (task);

  download->error = error;
  od_http_wait_end (&download->wait);
  if (download->out != NULL)
    g_output_stream_close_async (download->out, g_task_get_priority (task), NULL, closed_cb, g_object_ref (task));
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&download->error));
  else
    g_task_return_boolean (task, TRUE);
}

/* @error: (transfer full) */
static GError *
translate (Download *download, GError *error)
{
  return od_http_translate (error, download->message, &download->wait, FALSE);
}

static void read_next (GTask *task);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *download = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gsize n = 0;
  gboolean is_written = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, &n, &error);

  g_clear_pointer (&download->chunk, g_bytes_unref);
  download->done_bytes += (gint64) n;
  if (!is_written)
    {
      end (task, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                     ? translate (download, g_steal_pointer (&error))
                     : g_error_new_literal (OD_ERROR, OD_ERROR_STORE, error->message));
      return;
    }
  download->progress (download->done_bytes, download->total_bytes, download->progress_data);
  read_next (task);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *download = g_task_get_task_data (task);
  GError *error = NULL;
  gsize len;
  gconstpointer data;

  download->chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (download->chunk == NULL)
    {
      end (task, translate (download, error));
      return;
    }
  data = g_bytes_get_data (download->chunk, &len);
  if (len == 0 && download->total_bytes >= 0 && download->done_bytes < download->total_bytes)
    end (task, g_error_new_literal (OD_ERROR, OD_ERROR_TRANSIENT, _ ("The file ended too early")));
  else if (len == 0)
    end (task, NULL);
  else if (download->done_bytes + (gint64) len > download->max_bytes)
    end (task, g_error_new_literal (OD_ERROR, OD_ERROR_TOO_LARGE, _ ("The file is larger than what may come")));
  else
    g_output_stream_write_all_async (download->out, data, len, g_task_get_priority (task), download->wait.cancellable,
                                     written_cb, g_object_ref (task));
}

static void
read_next (GTask *task)
{
  Download *download = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (download->body, OD_LIMIT_FILE_CHUNK_BYTES, g_task_get_priority (task),
                                   download->wait.cancellable, read_cb, g_object_ref (task));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *download = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  download->out = G_OUTPUT_STREAM (g_file_append_to_finish (G_FILE (source), result, &error));
  if (download->out == NULL)
    end (task, g_error_new_literal (OD_ERROR, OD_ERROR_STORE, error->message));
  else
    read_next (task);
}

static void
open_file (GTask *task)
{
  Download *download = g_task_get_task_data (task);

  g_file_append_to_async (download->file, G_FILE_CREATE_PRIVATE, g_task_get_priority (task), NULL, opened_cb,
                          g_object_ref (task));
}

static void
emptied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *download = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!g_file_delete_finish (G_FILE (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    end (task, g_error_new_literal (OD_ERROR, OD_ERROR_STORE, error->message));
  else if (download->body != NULL)
    open_file (task);
  else
    end (task, g_error_new_literal (OD_ERROR, OD_ERROR_TRANSIENT, _ ("The file changed there: from the beginning")));
}

/* What came before is of no use. */
static void
empty_file (GTask *task)
{
  Download *download = g_task_get_task_data (task);

  download->done_bytes = 0;
  if (download->body == NULL)
    g_string_truncate (download->version, 0);
  g_file_delete_async (download->file, g_task_get_priority (task), NULL, emptied_cb, g_object_ref (task));
}

/* ---- the answer ---- */

/* What names this version of the file, to the byte; %NULL if nothing does. */
static const char *
get_version (Download *download)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (download->message);
  const char *version = soup_message_headers_get_one (headers, "ETag");

  if (version == NULL || g_str_has_prefix (version, "W/"))
    version = soup_message_headers_get_one (headers, "Last-Modified");
  return version != NULL && strlen (version) <= OD_LIMIT_NAME_BYTES ? version : NULL;
}

/* Whether a partial answer goes on where we are, in the same file: some servers don't look at If-Range. */
static gboolean
continues (Download *download)
{
  const char *version = get_version (download);
  goffset from = -1, to = -1, total = -1;

  if (download->version->len > 0 && version != NULL && !g_str_equal (version, download->version->str))
    return FALSE;
  if (!soup_message_headers_get_content_range (soup_message_get_response_headers (download->message), &from, &to,
                                               &total))
    return FALSE;
  if (from != download->done_bytes)
    return FALSE;
  download->total_bytes = total;
  return TRUE;
}

static void
take_answer (GTask *task)
{
  Download *download = g_task_get_task_data (task);
  SoupMessageHeaders *headers = soup_message_get_response_headers (download->message);
  guint status = soup_message_get_status (download->message);
  gint64 offset = download->done_bytes;

  if (status == SOUP_STATUS_PARTIAL_CONTENT && !continues (download))
    {
      g_clear_object (&download->body);
      empty_file (task);
      return;
    }
  if (status != SOUP_STATUS_PARTIAL_CONTENT)
    {
      offset = 0;
      g_string_assign (download->version, get_version (download) != NULL ? get_version (download) : "");
      if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH)
        download->total_bytes = soup_message_headers_get_content_length (headers);
    }
  if (download->total_bytes > download->max_bytes)
    {
      download->progress (offset, download->total_bytes, download->progress_data);
      end (task, g_error_new_literal (OD_ERROR, OD_ERROR_TOO_LARGE, _ ("The file is larger than what may come")));
      return;
    }
  if (offset != download->done_bytes)
    empty_file (task);
  else
    open_file (task);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *download = g_task_get_task_data (task);
  GError *error = NULL;

  download->body = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (download->body == NULL)
    {
      end (task, translate (download, error));
      return;
    }
  od_http_wait_for_reply (&download->wait, task, download->max_bytes);
  if (soup_message_get_status (download->message) == SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE &&
      download->done_bytes > 0)
    {
      g_clear_object (&download->body);
      empty_file (task);
      return;
    }
  if (soup_message_get_status (download->message) == SOUP_STATUS_NOT_FOUND ||
      soup_message_get_status (download->message) == SOUP_STATUS_GONE)
    end (task, g_error_new_literal (OD_ERROR, OD_ERROR_NOT_FOUND, _ ("The file is not there any more")));
  else if (!od_http_message_check (download->message, &error))
    end (task, error);
  else
    take_answer (task);
}

/**
 * od_http_download_async:
 * @message: a GET; new, for this call only
 * @target: needed until this returns
 * @progress: told how far it is (total -1 if unknown), until it completes
 *
 * Brings a file. What came stays, however it ends; a next call goes on from there.
 *
 * Errors: those of od_http_send_async(), but nothing is unconfirmed; %OD_ERROR_NOT_FOUND: 404 or 410;
 * %OD_ERROR_TOO_LARGE: more than @max_bytes; %OD_ERROR_STORE: our disk.
 */
void
od_http_download_async (SoupSession *session, SoupMessage *message, const OdHttpTarget *target,
                        GFileProgressCallback progress, gpointer progress_data, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Download *download;

  g_return_if_fail (SOUP_IS_SESSION (session) && SOUP_IS_MESSAGE (message) && target->path != NULL && progress != NULL);

  task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (task, od_http_download_async);
  g_task_set_check_cancellable (task, FALSE); /* a whole file is a whole file */
  download = g_new0 (Download, 1);
  download->message = g_object_ref (message);
  download->file = g_file_new_for_path (target->path);
  download->progress = progress;
  download->progress_data = progress_data;
  download->done_bytes = target->offset;
  download->total_bytes = -1;
  download->max_bytes = target->max_bytes;
  download->version = target->version;
  g_task_set_task_data (task, download, download_free);
  if (target->offset > 0)
    soup_message_headers_set_range (soup_message_get_request_headers (message), target->offset, -1);
  if (target->offset > 0 && target->version->len > 0)
    soup_message_headers_replace (soup_message_get_request_headers (message), "If-Range", target->version->str);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_disable_feature (message, SOUP_TYPE_CONTENT_DECODER); /* we count the bytes that the range means */
  od_http_wait_begin (&download->wait, task, message);
  soup_session_send_async (session, message, g_task_get_priority (task), download->wait.cancellable, sent_cb,
                           g_object_ref (task));
}

/**
 * od_http_download_finish:
 *
 * Returns: %TRUE: all of it is there
 */
gboolean
od_http_download_finish (SoupSession *session, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, session), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, od_http_download_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
