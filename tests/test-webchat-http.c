/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Web chat over HTTP: files, the fallback for where sockets are blocked, the page itself. */
#include "od-chat-desk.h"

#include <string.h>

#include "od-json.h"
#include "od-limits.h"
#include "od-webchat-link.h"

static guint
put_file (OdChatDesk *f, const char *url, const char *content)
{
  g_autoptr (OdHttpRequest) request = od_chat_request_new ("PUT", "/", NULL);
  g_autofree char *length = g_strdup_printf ("%" G_GSIZE_FORMAT, strlen (content));
  OdBodyRule rule = { 0 };
  OdHttpResponse *response;
  guint status;

  od_chat_set_link (request, url);
  g_hash_table_insert (request->headers, g_strdup ("content-length"), g_strdup (length));
  od_endpoint_get_body_rule (OD_ENDPOINT (f->endpoint), request, &rule);
  if (rule.refuse_status != 0)
    return rule.refuse_status;
  if (strlen (content) > rule.max_bytes)
    return 413;
  g_assert_true (rule.to_file);
  request->upload_path = g_build_filename (f->folder, "incoming", NULL);
  g_file_set_contents (request->upload_path, content, -1, NULL);
  request->upload_sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);
  request->upload_size_bytes = (gint64) strlen (content);
  response = od_chat_ask (f, request);
  status = response->status;
  od_http_response_free (response);
  return status;
}

static void
test_files (OdChatDesk *f, gconstpointer data)
{
  static const struct {
    const char *name, *type;
    guint size;
    const char *field;
  } bad[] = {
    { "x.svg", "image/svg+xml", 10, "type" },
    { "x.html", "text/html", 10, "type" },
    { "x.exe", "text/plain", 10, "name" },
    { "x.png", "image/png", 0, "size" },
    { "x.png", "image/png", OD_LIMIT_FILE_BYTES + 1, "size" },
  };
  OdChatSocket *socket = od_chat_enter (f, NULL, NULL);
  g_autofree char *put = NULL, *forged = NULL;
  JsonObject *granted;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      od_chat_say (f, socket, "{\"t\":\"file_req\",\"cid\":\"f\",\"name\":\"%s\",\"type\":\"%s\",\"size\":%u}",
                   bad[i].name, bad[i].type, bad[i].size);
      od_chat_hear_err (socket, "bad_file", bad[i].field);
    }
  od_chat_say (f, socket,
               "{\"t\":\"file_req\",\"cid\":\"f\",\"name\":\"../../note.txt\",\"type\":\"text/plain\",\"size\":5}");
  granted = od_chat_hear (socket, "file_ok");
  put = g_strdup (od_chat_string (granted, "put"));
  forged = g_strdup (put);
  forged[strlen (forged) - 1] ^= 1;
  g_assert_cmpuint (put_file (f, forged, "hello"), ==, 403);
  g_assert_cmpuint (put_file (f, put, "hello!"), ==, 413);
  g_assert_cmpuint (put_file (f, put, "hell"), ==, 400);
  g_assert_cmpuint (od_fake_stream_count_uploads (f->stream), ==, 0);
  g_assert_cmpuint (put_file (f, put, "hello"), ==, 201);
  g_assert_cmpuint (od_fake_stream_count_uploads (f->stream), ==, 1);
  g_assert_cmpuint (put_file (f, put, "hello"), ==, 404); /* once */
  od_chat_say (f, socket, "{\"t\":\"file_req\",\"cid\":\"g\",\"name\":\"x.png\",\"type\":\"image/png\",\"size\":5}");
  g_free (put);
  put = g_strdup (od_chat_string (od_chat_hear (socket, "file_ok"), "put"));
  g_assert_cmpuint (put_file (f, put, "<svg>"), ==, 415); /* whatever it is called */
  for (guint i = 0; i < 8; i++)
    {
      od_chat_say (f, socket,
                   "{\"t\":\"file_req\",\"cid\":\"g\",\"name\":\"x.png\",\"type\":\"image/png\",\"size\":5}");
      od_chat_hear (socket, "file_ok");
    }
  od_chat_say (f, socket, "{\"t\":\"file_req\",\"cid\":\"g\",\"name\":\"x.png\",\"type\":\"image/png\",\"size\":5}");
  od_chat_hear_err (socket, "rate", NULL); /* ten in ten minutes */
}

static OdChatSocket *
enter_from (OdChatDesk *f, const char *address)
{
  OdChatSocket *socket = od_chat_open (f, address);

  od_chat_say (f, socket, "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\"}");
  od_chat_hear (socket, "welcome");
  return socket;
}

static void
ask_for_file (OdChatDesk *f, OdChatSocket *socket)
{
  od_chat_say (f, socket, "{\"t\":\"file_req\",\"cid\":\"f\",\"name\":\"x.png\",\"type\":\"image/png\",\"size\":5}");
}

/* Whoever is many visitors still fills one disk of ours. */
static void
test_files_of_an_address (OdChatDesk *f, gconstpointer data)
{
  OdChatSocket *socket = NULL, *other;

  for (guint i = 0; i < OD_LIMIT_FILES_PER_ADDRESS_HOUR; i++)
    {
      if (i % OD_LIMIT_FILES_PER_WINDOW == 0)
        socket = enter_from (f, "192.0.2.7");
      ask_for_file (f, socket);
      od_chat_hear (socket, "file_ok");
    }
  socket = enter_from (f, "192.0.2.7");
  ask_for_file (f, socket);
  od_chat_hear_err (socket, "rate", NULL);
  other = enter_from (f, "192.0.2.8");
  ask_for_file (f, other);
  od_chat_hear (other, "file_ok");
}

static JsonArray *
frames_of (OdHttpResponse *response, JsonNode **root)
{
  gsize len;
  const char *text = g_bytes_get_data (response->body, &len);

  *root = od_json_parse (text, (gssize) len, NULL, NULL);
  g_assert_nonnull (*root);
  return json_object_get_array_member (json_node_get_object (*root), "frames");
}

static OdHttpResponse *
post (OdChatDesk *f, const char *token, const char *body)
{
  g_autoptr (OdHttpRequest) request = od_chat_request_new ("POST", "/od/v1/send", NULL);

  if (token != NULL)
    g_hash_table_insert (request->headers, g_strdup ("authorization"), g_strconcat ("Bearer ", token, NULL));
  g_bytes_unref (request->body);
  request->body = g_bytes_new (body, strlen (body));
  return od_chat_ask (f, request);
}

static OdHttpResponse *
get (OdChatDesk *f, const char *token, const char *path, const char *name, const char *value)
{
  g_autoptr (OdHttpRequest) request = od_chat_request_new ("GET", path, NULL);

  if (token != NULL)
    g_hash_table_insert (request->headers, g_strdup ("authorization"), g_strconcat ("Bearer ", token, NULL));
  if (name != NULL)
    g_hash_table_insert (request->query, g_strdup (name), g_strdup (value));
  return od_chat_ask (f, request);
}

static void
test_fallback (OdChatDesk *f, gconstpointer data)
{
  g_autoptr (JsonNode) hello = NULL, sent = NULL, polled = NULL, history = NULL;
  g_autoptr (OdHttpResponse) r1 = NULL, r2 = NULL, r3 = NULL, r4 = NULL, r5 = NULL, r6 = NULL, r7 = NULL;
  const char *token;
  JsonArray *frames;

  r1 = post (f, NULL,
             "{\"frames\":[{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\"},"
             "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"},{\"t\":\"msg\",\"cid\":\"A2\"}]}");
  g_assert_cmpuint (r1->status, ==, 200);
  g_assert_cmpstr (g_hash_table_lookup (r1->headers, "Access-Control-Allow-Origin"), ==, OD_CHAT_ORIGIN);
  frames = frames_of (r1, &hello);
  g_assert_cmpuint (json_array_get_length (frames), ==, 3);
  token = od_chat_string (json_array_get_object_element (frames, 0), "token");
  r2 = post (f, token, "{\"frames\":[{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"},{\"t\":\"ping\",\"n\":1}]}");
  g_assert_cmpuint (r2->status, ==, 200);
  frames = frames_of (r2, &sent);
  g_assert_cmpuint (json_array_get_length (frames), ==, 2);
  r3 = get (f, token, "/od/v1/poll", "after", "0");
  g_assert_cmpuint (r3->status, ==, 200);
  frames = frames_of (r3, &polled);
  g_assert_cmpuint (json_array_get_length (frames), ==, 1);
  g_assert_cmpint (od_chat_number (json_node_get_object (polled), "seq"), ==, 1);
  r4 = get (f, token, "/od/v1/history", "before", "2");
  frames = frames_of (r4, &history);
  g_assert_cmpuint (json_array_get_length (frames), ==, 1);
  r5 = get (f, NULL, "/od/v1/poll", NULL, NULL);
  g_assert_cmpuint (r5->status, ==, 401);
  r6 = get (f, "od1.x.y", "/od/v1/history", NULL, NULL);
  g_assert_cmpuint (r6->status, ==, 401);
  r7 = post (f, NULL, "nonsense");
  g_assert_cmpuint (r7->status, ==, 400);
}

/* A refusal before the welcome is an answer, too. */
static void
test_fallback_without_stream (OdChatDesk *f, gconstpointer data)
{
  static const char *const body = "{\"frames\":[{\"t\":\"msg\",\"cid\":\"B1\",\"text\":\"one\"}]}";
  g_autofree char *token = NULL, *chat_id = NULL;
  g_autoptr (OdHttpResponse) failed = NULL, again = NULL, blocked = NULL;

  od_chat_enter (f, &token, &chat_id);
  od_fake_stream_fail (f->stream, 0, 1);
  failed = post (f, token, body);
  g_assert_cmpuint (failed->status, ==, 503);
  g_assert_cmpuint (od_fake_stream_count (f->stream, OD_UPDATE_MESSAGE), ==, 0);
  again = post (f, token, body);
  g_assert_cmpuint (again->status, ==, 200);
  od_fake_stream_block (f->stream, chat_id);
  blocked = post (f, token, body);
  g_assert_cmpuint (blocked->status, ==, 403);
}

static void
test_fallback_flood (OdChatDesk *f, gconstpointer data)
{
  g_autofree char *token = NULL;
  guint n_answered = 0;

  od_chat_enter (f, &token, NULL);
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (OdHttpResponse) response = get (f, token, "/od/v1/history", NULL, NULL);

      n_answered += response->status == 200;
      if (response->status != 200)
        {
          g_assert_cmpuint (response->status, ==, 429);
          g_assert_cmpstr (g_hash_table_lookup (response->headers, "Retry-After"), ==, "1");
        }
    }
  g_assert_cmpuint (n_answered, ==, OD_LIMIT_FRAMES_PER_S * OD_LIMIT_FRAMES_BURST_FACTOR);
  od_chat_pass (f, 1);
  {
    g_autoptr (OdHttpResponse) later = get (f, token, "/od/v1/history", NULL, NULL);

    g_assert_cmpuint (later->status, ==, 200);
  }
}

static void
got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(OdHttpResponse **) user_data = od_endpoint_request_finish (OD_ENDPOINT (source), result, NULL);
}

static void
test_long_poll (OdChatDesk *f, gconstpointer data)
{
  g_autofree char *token = NULL, *chat_id = NULL;
  OdChatSocket *socket = od_chat_enter (f, &token, &chat_id);
  g_autoptr (OdHttpRequest) request = od_chat_request_new ("GET", "/od/v1/poll", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  OdHttpResponse *response = NULL, *gone = NULL;
  g_autoptr (JsonNode) root = NULL;

  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  od_chat_hear (socket, "ok");
  g_hash_table_insert (request->headers, g_strdup ("authorization"), g_strconcat ("Bearer ", token, NULL));
  g_hash_table_insert (request->query, g_strdup ("after"), g_strdup ("1"));
  g_hash_table_insert (request->query, g_strdup ("wait"), g_strdup ("25"));
  od_endpoint_request_async (OD_ENDPOINT (f->endpoint), request, NULL, got_cb, &response);
  od_endpoint_request_async (OD_ENDPOINT (f->endpoint), request, cancellable, got_cb, &gone);
  od_chat_settle ();
  g_assert_null (response);
  g_cancellable_cancel (cancellable);
  od_chat_settle ();
  g_assert_nonnull (gone);
  od_fake_stream_say (f->stream, chat_id, "two");
  od_chat_settle ();
  g_assert_nonnull (response);
  g_assert_cmpuint (json_array_get_length (frames_of (response, &root)), ==, 1);
  od_http_response_free (response);
  od_http_response_free (gone);
}

/* Who has nothing gets as much as on a socket, and is told what is missing before it. */
static void
test_poll_from_nothing (OdChatDesk *f, gconstpointer data)
{
  g_autofree char *token = NULL, *chat_id = NULL;
  g_autoptr (OdHttpResponse) anew = NULL, later = NULL;
  g_autoptr (JsonNode) root = NULL, next = NULL;
  JsonObject *gap;
  JsonArray *frames;

  od_chat_enter (f, &token, &chat_id);
  for (guint i = 0; i < OD_LIMIT_RESUME_EVENTS + 200; i++)
    od_fake_stream_say (f->stream, chat_id, "…");
  anew = get (f, token, "/od/v1/poll", "after", "0");
  g_assert_cmpuint (anew->status, ==, 200);
  frames = frames_of (anew, &root);
  g_assert_cmpuint (json_array_get_length (frames), ==, OD_LIMIT_RESUME_EVENTS + 1);
  gap = json_array_get_object_element (frames, 0);
  g_assert_cmpstr (od_chat_string (gap, "t"), ==, "gap");
  g_assert_cmpint (od_chat_number (gap, "from"), ==, 1);
  g_assert_cmpint (od_chat_number (gap, "to"), ==, 200);
  for (guint i = 1; i <= OD_LIMIT_RESUME_EVENTS; i++)
    g_assert_cmpint (od_chat_number (json_array_get_object_element (frames, i), "seq"), ==, 200 + i);
  g_assert_cmpint (od_chat_number (json_node_get_object (root), "seq"), ==, OD_LIMIT_RESUME_EVENTS + 200);
  later = get (f, token, "/od/v1/poll", "after", "201");
  g_assert_cmpint (od_chat_number (json_array_get_object_element (frames_of (later, &next), 0), "seq"), ==, 202);
}

static void
test_pages (OdChatDesk *f, gconstpointer data)
{
  g_autoptr (OdHttpResponse) chat = get (f, NULL, "/chat", NULL, NULL);
  g_autoptr (OdHttpResponse) none = get (f, NULL, "/od/v1/app/../../etc/passwd", NULL, NULL);
  g_autoptr (OdHttpResponse) robots = get (f, NULL, "/robots.txt", NULL, NULL);
  g_autoptr (OdHttpRequest) again = od_chat_request_new ("GET", "/chat", NULL);
  g_autoptr (OdHttpRequest) evil = od_chat_request_new ("POST", "/od/v1/send", NULL);
  g_autoptr (OdHttpRequest) preflight = od_chat_request_new ("OPTIONS", "/od/v1/send", NULL);
  g_autoptr (OdHttpResponse) r1 = NULL, r2 = NULL, r3 = NULL;
  g_autofree char *page = g_strndup (g_bytes_get_data (chat->body, NULL), g_bytes_get_size (chat->body));

  g_assert_cmpuint (chat->status, ==, 200);
  g_assert_cmpstr (page, ==, "<b data-widget=\"w_&quot;main\">");
  g_assert_nonnull (strstr (g_hash_table_lookup (chat->headers, "Content-Security-Policy"), "script-src 'self';"));
  g_assert_cmpuint (none->status, ==, 404);
  g_assert_cmpuint (robots->status, ==, 200);
  g_hash_table_insert (again->headers, g_strdup ("if-none-match"),
                       g_strdup (g_hash_table_lookup (chat->headers, "ETag")));
  r1 = od_chat_ask (f, again);
  g_assert_cmpuint (r1->status, ==, 304);
  g_hash_table_insert (evil->headers, g_strdup ("origin"), g_strdup ("https://evil.example"));
  r2 = od_chat_ask (f, evil);
  g_assert_cmpuint (r2->status, ==, 403);
  g_assert_null (g_hash_table_lookup (r2->headers, "Access-Control-Allow-Origin"));
  r3 = od_chat_ask (f, preflight);
  g_assert_cmpuint (r3->status, ==, 204);
  g_assert_cmpstr (g_hash_table_lookup (r3->headers, "Access-Control-Allow-Origin"), ==, OD_CHAT_ORIGIN);
}

static void
test_download (OdChatDesk *f, gconstpointer data)
{
  OdUpload file = { (char *) "f_1", (char *) "счёт.pdf", (char *) "application/pdf", (char *) "ab" };
  g_autoptr (GBytes) key = g_bytes_new_static ("0123456789abcdef0123456789abcdef", 32);
  g_autofree char *url = od_webchat_link_make (key, "GET", "f_1", OD_CHAT_START_US / G_USEC_PER_SEC + 900);
  g_autoptr (OdHttpRequest) request = od_chat_request_new ("GET", "/", NULL);
  g_autoptr (OdHttpResponse) good = NULL, late = NULL;

  file.path = (char *) "nowhere";
  od_fake_stream_set_file (f->stream, &file);
  od_chat_set_link (request, url);
  good = od_chat_ask (f, request);
  g_assert_cmpuint (good->status, ==, 200);
  g_assert_cmpstr (good->file_path, ==, "nowhere");
  g_assert_true (g_str_has_prefix (g_hash_table_lookup (good->headers, "Content-Disposition"), "attachment;"));
  g_assert_cmpstr (g_hash_table_lookup (good->headers, "Content-Security-Policy"), ==, "sandbox");
  g_assert_cmpstr (g_hash_table_lookup (good->headers, "X-Content-Type-Options"), ==, "nosniff");
  od_clock_advance (f->clock, 900 * (gint64) G_USEC_PER_SEC);
  late = od_chat_ask (f, request);
  g_assert_cmpuint (late->status, ==, 403);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/webchat-http/" name, OdChatDesk, NULL, od_chat_set_up, func, od_chat_tear_down)
  ADD ("files", test_files);
  ADD ("files/address", test_files_of_an_address);
  ADD ("fallback", test_fallback);
  ADD ("fallback/flood", test_fallback_flood);
  ADD ("fallback/no-stream", test_fallback_without_stream);
  ADD ("long-poll", test_long_poll);
  ADD ("poll-from-nothing", test_poll_from_nothing);
  ADD ("pages", test_pages);
  ADD ("download", test_download);
  return g_test_run ();
}
