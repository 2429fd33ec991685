/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notify-desk.h"

#include <json-glib/json-glib.h>
#include <signal.h>

#include "od-limits.h"

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"
#define CONTROL "od.test.Notifications"
#define PATIENCE_US (15 * (gint64) G_USEC_PER_SEC) /* less than one call of libnotify waits */

/* ---- The server ---- */

void
notify_desk_start_server (NotifyDesk *f, const char *capability)
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

void
notify_desk_stop_server (NotifyDesk *f)
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

GVariant *
notify_desk_call (NotifyDesk *f, const char *method, GVariant *parameters)
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
list (NotifyDesk *f)
{
  g_autoptr (GVariant) value = notify_desk_call (f, "List", NULL);
  g_autoptr (GError) error = NULL;
  const char *text;
  JsonNode *node;

  g_variant_get (value, "(&s)", &text);
  node = json_from_string (text, &error);
  g_assert_no_error (error);
  return node;
}

guint
notify_desk_count (NotifyDesk *f, const char *what)
{
  g_autoptr (JsonNode) node = list (f);

  return json_array_get_length (json_object_get_array_member (json_node_get_object (node), what));
}

/* Returns: how many are shown now; the first one's number and texts */
guint
notify_desk_look (NotifyDesk *f, guint *id, char **summary, char **body)
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

void
notify_desk_wait_shown (NotifyDesk *f, guint n)
{
  while (notify_desk_look (f, NULL, NULL, NULL) != n)
    g_main_context_iteration (NULL, FALSE);
}

void
notify_desk_wait_log (NotifyDesk *f, guint n)
{
  while (notify_desk_count (f, "log") < n)
    g_main_context_iteration (NULL, FALSE);
}

void
notify_desk_invoke (NotifyDesk *f, guint id, const char *action)
{
  g_variant_unref (notify_desk_call (f, "Invoke", g_variant_new ("(us)", id, action)));
}

/* ---- The desk ---- */

static gboolean
beat_cb (gpointer user_data)
{
  NotifyDesk *f = user_data;
  gint64 now_us = g_get_monotonic_time ();

  if (f->beat_us != 0)
    f->late_us = MAX (f->late_us, now_us - f->beat_us);
  f->beat_us = now_us;
  return G_SOURCE_CONTINUE;
}

gint64
notify_desk_receive (NotifyDesk *f, const char *chat_id, const char *remote_id, const char *text)
{
  return engine_fixture_receive (&f->engine, chat_id, remote_id, text);
}

GtkWindow *
notify_desk_find_window (NotifyDesk *f, GType type)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (f->application)); l != NULL; l = l->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type))
      return l->data;
  return NULL;
}

const char *
notify_desk_get_arrived (NotifyDesk *f, guint i)
{
  return ((OdOutgoing *) od_demo_control_get_arrived (f->engine.control)->pdata[i])->text;
}

void
notify_desk_wait_arrived (NotifyDesk *f, guint n)
{
  while (od_demo_control_get_arrived (f->engine.control)->len < n)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
body_cb (gpointer user_data)
{
  NotifyDesk *f = user_data;

  f->body (f);
  f->quit_us = g_get_monotonic_time ();
  g_application_quit (G_APPLICATION (f->application));
  return G_SOURCE_REMOVE;
}

static void
startup_cb (OdApplication *application, NotifyDesk *f)
{
  od_application_set_desk (application, f->desk);
  g_application_hold (G_APPLICATION (application));
  g_idle_add (body_cb, f);
}

static void
run (gconstpointer body, gboolean hangs_from_the_start)
{
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  NotifyDesk f = { .body = (void (*) (gpointer)) body };
  gint64 begun_us = g_get_monotonic_time ();
  guint beat_id;

  engine_fixture_set_up (&f.engine, "demo");
  f.desk = engine_desk_new (&f.engine);
  f.bus = g_dbus_connection_new_for_address_sync (
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL,
      NULL, &error);
  g_assert_no_error (error);
  if (hangs_from_the_start)
    {
      notify_desk_start_server (&f, "persistence");
      g_subprocess_send_signal (f.server, SIGSTOP);
    }
  f.application = od_application_new ("com.example.Omnidesk.ptest", "ptest");
  g_application_set_flags (G_APPLICATION (f.application), G_APPLICATION_HANDLES_OPEN | G_APPLICATION_IS_SERVICE);
  g_signal_connect (f.application, "startup", G_CALLBACK (startup_cb), &f);
  beat_id = g_timeout_add (5, beat_cb, &f);
  g_assert_cmpint (g_application_run (G_APPLICATION (f.application), 0, NULL), ==, 0);
  if (hangs_from_the_start)
    g_assert_cmpint (g_get_monotonic_time () - begun_us, <, PATIENCE_US);
  g_assert_cmpint (g_get_monotonic_time () - f.quit_us, <, (gint64) OD_LIMIT_STOP_S * G_USEC_PER_SEC);
  g_source_remove (beat_id);
  notify_desk_stop_server (&f);
  g_assert_true (g_dbus_connection_close_sync (f.bus, NULL, NULL));
  g_clear_object (&f.bus);
  g_clear_object (&f.application);
  g_clear_pointer (&f.desk, od_desk_unref);
  engine_fixture_tear_down (&f.engine, "demo");
}

/* A test: @body runs within the application, which then quits, in time. */
void
notify_desk_run (gconstpointer body)
{
  run (body, FALSE);
}

/* The same beside a server that was stopped before the program began. */
void
notify_desk_run_beside_hanging (gconstpointer body)
{
  run (body, TRUE);
}
