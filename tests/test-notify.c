/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <json-glib/json-glib.h>
#include <signal.h>

#include "engine-desk.h"
#include "od-application.h"
#include "od-notifications-page.h"
#include "od-limits.h"
#include "od-quick-reply.h"
#include "od-settings.h"
#include "od-window.h"

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"
#define CONTROL "od.test.Notifications"

/* A desk at an engine whose clock stands still, and the desktop's notification server, which is another program. */
typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  OdApplication *application;
  GDBusConnection *bus;
  GSubprocess *server; /* (nullable) */
  gint64 beat_us;      /* monotonic: when the main loop went round last */
  gint64 late_us;      /* how late it was at most */
  void (*body) (gpointer fixture);
} Fixture;

/* ---- The server ---- */

static void
start_server (Fixture *f, const char *capability)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "lib", "notify_server.py", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  const char *argv[] = { "/usr/bin/python3", script, "actions", "body", "body-markup", capability, NULL };

  f->server = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (f->server));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_cmpstr (line, ==, "ready");
}

static void
stop_server (Fixture *f)
{
  if (f->server == NULL)
    return;
  g_subprocess_force_exit (f->server);
  g_subprocess_wait (f->server, NULL, NULL);
  g_clear_object (&f->server);
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(GVariant **) user_data = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_assert_no_error (error);
}

static GVariant *
call (Fixture *f, const char *method, GVariant *parameters)
{
  GVariant *value = NULL;

  g_dbus_connection_call (f->bus, NAME, PATH, CONTROL, method, parameters, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, 20000,
                          NULL, called_cb, &value);
  while (value == NULL)
    g_main_context_iteration (NULL, TRUE);
  return value;
}

/* Returns: (transfer full): "shown", "log" and "faults" */
static JsonNode *
list (Fixture *f)
{
  g_autoptr (GVariant) value = call (f, "List", NULL);
  g_autoptr (GError) error = NULL;
  const char *text;
  JsonNode *node;

  g_variant_get (value, "(&s)", &text);
  node = json_from_string (text, &error);
  g_assert_no_error (error);
  return node;
}

static guint
count (Fixture *f, const char *what)
{
  g_autoptr (JsonNode) node = list (f);

  return json_array_get_length (json_object_get_array_member (json_node_get_object (node), what));
}

/* Returns: how many are shown now; the first one's number and texts */
static guint
look (Fixture *f, guint *id, char **summary, char **body)
{
  g_autoptr (JsonNode) node = list (f);
  JsonArray *shown = json_object_get_array_member (json_node_get_object (node), "shown");
  JsonArray *faults = json_object_get_array_member (json_node_get_object (node), "faults");
  JsonObject *first;

  if (json_array_get_length (faults) > 0)
    g_test_message ("%s", json_array_get_string_element (faults, 0));
  g_assert_cmpuint (json_array_get_length (faults), ==, 0);
  if (json_array_get_length (shown) == 0)
    return 0;
  first = json_array_get_object_element (shown, 0);
  if (id != NULL)
    *id = (guint) json_object_get_int_member (first, "id");
  if (summary != NULL)
    *summary = (g_free (*summary), g_strdup (json_object_get_string_member (first, "summary")));
  if (body != NULL)
    *body = (g_free (*body), g_strdup (json_object_get_string_member (first, "body")));
  return json_array_get_length (shown);
}

static void
wait_shown (Fixture *f, guint n)
{
  while (look (f, NULL, NULL, NULL) != n)
    g_main_context_iteration (NULL, FALSE);
}

static void
wait_log (Fixture *f, guint n)
{
  while (count (f, "log") < n)
    g_main_context_iteration (NULL, FALSE);
}

static void
invoke (Fixture *f, guint id, const char *action)
{
  g_variant_unref (call (f, "Invoke", g_variant_new ("(us)", id, action)));
}

/* ---- The desk ---- */

static gboolean
beat_cb (gpointer user_data)
{
  Fixture *f = user_data;
  gint64 now_us = g_get_monotonic_time ();

  if (f->beat_us != 0)
    f->late_us = MAX (f->late_us, now_us - f->beat_us);
  f->beat_us = now_us;
  return G_SOURCE_CONTINUE;
}

static gint64
receive (Fixture *f, const char *chat_id, const char *remote_id, const char *text)
{
  return engine_fixture_receive (&f->engine, chat_id, remote_id, text);
}

static GtkWindow *
find_window (Fixture *f, GType type)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (f->application)); l != NULL; l = l->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type))
      return l->data;
  return NULL;
}

static const char *
get_arrived (Fixture *f, guint i)
{
  return ((OdOutgoing *) od_demo_control_get_arrived (f->engine.control)->pdata[i])->text;
}

static void
wait_arrived (Fixture *f, guint n)
{
  while (od_demo_control_get_arrived (f->engine.control)->len < n)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
body_cb (gpointer user_data)
{
  Fixture *f = user_data;

  f->body (f);
  g_application_quit (G_APPLICATION (f->application));
  return G_SOURCE_REMOVE;
}

static void
startup_cb (OdApplication *application, Fixture *f)
{
  od_application_set_desk (application, f->desk);
  g_application_hold (G_APPLICATION (application));
  g_idle_add (body_cb, f);
}

static void
test_running (gconstpointer body)
{
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  Fixture f = { .body = (void (*) (gpointer)) body };
  guint beat_id;

  engine_fixture_set_up (&f.engine, "demo");
  f.desk = engine_desk_new (&f.engine);
  f.bus = g_dbus_connection_new_for_address_sync (
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL,
      NULL, &error);
  g_assert_no_error (error);
  f.application = od_application_new ("com.example.Omnidesk.ptest", "ptest");
  g_application_set_flags (G_APPLICATION (f.application), G_APPLICATION_HANDLES_OPEN | G_APPLICATION_IS_SERVICE);
  g_signal_connect (f.application, "startup", G_CALLBACK (startup_cb), &f);
  beat_id = g_timeout_add (5, beat_cb, &f);
  g_assert_cmpint (g_application_run (G_APPLICATION (f.application), 0, NULL), ==, 0);
  g_source_remove (beat_id);
  stop_server (&f);
  g_assert_true (g_dbus_connection_close_sync (f.bus, NULL, NULL));
  g_clear_object (&f.bus);
  g_clear_object (&f.application);
  g_clear_pointer (&f.desk, od_desk_unref);
  engine_fixture_tear_down (&f.engine, "demo");
}

/* ---- What is shown ---- */

static void
shown_replaced_withdrawn (gpointer user_data)
{
  Fixture *f = user_data;
  g_autofree char *summary = NULL, *body = NULL;
  guint first_id = 0, id = 0;
  gint64 conversation_id;

  start_server (f, "persistence");
  conversation_id = receive (f, "chat-1", "in-1", "a <b> & c");
  wait_shown (f, 1);
  look (f, &first_id, &summary, &body);
  g_assert_cmpstr (body, ==, "a &lt;b&gt; &amp; c");
  receive (f, "chat-1", "in-2", "more");
  wait_log (f, 2);
  g_assert_cmpuint (look (f, &id, &summary, &body), ==, 1);
  g_assert_cmpuint (id, ==, first_id); /* in its place */
  g_assert_cmpstr (body, ==, "a &lt;b&gt; &amp; c\nmore");
  g_assert_nonnull (strstr (summary, "(2 new)"));
  engine_fixture_reply (&f->engine, conversation_id, "Answered somewhere else");
  wait_shown (f, 0);
}

static void
buttons (gpointer user_data)
{
  Fixture *f = user_data;
  GtkWindow *window;
  guint id = 0;
  gint64 conversation_id;

  start_server (f, "persistence");
  conversation_id = receive (f, "chat-1", "in-1", "Hello");
  wait_shown (f, 1);
  look (f, &id, NULL, NULL);
  invoke (f, id, "hold");
  wait_arrived (f, 1);
  g_assert_nonnull (strstr (get_arrived (f, 0), "One moment"));

  receive (f, "chat-1", "in-2", "And now?");
  wait_shown (f, 1);
  look (f, &id, NULL, NULL);
  invoke (f, id, "reply");
  while (find_window (f, OD_TYPE_QUICK_REPLY) == NULL)
    g_main_context_iteration (NULL, TRUE);
  window = find_window (f, OD_TYPE_QUICK_REPLY);
  g_assert_cmpint (od_quick_reply_get_conversation_id (OD_QUICK_REPLY (window)), ==, conversation_id);
  g_action_group_activate_action (G_ACTION_GROUP (f->application), "quick-reply",
                                  g_variant_new_int64 (conversation_id));
  g_assert_true (find_window (f, OD_TYPE_QUICK_REPLY) == window); /* one, raised */
  g_assert_null (find_window (f, OD_TYPE_WINDOW));
  gtk_window_destroy (window);

  receive (f, "chat-1", "in-3", "Hello?");
  wait_shown (f, 1);
  look (f, &id, NULL, NULL);
  invoke (f, id, "default");
  while ((window = find_window (f, OD_TYPE_WINDOW)) == NULL ||
         od_window_get_conversation_id (OD_WINDOW (window)) != conversation_id ||
         !GTK_IS_TEXT_VIEW (gtk_root_get_focus (GTK_ROOT (window))))
    g_main_context_iteration (NULL, TRUE);
}

static void
snooze (gpointer user_data)
{
  Fixture *f = user_data;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  OdConversationPort *port = od_engine_get_conversation_port (f->engine.engine);
  guint id = 0;
  gint64 conversation_id;

  start_server (f, "persistence");
  conversation_id = receive (f, "chat-1", "in-1", "Hello");
  wait_shown (f, 1);
  look (f, &id, NULL, NULL);
  invoke (f, id, "snooze");
  wait_shown (f, 0);
  engine_fixture_settle (&f->engine);
  engine_fixture_settle (&f->engine);
  od_conversation_port_load_async (port, &conversation_id, 1, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  rows = od_conversation_port_load_finish (port, result, NULL);
  g_assert_cmpint (((OdConversationRow *) rows->pdata[0])->snoozed_until_us, ==,
                   od_clock_get_real_us (f->engine.clock) + 15 * 60 * (gint64) G_USEC_PER_SEC);
}

static void
inline_reply (gpointer user_data)
{
  Fixture *f = user_data;
  guint id = 0;

  start_server (f, "inline-reply");
  receive (f, "chat-1", "in-1", "Hello");
  wait_shown (f, 1);
  look (f, &id, NULL, NULL);
  g_variant_unref (call (f, "Reply", g_variant_new ("(us)", id, "Добрый день 👋")));
  wait_arrived (f, 1);
  g_assert_cmpstr (get_arrived (f, 0), ==, "Добрый день 👋");
  g_assert_null (gtk_application_get_windows (GTK_APPLICATION (f->application)));
}

/* ---- Servers that come, go and hang ---- */

static void
server_comes_and_goes (gpointer user_data)
{
  Fixture *f = user_data;
  gint64 conversation_id = receive (f, "chat-1", "in-1", "Hello"); /* nobody shows it */

  start_server (f, "persistence");
  wait_shown (f, 1);
  stop_server (f);
  receive (f, "chat-2", "in-2", "Hello");
  start_server (f, "persistence");
  wait_shown (f, 2); /* the first one again */
  engine_fixture_reply (&f->engine, conversation_id, "Hi");
  wait_shown (f, 1);
}

static void
hung_server_holds_nothing_up (gpointer user_data)
{
  Fixture *f = user_data;
  gint64 end_us;
  guint n;

  start_server (f, "persistence");
  receive (f, "chat-0", "in-0", "Hello");
  wait_shown (f, 1);
  g_subprocess_send_signal (f->server, SIGSTOP);
  f->beat_us = f->late_us = 0;
  for (guint i = 1; i <= 500; i++)
    {
      g_autofree char *chat_id = g_strdup_printf ("chat-%u", i % 20);
      g_autofree char *remote_id = g_strdup_printf ("in-%u", i);

      od_demo_control_receive_text (f->engine.control, chat_id, remote_id, "a flood");
      if (i % 10 == 0)
        while (g_main_context_iteration (NULL, FALSE))
          ;
    }
  end_us = g_get_monotonic_time () + 3 * G_USEC_PER_SEC;
  while (g_get_monotonic_time () < end_us)
    g_main_context_iteration (NULL, TRUE);
  engine_fixture_advance_s (&f->engine, 2);
  g_test_message ("the main loop was late by %d ms at most", (int) (f->late_us / 1000));
  g_assert_cmpint (f->late_us, <, OD_LIMIT_LATE_MAIN_LOOP_US);
  g_subprocess_send_signal (f->server, SIGCONT);
  n = OD_LIMIT_ALERT_BURST + 1; /* and the summary */
  wait_shown (f, n);
  engine_fixture_settle (&f->engine);
  g_assert_cmpuint (look (f, NULL, NULL, NULL), ==, n);
  g_assert_cmpuint (count (f, "log"), <=, 2 * n);
}

static void
quits_while_the_server_hangs (gpointer user_data)
{
  Fixture *f = user_data;

  start_server (f, "persistence");
  receive (f, "chat-1", "in-1", "Hello");
  wait_shown (f, 1);
  g_subprocess_send_signal (f->server, SIGSTOP);
  receive (f, "chat-1", "in-2", "Hello");
}

/* ---- Preferences ---- */

static GtkWidget *
find_widget (GtkWidget *widget, GType type, const char *text)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) &&
      ((GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL) ||
       (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), text) == 0)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
wait_label (GtkWidget *widget, const char *text)
{
  while (find_widget (widget, GTK_TYPE_LABEL, text) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
page_says_what_becomes_of_a_test (gpointer user_data)
{
  Fixture *f = user_data;
  g_autoptr (GSettings) taste = od_settings_new (OD_SETTINGS_TASTE, NULL);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = od_notifications_page_new (f->desk, taste);
  GtkWidget *button;

  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  wait_label (page, "No program shows notifications here");
  button = find_widget (page, GTK_TYPE_BUTTON, "_Send a Test");
  g_signal_emit_by_name (button, "clicked");
  wait_label (page, "It was not shown");
  start_server (f, "persistence");
  wait_label (page, "od-test 1 shows notifications. It can: actions, body, body-markup, persistence");
  wait_shown (f, 1);
  g_signal_emit_by_name (button, "clicked");
  wait_label (page, "The desktop took it.");
  g_subprocess_send_signal (f->server, SIGSTOP);
  g_signal_emit_by_name (button, "clicked");
  wait_label (page, "does not answer");
  g_subprocess_send_signal (f->server, SIGCONT);
  wait_label (page, "The desktop took it.");
  gtk_window_destroy (GTK_WINDOW (window));
}

#define ADD(name, func) g_test_add_data_func ("/notify/" name, (gconstpointer) func, test_running)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("shown-replaced-withdrawn", shown_replaced_withdrawn);
  ADD ("buttons", buttons);
  ADD ("snooze", snooze);
  ADD ("inline-reply", inline_reply);
  ADD ("server-comes-and-goes", server_comes_and_goes);
  ADD ("hung-server-holds-nothing-up", hung_server_holds_nothing_up);
  ADD ("quits-while-the-server-hangs", quits_while_the_server_hangs);
  ADD ("page-says-what-becomes-of-a-test", page_says_what_becomes_of_a_test);
  return g_test_run ();
}
