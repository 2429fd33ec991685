/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-telegram"

#include "od-telegram-api.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-error.h"
#include "od-http-form.h"
#include "od-http.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-random.h"
#include "od-secrets-port.h"

/* Telegram waits with an empty answer for so long … */
#define POLL_S 50

/* … and then it takes some time. */
#define POLL_SILENCE_S (POLL_S + 20)

/* A send that is not answered after this long is unconfirmed. */
#define CALL_SILENCE_S 60

/* Who has to wait waits a little longer than the others. */
#define SPREAD_MS 1000

#define REPLY_BYTES (1024 * 1024)

/* The longest token that Telegram's own server looks at. */
#define TOKEN_BYTES 80

/**
 * OdTelegramApi:
 *
 * One bot at one Bot API server: carries requests there and answers back. The token is part of every address: no
 * address leaves this file, nor is it in an error. Main thread only.
 */
struct _OdTelegramApi {
  GObject parent_instance;

  char *base_url;         /* (owned): ends with a slash */
  char *token;            /* (owned): wiped at the end */
  OdWorker *worker;       /* (owned): reads large replies */
  SoupSession *polls;     /* (owned): one connection that waits */
  SoupSession *calls;     /* (owned) */
  SoupSession *uploads;   /* (owned): they take long, and what is short does not wait behind them */
  SoupSession *downloads; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdTelegramApi, od_telegram_api, G_TYPE_OBJECT)

static void
od_telegram_api_finalize (GObject *object)
{
  OdTelegramApi *self = OD_TELEGRAM_API (object);

  g_free (self->base_url);
  od_secret_free (self->token);
  g_clear_object (&self->worker);
  g_clear_object (&self->polls);
  g_clear_object (&self->calls);
  g_clear_object (&self->uploads);
  g_clear_object (&self->downloads);
  G_OBJECT_CLASS (od_telegram_api_parent_class)->finalize (object);
}

static void
od_telegram_api_class_init (OdTelegramApiClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_telegram_api_finalize;
}

static void
od_telegram_api_init (OdTelegramApi *self)
{
  self->polls = od_http_session_new (POLL_SILENCE_S);
  self->calls = od_http_session_new (CALL_SILENCE_S);
  self->uploads = od_http_session_new (CALL_SILENCE_S);
  self->downloads = od_http_session_new (CALL_SILENCE_S);
}

/**
 * od_telegram_token_is_good:
 * @token: as it was pasted
 *
 * Pure: any thread.
 *
 * Returns: whether it has the form of a bot's token: a number, a colon, and letters, digits, “_” and “-”
 */
gboolean
od_telegram_token_is_good (const char *token)
{
  gsize n_digits = strspn (token, "0123456789");
  const char *secret = token + n_digits + 1;

  return n_digits > 0 && *token != '0' && token[n_digits] == ':' && strlen (token) <= TOKEN_BYTES && *secret != '\0' &&
         strspn (secret, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-") == strlen (secret);
}

/**
 * od_telegram_api_new:
 * @base_url: https, or http for loopback
 * @token: (transfer full): good
 * @worker: od-cpu
 *
 * Returns: (transfer full)
 */
OdTelegramApi *
od_telegram_api_new (const char *base_url, char *token, OdWorker *worker)
{
  OdTelegramApi *self = g_object_new (OD_TYPE_TELEGRAM_API, NULL);

  self->base_url = g_str_has_suffix (base_url, "/") ? g_strdup (base_url) : g_strconcat (base_url, "/", NULL);
  self->token = token;
  self->worker = g_object_ref (worker);
  return self;
}

static SoupMessage *
new_message (OdTelegramApi *self, const char *http_method, const char *prefix, const char *rest, GTask *task)
{
  g_autofree char *url = g_strconcat (self->base_url, prefix, self->token, "/", rest, NULL);
  SoupMessage *message = soup_message_new (http_method, url);

  explicit_bzero (url, strlen (url));
  if (message == NULL)
    g_task_return_new_error (task, OD_ERROR, OD_ERROR_USAGE, "“base_url” must be an https:// URL");
  return message;
}

/* ---- calls ---- */

typedef struct {
  OdTelegramFault fault;
  GFileProgressCallback progress; /* (nullable) */
  gpointer progress_data;
  gint64 done_bytes, total_bytes;
  gboolean is_repeatable;
} Call;

static void
wrote_data_cb (GTask *task, guint n_bytes, SoupMessage *message)
{
  Call *call = g_task_get_task_data (task);

  call->done_bytes += n_bytes;
  if (call->progress != NULL)
    call->progress (call->done_bytes, call->total_bytes, call->progress_data);
}

/* The server, or whoever stands before it, broke while it did it, or after: who knows what it did. */
static gboolean
is_server_broken (const Call *call, const OdHttpReply *reply)
{
  return reply != NULL && (reply->status >= 500 || call->fault.code >= 500);
}

/* Whoever stands before the server says only there for how long. */
static void
heed_header (GError *error, const OdTelegramFault *fault, const OdHttpReply *reply)
{
  if (g_error_matches (error, OD_ERROR, OD_ERROR_RATE_LIMITED) && fault->retry_after_ms < 0 &&
      reply->retry_after_ms >= 0)
    od_error_set_retry_after_ms (error, reply->retry_after_ms);
}

/* What the caller can do about it. @error: (transfer full) */
static GError *
judge (GError *error, const Call *call, const OdHttpReply *reply)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      error = g_error_new_literal (OD_ERROR, OD_ERROR_TRANSIENT, "Cancelled");
    }
  if (reply != NULL)
    heed_header (error, &call->fault, reply);
  if (is_server_broken (call, reply) && error->domain == OD_ERROR)
    error->code = OD_ERROR_UNCONFIRMED;
  if (call->is_repeatable && g_error_matches (error, OD_ERROR, OD_ERROR_UNCONFIRMED))
    error->code = OD_ERROR_TRANSIENT;
  if (g_error_matches (error, OD_ERROR, OD_ERROR_RATE_LIMITED)) /* not all in the same moment */
    od_error_set_retry_after_ms (error, od_error_get_retry_after_ms (error) + (gint64) (od_random_unit () * SPREAD_MS));
  return error;
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (OdHttpReply) reply = od_http_send_finish (SOUP_SESSION (source), result, &error);
  JsonNode *node = reply != NULL ? od_telegram_parse_reply (reply->body, reply->status, &call->fault, &error) : NULL;

  if (node == NULL)
    g_task_return_error (task, judge (error, call, reply));
  else
    g_task_return_pointer (task, node, (GDestroyNotify) json_node_unref);
}

/**
 * od_telegram_api_call_async:
 * @request: needed until this returns
 * @progress: (nullable): told of the bytes of files as they leave, until it completes
 *
 * Errors: those of od_http_send_async() and of od_telegram_parse_reply(). If @request may be repeated, nothing is
 * unconfirmed.
 */
void
od_telegram_api_call_async (OdTelegramApi *self, const OdTelegramRequest *request, GFileProgressCallback progress,
                            gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (SoupMessage) message = NULL;
  Call *call = g_new0 (Call, 1);

  g_task_set_source_tag (task, od_telegram_api_call_async);
  g_task_set_check_cancellable (task, FALSE); /* what was answered counts */
  call->progress = request->files != NULL ? progress : NULL;
  call->progress_data = progress_data;
  call->total_bytes = od_telegram_request_get_files_bytes (request);
  call->is_repeatable = request->is_repeatable;
  g_task_set_task_data (task, call, g_free);
  message = new_message (self, SOUP_METHOD_POST, "bot", request->method, task);
  if (message == NULL)
    return;
  od_telegram_request_attach (request, message);
  g_signal_connect_object (message, "wrote-body-data", G_CALLBACK (wrote_data_cb), task, G_CONNECT_SWAPPED);
  od_http_send_async (request->files != NULL ? self->uploads : self->calls, message, REPLY_BYTES, cancellable,
                      called_cb, g_object_ref (task));
}

/**
 * od_telegram_api_call_finish:
 * @fault: (out) (nullable): what a refusal said
 *
 * Returns: (transfer full): the `result`
 */
JsonNode *
od_telegram_api_call_finish (OdTelegramApi *self, GAsyncResult *result, OdTelegramFault *fault, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, od_telegram_api_call_async), NULL);

  if (fault != NULL)
    *fault = ((const Call *) g_task_get_task_data (G_TASK (result)))->fault;
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (JsonNode) node G_GNUC_UNUSED = od_telegram_api_call_finish (OD_TELEGRAM_API (source), result, NULL, NULL);
}

/**
 * od_telegram_api_tell:
 *
 * A call whose answer does not matter.
 */
void
od_telegram_api_tell (OdTelegramApi *self, const OdTelegramRequest *request, GCancellable *cancellable)
{
  od_telegram_api_call_async (self, request, NULL, NULL, cancellable, told_cb, NULL);
}

/* ---- polls ---- */

typedef struct {
  GBytes *body; /* (owned) (nullable) */
  OdTelegramAside aside;
} Poll;

static void
poll_free (gpointer data)
{
  Poll *poll = data;

  g_clear_pointer (&poll->body, g_bytes_unref);
  od_telegram_aside_clear (&poll->aside);
  g_free (poll);
}

/* On od-cpu if it is large. */
static void
read_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Poll *poll = task_data;
  GError *error = NULL;
  OdUpdateBatch *batch = od_telegram_parse_updates (poll->body, &poll->aside, &error);

  if (batch != NULL)
    g_task_return_pointer (task, batch, (GDestroyNotify) od_update_batch_free);
  else
    g_task_return_error (task, error);
}

static void
polled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Poll *poll = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (OdHttpReply) reply = od_http_send_finish (SOUP_SESSION (source), result, &error);
  OdTelegramFault fault;

  if (reply == NULL && g_task_return_error_if_cancelled (task))
    {
      g_error_free (error);
      return;
    }
  if (reply == NULL)
    {
      if (g_error_matches (error, OD_ERROR, OD_ERROR_UNCONFIRMED))
        error->code = OD_ERROR_TRANSIENT;
      g_task_return_error (task, error);
      return;
    }
  if (reply->status != SOUP_STATUS_OK)
    {
      g_autoptr (JsonNode) node = od_telegram_parse_reply (reply->body, reply->status, &fault, &error);

      if (error != NULL)
        heed_header (error, &fault, reply);
      g_task_return_error (
          task, error != NULL ? error
                              : g_error_new_literal (OD_ERROR, OD_ERROR_MALFORMED, "Telegram’s reply says yes and no"));
      return;
    }
  poll->body = g_bytes_ref (reply->body);
  if (g_bytes_get_size (poll->body) > OD_LIMIT_MAIN_JSON_BYTES)
    od_worker_push (OD_TELEGRAM_API (g_task_get_source_object (task))->worker, G_PRIORITY_DEFAULT, read_job,
                    g_steal_pointer (&task));
  else
    read_job (task, NULL, poll, NULL);
}

/**
 * od_telegram_api_poll_async:
 * @cursor: (nullable): of the last batch that was stored
 *
 * Waits for what is new. What was before @cursor is confirmed with it.
 */
void
od_telegram_api_poll_async (OdTelegramApi *self, const char *cursor, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (OdTelegramRequest) request = od_telegram_request_new_poll (cursor, POLL_S);
  g_autoptr (SoupMessage) message = NULL;

  g_task_set_source_tag (task, od_telegram_api_poll_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_new0 (Poll, 1), poll_free);
  message = new_message (self, SOUP_METHOD_POST, "bot", request->method, task);
  if (message == NULL)
    return;
  od_telegram_request_attach (request, message);
  od_http_send_async (self->polls, message, OD_LIMIT_TELEGRAM_REPLY_BYTES, cancellable, polled_cb, g_object_ref (task));
}

/**
 * od_telegram_api_poll_finish:
 * @aside: (out): what is beside the updates; empty if it failed. To be cleared by the caller
 *
 * Returns: (transfer full): the batch
 */
OdUpdateBatch *
od_telegram_api_poll_finish (OdTelegramApi *self, GAsyncResult *result, OdTelegramAside *aside, GError **error)
{
  OdUpdateBatch *batch;
  Poll *poll;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, od_telegram_api_poll_async), NULL);

  poll = g_task_get_task_data (G_TASK (result));
  batch = g_task_propagate_pointer (G_TASK (result), error);
  *aside = poll->aside;
  poll->aside = (OdTelegramAside){ 0 };
  return batch;
}

/* ---- files ---- */

static void
downloaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (od_http_download_finish (SOUP_SESSION (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Nobody's path leads out of the bot's own files. */
static gboolean
path_is_good (const char *file_path)
{
  g_auto (GStrv) steps = g_strsplit (file_path, "/", -1);

  for (guint i = 0; steps[i] != NULL; i++)
    if (*steps[i] == '\0' || g_str_equal (steps[i], ".") || g_str_equal (steps[i], ".."))
      return FALSE;
  return steps[0] != NULL;
}

/**
 * od_telegram_api_download_async:
 * @file_path: as `getFile` said it
 *
 * See od_http_download_async().
 */
void
od_telegram_api_download_async (OdTelegramApi *self, const char *file_path, const OdHttpTarget *target,
                                GFileProgressCallback progress, gpointer progress_data, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *escaped = g_uri_escape_string (file_path, "/", FALSE);
  g_autoptr (SoupMessage) message = NULL;

  g_task_set_source_tag (task, od_telegram_api_download_async);
  g_task_set_check_cancellable (task, FALSE);
  if (!path_is_good (file_path))
    {
      g_task_return_error (task,
                           g_error_new_literal (OD_ERROR, OD_ERROR_REJECTED,
                                                _ ("Your Bot API server keeps this file on its own disk, where "
                                                   "Omnidesk reads nothing. Start that server without --local.")));
      return;
    }
  message = new_message (self, SOUP_METHOD_GET, "file/bot", escaped, task);
  if (message != NULL)
    od_http_download_async (self->downloads, message, target, progress, progress_data, cancellable, downloaded_cb,
                            g_object_ref (task));
}

gboolean
od_telegram_api_download_finish (OdTelegramApi *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, od_telegram_api_download_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
