/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-chat-desk.h"

#include <string.h>

#include "od-base64url.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-temp-folder.h"

/* ---- a socket that writes down ---- */

static void
socket_send (OdSocket *socket, const char *text, gssize len)
{
  OdChatSocket *self = OD_CHAT_SOCKET (socket);
  JsonNode *node = od_json_parse (text, len, NULL, NULL);

  g_assert_nonnull (node);
  if (self->close_code == 0)
    g_ptr_array_add (self->frames, node);
  else
    json_node_unref (node);
}

static void
socket_close (OdSocket *socket, guint code, const char *reason)
{
  if (OD_CHAT_SOCKET (socket)->close_code == 0)
    OD_CHAT_SOCKET (socket)->close_code = code;
}

static gsize
socket_get_backlog (OdSocket *socket)
{
  return OD_CHAT_SOCKET (socket)->backlog;
}

static void
socket_iface_init (OdSocketInterface *iface)
{
  iface->send = socket_send;
  iface->close = socket_close;
  iface->get_backlog = socket_get_backlog;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OdChatSocket, od_chat_socket, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_SOCKET, socket_iface_init))

static void
od_chat_socket_finalize (GObject *object)
{
  g_ptr_array_unref (OD_CHAT_SOCKET (object)->frames);
  G_OBJECT_CLASS (od_chat_socket_parent_class)->finalize (object);
}

static void
od_chat_socket_class_init (OdChatSocketClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_chat_socket_finalize;
}

static void
od_chat_socket_init (OdChatSocket *self)
{
  self->frames = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
}

/* ---- the fixture ---- */

static void
advanced_cb (const char *chat_id, gint64 last_seq, gpointer user_data)
{
  od_webchat_endpoint_advance (((OdChatDesk *) user_data)->endpoint, chat_id, last_seq);
}

static OdWebchatKeys *
make_keys (void)
{
  g_autofree char *key = od_base64url_encode ("0123456789abcdef0123456789abcdef", 32);
  g_autofree char *text =
      g_strdup_printf ("{\"version\":1,\"token\":[{\"kid\":1,\"key\":\"%s\"}],\"link\":\"%s\"}", key, key);

  return od_webchat_keys_parse (text, strlen (text), NULL);
}

void
od_chat_set_up (OdChatDesk *f, gconstpointer data)
{
  g_autoptr (JsonObject) settings = json_object_new ();
  g_autofree char *page = NULL;
  OdWebchatHallParts parts = { .account_id = 1 };
  g_autoptr (GError) error = NULL;

  f->folder = od_temp_folder_new ();
  page = g_build_filename (f->folder, "chat.html", NULL);
  g_file_set_contents (page, "<b data-widget=\"%WIDGET%\">", -1, NULL);
  f->stream = od_fake_stream_new ();
  f->clock = od_clock_new_fake (OD_CHAT_START_US);
  f->worker = od_worker_new ("od-cpu");
  od_fake_stream_set_now (f->stream, OD_CHAT_START_US);
  od_fake_stream_set_advanced (f->stream, advanced_cb, f);
  json_object_set_string_member (settings, "widget", "w_main");
  json_object_set_string_member (settings, "origins", OD_CHAT_ORIGIN);
  parts.ingest = g_object_ref (OD_INGEST_PORT (f->stream));
  parts.streams = g_object_ref (OD_STREAM_PORT (f->stream));
  parts.clock = g_object_ref (f->clock);
  parts.config = od_webchat_config_new (settings, &error);
  g_assert_no_error (error);
  parts.keys = make_keys ();
  parts.identity_key = g_strdup ("0123456789abcdef0123456789abcdef");
  f->endpoint = od_webchat_endpoint_new (od_webchat_hall_new (&parts),
                                         od_webchat_static_load (f->folder, "w_\"main", NULL), f->worker, f->folder);
  f->sockets = g_ptr_array_new_with_free_func (g_object_unref);
}

void
od_chat_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
od_chat_tear_down (OdChatDesk *f, gconstpointer data)
{
  od_fake_stream_hold (f->stream, FALSE);
  od_webchat_endpoint_close (f->endpoint);
  od_worker_stop (f->worker);
  od_chat_settle ();
  g_assert_finalize_object (g_steal_pointer (&f->endpoint));
  g_ptr_array_unref (f->sockets);
  g_assert_finalize_object (g_steal_pointer (&f->stream));
  g_assert_finalize_object (g_steal_pointer (&f->worker));
  g_assert_finalize_object (g_steal_pointer (&f->clock));
  od_temp_folder_free (f->folder);
}

OdHttpRequest *
od_chat_request_new (const char *method, const char *path, const char *remote)
{
  OdHttpRequest *request = od_http_request_new (method, path);

  g_hash_table_insert (request->headers, g_strdup ("origin"), g_strdup (OD_CHAT_ORIGIN));
  g_hash_table_insert (request->headers, g_strdup ("host"), g_strdup ("chat.example"));
  g_free (request->remote);
  request->remote = g_strdup (remote != NULL ? remote : "127.0.0.1");
  request->is_local = remote == NULL;
  return request;
}

OdChatSocket *
od_chat_open (OdChatDesk *f, const char *remote)
{
  OdChatSocket *socket = g_object_new (OD_TYPE_CHAT_SOCKET, NULL);
  g_autoptr (OdHttpRequest) request = od_chat_request_new ("GET", "/od/v1/ws", remote);

  g_ptr_array_add (f->sockets, socket);
  od_endpoint_socket_opened (OD_ENDPOINT (f->endpoint), OD_SOCKET (socket), request);
  return socket;
}

void
od_chat_say (OdChatDesk *f, OdChatSocket *socket, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  od_endpoint_socket_text (OD_ENDPOINT (f->endpoint), OD_SOCKET (socket), text, strlen (text));
}

void
od_chat_hang_up (OdChatDesk *f, OdChatSocket *socket)
{
  od_endpoint_socket_closed (OD_ENDPOINT (f->endpoint), OD_SOCKET (socket));
}

void
od_chat_pass (OdChatDesk *f, double seconds)
{
  od_clock_advance (f->clock, (gint64) (seconds * G_USEC_PER_SEC));
  od_webchat_endpoint_run_due (f->endpoint);
  od_chat_settle ();
}

/* The next frame, which must be of that type. */
JsonObject *
od_chat_hear (OdChatSocket *socket, const char *type)
{
  JsonObject *frame;

  od_chat_settle ();
  if (socket->next >= socket->frames->len)
    g_error ("Waited for %s, nothing came (closed with %u)", type, socket->close_code);
  frame = json_node_get_object (g_ptr_array_index (socket->frames, socket->next++));
  if (g_strcmp0 (json_object_get_string_member (frame, "t"), type) != 0)
    {
      g_autofree char *text = od_json_to_string (g_ptr_array_index (socket->frames, socket->next - 1), NULL);

      g_error ("Waited for %s, got %s", type, text);
    }
  return frame;
}

void
od_chat_hear_nothing (OdChatSocket *socket)
{
  od_chat_settle ();
  if (socket->next < socket->frames->len)
    {
      g_autofree char *text = od_json_to_string (g_ptr_array_index (socket->frames, socket->next), NULL);

      g_error ("Did not wait for %s", text);
    }
}

gint64
od_chat_number (JsonObject *frame, const char *name)
{
  gint64 value = -1;

  g_assert_true (od_json_get_int (frame, name, 0, OD_LIMIT_JSON_INTEGER_MAX, &value, NULL));
  return value;
}

const char *
od_chat_string (JsonObject *frame, const char *name)
{
  return json_object_get_string_member_with_default (frame, name, NULL);
}

void
od_chat_hear_err (OdChatSocket *socket, const char *code, const char *field)
{
  JsonObject *frame = od_chat_hear (socket, "err");

  g_assert_cmpstr (od_chat_string (frame, "code"), ==, code);
  g_assert_cmpstr (od_chat_string (frame, "field"), ==, field);
}

/* A new visitor who is let in; *token and *chat_id are of the welcome. */
OdChatSocket *
od_chat_enter (OdChatDesk *f, char **token, char **chat_id)
{
  OdChatSocket *socket = od_chat_open (f, NULL);
  JsonObject *welcome;

  od_chat_say (f, socket, "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\"}");
  welcome = od_chat_hear (socket, "welcome");
  if (token != NULL)
    *token = g_strdup (od_chat_string (welcome, "token"));
  if (chat_id != NULL)
    *chat_id = g_strdup (od_chat_string (json_object_get_object_member (welcome, "me"), "id"));
  return socket;
}

OdChatSocket *
od_chat_come_back (OdChatDesk *f, const char *token, gint64 after)
{
  OdChatSocket *socket = od_chat_open (f, NULL);

  od_chat_say (f, socket,
               "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\",\"token\":\"%s\",\"after\":%" G_GINT64_FORMAT "}", token,
               after);
  return socket;
}

static void
got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(OdHttpResponse **) user_data = od_endpoint_request_finish (OD_ENDPOINT (source), result, NULL);
}

OdHttpResponse *
od_chat_ask (OdChatDesk *f, const OdHttpRequest *request)
{
  OdHttpResponse *response = NULL;

  od_endpoint_request_async (OD_ENDPOINT (f->endpoint), request, NULL, got_cb, &response);
  while (response == NULL)
    g_main_context_iteration (NULL, TRUE);
  return response;
}

void
od_chat_set_link (OdHttpRequest *request, const char *url)
{
  g_autoptr (GUri) absolute = g_uri_parse ("http://x", G_URI_FLAGS_NONE, NULL);
  g_autoptr (GUri) full = g_uri_parse_relative (absolute, url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GHashTable) query = g_uri_parse_params (g_uri_get_query (full), -1, "&", G_URI_PARAMS_NONE, NULL);
  GHashTableIter iter;
  gpointer name, value;

  g_free (request->path);
  request->path = g_strdup (g_uri_get_path (full));
  g_hash_table_iter_init (&iter, query);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_insert (request->query, g_strdup (name), g_strdup (value));
}
