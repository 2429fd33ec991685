/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The embedded server over real loopback sockets: what it refuses, what it hands on, and that it ends. */
#include "od-server.h"

#include <string.h>

#include "od-error.h"
#include "od-frame-guard-stream.h"
#include "od-limits.h"
#include "od-server-port.h"
#include "od-temp-folder.h"

/* ---- an endpoint that writes down what it is asked ---- */

#define TEST_TYPE_ENDPOINT (test_endpoint_get_type ())
G_DECLARE_FINAL_TYPE (TestEndpoint, test_endpoint, TEST, ENDPOINT, GObject)

struct _TestEndpoint {
  GObject parent_instance;

  GMutex lock;
  char *last_remote; /* (lock lock) */
  gboolean is_local; /* (lock lock) */
  char *upload_path; /* (lock lock) */
  char *file;        /* what GET /file sends */
  GPtrArray *open;   /* (element-type OdSocket): the server's thread */
  int n_opened, n_closed, n_texts, n_requests;
  GTask *held; /* GET /hold: answered when cancelled */
  gulong held_id;
};

static void
endpoint_get_body_rule (OdEndpoint *endpoint, const OdHttpRequest *request, OdBodyRule *rule)
{
  if (g_str_equal (request->path, "/upload"))
    *rule = (OdBodyRule){ .max_bytes = 1024 * 1024, .to_file = TRUE };
  else if (g_str_equal (request->path, "/echo"))
    *rule = (OdBodyRule){ .max_bytes = 100 };
  else if (g_str_equal (request->path, "/refused"))
    *rule = (OdBodyRule){ .refuse_status = 403 };
}

static void
held_cb (GCancellable *cancellable, gpointer user_data)
{
  TestEndpoint *self = user_data;

  if (self->held != NULL)
    g_task_return_new_error (self->held, OD_ERROR, OD_ERROR_TRANSIENT, "Cancelled");
  g_clear_object (&self->held);
}

static void
endpoint_request_async (OdEndpoint *endpoint, const OdHttpRequest *request, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  TestEndpoint *self = TEST_ENDPOINT (endpoint);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  OdHttpResponse *response;

  g_atomic_int_inc (&self->n_requests);
  g_mutex_lock (&self->lock);
  g_free (self->last_remote);
  self->last_remote = g_strdup (request->remote);
  self->is_local = request->is_local;
  if (request->upload_path != NULL)
    {
      g_free (self->upload_path);
      self->upload_path = g_strdup (request->upload_path);
    }
  g_mutex_unlock (&self->lock);
  if (g_str_equal (request->path, "/hold"))
    {
      self->held = g_steal_pointer (&task);
      g_cancellable_connect (cancellable, G_CALLBACK (held_cb), self, NULL);
      return;
    }
  if (g_str_equal (request->path, "/upload"))
    {
      char *text = g_strdup_printf ("%s %" G_GINT64_FORMAT, request->upload_sha256, request->upload_size_bytes);

      response = od_http_response_new (201, "text/plain", g_bytes_new_take (text, strlen (text)));
    }
  else if (g_str_equal (request->path, "/file"))
    {
      response = od_http_response_new (200, "application/octet-stream", NULL);
      response->file_path = g_strdup (self->file);
    }
  else
    {
      response = od_http_response_new (200, "text/plain", g_bytes_ref (request->body));
      od_http_response_set_header (response, "X-Path", request->path);
    }
  g_task_return_pointer (task, response, (GDestroyNotify) od_http_response_free);
}

static OdHttpResponse *
endpoint_request_finish (OdEndpoint *endpoint, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static guint
endpoint_check_upgrade (OdEndpoint *endpoint, const OdHttpRequest *request, const char **protocol, guint *retry_after_s)
{
  if (g_strcmp0 (od_http_request_get_header (request, "origin"), "https://shop.example") != 0)
    return 403;
  *protocol = "test.1";
  return 0;
}

static void
endpoint_socket_opened (OdEndpoint *endpoint, OdSocket *socket, const OdHttpRequest *request)
{
  TestEndpoint *self = TEST_ENDPOINT (endpoint);

  g_ptr_array_add (self->open, g_object_ref (socket));
  g_atomic_int_inc (&self->n_opened);
}

static void
endpoint_socket_text (OdEndpoint *endpoint, OdSocket *socket, const char *text, gsize len)
{
  g_atomic_int_inc (&TEST_ENDPOINT (endpoint)->n_texts);
  if (len == 5 && memcmp (text, "flood", 5) == 0)
    {
      g_autofree char *big = g_strnfill (200 * 1000, 'x');

      for (guint i = 0; i < 100; i++)
        od_socket_send (socket, big, -1);
      return;
    }
  od_socket_send (socket, text, (gssize) len);
}

static void
endpoint_socket_closed (OdEndpoint *endpoint, OdSocket *socket)
{
  TestEndpoint *self = TEST_ENDPOINT (endpoint);

  g_assert_true (g_ptr_array_remove (self->open, socket));
  g_atomic_int_inc (&self->n_closed);
}

static void
endpoint_iface_init (OdEndpointInterface *iface)
{
  iface->get_body_rule = endpoint_get_body_rule;
  iface->request_async = endpoint_request_async;
  iface->request_finish = endpoint_request_finish;
  iface->check_upgrade = endpoint_check_upgrade;
  iface->socket_opened = endpoint_socket_opened;
  iface->socket_text = endpoint_socket_text;
  iface->socket_closed = endpoint_socket_closed;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestEndpoint, test_endpoint, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_ENDPOINT, endpoint_iface_init))

static void
test_endpoint_finalize (GObject *object)
{
  TestEndpoint *self = TEST_ENDPOINT (object);

  g_assert_cmpuint (self->open->len, ==, 0);
  g_ptr_array_unref (self->open);
  g_mutex_clear (&self->lock);
  g_free (self->last_remote);
  g_free (self->upload_path);
  g_free (self->file);
  G_OBJECT_CLASS (test_endpoint_parent_class)->finalize (object);
}

static void
test_endpoint_class_init (TestEndpointClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_endpoint_finalize;
}

static void
test_endpoint_init (TestEndpoint *self)
{
  g_mutex_init (&self->lock);
  self->open = g_ptr_array_new_with_free_func (g_object_unref);
}

/* ---- the fixture ---- */

typedef struct {
  char *folder;
  OdServer *server;
  TestEndpoint *endpoint;
  guint port;
} Fixture;

static void
got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gint64
listen_on (OdServer *server, TestEndpoint *endpoint, const OdListen *listen, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_server_port_listen_async (OD_SERVER_PORT (server), OD_ENDPOINT (endpoint), listen, NULL, got_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return od_server_port_listen_finish (OD_SERVER_PORT (server), result, error);
}

static void
unlisten (OdServer *server, TestEndpoint *endpoint)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  od_server_port_unlisten_async (OD_SERVER_PORT (server), OD_ENDPOINT (endpoint), NULL, got_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (od_server_port_unlisten_finish (OD_SERVER_PORT (server), result, &error));
}

static const char *const proxies[] = { "127.0.0.1", NULL };

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  OdListen listen = { .bind = "127.0.0.1", .max_sockets = 20, .trusted_proxies = proxies };

  f->folder = od_temp_folder_new ();
  f->server = od_server_new (f->folder);
  od_server_set_limits (f->server, data != NULL ? 300 : OD_LIMIT_HEADERS_S * 1000, 200, 10);
  f->endpoint = g_object_new (TEST_TYPE_ENDPOINT, NULL);
  f->port = (guint) listen_on (f->server, f->endpoint, &listen, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (f->port, >, 0);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  unlisten (f->server, f->endpoint);
  od_server_stop (f->server);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&f->server));
  g_assert_finalize_object (g_steal_pointer (&f->endpoint));
  od_temp_folder_free (f->folder);
}

/* ---- a client that knows no manners ---- */

static GSocketConnection *
dial (Fixture *f)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_timeout (client, 20);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) f->port, NULL, &error);
  g_assert_no_error (error);
  return connection;
}

static gboolean
say_bytes (GSocketConnection *connection, const void *data, gsize len)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), data, len, NULL, NULL,
                                    NULL);
}

static gboolean
say (GSocketConnection *connection, const char *text)
{
  return say_bytes (connection, text, strlen (text));
}

/* Everything up to the end. */
static char *
hear (GSocketConnection *connection)
{
  GString *all = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, sizeof buffer, NULL,
                                   NULL)) > 0)
    g_string_append_len (all, buffer, n);
  return g_string_free (all, FALSE);
}

static char *
ask (Fixture *f, const char *request)
{
  g_autoptr (GSocketConnection) connection = dial (f);

  say (connection, request);
  return hear (connection);
}

static gsize
read_some (GSocketConnection *connection, void *out, gsize len)
{
  gsize n = 0;

  g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), out, len, &n, NULL, NULL);
  return n;
}

/* Looks at the first line only: who sent what isn't wanted is let go of some seconds later. */
static void
assert_status (Fixture *f, const char *request, const char *status)
{
  g_autoptr (GSocketConnection) connection = dial (f);
  char line[] = "HTTP/1.1 200";

  say (connection, request);
  line[read_some (connection, line, strlen (line))] = '\0';
  if (!g_str_has_prefix (line, "HTTP/1.") || !g_str_has_prefix (line + strlen ("HTTP/1.1 "), status))
    g_error ("%s\n-- wanted %s, got --\n%s", request, status, line);
}

#define UPGRADE                                                                                                        \
  "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"          \
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"                    \
  "Sec-WebSocket-Protocol: test.1\r\n"

static GSocketConnection *
open_socket (Fixture *f)
{
  GSocketConnection *connection = dial (f);
  GString *head = g_string_new (NULL);
  char c;

  say (connection, UPGRADE "Origin: https://shop.example\r\n\r\n");
  while (!g_str_has_suffix (head->str, "\r\n\r\n") && read_some (connection, &c, 1) == 1)
    g_string_append_c (head, c);
  g_assert_true (g_str_has_prefix (head->str, "HTTP/1.1 101 "));
  g_assert_nonnull (strstr (head->str, "Sec-WebSocket-Protocol: test.1"));
  g_assert_null (strstr (head->str, "permessage-deflate"));
  g_string_free (head, TRUE);
  return connection;
}

/* A frame with a mask of zeros. */
static void
say_frame (GSocketConnection *connection, guint8 first, const void *data, guint64 claimed, gsize len)
{
  guint8 head[14] = { first };
  gsize n = 2;

  if (claimed < 126)
    head[1] = (guint8) claimed;
  else if (claimed < 65536)
    {
      head[1] = 126;
      head[2] = (guint8) (claimed >> 8);
      head[3] = (guint8) claimed;
      n = 4;
    }
  else
    {
      head[1] = 127;
      for (guint i = 0; i < 8; i++)
        head[2 + i] = (guint8) (claimed >> (56 - 8 * i));
      n = 10;
    }
  head[1] |= 0x80;
  say_bytes (connection, head, n + 4);
  say_bytes (connection, data, len);
}

static char *
hear_text (GSocketConnection *connection)
{
  guint8 head[4];
  gsize len;
  char *text;

  g_assert_cmpuint (read_some (connection, head, 2), ==, 2);
  g_assert_cmphex (head[0], ==, 0x81);
  len = head[1];
  if (len == 126)
    {
      read_some (connection, head + 2, 2);
      len = (gsize) head[2] << 8 | head[3];
    }
  text = g_malloc0 (len + 1);
  g_assert_cmpuint (read_some (connection, text, len), ==, len);
  return text;
}

static guint
hear_close (GSocketConnection *connection)
{
  guint8 head[4] = { 0 };

  if (read_some (connection, head, 4) != 4 || head[0] != 0x88)
    return 0;
  return (guint) head[2] << 8 | head[3];
}

/* ---- the tests ---- */

static void
test_requests (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *request, *status;
  } cases[] = {
    { "GET /a/b HTTP/1.1\r\nHost: x\r\n\r\n", "200" },
    { "GET /%D0%BF?x=1&y=%20 HTTP/1.1\r\nHost: x\r\n\r\n", "200" },
    { "GET /a/%2e%2e%2fetc HTTP/1.1\r\nHost: x\r\n\r\n", "404" },
    { "GET /a%2fb HTTP/1.1\r\nHost: x\r\n\r\n", "404" },
    { "GET /a%5cb HTTP/1.1\r\nHost: x\r\n\r\n", "404" },
    { "GET /a%00b HTTP/1.1\r\nHost: x\r\n\r\n", "4" },
    { "GET /a%ff HTTP/1.1\r\nHost: x\r\n\r\n", "404" },
    { "GET /a?x=1&x=2 HTTP/1.1\r\nHost: x\r\n\r\n", "400" },
    { "GET /refused HTTP/1.1\r\nHost: x\r\n\r\n", "403" },
    { "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello", "200" },
    { "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n", "413" },
    { "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello", "413" },
    { "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "411" },
    { "POST /refused HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nhello", "403" },
    { "PUT /upload HTTP/1.1\r\nHost: x\r\n\r\n", "411" },
    { "PUT /upload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "411" },
    { "PUT /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n", "413" },
    { UPGRADE "Origin: https://evil.example\r\n\r\n", "403" },
    { "nonsense\r\n\r\n", "400" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_status (f, cases[i].request, cases[i].status);
}

/* Nobody who means well sends these; they get no answer at all. */
static void
test_bad_lengths (Fixture *f, gconstpointer data)
{
  static const char *const lengths[] = { "-5", "5, 5", "+5", "5x", "0x5", "", " ", "5 5" };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *request =
          g_strconcat ("POST /echo HTTP/1.1\r\nHost: x\r\ncontent-LENGTH:\t", lengths[i], "\r\n\r\nhello", NULL);
      g_autofree char *answer = ask (f, request);

      g_test_message ("“%s”", lengths[i]);
      g_assert_cmpstr (answer, ==, "");
    }
  assert_status (f, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: \t 5 \r\n\r\nhello", "200");
  g_assert_cmpint (g_atomic_int_get (&f->endpoint->n_requests), ==, 1);
}

static void
test_slow_headers (Fixture *f, gconstpointer data)
{
  static const char *const beginnings[] = {
    "GET / HTTP/1.1\r\nHost: x\r\nX-",
    "GET / HTTP/1.1\r\nHost: x\r\n\r\r\n", /* for some the end of the headers, for others not */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      g_autoptr (GSocketConnection) slow = dial (f);
      g_autofree char *answer = NULL;

      say (slow, beginnings[i]);
      answer = hear (slow); /* ends only because the server hangs up */
      g_assert_cmpstr (answer, ==, "");
    }
  assert_status (f, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "200");
}

static void
test_large_headers (Fixture *f, gconstpointer data)
{
  g_autofree char *filling = g_strnfill (OD_LIMIT_HEADERS_BYTES, 'a');
  g_autofree char *request = g_strconcat ("GET / HTTP/1.1\r\nHost: x\r\nX-Long: ", filling, "\r\n\r\n", NULL);
  g_autofree char *answer = ask (f, request);
  g_autofree char *hidden = ask (f, "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");

  g_assert_null (strstr (answer, " 200 "));
  g_assert_null (strstr (hidden, " 200 ")); /* an empty first line does not open the gate */
  g_assert_cmpint (g_atomic_int_get (&f->endpoint->n_requests), ==, 0);
}

static void
test_addresses (Fixture *f, gconstpointer data)
{
  assert_status (f, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "200");
  g_assert_cmpstr (f->endpoint->last_remote, ==, "127.0.0.1");
  g_assert_true (f->endpoint->is_local);
  assert_status (f, "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 10.0.0.1, 203.0.113.7\r\n\r\n", "200");
  g_assert_cmpstr (f->endpoint->last_remote, ==, "203.0.113.7"); /* what stands left of it may be invented */
  g_assert_false (f->endpoint->is_local);
}

static void
test_upload (Fixture *f, gconstpointer data)
{
  g_autofree char *body = g_strnfill (1024 * 1024, 'z');
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, body, -1);
  g_autofree char *wanted = g_strdup_printf ("%s 1048576", sum);
  g_autoptr (GSocketConnection) connection = dial (f);
  g_autofree char *answer = NULL;

  say (connection, "PUT /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n");
  say (connection, body);
  answer = hear (connection);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 201"));
  g_assert_nonnull (strstr (answer, wanted));
  unlisten (f->server, f->endpoint);
  od_server_stop (f->server);
  g_assert_false (g_file_test (f->endpoint->upload_path, G_FILE_TEST_EXISTS)); /* nobody moved it away */
}

static void
test_upload_cut (Fixture *f, gconstpointer data)
{
  g_autofree char *tmp = g_build_filename (f->folder, "tmp", NULL);
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GSocketConnection) connection = dial (f);

  say (connection, "PUT /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf");
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  assert_status (f, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "200");
  unlisten (f->server, f->endpoint);
  od_server_stop (f->server);
  g_assert_cmpint (g_atomic_int_get (&f->endpoint->n_requests), ==, 1);
  dir = g_dir_open (tmp, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

static void
test_file (Fixture *f, gconstpointer data)
{
  g_autofree char *big = g_strnfill (3 * 1000 * 1000, 'q');
  g_autofree char *answer = NULL, *missing = NULL;

  f->endpoint->file = g_build_filename (f->folder, "big", NULL);
  missing = ask (f, "GET /file HTTP/1.1\r\nHost: x\r\n\r\n");
  g_assert_true (g_str_has_prefix (missing, "HTTP/1.1 404"));
  g_file_set_contents (f->endpoint->file, big, -1, NULL);
  answer = ask (f, "GET /file HTTP/1.1\r\nHost: x\r\n\r\n");
  g_assert_nonnull (strstr (answer, "Content-Length: 3000000\r\n"));
  g_assert_cmpstr (strstr (answer, "\r\n\r\n") + 4, ==, big);
}

static void
test_socket (Fixture *f, gconstpointer data)
{
  g_autoptr (GSocketConnection) connection = open_socket (f);
  g_autofree char *first = NULL, *second = NULL;
  g_autofree char *large = g_strnfill (60 * 1000, 'l');
  g_autofree char *third = NULL;

  say_frame (connection, 0x81, "hello", 5, 5);
  first = hear_text (connection);
  g_assert_cmpstr (first, ==, "hello");
  say_frame (connection, 0x81, "", 0, 0);
  second = hear_text (connection);
  g_assert_cmpstr (second, ==, "");
  say_frame (connection, 0x81, large, 60000, 60000);
  third = hear_text (connection);
  g_assert_cmpstr (third, ==, large);
}

/* Frames that come in one packet with the request are frames, and are looked at. */
static void
test_early_frames (Fixture *f, gconstpointer data)
{
  g_autoptr (GSocketConnection) connection = dial (f);
  g_autoptr (GString) all = g_string_new (UPGRADE "Origin: https://shop.example\r\n\r\n");
  char head[2048];
  gsize n = 0;

  g_string_append_len (all, "\x81\x82\0\0\0\0hi", 8);
  say_bytes (connection, all->str, all->len);
  while (n < 4 || memcmp (head + n - 4, "\r\n\r\n", 4) != 0)
    g_assert_cmpuint (read_some (connection, head + n++, 1), ==, 1);
  g_assert_cmpuint (read_some (connection, head, 4), ==, 4);
  g_assert_true (memcmp (head, "\x81\x02hi", 4) == 0);
}

static void
test_bad_frames (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *why;
    guint8 first;
    const char *text;
    guint64 claimed;
    guint code;
  } cases[] = {
    { "first fragment", 0x01, "hello", 5, 1009 },
    { "lone continuation", 0x80, "hello", 5, 1009 },
    { "too long by a byte", 0x81, "hello", 65537, 1009 },
    { "too long by far", 0x81, "hello", G_GUINT64_CONSTANT (0x7fffffffffffffff), 1009 },
    { "binary", 0x82, "hello", 5, 1003 },
    { "large ping", 0x89, "hello", 200, 1009 },
    { "no UTF-8", 0x81, "\xff\xfe...", 5, 1007 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GSocketConnection) connection = open_socket (f);
      guint code;

      say_frame (connection, cases[i].first, cases[i].text, cases[i].claimed, 5);
      code = hear_close (connection);
      if (code != cases[i].code)
        g_error ("%s: %u", cases[i].why, code);
    }
  g_assert_cmpint (g_atomic_int_get (&f->endpoint->n_texts), ==, 0);
}

/* Who doesn't read is cut off, and the bytes for them are not kept. */
static void
test_slow_reader (Fixture *f, gconstpointer data)
{
  g_autoptr (GSocketConnection) connection = open_socket (f);

  say_frame (connection, 0x81, "flood", 5, 5);
  while (g_atomic_int_get (&f->endpoint->n_closed) == 0)
    g_thread_yield ();
}

static void
guard_cb (OdGuardEvent event, gpointer user_data)
{
  *(guint *) user_data |= 1u << event;
}

/* Pings whose answers nobody takes would pile up. */
static void
test_ping_flood (void)
{
  static const guint8 ping[] = { 0x89, 0x80, 0, 0, 0, 0 };
  g_autoptr (GByteArray) sent = g_byte_array_new ();
  g_autoptr (GInputStream) source = NULL;
  GInputStream *input;
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (GIOStream) base = NULL;
  g_autoptr (OdFrameGuardStream) guard = NULL;
  guint events = 0;
  char buffer[4096];

  g_byte_array_append (sent, (const guint8 *) "GET / HTTP/1.1\r\n\r\n", 18);
  for (guint i = 0; i < 65; i++)
    g_byte_array_append (sent, ping, sizeof ping);
  source = g_memory_input_stream_new_from_data (sent->data, sent->len, NULL);
  base = g_simple_io_stream_new (source, output);
  guard = od_frame_guard_stream_new (base, 100, 100, guard_cb, &events);
  input = g_io_stream_get_input_stream (G_IO_STREAM (guard));
  g_assert_cmpint (g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL), ==, 18); /* the headers alone */
  g_assert_cmphex (events, ==, 1u << OD_GUARD_HEADERS_DONE);
  od_frame_guard_stream_start_frames (guard);
  g_assert_cmpint (g_input_stream_read (input, buffer, 64 * sizeof ping, NULL, NULL), ==, 64 * sizeof ping);
  g_assert_cmphex (events, ==, 1u << OD_GUARD_HEADERS_DONE);
  g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL);
  g_assert_cmphex (events & (1u << OD_GUARD_PING_FLOOD), !=, 0);
  g_assert_cmpint (g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL), ==, 0);
}

static void
test_many_connects (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 10000; i++)
    {
      g_autoptr (GSocketConnection) connection = dial (f);

      if (i % 2 == 0)
        say (connection, "GET");
      if (i % 200 == 199) /* where the kernel's queue were full, it would let us wait a second */
        assert_status (f, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "200");
    }
}

/* More than may be open: the others are closed at once, and nobody who is in is hurt. */
static void
test_too_many (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *answer = NULL;

  while (open->len < 20)
    g_ptr_array_add (open, open_socket (f));
  assert_status (f, UPGRADE "Origin: https://shop.example\r\n\r\n", "503");
  while (open->len < 250)
    g_ptr_array_add (open, dial (f));
  answer = ask (f, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  g_assert_cmpstr (answer, ==, "");
  say_frame (g_ptr_array_index (open, 0), 0x81, "still", 5, 5);
  g_clear_pointer (&answer, g_free);
  answer = hear_text (g_ptr_array_index (open, 0));
  g_assert_cmpstr (answer, ==, "still");
}

static void
test_per_address (Fixture *f, gconstpointer data)
{
  g_autoptr (TestEndpoint) other = g_object_new (TEST_TYPE_ENDPOINT, NULL);
  OdListen listen = { .bind = "127.0.0.1", .max_sockets = 20, .limits_loopback = TRUE };
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_object_unref);
  guint port = f->port;
  g_autofree char *answer = NULL;

  f->port = (guint) listen_on (f->server, other, &listen, NULL);
  while (open->len < 10)
    g_ptr_array_add (open, open_socket (f));
  answer = ask (f, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  g_assert_cmpstr (answer, ==, "");
  g_ptr_array_set_size (open, 0);
  while (g_atomic_int_get (&other->n_closed) < 10)
    g_thread_yield ();
  assert_status (f, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "200");
  unlisten (f->server, other);
  f->port = port;
}

static void
test_ports (Fixture *f, gconstpointer data)
{
  g_autoptr (TestEndpoint) second = g_object_new (TEST_TYPE_ENDPOINT, NULL);
  g_autoptr (GError) taken = NULL, foreign = NULL, odd = NULL;
  OdListen same = { .bind = "127.0.0.1", .port = f->port, .max_sockets = 5 };
  OdListen elsewhere = { .bind = "203.0.113.1", .max_sockets = 5 };
  OdListen nonsense = { .bind = "everywhere", .max_sockets = 5 };
  OdListen other = { .bind = "127.0.0.1", .max_sockets = 5 };
  gint64 port;

  g_assert_cmpint (listen_on (f->server, second, &same, &taken), ==, -1);
  g_assert_error (taken, OD_ERROR, OD_ERROR_BUSY);
  g_assert_cmpint (listen_on (f->server, second, &elsewhere, &foreign), ==, -1);
  g_assert_error (foreign, OD_ERROR, OD_ERROR_REJECTED);
  g_assert_cmpint (listen_on (f->server, second, &nonsense, &odd), ==, -1);
  g_assert_error (odd, OD_ERROR, OD_ERROR_REJECTED);
  port = listen_on (f->server, second, &other, NULL);
  g_assert_cmpint (port, >, 0);
  g_assert_cmpint (port, !=, f->port);
  unlisten (f->server, second);
  assert_status (f, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "200");
}

static void
test_unlisten (Fixture *f, gconstpointer data)
{
  g_autoptr (GSocketConnection) polite = open_socket (f);
  g_autoptr (GSocketConnection) waiting = dial (f);
  g_autoptr (GSocketConnection) silent G_GNUC_UNUSED = dial (f);
  gint64 start_us = g_get_monotonic_time ();

  say (waiting, "GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
  while (g_atomic_int_get (&f->endpoint->n_requests) == 0)
    g_thread_yield ();
  unlisten (f->server, f->endpoint);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, OD_LIMIT_STOP_S * G_USEC_PER_SEC);
  g_assert_cmpuint (hear_close (polite), ==, 1001);
  g_assert_cmpint (f->endpoint->n_closed, ==, f->endpoint->n_opened);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/server/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("requests", test_requests);
  ADD ("bad-lengths", test_bad_lengths);
  g_test_add ("/server/slow-headers", Fixture, "hurry", set_up, test_slow_headers, tear_down);
  ADD ("large-headers", test_large_headers);
  ADD ("addresses", test_addresses);
  ADD ("upload", test_upload);
  ADD ("upload-cut", test_upload_cut);
  ADD ("file", test_file);
  ADD ("socket", test_socket);
  ADD ("early-frames", test_early_frames);
  ADD ("bad-frames", test_bad_frames);
  ADD ("slow-reader", test_slow_reader);
  g_test_add_func ("/server/ping-flood", test_ping_flood);
  ADD ("many-connects", test_many_connects);
  ADD ("too-many", test_too_many);
  ADD ("per-address", test_per_address);
  ADD ("ports", test_ports);
  ADD ("unlisten", test_unlisten);
  return g_test_run ();
}
