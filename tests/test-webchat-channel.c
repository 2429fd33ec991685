/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A web chat account as the engine runs it, over a real server and a real socket. */
#include "od-webchat-channel.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>
#include <sys/stat.h>

#include "od-channels.h"
#include "od-chat-desk.h"
#include "od-clock.h"
#include "od-error.h"
#include "od-fake-stream.h"
#include "od-json.h"
#include "od-server.h"
#include "od-temp-folder.h"

typedef struct {
  char *folder;
  OdServer *server;
  OdFakeStream *stream;
  OdClock *clock;
  OdChannelContext context;
  OdChannel *channel;
  char *settings; /* as the channel wrote them back */
} Fixture;

static void
changed_cb (OdChannel *channel, const char *settings, gpointer user_data)
{
  Fixture *f = user_data;

  g_free (f->settings);
  f->settings = g_strdup (settings);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = od_temp_folder_new ();
  f->server = od_server_new (f->folder);
  f->stream = od_fake_stream_new ();
  f->clock = od_clock_new ();
  f->context = (OdChannelContext){
    .ingest = OD_INGEST_PORT (f->stream),
    .streams = OD_STREAM_PORT (f->stream),
    .server = OD_SERVER_PORT (f->server),
    .clock = f->clock,
    .profile_dir = f->folder,
    .files_dir = f->folder,
  };
  f->channel = g_object_new (od_webchat_descriptor.get_type (), NULL);
  g_signal_connect (f->channel, "settings-changed", G_CALLBACK (changed_cb), f);
}

static void
got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
start (Fixture *f, OdChannel *channel, const char *settings, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  OdAccountRow row = { .id = 1, .settings = (char *) settings };

  od_channel_start_async (channel, &row, &f->context, NULL, got_cb, &result);
  wait_for (&result);
  return od_channel_start_finish (channel, result, error);
}

static void
stop (OdChannel *channel)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_channel_stop_async (channel, got_cb, &result);
  wait_for (&result);
  g_assert_true (od_channel_stop_finish (channel, result, NULL));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  stop (f->channel);
  od_server_stop (f->server);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&f->channel));
  g_assert_finalize_object (g_steal_pointer (&f->server));
  g_assert_finalize_object (g_steal_pointer (&f->stream));
  g_assert_finalize_object (g_steal_pointer (&f->clock));
  g_free (f->settings);
  od_temp_folder_free (f->folder);
}

typedef struct {
  GPtrArray *frames;
  guint code;
} Heard;

static void
message_cb (SoupWebsocketConnection *socket, int type, GBytes *message, gpointer user_data)
{
  g_ptr_array_add (((Heard *) user_data)->frames,
                   g_strndup (g_bytes_get_data (message, NULL), g_bytes_get_size (message)));
}

static void
closed_cb (SoupWebsocketConnection *socket, gpointer user_data)
{
  ((Heard *) user_data)->code = soup_websocket_connection_get_close_code (socket);
}

static SoupWebsocketConnection *
connect_to (SoupSession *session, const char *url, const char *origin)
{
  g_autofree char *address = g_strconcat ("ws", url + strlen ("http"), "/od/v1/ws", NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", address);
  char *protocols[] = { (char *) "odchat.1", NULL };
  g_autoptr (GAsyncResult) result = NULL;

  soup_session_websocket_connect_async (session, message, origin, protocols, G_PRIORITY_DEFAULT, NULL, got_cb, &result);
  wait_for (&result);
  return soup_session_websocket_connect_finish (session, result, NULL);
}

static void
test_whole (Fixture *f, gconstpointer data)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupWebsocketConnection) socket = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL, *keys = g_build_filename (f->folder, "server.keys", NULL);
  Heard heard = { g_ptr_array_new_with_free_func (g_free), 0 };
  GStatBuf info;

  g_assert_true (start (f, f->channel, "{\"widget\":\"w_1\"}", &error));
  g_assert_no_error (error);
  url = od_channel_dup_url (f->channel);
  g_assert_true (g_str_has_prefix (url, "http://127.0.0.1:"));
  g_assert_nonnull (strstr (f->settings, "\"port\":")); /* it is the account's port from now on */
  g_assert_cmpint (g_stat (keys, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_null (connect_to (session, url, "https://evil.example"));
  socket = connect_to (session, url, url);
  g_assert_nonnull (socket);
  g_assert_cmpstr (soup_websocket_connection_get_protocol (socket), ==, "odchat.1");
  g_signal_connect (socket, "message", G_CALLBACK (message_cb), &heard);
  g_signal_connect (socket, "closed", G_CALLBACK (closed_cb), &heard);
  soup_websocket_connection_send_text (socket, "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_1\"}");
  soup_websocket_connection_send_text (socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"Hello 👋\"}");
  while (heard.frames->len < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (heard.frames, 0), "{\"t\":\"welcome\""));
  g_assert_true (g_str_has_prefix (g_ptr_array_index (heard.frames, 1), "{\"t\":\"ok\",\"cid\":\"A1\",\"seq\":1"));
  od_channel_set_online (f->channel, TRUE);
  while (heard.frames->len < 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (g_ptr_array_index (heard.frames, 2), ==, "{\"t\":\"online\",\"online\":true}");
  stop (f->channel);
  while (heard.code == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (heard.code, ==, 1001);
  g_ptr_array_unref (heard.frames);
}

static void
test_taken_port (Fixture *f, gconstpointer data)
{
  g_autoptr (OdChannel) second = g_object_new (od_webchat_descriptor.get_type (), NULL);
  g_autoptr (GError) busy = NULL, bad = NULL;
  g_autofree char *keys = g_build_filename (f->folder, "server.keys", NULL);
  g_autofree char *before = NULL, *after = NULL;

  g_assert_true (start (f, f->channel, "{\"widget\":\"w_1\"}", NULL));
  g_file_get_contents (keys, &before, NULL, NULL);
  g_assert_false (start (f, second, f->settings, &busy));
  g_assert_error (busy, OD_ERROR, OD_ERROR_BUSY);
  g_assert_null (od_channel_dup_url (second));
  stop (f->channel);
  g_assert_true (start (f, second, f->settings, NULL)); /* the same one again, with the same keys */
  g_file_get_contents (keys, &after, NULL, NULL);
  g_assert_cmpstr (before, ==, after);
  stop (second);
  g_assert_false (start (f, second, "{\"widget\":\"w_1\",\"bind\":\"moon\"}", &bad));
  g_assert_error (bad, OD_ERROR, OD_ERROR_USAGE);
}

/* ---- a file that takes its time ---- */

/* A server without a thread, that gives its endpoint away. */
#define TEST_TYPE_SERVER (test_server_get_type ())
G_DECLARE_FINAL_TYPE (TestServer, test_server, TEST, SERVER, GObject)

struct _TestServer {
  GObject parent_instance;
  OdEndpoint *endpoint; /* (not owned) */
};

static void
test_server_listen_async (OdServerPort *port, OdEndpoint *endpoint, const OdListen *listen, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (port, cancellable, callback, user_data);

  TEST_SERVER (port)->endpoint = endpoint;
  g_task_return_int (task, 1234);
}

static void
test_server_unlisten_async (OdServerPort *port, OdEndpoint *endpoint, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (port, cancellable, callback, user_data);

  TEST_SERVER (port)->endpoint = NULL;
  g_task_return_boolean (task, TRUE);
}

static void
test_server_invoke (OdServerPort *port, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  func (data);
  if (notify != NULL)
    notify (data);
}

static void
test_server_iface_init (OdServerPortInterface *iface)
{
  iface->listen_async = test_server_listen_async;
  iface->unlisten_async = test_server_unlisten_async;
  iface->invoke = test_server_invoke;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestServer, test_server, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_SERVER_PORT, test_server_iface_init))

static void
test_server_class_init (TestServerClass *klass)
{
}

static void
test_server_init (TestServer *self)
{
}

static OdHttpRequest *
make_upload (OdChatDesk *desk, const char *path)
{
  OdChatSocket *socket = od_chat_enter (desk, NULL, NULL);
  OdHttpRequest *request = od_chat_request_new ("PUT", "/", NULL);

  od_chat_say (desk, socket,
               "{\"t\":\"file_req\",\"cid\":\"f\",\"name\":\"n.txt\",\"type\":\"text/plain\",\"size\":5}");
  od_chat_set_link (request, od_chat_string (od_chat_hear (socket, "file_ok"), "put"));
  request->upload_path = g_strdup (path);
  request->upload_sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "hello", -1);
  request->upload_size_bytes = 5;
  return request;
}

/* Reading this file waits until there is a writer, as a sync waits for a slow disk: stopping must not. */
static void
test_stop_with_slow_file (Fixture *f, gconstpointer data)
{
  g_autoptr (TestServer) server = g_object_new (TEST_TYPE_SERVER, NULL);
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *path = g_build_filename (f->folder, "incoming", NULL);
  g_autoptr (OdHttpRequest) request = NULL;
  g_autoptr (GAsyncResult) uploaded = NULL, stopped = NULL;
  OdChatDesk desk = { .sockets = sockets };
  FILE *file;

  f->context.server = OD_SERVER_PORT (server);
  g_assert_true (start (f, f->channel, "{\"widget\":\"w_main\",\"origins\":\"" OD_CHAT_ORIGIN "\"}", NULL));
  desk.endpoint = g_object_ref (OD_WEBCHAT_ENDPOINT (server->endpoint));
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  request = make_upload (&desk, path);
  od_endpoint_request_async (server->endpoint, request, NULL, got_cb, &uploaded);
  od_channel_stop_async (f->channel, got_cb, &stopped);
  od_chat_settle ();
  g_assert_null (stopped); /* the file is still on its way */
  g_assert_null (uploaded);
  file = fopen (path, "w");
  g_assert_cmpint (fputs ("hello", file), >=, 0);
  fclose (file);
  wait_for (&stopped);
  g_assert_true (od_channel_stop_finish (f->channel, stopped, NULL));
  wait_for (&uploaded);
  g_assert_cmpuint (od_fake_stream_count_uploads (f->stream), ==, 1);
  g_object_unref (desk.endpoint);
}

static void
test_perform (Fixture *f, gconstpointer data)
{
  g_autoptr (OdOutgoing) outgoing = od_outgoing_new (OD_OUTGOING_SEND, "c_1", "key");
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *remote_id = NULL;

  od_channel_perform_async (f->channel, outgoing, NULL, got_cb, &result);
  g_assert_null (result);
  wait_for (&result);
  remote_id = od_channel_perform_finish (f->channel, result, NULL);
  g_assert_cmpstr (remote_id, ==, "c_1:key");
}

/* What must hold of every channel's table. */
static void
test_descriptors (void)
{
  g_assert_cmpuint (od_channels_count (), >=, 2);
  g_assert_null (od_channels_find ("fax"));
  for (guint i = 0; i < od_channels_count (); i++)
    {
      const OdChannelDescriptor *descriptor = od_channels_get (i);
      g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr (GObject) channel = NULL;

      g_assert_true (od_channels_find (descriptor->id) == descriptor);
      g_assert_cmpstr (descriptor->name, !=, "");
      g_assert_nonnull (descriptor->icon_name);
      for (const OdChannelField *field = descriptor->fields; field->key != NULL; field++)
        {
          g_assert_true (g_hash_table_add (keys, (gpointer) field->key));
          g_assert_cmpstr (field->label, !=, "");
          if (field->type == OD_FIELD_INTEGER)
            g_assert_cmpint (field->min, <, field->max);
        }
      channel = g_object_new (descriptor->get_type (), NULL);
      g_assert_true (OD_IS_CHANNEL (channel));
      g_assert_true ((OD_CHANNEL_GET_IFACE (channel)->poll_async != NULL) ==
                     ((descriptor->caps & OD_CHANNEL_POLLS) != 0));
      g_assert_true (OD_CHANNEL_GET_IFACE (channel)->perform_async != NULL);
      if ((descriptor->caps & OD_CHANNEL_HAS_STREAM) != 0)
        g_assert_true (OD_CHANNEL_GET_IFACE (channel)->stream_advanced != NULL);
    }
}

static void
test_settings (void)
{
  g_autoptr (JsonObject) settings = json_object_new ();
  g_autoptr (JsonObject) unknown = json_object_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (od_channel_descriptor_check (&od_webchat_descriptor, settings, &error));
  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (settings, "port"), ==, 0);
  g_assert_cmpstr (json_object_get_string_member (settings, "bind"), ==, "127.0.0.1");
  g_assert_true (g_str_has_prefix (json_object_get_string_member (settings, "widget"), "w_"));
  g_assert_false (json_object_has_member (settings, "identity_key"));
  json_object_set_string_member (unknown, "colour", "red");
  g_assert_false (od_channel_descriptor_check (&od_webchat_descriptor, unknown, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/webchat-channel/whole", Fixture, NULL, set_up, test_whole, tear_down);
  g_test_add ("/webchat-channel/taken-port", Fixture, NULL, set_up, test_taken_port, tear_down);
  g_test_add ("/webchat-channel/slow-file", Fixture, NULL, set_up, test_stop_with_slow_file, tear_down);
  g_test_add ("/webchat-channel/perform", Fixture, NULL, set_up, test_perform, tear_down);
  g_test_add_func ("/channels/descriptors", test_descriptors);
  g_test_add_func ("/webchat-channel/settings", test_settings);
  return g_test_run ();
}
