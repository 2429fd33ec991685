/* SPDX-License-Identifier: GPL-3.0-or-later */
/* odchat/1 against a stream in memory: every frame, close code, limit, and what a lost connection may cost: nothing. */
#include "od-webchat-endpoint.h"

#include <string.h>

#include "od-base64url.h"
#include "od-fake-stream.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-temp-folder.h"
#include "od-webchat-link.h"

#define START_US G_GINT64_CONSTANT (1790000000000000)
#define ORIGIN "https://shop.example"

/* ---- a socket that writes down ---- */

#define TEST_TYPE_SOCKET (test_socket_get_type ())
G_DECLARE_FINAL_TYPE (TestSocket, test_socket, TEST, SOCKET, GObject)

struct _TestSocket {
  GObject parent_instance;
  GPtrArray *frames; /* (element-type JsonNode) */
  guint next;        /* the first that was not looked at */
  guint close_code;
  gsize backlog;
};

static void
socket_send (OdSocket *socket, const char *text, gssize len)
{
  TestSocket *self = TEST_SOCKET (socket);
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
  if (TEST_SOCKET (socket)->close_code == 0)
    TEST_SOCKET (socket)->close_code = code;
}

static gsize
socket_get_backlog (OdSocket *socket)
{
  return TEST_SOCKET (socket)->backlog;
}

static void
socket_iface_init (OdSocketInterface *iface)
{
  iface->send = socket_send;
  iface->close = socket_close;
  iface->get_backlog = socket_get_backlog;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestSocket, test_socket, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_SOCKET, socket_iface_init))

static void
test_socket_finalize (GObject *object)
{
  g_ptr_array_unref (TEST_SOCKET (object)->frames);
  G_OBJECT_CLASS (test_socket_parent_class)->finalize (object);
}

static void
test_socket_class_init (TestSocketClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_socket_finalize;
}

static void
test_socket_init (TestSocket *self)
{
  self->frames = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
}

/* ---- the fixture ---- */

typedef struct {
  char *folder;
  OdFakeStream *stream;
  OdClock *clock;
  OdWorker *worker;
  OdWebchatEndpoint *endpoint;
  GPtrArray *sockets;
} Fixture;

static void
advanced_cb (const char *chat_id, gint64 last_seq, gpointer user_data)
{
  od_webchat_endpoint_advance (((Fixture *) user_data)->endpoint, chat_id, last_seq);
}

static OdWebchatKeys *
make_keys (void)
{
  g_autofree char *key = od_base64url_encode ("0123456789abcdef0123456789abcdef", 32);
  g_autofree char *text =
      g_strdup_printf ("{\"version\":1,\"token\":[{\"kid\":1,\"key\":\"%s\"}],\"link\":\"%s\"}", key, key);

  return od_webchat_keys_parse (text, strlen (text), NULL);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonObject) settings = json_object_new ();
  g_autofree char *page = NULL;
  OdWebchatHallParts parts = { .account_id = 1 };
  g_autoptr (GError) error = NULL;

  f->folder = od_temp_folder_new ();
  page = g_build_filename (f->folder, "chat.html", NULL);
  g_file_set_contents (page, "<b data-widget=\"%WIDGET%\">", -1, NULL);
  f->stream = od_fake_stream_new ();
  f->clock = od_clock_new_fake (START_US);
  f->worker = od_worker_new ("od-cpu");
  od_fake_stream_set_now (f->stream, START_US);
  od_fake_stream_set_advanced (f->stream, advanced_cb, f);
  json_object_set_string_member (settings, "widget", "w_main");
  json_object_set_string_member (settings, "origins", ORIGIN);
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

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  od_fake_stream_hold (f->stream, FALSE);
  od_webchat_endpoint_close (f->endpoint);
  od_worker_stop (f->worker);
  settle ();
  g_assert_finalize_object (g_steal_pointer (&f->endpoint));
  g_ptr_array_unref (f->sockets);
  g_assert_finalize_object (g_steal_pointer (&f->stream));
  g_assert_finalize_object (g_steal_pointer (&f->worker));
  g_assert_finalize_object (g_steal_pointer (&f->clock));
  od_temp_folder_free (f->folder);
}

static OdHttpRequest *
request_new (const char *method, const char *path, const char *remote)
{
  OdHttpRequest *request = od_http_request_new (method, path);

  g_hash_table_insert (request->headers, g_strdup ("origin"), g_strdup (ORIGIN));
  g_hash_table_insert (request->headers, g_strdup ("host"), g_strdup ("chat.example"));
  g_free (request->remote);
  request->remote = g_strdup (remote != NULL ? remote : "127.0.0.1");
  request->is_local = remote == NULL;
  return request;
}

static TestSocket *
open_from (Fixture *f, const char *remote)
{
  TestSocket *socket = g_object_new (TEST_TYPE_SOCKET, NULL);
  g_autoptr (OdHttpRequest) request = request_new ("GET", "/od/v1/ws", remote);

  g_ptr_array_add (f->sockets, socket);
  od_endpoint_socket_opened (OD_ENDPOINT (f->endpoint), OD_SOCKET (socket), request);
  return socket;
}

static void say (Fixture *f, TestSocket *socket, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
say (Fixture *f, TestSocket *socket, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  od_endpoint_socket_text (OD_ENDPOINT (f->endpoint), OD_SOCKET (socket), text, strlen (text));
}

static void
hang_up (Fixture *f, TestSocket *socket)
{
  od_endpoint_socket_closed (OD_ENDPOINT (f->endpoint), OD_SOCKET (socket));
}

static void
pass (Fixture *f, double seconds)
{
  od_clock_advance (f->clock, (gint64) (seconds * G_USEC_PER_SEC));
  od_webchat_endpoint_run_due (f->endpoint);
  settle ();
}

/* The next frame, which must be of that type. */
static JsonObject *
hear (TestSocket *socket, const char *type)
{
  JsonObject *frame;

  settle ();
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

static void
hear_nothing (TestSocket *socket)
{
  settle ();
  if (socket->next < socket->frames->len)
    {
      g_autofree char *text = od_json_to_string (g_ptr_array_index (socket->frames, socket->next), NULL);

      g_error ("Did not wait for %s", text);
    }
}

static gint64
number (JsonObject *frame, const char *name)
{
  gint64 value = -1;

  g_assert_true (od_json_get_int (frame, name, 0, OD_LIMIT_JSON_INTEGER_MAX, &value, NULL));
  return value;
}

static const char *
string (JsonObject *frame, const char *name)
{
  return json_object_get_string_member_with_default (frame, name, NULL);
}

static void
hear_err (TestSocket *socket, const char *code, const char *field)
{
  JsonObject *frame = hear (socket, "err");

  g_assert_cmpstr (string (frame, "code"), ==, code);
  g_assert_cmpstr (string (frame, "field"), ==, field);
}

/* A new visitor who is let in; *token and *chat_id are of the welcome. */
static TestSocket *
enter (Fixture *f, char **token, char **chat_id)
{
  TestSocket *socket = open_from (f, NULL);
  JsonObject *welcome;

  say (f, socket, "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\"}");
  welcome = hear (socket, "welcome");
  if (token != NULL)
    *token = g_strdup (string (welcome, "token"));
  if (chat_id != NULL)
    *chat_id = g_strdup (string (json_object_get_object_member (welcome, "me"), "id"));
  return socket;
}

static TestSocket *
come_back (Fixture *f, const char *token, gint64 after)
{
  TestSocket *socket = open_from (f, NULL);

  say (f, socket, "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\",\"token\":\"%s\",\"after\":%" G_GINT64_FORMAT "}",
       token, after);
  return socket;
}

/* ---- hello ---- */

static void
test_hello (Fixture *f, gconstpointer data)
{
  g_autofree char *token = NULL, *chat_id = NULL;
  TestSocket *socket = enter (f, &token, &chat_id);
  JsonObject *welcome = json_node_get_object (g_ptr_array_index (socket->frames, 0));

  g_assert_true (g_str_has_prefix (token, "od1."));
  g_assert_cmpint (number (welcome, "seq"), ==, 0);
  g_assert_cmpint (number (welcome, "hb"), ==, 25);
  g_assert_false (json_object_get_boolean_member (welcome, "resumed"));
  g_assert_false (json_object_get_boolean_member (welcome, "online"));
  g_assert_cmpint (number (json_object_get_object_member (welcome, "limits"), "text"), ==, 4000);
  g_assert_true (json_object_has_member (json_object_get_object_member (welcome, "forms"), "offline"));
  say (f, socket, "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\"}");
  hear_err (socket, "bad_frame", "t");
  say (f, socket, "{\"t\":\"ping\",\"n\":7}");
  g_assert_cmpint (number (hear (socket, "pong"), "n"), ==, 7);
  say (f, socket, "{\"t\":\"waltz\"}");
  hear_nothing (socket);
  say (f, socket, "{\"t\":\"bye\"}");
  g_assert_cmpuint (socket->close_code, ==, 1000);
  /* A hello alone costs nothing that lasts. */
  g_assert_cmpuint (od_fake_stream_count (f->stream, OD_UPDATE_PROFILE), ==, 0);
  g_assert_cmpuint (od_fake_stream_count_live (f->stream, OD_LIVE_PRESENCE), ==, 0);
}

static void
test_refused_hello (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *text;
    guint close_code;
    const char *code;
  } cases[] = {
    { "{\"t\":\"hello\",\"v\":2,\"widget\":\"w_main\"}", 4013, "bad_frame" },
    { "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_other\"}", 1008, "auth" },
    { "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\",\"token\":\"od1.e30.AAAA\"}", 4001, "auth" },
    { "{\"t\":\"msg\",\"cid\":\"a\",\"text\":\"x\"}", 4001, "auth" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TestSocket *socket = open_from (f, NULL);

      say (f, socket, "%s", cases[i].text);
      g_assert_cmpstr (string (hear (socket, "err"), "code"), ==, cases[i].code);
      g_assert_cmpuint (socket->close_code, ==, cases[i].close_code);
    }
}

static void
test_silence (Fixture *f, gconstpointer data)
{
  TestSocket *mute = open_from (f, NULL);
  TestSocket *asleep = enter (f, NULL, NULL);

  pass (f, 4.9);
  g_assert_cmpuint (mute->close_code, ==, 0);
  pass (f, 0.1);
  g_assert_cmpuint (mute->close_code, ==, 1008);
  pass (f, 49);
  g_assert_cmpuint (asleep->close_code, ==, 0);
  pass (f, 2);
  g_assert_cmpuint (asleep->close_code, ==, 1001);
}

/* ---- messages ---- */

static void
test_message (Fixture *f, gconstpointer data)
{
  g_autofree char *token = NULL, *chat_id = NULL;
  TestSocket *socket = enter (f, &token, &chat_id);
  JsonObject *ok, *msg;
  const OdUpdate *update;

  od_fake_stream_hold (f->stream, TRUE);
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"<b>Привет</b> 👋\"}");
  hear_nothing (socket); /* not before it is stored */
  od_fake_stream_hold (f->stream, FALSE);
  ok = hear (socket, "ok");
  g_assert_cmpstr (string (ok, "cid"), ==, "A1");
  g_assert_cmpint (number (ok, "seq"), ==, 1);
  g_assert_cmpint (number (ok, "ts"), ==, START_US / 1000);
  hear_nothing (socket); /* the event of an own message is the ok */
  update = od_fake_stream_get_last (f->stream, OD_UPDATE_MESSAGE);
  g_assert_cmpstr (update->text, ==, "<b>Привет</b> 👋");
  g_assert_cmpstr (update->chat_id, ==, chat_id);
  g_assert_cmpstr (update->client_id, ==, "A1");
  od_fake_stream_say (f->stream, chat_id, "Да");
  msg = hear (socket, "msg");
  g_assert_cmpint (number (msg, "seq"), ==, 2);
  g_assert_cmpstr (string (json_object_get_object_member (msg, "from"), "k"), ==, "op");
  g_assert_cmpstr (string (json_object_get_object_member (msg, "from"), "name"), ==, "Анна");
}

static void
test_repeat (Fixture *f, gconstpointer data)
{
  TestSocket *socket = enter (f, NULL, NULL);

  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A2\",\"text\":\"two\"}");
  g_assert_cmpint (number (hear (socket, "ok"), "seq"), ==, 1);
  /* The second A1 has its answer when its batch is committed, A2 when its event has its turn. */
  g_assert_cmpint (number (hear (socket, "ok"), "seq") + number (hear (socket, "ok"), "seq"), ==, 3);
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  g_assert_cmpint (number (hear (socket, "ok"), "seq"), ==, 1);
  hear_nothing (socket);
}

static void
test_store_fails (Fixture *f, gconstpointer data)
{
  TestSocket *socket = enter (f, NULL, NULL);
  JsonObject *err;

  od_fake_stream_fail (f->stream, 1, 0);
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A2\",\"text\":\"two\"}"); /* must not overtake */
  for (guint i = 0; i < 2; i++)
    {
      err = hear (socket, "err");
      g_assert_cmpstr (string (err, "code"), ==, "internal");
      g_assert_cmpint (number (err, "retry"), >=, 1);
    }
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A2\",\"text\":\"two\"}");
  g_assert_cmpstr (string (hear (socket, "ok"), "cid"), ==, "A1");
  g_assert_cmpstr (string (hear (socket, "ok"), "cid"), ==, "A2");
}

static void
test_reading_fails (Fixture *f, gconstpointer data)
{
  g_autofree char *chat_id = NULL;
  TestSocket *socket = enter (f, NULL, &chat_id);

  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  hear (socket, "ok");
  od_fake_stream_fail (f->stream, 0, 1);
  od_fake_stream_say (f->stream, chat_id, "two");
  hear_nothing (socket);
  pass (f, 1.1);
  g_assert_cmpint (number (hear (socket, "msg"), "seq"), ==, 2);
}

static void
test_changes (Fixture *f, gconstpointer data)
{
  TestSocket *socket = enter (f, NULL, NULL);
  JsonObject *upd;

  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  hear (socket, "ok");
  say (f, socket, "{\"t\":\"edit\",\"cid\":\"A2\",\"seq\":1,\"text\":\"uno\"}");
  upd = hear (socket, "upd");
  g_assert_cmpint (number (upd, "seq"), ==, 2);
  g_assert_cmpint (number (upd, "ref"), ==, 1);
  g_assert_cmpstr (string (upd, "text"), ==, "uno");
  g_assert_cmpint (number (hear (socket, "ok"), "seq"), ==, 2);
  say (f, socket, "{\"t\":\"react\",\"cid\":\"A3\",\"seq\":1,\"emoji\":\"👍\"}");
  g_assert_true (json_object_has_member (hear (socket, "upd"), "react"));
  hear (socket, "ok");
  say (f, socket, "{\"t\":\"del\",\"cid\":\"A4\",\"seq\":1}");
  g_assert_true (json_object_get_boolean_member (hear (socket, "upd"), "deleted"));
  hear (socket, "ok");
  say (f, socket, "{\"t\":\"del\",\"cid\":\"A5\",\"seq\":99}");
  hear_err (socket, "bad_frame", "seq");
}

/* ---- several tabs, and coming back ---- */

static void
test_tabs (Fixture *f, gconstpointer data)
{
  g_autofree char *token = NULL, *chat_id = NULL;
  TestSocket *first = enter (f, &token, &chat_id);
  TestSocket *second = come_back (f, token, 0);
  TestSocket *others[3];
  JsonObject *msg;

  hear (second, "welcome");
  say (f, first, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  hear (first, "ok");
  msg = hear (second, "msg");
  g_assert_cmpstr (string (msg, "cid"), ==, "A1");
  g_assert_cmpstr (string (json_object_get_object_member (msg, "from"), "k"), ==, "me");
  od_webchat_endpoint_set_typing (f->endpoint, chat_id, TRUE, "Анна");
  g_assert_cmpstr (string (hear (first, "typing"), "name"), ==, "Анна");
  hear (second, "typing");
  od_webchat_endpoint_set_online (f->endpoint, TRUE);
  g_assert_true (json_object_get_boolean_member (hear (first, "online"), "online"));
  for (guint i = 0; i < 3; i++)
    {
      others[i] = come_back (f, token, 1);
      hear (others[i], "welcome");
    }
  g_assert_cmpuint (first->close_code, ==, 4009); /* the fifth pushes out the oldest */
  g_assert_cmpuint (second->close_code, ==, 0);
}

static void
test_resume (Fixture *f, gconstpointer data)
{
  g_autofree char *token = NULL, *chat_id = NULL;
  TestSocket *socket = enter (f, &token, &chat_id);
  JsonObject *welcome;

  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  hear (socket, "ok");
  od_fake_stream_hold (f->stream, TRUE);
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A2\",\"text\":\"two\"}");
  hang_up (f, socket); /* the answer never arrives */
  od_fake_stream_hold (f->stream, FALSE);
  od_fake_stream_say (f->stream, chat_id, "three");
  socket = come_back (f, token, 1);
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A2\",\"text\":\"two\"}"); /* before the welcome is out */
  welcome = hear (socket, "welcome");
  g_assert_true (json_object_get_boolean_member (welcome, "resumed"));
  g_assert_cmpint (number (welcome, "seq"), ==, 3);
  g_assert_cmpstr (string (hear (socket, "msg"), "cid"), ==, "A2");
  g_assert_cmpint (number (hear (socket, "msg"), "seq"), ==, 3);
  g_assert_cmpint (number (hear (socket, "ok"), "seq"), ==, 2);
  hear_nothing (socket);
  hang_up (f, socket);
  socket = come_back (f, token, 99); /* it knows more than we do: it begins anew */
  g_assert_false (json_object_get_boolean_member (hear (socket, "welcome"), "resumed"));
  g_assert_cmpint (number (hear (socket, "msg"), "seq"), ==, 1);
}

static void
expect_run (TestSocket *socket, gint64 from, gint64 to)
{
  for (gint64 seq = from; seq <= to; seq++)
    g_assert_cmpint (number (hear (socket, "msg"), "seq"), ==, seq);
}

static void
test_gaps (Fixture *f, gconstpointer data)
{
  g_autofree char *token = NULL, *chat_id = NULL;
  TestSocket *socket = enter (f, &token, &chat_id);
  JsonObject *gap;

  hang_up (f, socket);
  for (guint i = 0; i < 700; i++)
    od_fake_stream_say (f->stream, chat_id, "…");
  socket = come_back (f, token, 0); /* the newest 500 */
  hear (socket, "welcome");
  gap = hear (socket, "gap");
  g_assert_cmpint (number (gap, "from"), ==, 1);
  g_assert_cmpint (number (gap, "to"), ==, 200);
  expect_run (socket, 201, 700);
  hang_up (f, socket);
  socket = come_back (f, token, 100); /* too far behind */
  hear (socket, "welcome");
  gap = hear (socket, "gap");
  g_assert_cmpint (number (gap, "from"), ==, 101);
  g_assert_cmpint (number (gap, "to"), ==, 200);
  expect_run (socket, 201, 700);
  hang_up (f, socket);
  socket = come_back (f, token, 200); /* just near enough */
  hear (socket, "welcome");
  expect_run (socket, 201, 700);
  hang_up (f, socket);
  od_clock_advance (f->clock, OD_LIMIT_RESUME_S * (gint64) G_USEC_PER_SEC + 1);
  od_fake_stream_set_now (f->stream, od_clock_get_real_us (f->clock));
  od_fake_stream_say (f->stream, chat_id, "new");
  socket = come_back (f, token, 650); /* more than a month ago */
  hear (socket, "welcome");
  gap = hear (socket, "gap");
  g_assert_cmpint (number (gap, "from"), ==, 651);
  g_assert_cmpint (number (gap, "to"), ==, 700);
  expect_run (socket, 701, 701);
  hear_nothing (socket);
}

/* Who reads slowly gets everything all the same, and holds up nobody. */
static void
test_slow_reader (Fixture *f, gconstpointer data)
{
  g_autofree char *token = NULL, *chat_id = NULL;
  TestSocket *slow = enter (f, &token, &chat_id);
  TestSocket *quick = come_back (f, token, 0);

  hear (quick, "welcome");
  slow->backlog = 10 * 1024 * 1024;
  for (guint i = 0; i < 300; i++)
    od_fake_stream_say (f->stream, chat_id, "…");
  expect_run (quick, 1, 300);
  hear_nothing (slow);
  slow->backlog = 0;
  pass (f, 0.1);
  expect_run (slow, 1, 300);
  hear_nothing (slow);
}

/* ---- receipts, typing, presence, profile ---- */

static void
test_receipts (Fixture *f, gconstpointer data)
{
  g_autofree char *chat_id = NULL;
  TestSocket *socket = enter (f, NULL, &chat_id);
  JsonObject *state;

  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  hear (socket, "ok");
  for (guint i = 0; i < 10; i++)
    od_fake_stream_say (f->stream, chat_id, "…");
  expect_run (socket, 2, 11);
  for (guint i = 2; i <= 11; i++)
    say (f, socket, "{\"t\":\"ack\",\"upto\":%u}", i);
  say (f, socket, "{\"t\":\"read\",\"upto\":9}");
  settle ();
  g_assert_cmpuint (od_fake_stream_count (f->stream, OD_UPDATE_RECEIPT), ==, 1); /* the first at once */
  pass (f, 1);
  g_assert_cmpuint (od_fake_stream_count (f->stream, OD_UPDATE_RECEIPT), ==, 3); /* the others as one each */
  g_assert_cmpint (od_fake_stream_get_last (f->stream, OD_UPDATE_RECEIPT)->target_seq, ==, 11);
  say (f, socket, "{\"t\":\"read\",\"upto\":4000}"); /* not more than there is */
  pass (f, 2);
  g_assert_cmpint (od_fake_stream_get_last (f->stream, OD_UPDATE_RECEIPT)->target_seq, ==, 11);
  od_fake_stream_read (f->stream, chat_id, 1);
  state = hear (socket, "state");
  g_assert_cmpint (number (state, "read"), ==, 1);
  g_assert_cmpint (number (state, "delivered"), ==, 11);
}

static void
test_typing (Fixture *f, gconstpointer data)
{
  TestSocket *socket = enter (f, NULL, NULL);
  const OdLiveEvent *event;

  say (f, socket, "{\"t\":\"typing\",\"on\":true,\"text\":\"before anybody knows\"}");
  g_assert_cmpuint (od_fake_stream_count_live (f->stream, OD_LIVE_TYPING), ==, 0);
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  hear (socket, "ok");
  g_assert_true (od_fake_stream_get_last_live (f->stream, OD_LIVE_PRESENCE)->is_online);
  say (f, socket, "{\"t\":\"typing\",\"on\":true,\"text\":\"а доставка\"}");
  say (f, socket, "{\"t\":\"typing\",\"on\":true,\"text\":\"а доставка до\"}"); /* too soon: dropped, unanswered */
  g_assert_cmpuint (od_fake_stream_count_live (f->stream, OD_LIVE_TYPING), ==, 1);
  event = od_fake_stream_get_last_live (f->stream, OD_LIVE_TYPING);
  g_assert_cmpstr (event->text, ==, "а доставка");
  g_assert_cmpint (event->expires_us - od_clock_get_monotonic_us (f->clock), ==, 6 * G_USEC_PER_SEC);
  say (f, socket, "{\"t\":\"typing\",\"on\":false}");
  g_assert_null (od_fake_stream_get_last_live (f->stream, OD_LIVE_TYPING)->text);
  hear_nothing (socket);
  hang_up (f, socket);
  g_assert_false (od_fake_stream_get_last_live (f->stream, OD_LIVE_PRESENCE)->is_online);
}

static void
test_profile (Fixture *f, gconstpointer data)
{
  TestSocket *socket = open_from (f, NULL);
  JsonObject *welcome;
  const OdProfile *profile;
  g_autofree char *token = NULL;

  say (
      f, socket,
      "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\",\"lang\":\"ru-RU\",\"tz\":\"Europe/Moscow\",\"page\":{\"url\":"
      "\"https://shop.example/p/1\",\"title\":\"Кружка\"},\"identity\":{\"id\":\"user-1042\",\"name\":\"Мария\",\"hash\":"
      "\"d5b2aa3d8ff72944440368906483bbac95d0f1c5e9336c1b73b6dd07528f29b1\"}}");
  welcome = hear (socket, "welcome");
  token = g_strdup (string (welcome, "token"));
  g_assert_true (json_object_get_boolean_member (json_object_get_object_member (welcome, "me"), "verified"));
  od_fake_stream_fail (f->stream, 1, 0);
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  hear (socket, "err");
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}"); /* carries it again */
  hear (socket, "ok");
  profile = od_fake_stream_get_last (f->stream, OD_UPDATE_MESSAGE)->profile;
  g_assert_cmpstr (profile->lang, ==, "ru-RU");
  g_assert_cmpstr (profile->time_zone, ==, "Europe/Moscow");
  g_assert_cmpstr (profile->page_url, ==, "https://shop.example/p/1");
  g_assert_cmpstr (profile->external_id, ==, "user-1042");
  g_assert_true (profile->is_verified);
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A2\",\"text\":\"two\"}");
  hear (socket, "ok");
  g_assert_null (od_fake_stream_get_last (f->stream, OD_UPDATE_MESSAGE)->profile);
  hang_up (f, socket);
  socket = come_back (f, token, 2);
  hear (socket, "welcome");
  settle ();
  g_assert_cmpuint (od_fake_stream_count (f->stream, OD_UPDATE_PROFILE), ==, 1);
}

/* ---- forms and files ---- */

static void
test_forms (Fixture *f, gconstpointer data)
{
  TestSocket *socket = enter (f, NULL, NULL);
  const OdUpdate *update;

  say (f, socket, "{\"t\":\"form\",\"cid\":\"F0\",\"form\":\"csat\",\"data\":{\"rating\":5}}");
  hear_err (socket, "rate", NULL); /* nobody writes that fast */
  pass (f, 3);
  say (f, socket,
       "{\"t\":\"form\",\"cid\":\"F1\",\"form\":\"offline\",\"data\":{\"name\":\"Мария\",\"email\":\"m@shop.example\","
       "\"text\":\"Перезвоните\",\"consent\":true}}");
  hear (socket, "ok");
  update = od_fake_stream_get_last (f->stream, OD_UPDATE_MESSAGE);
  g_assert_true (update->starts_offline);
  g_assert_cmpstr (update->text, ==, "Перезвоните");
  g_assert_cmpstr (update->profile->email, ==, "m@shop.example");
  g_assert_nonnull (strstr (update->payload, "\"form\":\"offline\""));
  say (f, socket, "{\"t\":\"form\",\"cid\":\"F2\",\"form\":\"csat\",\"data\":{\"rating\":5,\"website\":\"x\"}}");
  hear_err (socket, "bad_frame", "website");
  say (f, socket, "{\"t\":\"form\",\"cid\":\"F3\",\"form\":\"csat\",\"data\":{\"rating\":5}}");
  hear (socket, "ok");
  say (f, socket, "{\"t\":\"form\",\"cid\":\"F4\",\"form\":\"csat\",\"data\":{\"rating\":5}}");
  hear (socket, "ok");
  say (f, socket, "{\"t\":\"form\",\"cid\":\"F5\",\"form\":\"csat\",\"data\":{\"rating\":5}}");
  hear_err (socket, "rate", NULL); /* three an hour */
}

static void
got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(OdHttpResponse **) user_data = od_endpoint_request_finish (OD_ENDPOINT (source), result, NULL);
}

static OdHttpResponse *
ask (Fixture *f, const OdHttpRequest *request)
{
  OdHttpResponse *response = NULL;

  od_endpoint_request_async (OD_ENDPOINT (f->endpoint), request, NULL, got_cb, &response);
  while (response == NULL)
    g_main_context_iteration (NULL, TRUE);
  return response;
}

static void
set_link (OdHttpRequest *request, const char *url)
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

static guint
put_file (Fixture *f, const char *url, const char *content)
{
  g_autoptr (OdHttpRequest) request = request_new ("PUT", "/", NULL);
  g_autofree char *length = g_strdup_printf ("%" G_GSIZE_FORMAT, strlen (content));
  OdBodyRule rule = { 0 };
  OdHttpResponse *response;
  guint status;

  set_link (request, url);
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
  response = ask (f, request);
  status = response->status;
  od_http_response_free (response);
  return status;
}

static void
test_files (Fixture *f, gconstpointer data)
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
  TestSocket *socket = enter (f, NULL, NULL);
  g_autofree char *put = NULL, *forged = NULL;
  JsonObject *granted;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      say (f, socket, "{\"t\":\"file_req\",\"cid\":\"f\",\"name\":\"%s\",\"type\":\"%s\",\"size\":%u}", bad[i].name,
           bad[i].type, bad[i].size);
      hear_err (socket, "bad_file", bad[i].field);
    }
  say (f, socket, "{\"t\":\"file_req\",\"cid\":\"f\",\"name\":\"../../note.txt\",\"type\":\"text/plain\",\"size\":5}");
  granted = hear (socket, "file_ok");
  put = g_strdup (string (granted, "put"));
  forged = g_strdup (put);
  forged[strlen (forged) - 1] ^= 1;
  g_assert_cmpuint (put_file (f, forged, "hello"), ==, 403);
  g_assert_cmpuint (put_file (f, put, "hello!"), ==, 413);
  g_assert_cmpuint (put_file (f, put, "hell"), ==, 400);
  g_assert_cmpuint (od_fake_stream_count_uploads (f->stream), ==, 0);
  g_assert_cmpuint (put_file (f, put, "hello"), ==, 201);
  g_assert_cmpuint (od_fake_stream_count_uploads (f->stream), ==, 1);
  g_assert_cmpuint (put_file (f, put, "hello"), ==, 404); /* once */
  say (f, socket, "{\"t\":\"file_req\",\"cid\":\"g\",\"name\":\"x.png\",\"type\":\"image/png\",\"size\":5}");
  g_free (put);
  put = g_strdup (string (hear (socket, "file_ok"), "put"));
  g_assert_cmpuint (put_file (f, put, "<svg>"), ==, 415); /* whatever it is called */
  for (guint i = 0; i < 8; i++)
    {
      say (f, socket, "{\"t\":\"file_req\",\"cid\":\"g\",\"name\":\"x.png\",\"type\":\"image/png\",\"size\":5}");
      hear (socket, "file_ok");
    }
  say (f, socket, "{\"t\":\"file_req\",\"cid\":\"g\",\"name\":\"x.png\",\"type\":\"image/png\",\"size\":5}");
  hear_err (socket, "rate", NULL); /* ten in ten minutes */
}

/* ---- limits ---- */

static void
test_message_rate (Fixture *f, gconstpointer data)
{
  TestSocket *socket = enter (f, NULL, NULL);

  for (guint i = 0; i < 15; i++)
    say (f, socket, "{\"t\":\"msg\",\"cid\":\"A%u\",\"text\":\"x\"}", i);
  for (guint i = 0; i < 15; i++)
    hear (socket, "ok");
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"B\",\"text\":\"x\"}");
  {
    JsonObject *err = hear (socket, "err");

    g_assert_cmpstr (string (err, "code"), ==, "rate");
    g_assert_cmpstr (string (err, "cid"), ==, "B");
    g_assert_cmpint (number (err, "retry"), ==, 1);
  }
  pass (f, 1);
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"B\",\"text\":\"x\"}");
  hear (socket, "ok");
  for (guint i = 0; i < 19; i++)
    say (f, socket, "{\"t\":\"msg\",\"cid\":\"B\",\"text\":\"x\"}");
  g_assert_cmpuint (socket->close_code, ==, 0);
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"B\",\"text\":\"x\"}");
  say (f, socket, "{\"t\":\"msg\",\"cid\":\"B\",\"text\":\"x\"}");
  g_assert_cmpuint (socket->close_code, ==, 4008);
}

static void
test_address_rates (Fixture *f, gconstpointer data)
{
  g_autoptr (OdHttpRequest) stranger = request_new ("GET", "/od/v1/ws", "203.0.113.9");
  g_autoptr (OdHttpRequest) other = request_new ("GET", "/od/v1/ws", "2001:db8::1");
  g_autoptr (OdHttpRequest) neighbour = request_new ("GET", "/od/v1/ws", "2001:db8::2");
  g_autoptr (OdHttpRequest) local = request_new ("GET", "/od/v1/ws", NULL);
  g_autoptr (OdHttpRequest) evil = request_new ("GET", "/od/v1/ws", NULL);
  const char *protocol = NULL;
  guint retry_s = 0;
  TestSocket *socket;

  g_hash_table_insert (evil->headers, g_strdup ("origin"), g_strdup ("https://evil.example"));
  g_assert_cmpuint (od_endpoint_check_upgrade (OD_ENDPOINT (f->endpoint), evil, &protocol, &retry_s), ==, 403);
  for (guint i = 0; i < 10; i++)
    {
      g_assert_cmpuint (od_endpoint_check_upgrade (OD_ENDPOINT (f->endpoint), stranger, &protocol, &retry_s), ==, 0);
      g_assert_cmpuint (
          od_endpoint_check_upgrade (OD_ENDPOINT (f->endpoint), i % 2 ? other : neighbour, &protocol, &retry_s), ==, 0);
      g_assert_cmpuint (od_endpoint_check_upgrade (OD_ENDPOINT (f->endpoint), local, &protocol, &retry_s), ==, 0);
    }
  g_assert_cmpuint (od_endpoint_check_upgrade (OD_ENDPOINT (f->endpoint), stranger, &protocol, &retry_s), ==, 429);
  g_assert_cmpuint (retry_s, >=, 1);
  g_assert_cmpuint (od_endpoint_check_upgrade (OD_ENDPOINT (f->endpoint), neighbour, &protocol, &retry_s), ==, 429);
  g_assert_cmpuint (od_endpoint_check_upgrade (OD_ENDPOINT (f->endpoint), local, &protocol, &retry_s), ==, 0);
  for (guint i = 0; i < 20; i++)
    {
      socket = open_from (f, "203.0.113.9");
      say (f, socket, "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\"}");
      hear (socket, "welcome");
      hang_up (f, socket);
    }
  socket = open_from (f, "203.0.113.9");
  say (f, socket, "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\"}");
  hear_err (socket, "rate", NULL);
}

static void
test_blocked (Fixture *f, gconstpointer data)
{
  g_autofree char *token = NULL, *chat_id = NULL;
  TestSocket *socket = enter (f, &token, &chat_id);

  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  hear (socket, "ok");
  od_fake_stream_block (f->stream, chat_id);
  settle ();
  g_assert_cmpuint (socket->close_code, ==, 4010);
  socket = come_back (f, token, 1);
  settle ();
  g_assert_cmpuint (socket->close_code, ==, 4010);
}

/* ---- HTTP ---- */

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
post (Fixture *f, const char *token, const char *body)
{
  g_autoptr (OdHttpRequest) request = request_new ("POST", "/od/v1/send", NULL);

  if (token != NULL)
    g_hash_table_insert (request->headers, g_strdup ("authorization"), g_strconcat ("Bearer ", token, NULL));
  g_bytes_unref (request->body);
  request->body = g_bytes_new (body, strlen (body));
  return ask (f, request);
}

static OdHttpResponse *
get (Fixture *f, const char *token, const char *path, const char *name, const char *value)
{
  g_autoptr (OdHttpRequest) request = request_new ("GET", path, NULL);

  if (token != NULL)
    g_hash_table_insert (request->headers, g_strdup ("authorization"), g_strconcat ("Bearer ", token, NULL));
  if (name != NULL)
    g_hash_table_insert (request->query, g_strdup (name), g_strdup (value));
  return ask (f, request);
}

static void
test_fallback (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) hello = NULL, sent = NULL, polled = NULL, history = NULL;
  g_autoptr (OdHttpResponse) r1 = NULL, r2 = NULL, r3 = NULL, r4 = NULL, r5 = NULL, r6 = NULL, r7 = NULL;
  const char *token;
  JsonArray *frames;

  r1 = post (f, NULL,
             "{\"frames\":[{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\"},"
             "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"},{\"t\":\"msg\",\"cid\":\"A2\"}]}");
  g_assert_cmpuint (r1->status, ==, 200);
  g_assert_cmpstr (g_hash_table_lookup (r1->headers, "Access-Control-Allow-Origin"), ==, ORIGIN);
  frames = frames_of (r1, &hello);
  g_assert_cmpuint (json_array_get_length (frames), ==, 3);
  token = string (json_array_get_object_element (frames, 0), "token");
  r2 = post (f, token, "{\"frames\":[{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"},{\"t\":\"ping\",\"n\":1}]}");
  g_assert_cmpuint (r2->status, ==, 200);
  frames = frames_of (r2, &sent);
  g_assert_cmpuint (json_array_get_length (frames), ==, 2);
  r3 = get (f, token, "/od/v1/poll", "after", "0");
  g_assert_cmpuint (r3->status, ==, 200);
  frames = frames_of (r3, &polled);
  g_assert_cmpuint (json_array_get_length (frames), ==, 1);
  g_assert_cmpint (number (json_node_get_object (polled), "seq"), ==, 1);
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

static void
test_long_poll (Fixture *f, gconstpointer data)
{
  g_autofree char *token = NULL, *chat_id = NULL;
  TestSocket *socket = enter (f, &token, &chat_id);
  g_autoptr (OdHttpRequest) request = request_new ("GET", "/od/v1/poll", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  OdHttpResponse *response = NULL, *gone = NULL;
  g_autoptr (JsonNode) root = NULL;

  say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  hear (socket, "ok");
  g_hash_table_insert (request->headers, g_strdup ("authorization"), g_strconcat ("Bearer ", token, NULL));
  g_hash_table_insert (request->query, g_strdup ("after"), g_strdup ("1"));
  g_hash_table_insert (request->query, g_strdup ("wait"), g_strdup ("25"));
  od_endpoint_request_async (OD_ENDPOINT (f->endpoint), request, NULL, got_cb, &response);
  od_endpoint_request_async (OD_ENDPOINT (f->endpoint), request, cancellable, got_cb, &gone);
  settle ();
  g_assert_null (response);
  g_cancellable_cancel (cancellable);
  settle ();
  g_assert_nonnull (gone);
  od_fake_stream_say (f->stream, chat_id, "two");
  settle ();
  g_assert_nonnull (response);
  g_assert_cmpuint (json_array_get_length (frames_of (response, &root)), ==, 1);
  od_http_response_free (response);
  od_http_response_free (gone);
}

static void
test_pages (Fixture *f, gconstpointer data)
{
  g_autoptr (OdHttpResponse) chat = get (f, NULL, "/chat", NULL, NULL);
  g_autoptr (OdHttpResponse) none = get (f, NULL, "/od/v1/app/../../etc/passwd", NULL, NULL);
  g_autoptr (OdHttpResponse) robots = get (f, NULL, "/robots.txt", NULL, NULL);
  g_autoptr (OdHttpRequest) again = request_new ("GET", "/chat", NULL);
  g_autoptr (OdHttpRequest) evil = request_new ("POST", "/od/v1/send", NULL);
  g_autoptr (OdHttpRequest) preflight = request_new ("OPTIONS", "/od/v1/send", NULL);
  g_autoptr (OdHttpResponse) r1 = NULL, r2 = NULL, r3 = NULL;
  g_autofree char *page = g_strndup (g_bytes_get_data (chat->body, NULL), g_bytes_get_size (chat->body));

  g_assert_cmpuint (chat->status, ==, 200);
  g_assert_cmpstr (page, ==, "<b data-widget=\"w_&quot;main\">");
  g_assert_nonnull (strstr (g_hash_table_lookup (chat->headers, "Content-Security-Policy"), "script-src 'self';"));
  g_assert_cmpuint (none->status, ==, 404);
  g_assert_cmpuint (robots->status, ==, 200);
  g_hash_table_insert (again->headers, g_strdup ("if-none-match"),
                       g_strdup (g_hash_table_lookup (chat->headers, "ETag")));
  r1 = ask (f, again);
  g_assert_cmpuint (r1->status, ==, 304);
  g_hash_table_insert (evil->headers, g_strdup ("origin"), g_strdup ("https://evil.example"));
  r2 = ask (f, evil);
  g_assert_cmpuint (r2->status, ==, 403);
  g_assert_null (g_hash_table_lookup (r2->headers, "Access-Control-Allow-Origin"));
  r3 = ask (f, preflight);
  g_assert_cmpuint (r3->status, ==, 204);
  g_assert_cmpstr (g_hash_table_lookup (r3->headers, "Access-Control-Allow-Origin"), ==, ORIGIN);
}

static void
test_download (Fixture *f, gconstpointer data)
{
  OdUpload file = { (char *) "f_1", (char *) "счёт.pdf", (char *) "application/pdf", (char *) "ab" };
  g_autoptr (GBytes) key = g_bytes_new_static ("0123456789abcdef0123456789abcdef", 32);
  g_autofree char *url = od_webchat_link_make (key, "GET", "f_1", START_US / G_USEC_PER_SEC + 900);
  g_autoptr (OdHttpRequest) request = request_new ("GET", "/", NULL);
  g_autoptr (OdHttpResponse) good = NULL, late = NULL;

  file.path = (char *) "nowhere";
  od_fake_stream_set_file (f->stream, &file);
  set_link (request, url);
  good = ask (f, request);
  g_assert_cmpuint (good->status, ==, 200);
  g_assert_cmpstr (good->file_path, ==, "nowhere");
  g_assert_true (g_str_has_prefix (g_hash_table_lookup (good->headers, "Content-Disposition"), "attachment;"));
  g_assert_cmpstr (g_hash_table_lookup (good->headers, "Content-Security-Policy"), ==, "sandbox");
  g_assert_cmpstr (g_hash_table_lookup (good->headers, "X-Content-Type-Options"), ==, "nosniff");
  od_clock_advance (f->clock, 900 * (gint64) G_USEC_PER_SEC);
  late = ask (f, request);
  g_assert_cmpuint (late->status, ==, 403);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/webchat/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("hello", test_hello);
  ADD ("refused-hello", test_refused_hello);
  ADD ("silence", test_silence);
  ADD ("message", test_message);
  ADD ("repeat", test_repeat);
  ADD ("store-fails", test_store_fails);
  ADD ("reading-fails", test_reading_fails);
  ADD ("changes", test_changes);
  ADD ("tabs", test_tabs);
  ADD ("resume", test_resume);
  ADD ("gaps", test_gaps);
  ADD ("slow-reader", test_slow_reader);
  ADD ("receipts", test_receipts);
  ADD ("typing", test_typing);
  ADD ("profile", test_profile);
  ADD ("forms", test_forms);
  ADD ("files", test_files);
  ADD ("message-rate", test_message_rate);
  ADD ("address-rates", test_address_rates);
  ADD ("blocked", test_blocked);
  ADD ("fallback", test_fallback);
  ADD ("long-poll", test_long_poll);
  ADD ("pages", test_pages);
  ADD ("download", test_download);
  return g_test_run ();
}
