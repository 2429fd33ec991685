/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-http"

#include "od-http.h"

#include "config.h"

#include "od-error.h"
#include "od-limits.h"

/* RFC 6585; libsoup has no name for it. */
#define STATUS_TOO_MANY_REQUESTS 429

/* Longer than this nobody is asked to wait; a server that says so means "some other day". */
#define MAX_RETRY_AFTER_S (24 * 3600)

/* All state of one request, in one place. */
typedef struct {
  SoupMessage *message; /* (owned) */
  GByteArray *body;     /* (owned) */
  gsize max_reply_bytes;
  gboolean is_body_sent; /* from here on the other side may have acted */
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->message);
  g_clear_pointer (&call->body, g_byte_array_unref);
  g_free (call);
}

void
od_http_reply_free (OdHttpReply *self)
{
  g_bytes_unref (self->body);
  g_free (self);
}

static void
wrote_body_cb (GTask *task, SoupMessage *message)
{
  Call *call = g_task_get_task_data (task);

  call->is_body_sent = TRUE;
}

/* Turns "what went wrong" into "what the caller can do". Takes @error. */
static GError *
translate (GError *error, const Call *call)
{
  g_autoptr (GError) owned = error;

  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_steal_pointer (&owned);
  if (owned->domain == G_TLS_ERROR)
    return g_error_new (OD_ERROR, OD_ERROR_REJECTED, "TLS: %s", owned->message);
  return g_error_new_literal (OD_ERROR, call->is_body_sent ? OD_ERROR_UNCONFIRMED : OD_ERROR_TRANSIENT, owned->message);
}

static gint64
get_retry_after_ms (SoupMessage *message)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  guint64 seconds;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, MAX_RETRY_AFTER_S, &seconds, NULL))
    return -1;
  return (gint64) seconds * 1000;
}

static void
return_reply (GTask *task, Call *call)
{
  OdHttpReply *reply = g_new0 (OdHttpReply, 1);

  reply->status = soup_message_get_status (call->message);
  reply->retry_after_ms = get_retry_after_ms (call->message);
  reply->body = g_byte_array_free_to_bytes (g_steal_pointer (&call->body));
  g_task_return_pointer (task, reply, (GDestroyNotify) od_http_reply_free);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GBytes) chunk = NULL;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;

  chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (chunk == NULL)
    g_task_return_error (task, translate (error, call));
  else if (g_bytes_get_size (chunk) == 0)
    return_reply (task, call);
  else if (call->body->len + g_bytes_get_size (chunk) > call->max_reply_bytes)
    g_task_return_new_error (task, OD_ERROR, OD_ERROR_TOO_LARGE, "The reply is larger than %" G_GSIZE_FORMAT " bytes",
                             call->max_reply_bytes);
  else
    {
      g_byte_array_append (call->body, g_bytes_get_data (chunk, NULL), (guint) g_bytes_get_size (chunk));
      g_input_stream_read_bytes_async (G_INPUT_STREAM (source), OD_LIMIT_FILE_CHUNK_BYTES, g_task_get_priority (task),
                                       g_task_get_cancellable (task), read_cb, g_object_ref (task));
    }
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GInputStream) stream = NULL;
  GError *error = NULL;

  stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (stream == NULL)
    {
      g_task_return_error (task, translate (error, g_task_get_task_data (task)));
      return;
    }
  g_input_stream_read_bytes_async (stream, OD_LIMIT_FILE_CHUNK_BYTES, g_task_get_priority (task),
                                   g_task_get_cancellable (task), read_cb, g_object_ref (task));
}

/**
 * od_http_session_new:
 * @timeout_s: seconds of silence on a connection; > 0
 *
 * Returns: (transfer full): a session that speaks for Omnidesk
 */
SoupSession *
od_http_session_new (guint timeout_s)
{
  return soup_session_new_with_options ("timeout", timeout_s, "user-agent", "Omnidesk/" OD_VERSION, NULL);
}

/**
 * od_http_send_async:
 * @message: what to send, with its body; new, for this call only
 * @max_reply_bytes: the most of a reply to take
 *
 * Sends @message and reads the whole reply. It does not retry: who asked knows
 * whether that is safe; nor does it follow to another place. Any status is a reply: see od_http_reply_check().
 *
 * Errors are %OD_ERROR or %G_IO_ERROR_CANCELLED. %OD_ERROR_TRANSIENT: the body
 * surely did not go out; %OD_ERROR_UNCONFIRMED: it did, and no whole answer came back;
 * %OD_ERROR_REJECTED: no trust in the other side's certificate.
 */
void
od_http_send_async (SoupSession *session, SoupMessage *message, gsize max_reply_bytes, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Call *call;

  g_return_if_fail (SOUP_IS_SESSION (session) && SOUP_IS_MESSAGE (message));

  task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (task, od_http_send_async);
  call = g_new0 (Call, 1);
  call->message = g_object_ref (message);
  call->body = g_byte_array_new ();
  call->max_reply_bytes = max_reply_bytes;
  g_task_set_task_data (task, call, call_free);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT); /* a URL may hold a token: nobody sends it elsewhere */
  g_signal_connect_object (message, "wrote-body", G_CALLBACK (wrote_body_cb), task, G_CONNECT_SWAPPED);
  soup_session_send_async (session, message, g_task_get_priority (task), cancellable, sent_cb, g_object_ref (task));
}

/**
 * od_http_send_finish:
 *
 * Returns: (transfer full): what was answered
 */
OdHttpReply *
od_http_send_finish (SoupSession *session, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, session), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, od_http_send_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
check_status (guint status, gint64 retry_after_ms, GError **error)
{
  OdError code = OD_ERROR_REJECTED;

  if (status >= 200 && status < 300)
    return TRUE;
  if (status == STATUS_TOO_MANY_REQUESTS)
    {
      g_propagate_error (error, od_error_new_rate_limited (retry_after_ms));
      return FALSE;
    }
  if (status == SOUP_STATUS_UNAUTHORIZED || status == SOUP_STATUS_FORBIDDEN)
    code = OD_ERROR_AUTH;
  else if (status >= 500 || status == SOUP_STATUS_REQUEST_TIMEOUT)
    code = OD_ERROR_TRANSIENT;
  g_set_error (error, OD_ERROR, code, "HTTP %u", status);
  return FALSE;
}

/**
 * od_http_reply_check:
 *
 * What a status means for the caller, unless a provider's own body says it better.
 *
 * Returns: %TRUE for 2xx; otherwise %OD_ERROR_RATE_LIMITED (429), _AUTH (401, 403), _TRANSIENT (408, 5xx) or
 *   _REJECTED
 */
gboolean
od_http_reply_check (const OdHttpReply *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return check_status (self->status, self->retry_after_ms, error);
}

/**
 * od_http_message_check:
 * @message: that was answered
 *
 * The same for an answer whose body is not read.
 */
gboolean
od_http_message_check (SoupMessage *message, GError **error)
{
  g_return_val_if_fail (SOUP_IS_MESSAGE (message), FALSE);

  return check_status (soup_message_get_status (message), get_retry_after_ms (message), error);
}
