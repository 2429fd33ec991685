/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-server"

#include "od-server-exchange.h"

#include <string.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-server-address.h"
#include "od-server-file.h"
#include "od-server-request.h"
#include "od-server-upload.h"

/* What is read and thrown away of a body that was refused, so that the answer is not lost in a reset; and for how long. */
#define DISCARD_BYTES (1024 * 1024)
#define DISCARD_MS 2000

/* One request and its answer. It lives until the message is finished and the endpoint has answered. */
typedef struct {
  OdServerSite *site;         /* (owned) */
  SoupServerMessage *message; /* (unowned) (nullable): NULL once it is finished */
  OdHttpRequest *request;     /* (owned) */
  OdServerUpload *upload;     /* (owned) (nullable) */
  GCancellable *cancellable;  /* (owned) */
  gboolean is_paused;
} Exchange;

static void
site_clear (gpointer data)
{
  OdServerSite *self = data;

  g_object_unref (self->endpoint);
  g_object_unref (self->worker);
  g_hash_table_unref (self->exchanges);
  g_strfreev (self->trusted_proxies);
  g_free (self->tmp_dir);
}

void
od_server_site_unref (OdServerSite *self)
{
  g_rc_box_release_full (self, site_clear);
}

static void
exchange_clear (gpointer data)
{
  Exchange *self = data;

  g_clear_pointer (&self->upload, od_server_upload_abandon);
  g_clear_pointer (&self->request, od_http_request_free);
  g_clear_object (&self->cancellable);
  od_server_site_unref (self->site);
}

static void
exchange_release (gpointer data)
{
  g_rc_box_release_full (data, exchange_clear);
}

/**
 * od_server_site_new:
 *
 * Returns: (transfer full): free with od_server_site_unref()
 */
OdServerSite *
od_server_site_new (OdEndpoint *endpoint, OdWorker *worker, const char *tmp_dir, const char *const *trusted_proxies)
{
  OdServerSite *self = g_rc_box_new0 (OdServerSite);

  self->endpoint = g_object_ref (endpoint);
  self->worker = g_object_ref (worker);
  self->tmp_dir = g_strdup (tmp_dir);
  self->trusted_proxies = g_strdupv ((char **) trusted_proxies);
  self->exchanges = g_hash_table_new_full (NULL, NULL, NULL, exchange_release);
  return self;
}

/**
 * od_server_site_cancel:
 *
 * Tells the endpoint that its answers are not waited for any more.
 */
void
od_server_site_cancel (OdServerSite *self)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->exchanges);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (all, g_object_ref (((Exchange *) value)->cancellable));
  for (guint i = 0; i < all->len; i++)
    g_cancellable_cancel (g_ptr_array_index (all, i));
}

/* ---- refusing ---- */

typedef struct {
  GIOStream *stream; /* (owned) */
  char *text;
  guint8 *buffer;
  gsize n_discarded;
} Refusal;

static void
refusal_free (Refusal *self)
{
  g_io_stream_close (self->stream, NULL, NULL);
  g_object_unref (self->stream);
  g_free (self->text);
  g_free (self->buffer);
  g_free (self);
}

static void
discarded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Refusal *self = user_data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  self->n_discarded += (gsize) MAX (n, 0);
  if (n <= 0 || self->n_discarded > DISCARD_BYTES)
    refusal_free (self);
  else
    g_input_stream_read_async (G_INPUT_STREAM (source), self->buffer, OD_LIMIT_FILE_CHUNK_BYTES, G_PRIORITY_LOW, NULL,
                               discarded_cb, self);
}

static void
refused_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Refusal *self = user_data;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    {
      refusal_free (self);
      return;
    }
  self->buffer = g_malloc (OD_LIMIT_FILE_CHUNK_BYTES);
  g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), self->buffer, OD_LIMIT_FILE_CHUNK_BYTES,
                             G_PRIORITY_LOW, NULL, discarded_cb, self);
}

static char *
refusal_body (guint status)
{
  return g_strdup_printf ("{\"code\":\"http_%u\",\"text\":\"%s\"}\n", status, soup_status_get_phrase (status));
}

/* A body is on its way that nobody wants: libsoup would read it to the end first. */
static void
refuse_unread (SoupServerMessage *message, OdServerConnection *connection, guint status)
{
  Refusal *self = g_new0 (Refusal, 1);
  g_autofree char *body = refusal_body (status);

  self->stream = soup_server_message_steal_connection (message);
  self->text = g_strdup_printf ("HTTP/1.1 %u %s\r\n"
                                "Content-Type: application/json\r\n"
                                "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                                "Cache-Control: no-store\r\n"
                                "Connection: close\r\n\r\n%s",
                                status, soup_status_get_phrase (status), strlen (body), body);
  od_server_connection_set_deadline (connection, DISCARD_MS);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream), self->text, strlen (self->text),
                                   G_PRIORITY_DEFAULT, NULL, refused_cb, self);
}

/**
 * od_server_exchange_refuse:
 * @message: its body, if any, was read
 * @retry_after_s: 0 if it need not be said
 */
void
od_server_exchange_refuse (SoupServerMessage *message, guint status, guint retry_after_s)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  char *body = refusal_body (status);

  if (retry_after_s > 0)
    {
      g_autofree char *text = g_strdup_printf ("%u", retry_after_s);

      soup_message_headers_replace (headers, "Retry-After", text);
    }
  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, body, strlen (body));
}

/* ---- the request ---- */

static void
finished_cb (SoupServerMessage *message, gpointer user_data)
{
  Exchange *self = user_data;

  g_signal_handlers_disconnect_by_data (message, self);
  self->message = NULL;
  g_cancellable_cancel (self->cancellable);
  g_hash_table_remove (self->site->exchanges, message);
}

static void
drained_cb (gpointer user_data)
{
  Exchange *self = user_data;

  if (self->message == NULL || !self->is_paused)
    return;
  self->is_paused = FALSE;
  soup_server_message_unpause (self->message);
}

static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  Exchange *self = user_data;

  if (self->upload == NULL || od_server_upload_push (self->upload, chunk) <= OD_SERVER_UPLOAD_QUEUE || self->is_paused)
    return;
  self->is_paused = TRUE;
  soup_server_message_pause (message);
}

static void
add_addresses (OdHttpRequest *request, OdServerSite *site, OdServerConnection *connection)
{
  const char *forwarded = od_http_request_get_header (request, "x-forwarded-for");
  gboolean is_forwarded = forwarded != NULL || od_http_request_get_header (request, "forwarded") != NULL;

  g_free (request->remote);
  request->remote = od_server_address_forwarded (od_server_connection_get_peer (connection), forwarded,
                                                 (const char *const *) site->trusted_proxies);
  request->is_local = od_server_connection_is_loopback (connection) && !is_forwarded;
}

static gboolean
has_body (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *length = soup_message_headers_get_list (headers, "Content-Length");

  return soup_message_headers_get_list (headers, "Transfer-Encoding") != NULL ||
         (length != NULL && !g_str_equal (length, "0"));
}

static void
refuse_early (SoupServerMessage *message, OdServerConnection *connection, guint status)
{
  if (has_body (message))
    refuse_unread (message, connection, status);
  else
    od_server_exchange_refuse (message, status, 0);
}

static Exchange *
exchange_new (OdServerSite *site, SoupServerMessage *message, OdHttpRequest *request)
{
  Exchange *self = g_rc_box_new0 (Exchange);

  self->site = g_rc_box_acquire (site);
  self->message = message;
  self->request = request;
  self->cancellable = g_cancellable_new ();
  g_hash_table_insert (site->exchanges, message, self);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), self);
  g_signal_connect (message, "disconnected", G_CALLBACK (finished_cb), self);
  return self;
}

/**
 * od_server_exchange_start:
 * @message: its headers are here, its body is not
 *
 * Asks the endpoint what may follow. A request that is refused here costs its headers only.
 */
void
od_server_exchange_start (OdServerSite *site, SoupServerMessage *message, OdServerConnection *connection)
{
  OdBodyRule rule = { 0 };
  guint64 size_bytes;
  guint status = 0;
  OdHttpRequest *request;
  Exchange *self;

  soup_message_headers_remove (soup_server_message_get_request_headers (message), "Range");
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection", "close");
  request = od_server_request_read (message, &status);
  if (request == NULL)
    {
      refuse_early (message, connection, status);
      return;
    }
  add_addresses (request, site, connection);
  if (!od_server_request_wants_upgrade (request))
    od_endpoint_get_body_rule (site->endpoint, request, &rule);
  status = od_server_request_check_body (message, &rule, &size_bytes);
  if (status != 0)
    {
      od_http_request_free (request);
      refuse_early (message, connection, status);
      return;
    }
  self = exchange_new (site, message, request);
  od_server_connection_set_deadline (connection, (rule.to_file ? OD_LIMIT_UPLOAD_S : OD_LIMIT_BODY_S) * 1000u);
  if (!rule.to_file)
    return;
  self->upload = od_server_upload_new (site->worker, site->tmp_dir, drained_cb, self);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), self);
}

/**
 * od_server_exchange_get_request:
 *
 * Returns: (transfer none) (nullable): the request, if it was not refused
 */
const OdHttpRequest *
od_server_exchange_get_request (OdServerSite *site, SoupServerMessage *message)
{
  Exchange *self = g_hash_table_lookup (site->exchanges, message);

  return self != NULL ? self->request : NULL;
}

/* ---- the answer ---- */

static void
respond (Exchange *self, OdHttpResponse *response)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, response->headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    soup_message_headers_replace (headers, name, value);
  if (response->content_type != NULL)
    soup_message_headers_replace (headers, "Content-Type", response->content_type);
  soup_server_message_set_status (self->message, response->status, NULL);
  if (response->file_path != NULL)
    {
      od_server_file_send (self->message, self->site->worker, response->file_path);
      return;
    }
  if (response->body != NULL && g_bytes_get_size (response->body) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (self->message), response->body);
  soup_message_body_complete (soup_server_message_get_response_body (self->message));
  soup_server_message_unpause (self->message);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *self = user_data;
  g_autoptr (GError) error = NULL;
  OdHttpResponse *response = od_endpoint_request_finish (OD_ENDPOINT (source), result, &error);

  self->site->n_answering--;
  if (self->message != NULL && response != NULL)
    respond (self, response);
  else if (self->message != NULL)
    {
      g_debug ("A request failed: %s", error != NULL ? error->message : "no answer");
      od_server_exchange_refuse (self->message, SOUP_STATUS_INTERNAL_SERVER_ERROR, 0);
      soup_server_message_unpause (self->message);
    }
  g_clear_pointer (&response, od_http_response_free);
  exchange_release (self);
}

static void
ask (Exchange *self)
{
  self->site->n_answering++;
  od_endpoint_request_async (self->site->endpoint, self->request, self->cancellable, answered_cb,
                             g_rc_box_acquire (self));
}

static void
uploaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdServerUploaded) uploaded = od_server_upload_finish (self->upload, result, &error);

  if (self->message != NULL && uploaded != NULL)
    {
      self->request->upload_path = g_strdup (uploaded->path);
      self->request->upload_sha256 = g_strdup (uploaded->sha256);
      self->request->upload_size_bytes = uploaded->size_bytes;
      ask (self);
    }
  else if (self->message != NULL)
    {
      g_warning ("%s", error->message);
      od_server_exchange_refuse (self->message, SOUP_STATUS_SERVICE_UNAVAILABLE, 5);
      soup_server_message_unpause (self->message);
    }
  exchange_release (self);
}

/**
 * od_server_exchange_answer:
 * @message: all of it was read
 */
void
od_server_exchange_answer (OdServerSite *site, SoupServerMessage *message)
{
  Exchange *self = g_hash_table_lookup (site->exchanges, message);

  if (self == NULL)
    {
      od_server_exchange_refuse (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, 0);
      return;
    }
  soup_server_message_pause (message);
  self->is_paused = FALSE;
  if (self->upload != NULL)
    {
      od_server_upload_finish_async (self->upload, uploaded_cb, g_rc_box_acquire (self));
      return;
    }
  g_bytes_unref (self->request->body);
  self->request->body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  ask (self);
}
