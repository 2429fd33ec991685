/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libsoup/soup.h>

#include "engine-fixture.h"
#include "od-account-port.h"
#include "od-auto-answer-port.h"
#include "od-channels.h"
#include "od-conversation-port.h"
#include "od-json.h"
#include "od-live-port.h"
#include "od-presence.h"
#include "od-server.h"
#include "od-temp-folder.h"

/* The first working street, with real parts and no window: engine, server and web chat; a customer by WebSocket, an
 * operator by the ports. Here time is real. */
typedef struct {
  EngineFixture engine; /* folder, profile, clock, engine */
  OdServer *server;
  SoupSession *session;
  char *page;    /* http://127.0.0.1:PORT/chat */
  char *widget;  /* its id */
  guint tick_id; /* conditions that are asked from the store are asked again */
} Fixture;

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
open_engine (Fixture *f)
{
  g_autofree char *web_dir = g_test_build_filename (G_TEST_DIST, "..", "data", "webchat", NULL);
  g_autoptr (GError) error = NULL;
  OdEngineOptions options = { 0 };

  f->engine.profile = od_profile_dir_open (f->engine.folder, &error);
  g_assert_true (od_profile_dir_lock (f->engine.profile, &error));
  f->server = od_server_new (od_profile_dir_get_files_path (f->engine.profile));
  options.profile = f->engine.profile;
  options.server = OD_SERVER_PORT (f->server);
  options.clock = f->engine.clock;
  options.find_channel = od_channels_find;
  options.web_dir = web_dir;
  options.operator_name = "Olga";
  options.flags = OD_ENGINE_RUN_ACCOUNTS | OD_ENGINE_ONLINE;
  f->engine.engine = od_engine_new (&options, &error);
  g_assert_no_error (error);
  od_engine_start (f->engine.engine);
}

static void
close_engine (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_engine_stop_async (f->engine.engine, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (od_engine_stop_finish (f->engine.engine, result, NULL));
  g_clear_object (&result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&f->engine.engine));
  od_server_stop (f->server);
  g_clear_object (&f->server);
  g_assert_finalize_object (g_steal_pointer (&f->engine.profile));
}

static void
ensure_trial (Fixture *f)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine.engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdAccountRow) row = NULL;
  g_autoptr (JsonNode) settings = NULL;
  const char *widget;

  od_account_port_ensure_trial_async (port, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_free (f->page);
  f->page = od_account_port_ensure_trial_finish (port, result, &error);
  g_assert_no_error (error);
  row = engine_fixture_get_account (&f->engine, 1);
  settings = od_json_parse (row->settings, -1, NULL, NULL);
  g_assert_true (od_json_get_string (json_node_get_object (settings), "widget", 64, &widget, NULL));
  g_free (f->widget);
  f->widget = g_strdup (widget);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_setenv ("OMNIDESK_SECRETS", "file:/nowhere/secrets.json", TRUE);
  f->engine.folder = od_temp_folder_new ();
  f->engine.clock = od_clock_new ();
  f->session = soup_session_new ();
  f->tick_id = g_timeout_add (10, tick_cb, NULL);
  open_engine (f);
  ensure_trial (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_source_remove (f->tick_id);
  close_engine (f);
  g_clear_object (&f->session);
  g_clear_object (&f->engine.clock);
  g_free (f->page);
  g_free (f->widget);
  od_temp_folder_free (f->engine.folder);
}

/* ---- a customer ---- */

typedef struct {
  SoupWebsocketConnection *socket;
  GPtrArray *frames; /* (element-type utf8): not looked at yet */
  char *token;
} Customer;

static void
frame_cb (SoupWebsocketConnection *socket, int type, GBytes *bytes, gpointer user_data)
{
  Customer *customer = user_data;
  gsize len;
  const char *text = g_bytes_get_data (bytes, &len);

  g_ptr_array_add (customer->frames, g_strndup (text, len));
}

/* Frames of other types are thrown away. */
static JsonNode *
expect (Customer *customer, const char *type)
{
  for (;;)
    {
      g_autofree char *text = NULL;
      g_autoptr (JsonNode) node = NULL;
      const char *t = NULL;

      wait_until (customer->frames->len > 0);
      text = g_ptr_array_steal_index (customer->frames, 0);
      node = od_json_parse (text, -1, NULL, NULL);
      g_assert_nonnull (node);
      g_assert_true (od_json_get_string (json_node_get_object (node), "t", 20, &t, NULL));
      if (g_str_equal (t, "err") && !g_str_equal (type, "err"))
        g_error ("The server says: %s", text);
      if (g_str_equal (t, type))
        return g_steal_pointer (&node);
    }
}

static gint64
get_int (JsonNode *node, const char *name)
{
  gint64 value = -1;

  od_json_get_int (json_node_get_object (node), name, 0, G_MAXINT64, &value, NULL);
  return value;
}

static void say (Customer *customer, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
say (Customer *customer, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list values;

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  soup_websocket_connection_send_text (customer->socket, text);
}

static void
come (Fixture *f, Customer *customer, gint64 after)
{
  g_autofree char *url =
      g_strdup_printf ("ws%.*s/od/v1/ws", (int) (strlen (f->page) - strlen ("http/chat")), f->page + strlen ("http"));
  g_autofree char *origin = g_strndup (f->page, strlen (f->page) - strlen ("/chat"));
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autofree char *token =
      customer->token != NULL ? g_strdup_printf (",\"token\":\"%s\"", customer->token) : g_strdup ("");
  const char *protocols[] = { "odchat.1", NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JsonNode) welcome = NULL;
  g_autoptr (GError) error = NULL;
  const char *given = NULL;

  soup_session_websocket_connect_async (f->session, message, origin, (char **) protocols, G_PRIORITY_DEFAULT, NULL,
                                        engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  customer->socket = soup_session_websocket_connect_finish (f->session, result, &error);
  g_assert_no_error (error);
  customer->frames = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect (customer->socket, "message", G_CALLBACK (frame_cb), customer);
  say (customer, "{\"t\":\"hello\",\"v\":1,\"widget\":\"%s\",\"after\":%" G_GINT64_FORMAT "%s,\"lang\":\"ru-RU\"}",
       f->widget, after, token);
  welcome = expect (customer, "welcome");
  g_assert_true (od_json_get_string_opt (json_node_get_object (welcome), "token", 4096, &given, NULL));
  if (given != NULL)
    {
      g_free (customer->token);
      customer->token = g_strdup (given);
    }
}

static void
closed_cb (SoupWebsocketConnection *socket, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
go (Customer *customer)
{
  gboolean is_closed = FALSE;

  g_signal_connect (customer->socket, "closed", G_CALLBACK (closed_cb), &is_closed);
  if (soup_websocket_connection_get_state (customer->socket) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (customer->socket, 1000, NULL);
  wait_until (is_closed || soup_websocket_connection_get_state (customer->socket) == SOUP_WEBSOCKET_STATE_CLOSED);
  g_signal_handlers_disconnect_by_data (customer->socket, customer);
  g_signal_handlers_disconnect_by_data (customer->socket, &is_closed);
  g_clear_object (&customer->socket);
  g_clear_pointer (&customer->frames, g_ptr_array_unref);
}

/* ---- the street ---- */

static gint64
find_conversation (Fixture *f)
{
  OdConversationPort *port = od_engine_get_conversation_port (f->engine.engine);
  OdViewQuery query = { .scope = OD_SCOPE_INBOX, .order = OD_ORDER_NEWEST, .now_us = G_MAXINT64 / 2 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) ids = NULL;

  od_conversation_port_list_async (port, &query, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  ids = od_conversation_port_list_finish (port, result, NULL);
  g_assert_cmpuint (ids->len, ==, 1);
  return g_array_index (ids, gint64, 0);
}

static OdDelivery
get_delivery (Fixture *f, gint64 conversation, gint64 message)
{
  g_autoptr (OdMessageRow) row = engine_fixture_get_message (&f->engine, conversation, message);

  return row->delivery;
}

static void
test_talk (Fixture *f, gconstpointer data)
{
  OdLivePort *live = od_engine_get_live_port (f->engine.engine);
  Customer customer = { 0 };
  gint64 conversation, reply;
  const char *text = NULL;

  come (f, &customer, 0);
  say (&customer, "{\"t\":\"msg\",\"cid\":\"a1\",\"text\":\"Hello 👋\"}");
  {
    g_autoptr (JsonNode) ok = expect (&customer, "ok");

    g_assert_cmpint (get_int (ok, "seq"), ==, 1);
  }
  conversation = find_conversation (f); /* ok was said after COMMIT: it is there */
  for (guint i = 0; od_live_port_get_typing (live, conversation) == NULL; i++)
    {
      if (i % 110 == 0) /* as a page does while somebody types; one a second is taken */
        say (&customer, "{\"t\":\"typing\",\"on\":true,\"text\":\"and can I al\"}");
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpstr (od_live_port_get_typing (live, conversation), ==, "and can I al");
  wait_until (od_live_port_get_is_online (live, conversation));

  reply = engine_fixture_reply (&f->engine, conversation, "Добрый день!");
  {
    g_autoptr (JsonNode) message = expect (&customer, "msg");

    g_assert_cmpint (get_int (message, "seq"), ==, 2);
    g_assert_true (od_json_get_string (json_node_get_object (message), "text", 100, &text, NULL));
    g_assert_cmpstr (text, ==, "Добрый день!");
  }
  wait_until (get_delivery (f, conversation, reply) >= OD_DELIVERY_SENT);
  say (&customer, "{\"t\":\"ack\",\"upto\":2}");
  wait_until (get_delivery (f, conversation, reply) == OD_DELIVERY_DELIVERED);
  say (&customer, "{\"t\":\"read\",\"upto\":2}");
  wait_until (get_delivery (f, conversation, reply) == OD_DELIVERY_READ);
  od_reply_port_set_typing (od_engine_get_reply_port (f->engine.engine), conversation, TRUE);
  json_node_unref (expect (&customer, "typing"));
  go (&customer);
  wait_until (!od_live_port_get_is_online (live, conversation));
  g_free (customer.token);
}

static void
test_resume_after_the_end (Fixture *f, gconstpointer data)
{
  Customer customer = { 0 };
  gint64 conversation;

  come (f, &customer, 0);
  say (&customer, "{\"t\":\"msg\",\"cid\":\"a1\",\"text\":\"One\"}");
  json_node_unref (expect (&customer, "ok"));
  conversation = find_conversation (f);
  go (&customer);
  engine_fixture_reply (&f->engine, conversation, "While you were away");
  close_engine (f);
  open_engine (f);
  ensure_trial (f); /* the port was remembered */

  come (f, &customer, 1);
  {
    g_autoptr (JsonNode) message = expect (&customer, "msg");

    g_assert_cmpint (get_int (message, "seq"), ==, 2);
  }
  say (&customer, "{\"t\":\"msg\",\"cid\":\"a1\",\"text\":\"One\"}"); /* its answer got lost: the same again */
  {
    g_autoptr (JsonNode) ok = expect (&customer, "ok");
    g_autoptr (GPtrArray) rows = engine_fixture_load_thread (&f->engine, conversation);

    g_assert_cmpint (get_int (ok, "seq"), ==, 1);
    g_assert_cmpuint (rows->len, ==, 2);
  }
  go (&customer);
  g_free (customer.token);
}

static void
test_page_is_served (Fixture *f, gconstpointer data)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", f->page);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  soup_session_send_and_read_async (f->session, message, G_PRIORITY_DEFAULT, NULL, engine_fixture_store_result_cb,
                                    &result);
  wait_until (result != NULL);
  body = soup_session_send_and_read_finish (f->session, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  g_assert_cmpuint (g_bytes_get_size (body), >, 100);
}

/* ---- what the desk says by itself ---- */

static void
save_answer (Fixture *f, OdAutoAnswerKind kind, const char *lang, const char *text)
{
  OdAutoAnswerPort *port = od_engine_get_auto_answer_port (f->engine.engine);
  g_autoptr (OdAutoAnswer) answer = od_auto_answer_new (kind);
  g_autoptr (GAsyncResult) result = NULL;

  g_free (answer->lang);
  g_free (answer->text);
  answer->lang = g_strdup (lang);
  answer->text = g_strdup (text);
  answer->is_on = TRUE;
  od_auto_answer_port_save_async (port, answer, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_cmpint (od_auto_answer_port_save_finish (port, result, NULL), >, 0);
}

static void
expect_message (Customer *customer, gint64 seq, const char *who, const char *text)
{
  g_autoptr (JsonNode) message = expect (customer, "msg");
  JsonObject *from, *object = json_node_get_object (message);
  const char *said = NULL, *k = NULL;

  g_assert_cmpint (get_int (message, "seq"), ==, seq);
  g_assert_true (od_json_get_string (object, "text", 1000, &said, NULL));
  g_assert_cmpstr (said, ==, text);
  g_assert_true (od_json_get_object (object, "from", &from, NULL));
  g_assert_true (od_json_get_string (from, "k", 10, &k, NULL));
  g_assert_cmpstr (k, ==, who);
}

static void
expect_online (Customer *customer, gboolean is_online)
{
  g_autoptr (JsonNode) frame = expect (customer, "online");

  g_assert_cmpint (json_object_get_boolean_member (json_node_get_object (frame), "online"), ==, is_online);
}

/* The page is told when nobody is there; who writes then is answered at once, in their language and once, and by a
 * person when somebody is back. */
static void
test_nobody_there (Fixture *f, gconstpointer data)
{
  OdPresence *presence = od_engine_get_presence (f->engine.engine);
  Customer customer = { 0 };

  save_answer (f, OD_AUTO_ANSWER_GREETING, "", "Hello");
  save_answer (f, OD_AUTO_ANSWER_AWAY, "", "Away, {opens}");
  save_answer (f, OD_AUTO_ANSWER_AWAY, "ru", "Никого нет, вернёмся {opens}.");
  save_answer (f, OD_AUTO_ANSWER_CONTACT, "", "Your phone?");
  come (f, &customer, 0);
  od_presence_set_is_locked (presence, TRUE);
  expect_online (&customer, FALSE);
  say (&customer, "{\"t\":\"msg\",\"cid\":\"a1\",\"text\":\"Hello\"}");
  json_node_unref (expect (&customer, "ok"));
  expect_message (&customer, 2, "bot", "Никого нет, вернёмся скоро.\n\nYour phone?");
  say (&customer, "{\"t\":\"msg\",\"cid\":\"a1\",\"text\":\"Hello\"}"); /* its answer got lost */
  json_node_unref (expect (&customer, "ok"));
  say (&customer, "{\"t\":\"msg\",\"cid\":\"a2\",\"text\":\"Anybody?\"}");
  json_node_unref (expect (&customer, "ok"));
  od_presence_set_is_locked (presence, FALSE);
  expect_online (&customer, TRUE);
  engine_fixture_reply (&f->engine, find_conversation (f), "I am back");
  expect_message (&customer, 4, "op", "I am back");
  go (&customer);
  g_free (customer.token);
}

#define ADD(path, func) g_test_add ("/street/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("page", test_page_is_served);
  ADD ("talk", test_talk);
  ADD ("resume", test_resume_after_the_end);
  ADD ("nobody-there", test_nobody_there);
  return g_test_run ();
}
