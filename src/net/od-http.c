/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-http"

#include "od-http.h"

#include "config.h"

#include "od-error.h"
#include "od-http-private.h"
#include "od-limits.h"

/* RFC 6585; libsoup has no name for it. */
#define STATUS_TOO_MANY_REQUESTS 429

/* Of one provider at once; what is more waits its turn here, not there. */
#define MAX_CONNECTIONS 8

/* A connection that nobody used for so long may be dead without our knowing: a request on it would be unconfirmed. */
#define IDLE_S 20

/* All state of one request, in one place. */
typedef struct {
  SoupMessage *message; /* (owned) */
  GByteArray *body;     /* (owned) */
  OdHttpWait wait;
  gulong wrote_id, data_id;
  gsize max_reply_bytes;
  gint64 n_left_bytes;   /* of the body; < 0: not known */
  gboolean is_body_sent; /* from here on the other side may have acted */
} Call;

static void
call_end (Call *call)
{
  g_clear_signal_handler (&call->wrote_id, call->message);
  g_clear_signal_handler (&call->data_id, call->message);
  od_http_wait_end (&call->wait);
}

static void
call_free (gpointer data)
{
  Call *call = data;

  call_end (call);
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
wrote_body_cb (SoupMessage *message, Call *call)
{
  call->is_body_sent = TRUE;
}

/* The signal for the whole body comes a turn of the main loop later than its last byte left: whatever ends the exchange
 * in between would be taken for "it surely did not go out". */
static void
wrote_data_cb (SoupMessage *message, guint n_bytes, Call *call)
{
  if (call->n_left_bytes < 0)
    return;
  call->n_left_bytes = MAX (call->n_left_bytes - (gint64) n_bytes, 0);
  if (call->n_left_bytes == 0)
    call->is_body_sent = TRUE;
}

static gint64
get_body_bytes (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
             ? soup_message_headers_get_content_length (headers)
             : -1;
}

/* The moment is one of the server's clock, so what it says of "now" is its own Date. */
static gint64
parse_date_s (SoupMessage *message, const char *text)
{
  const char *now = soup_message_headers_get_one (soup_message_get_response_headers (message), "Date");
  g_autoptr (GDateTime) then = soup_date_time_new_from_http_string (text);
  g_autoptr (GDateTime) sent = now != NULL ? soup_date_time_new_from_http_string (now) : NULL;

  if (then == NULL || sent == NULL)
    return -1;
  return MAX (g_date_time_difference (then, sent) / G_USEC_PER_SEC, 0);
}

/* Seconds or a date. Longer than %OD_LIMIT_RETRY_AFTER_S nobody is asked to wait. */
static gint64
get_retry_after_ms (SoupMessage *message)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  guint64 number;
  gint64 seconds;

  if (text == NULL)
    return -1;
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &number, NULL))
    seconds = (gint64) number;
  else
    seconds = parse_date_s (message, text);
  return seconds < 0 ? -1 : MIN (seconds, OD_LIMIT_RETRY_AFTER_S) * 1000;
}

/* @error: (transfer full) */
static void
return_error (GTask *task, Call *call, GError *error)
{
  GError *ours = od_http_translate (error, call->message, &call->wait, call->is_body_sent);

  call_end (call);
  g_task_return_error (task, ours);
}

static void
return_reply (GTask *task, Call *call)
{
  OdHttpReply *reply = g_new0 (OdHttpReply, 1);

  reply->status = soup_message_get_status (call->message);
  reply->retry_after_ms = get_retry_after_ms (call->message);
  reply->body = g_byte_array_free_to_bytes (g_steal_pointer (&call->body));
  call_end (call);
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
    return_error (task, call, error);
  else if (g_bytes_get_size (chunk) == 0)
    return_reply (task, call);
  else if (call->body->len + g_bytes_get_size (chunk) > call->max_reply_bytes)
    {
      call_end (call);
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_TOO_LARGE, "The reply is larger than %" G_GSIZE_FORMAT " bytes",
                               call->max_reply_bytes);
    }
  else
    {
      g_byte_array_append (call->body, g_bytes_get_data (chunk, NULL), (guint) g_bytes_get_size (chunk));
      g_input_stream_read_bytes_async (G_INPUT_STREAM (source), OD_LIMIT_FILE_CHUNK_BYTES, g_task_get_priority (task),
                                       call->wait.cancellable, read_cb, g_object_ref (task));
    }
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GInputStream) stream = NULL;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;

  stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (stream == NULL)
    {
      return_error (task, call, error);
      return;
    }
  od_http_wait_for_reply (&call->wait, task, (gint64) call->max_reply_bytes);
  g_input_stream_read_bytes_async (stream, OD_LIMIT_FILE_CHUNK_BYTES, g_task_get_priority (task),
                                   call->wait.cancellable, read_cb, g_object_ref (task));
}

/**
 * od_http_session_new:
 * @timeout_s: seconds of silence on a connection; > 0. For something that acts at least 60; for a long poll 10 more
 *   than the other side was asked to wait
 *
 * It goes the way that the desktop's proxy settings say, and trusts only certificates that the system does. An
 * exchange may take twice @timeout_s and what its bytes need on a slow line (%OD_LIMIT_HTTP_SLOWEST_BYTES_S).
 *
 * Returns: (transfer full): a session that speaks for Omnidesk
 */
SoupSession *
od_http_session_new (guint timeout_s)
{
  return soup_session_new_with_options ("timeout", timeout_s, "idle-timeout", IDLE_S, "max-conns", MAX_CONNECTIONS,
                                        "max-conns-per-host", MAX_CONNECTIONS, "user-agent", "Omnidesk/" OD_VERSION,
                                        NULL);
}

/**
 * od_http_send_async:
 * @message: what to send, with its body; new, for this call only
 * @max_reply_bytes: the most of a reply to take
 *
 * Sends @message and reads the whole reply. It does not retry: who asked knows
 * whether that is safe; nor does it follow to another place. Any status is a reply: see od_http_reply_check().
 *
 * Errors are %OD_ERROR or %G_IO_ERROR_CANCELLED: both this and %OD_ERROR_TRANSIENT: the body
 * surely did not go out (as without trust in the other side's certificate: whoever sets the clock, or signs in to the
 * network, helps); %OD_ERROR_UNCONFIRMED: it did, and no whole answer came back, or nobody waited for it. No error says
 * where it went: a path may hold a token.
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
  g_task_set_check_cancellable (task, FALSE); /* whoever cancels it must know whether it went out */
  call = g_new0 (Call, 1);
  call->message = g_object_ref (message);
  call->body = g_byte_array_new ();
  call->max_reply_bytes = max_reply_bytes;
  g_task_set_task_data (task, call, call_free);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT); /* a URL may hold a token: nobody sends it elsewhere */
  call->n_left_bytes = get_body_bytes (message);
  call->wrote_id = g_signal_connect (message, "wrote-body", G_CALLBACK (wrote_body_cb), call);
  call->data_id = g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote_data_cb), call);
  od_http_wait_begin (&call->wait, task, message);
  soup_session_send_async (session, message, g_task_get_priority (task), call->wait.cancellable, sent_cb,
                           g_object_ref (task));
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
  if (status == STATUS_TOO_MANY_REQUESTS || (status == SOUP_STATUS_SERVICE_UNAVAILABLE && retry_after_ms >= 0))
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
 * Returns: %TRUE for 2xx; otherwise %OD_ERROR_RATE_LIMITED (429; 503 that says for how long), _AUTH (401,
 *   403), _TRANSIENT (408, 5xx) or _REJECTED
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
