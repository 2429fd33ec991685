/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <string.h>

#include "od-application.h"
#include "od-autostart.h"
#include "od-fake-desk.h"
#include "od-presence.h"
#include "od-settings.h"

/* The desk without its window, on a bus with a tray and a login service of our own. */

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)
#define ID "com.example.Omnidesk.pbackground"
#define QUIT_ITEM 7 /* Open, a line, three presences, a line */
#define SESSION_PATH "/org/freedesktop/login1/session/c1"

static const char login_xml[] =
    "<node><interface name='org.freedesktop.login1.Manager'><method name='GetSession'>"
    "<arg type='s' direction='in'/><arg type='o' direction='out'/></method></interface>"
    "<interface name='org.freedesktop.login1.Session'>"
    "<property name='LockedHint' type='b' access='read'/><property name='IdleHint' type='b' access='read'/>"
    "</interface></node>";

static const char watcher_xml[] =
    "<node><interface name='org.kde.StatusNotifierWatcher'><method name='RegisterStatusNotifierItem'>"
    "<arg type='s' direction='in'/></method></interface></node>";

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  OdPresence *presence;
  OdApplication *application;
  GSettings *taste;
  GDBusConnection *bus; /* of the desktop */
  GPtrArray *names;     /* owned on it */
  char *item;           /* (nullable): the bus name of the icon that came */
  void (*body) (gpointer fixture);
  gboolean is_locked, is_idle;
  gboolean is_done;
} Fixture;

/* ---- The desktop ---- */

static void
method_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *method,
           GVariant *parameters, GDBusMethodInvocation *invocation, gpointer user_data)
{
  Fixture *fixture = user_data;

  if (g_str_equal (method, "GetSession"))
    {
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", SESSION_PATH));
      return;
    }
  g_free (fixture->item);
  g_variant_get (parameters, "(s)", &fixture->item);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static GVariant *
property_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *name,
             GError **error, gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_variant_new_boolean (g_str_equal (name, "LockedHint") ? fixture->is_locked : fixture->is_idle);
}

static void
serve (Fixture *fixture, const char *name, const char *path, const char *xml, guint nth)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_cb, .get_property = property_cb };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  g_dbus_connection_register_object (fixture->bus, path, info->interfaces[nth], &vtable, fixture, NULL, &error);
  g_assert_no_error (error);
  if (name == NULL)
    return;
  reply = g_dbus_connection_call_sync (fixture->bus, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", name, 0), NULL, 0, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
tell_session (Fixture *fixture, gboolean is_locked, gboolean is_idle)
{
  GVariantBuilder values;

  fixture->is_locked = is_locked;
  fixture->is_idle = is_idle;
  g_variant_builder_init (&values, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&values, "{sv}", "LockedHint", g_variant_new_boolean (is_locked));
  g_variant_builder_add (&values, "{sv}", "IdleHint", g_variant_new_boolean (is_idle));
  g_dbus_connection_emit_signal (fixture->bus, NULL, SESSION_PATH, "org.freedesktop.DBus.Properties",
                                 "PropertiesChanged",
                                 g_variant_new ("(sa{sv}as)", "org.freedesktop.login1.Session", &values, NULL), NULL);
}

static void
wait_for_state (Fixture *fixture, OdPresenceState state)
{
  while (od_presence_get_state (fixture->presence) != state)
    g_main_context_iteration (NULL, TRUE);
}

/* ---- The program ---- */

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GVariant *
ask_item (Fixture *fixture, const char *interface, const char *method, GVariant *parameters)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GVariant *reply;

  g_dbus_connection_call (fixture->bus, fixture->item, "/StatusNotifierItem", interface, method, parameters, NULL, 0,
                          -1, NULL, finished_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  reply = g_dbus_connection_call_finish (fixture->bus, result, &error);
  g_assert_no_error (error);
  return reply;
}

static GtkWindow *
get_window (Fixture *fixture)
{
  return gtk_application_get_active_window (GTK_APPLICATION (fixture->application));
}

static AdwMessageDialog *
find_question (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GObject) window = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
body_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->body (fixture);
  fixture->is_done = TRUE;
  return G_SOURCE_REMOVE;
}

static void
startup_cb (OdApplication *application, Fixture *fixture)
{
  od_application_set_desk (application, fixture->desk);
}

static void
activate_cb (OdApplication *application, Fixture *fixture)
{
  if (!fixture->is_done)
    g_idle_add (body_cb, fixture);
  g_signal_handlers_disconnect_by_func (application, activate_cb, fixture);
}

static void
test_running (gconstpointer body)
{
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  Fixture fixture = { .body = body };

  fixture.clock = od_clock_new_fake (NOW_US);
  fixture.fake = od_fake_desk_new (fixture.clock);
  od_fake_desk_fill_week (fixture.fake);
  fixture.desk = od_fake_desk_make_desk (fixture.fake);
  fixture.presence = od_presence_new (OD_PRESENCE_ONLINE);
  fixture.desk->tools.presence = g_object_ref (fixture.presence);
  fixture.taste = od_settings_new (OD_SETTINGS_TASTE, NULL);
  fixture.bus = g_dbus_connection_new_for_address_sync (
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL,
      NULL, &error);
  g_assert_no_error (error);
  serve (&fixture, NULL, "/org/freedesktop/login1", login_xml, 0);
  serve (&fixture, "org.freedesktop.login1", SESSION_PATH, login_xml, 1);
  serve (&fixture, "org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher", watcher_xml, 0);
  fixture.application = od_application_new (ID, "pbackground");
  g_signal_connect (fixture.application, "startup", G_CALLBACK (startup_cb), &fixture);
  g_signal_connect (fixture.application, "activate", G_CALLBACK (activate_cb), &fixture);
  g_assert_cmpint (g_application_run (G_APPLICATION (fixture.application), 0, NULL), ==, 0);
  g_assert_true (fixture.is_done);

  g_settings_reset (fixture.taste, "background-told");
  g_settings_reset (fixture.taste, "run-in-background");
  g_assert_true (g_dbus_connection_close_sync (fixture.bus, NULL, NULL));
  g_clear_object (&fixture.bus);
  g_clear_object (&fixture.application);
  g_clear_object (&fixture.taste);
  g_clear_object (&fixture.presence);
  g_clear_pointer (&fixture.desk, od_desk_unref);
  g_clear_object (&fixture.fake);
  g_clear_object (&fixture.clock);
  g_free (fixture.item);
}

/* ---- Tests ---- */

static void
goes_on (gpointer data)
{
  Fixture *fixture = data;

  gtk_window_close (get_window (fixture));
  settle ();
  g_assert_nonnull (find_question ()); /* said once */
  adw_message_dialog_response (find_question (), "cancel");
  settle ();
  g_assert_nonnull (get_window (fixture));

  gtk_window_close (get_window (fixture));
  settle ();
  adw_message_dialog_response (find_question (), "keep");
  while (get_window (fixture) != NULL)
    g_main_context_iteration (NULL, TRUE);

  g_application_activate (G_APPLICATION (fixture->application));
  g_assert_nonnull (get_window (fixture));
  gtk_window_close (get_window (fixture));
  settle ();
  g_assert_null (find_question ());
  g_assert_null (get_window (fixture));
  g_application_quit (G_APPLICATION (fixture->application));
}

static void
ends_with_its_window (gpointer data)
{
  Fixture *fixture = data;

  g_settings_set_boolean (fixture->taste, "run-in-background", FALSE);
  gtk_window_close (get_window (fixture)); /* nothing else ends the run */
}

static void
quits_when_asked (gpointer data)
{
  Fixture *fixture = data;

  gtk_window_close (get_window (fixture));
  settle ();
  adw_message_dialog_response (find_question (), "quit");
}

static void
says_who_is_there (gpointer data)
{
  Fixture *fixture = data;
  GActionGroup *actions = G_ACTION_GROUP (fixture->application);
  g_autoptr (GVariant) state = NULL;

  tell_session (fixture, FALSE, TRUE);
  wait_for_state (fixture, OD_PRESENCE_AWAY);
  tell_session (fixture, TRUE, TRUE);
  wait_for_state (fixture, OD_PRESENCE_OFFLINE);
  g_assert_cmpuint (od_presence_get_reason (fixture->presence), ==, OD_PRESENCE_LOCKED);
  tell_session (fixture, FALSE, FALSE);
  wait_for_state (fixture, OD_PRESENCE_ONLINE);

  g_action_group_change_action_state (actions, "presence", g_variant_new_string ("away"));
  g_assert_cmpuint (od_presence_get_state (fixture->presence), ==, OD_PRESENCE_AWAY);
  state = g_action_group_get_action_state (actions, "presence");
  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, "away");
  g_action_group_change_action_state (actions, "presence", g_variant_new_string ("nonsense"));
  g_assert_cmpuint (od_presence_get_state (fixture->presence), ==, OD_PRESENCE_AWAY);
  g_application_quit (G_APPLICATION (fixture->application));
}

static void
has_an_icon (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GVariant) reply = NULL;
  g_autofree char *shown = NULL;

  while (fixture->item == NULL)
    g_main_context_iteration (NULL, TRUE);
  for (shown = g_strdup (""); strstr (shown, "waiting") == NULL;)
    {
      g_clear_pointer (&reply, g_variant_unref);
      reply = ask_item (fixture, "org.freedesktop.DBus.Properties", "GetAll",
                        g_variant_new ("(s)", "org.kde.StatusNotifierItem"));
      g_free (shown);
      shown = g_variant_print (reply, FALSE);
      od_clock_advance (fixture->clock, G_USEC_PER_SEC); /* the numbers come a moment later */
    }
  g_assert_nonnull (strstr (shown, "'Category': <'Communications'>"));

  g_settings_set_boolean (fixture->taste, "background-told", TRUE);
  gtk_window_close (get_window (fixture));
  settle ();
  g_assert_null (get_window (fixture));
  g_variant_unref (ask_item (fixture, "org.kde.StatusNotifierItem", "Activate", g_variant_new ("(ii)", 0, 0)));
  g_assert_nonnull (get_window (fixture));
  g_application_quit (G_APPLICATION (fixture->application));
}

/* Where it says that it has one; nothing else ends the run. */
static void
has_a_menu (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GVariant) path = NULL, value = NULL, reply = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  while (fixture->item == NULL)
    g_main_context_iteration (NULL, TRUE);
  path = ask_item (fixture, "org.freedesktop.DBus.Properties", "Get",
                   g_variant_new ("(ss)", "org.kde.StatusNotifierItem", "Menu"));
  g_variant_get (path, "(v)", &value);
  g_assert_true (g_variant_is_of_type (value, G_VARIANT_TYPE_OBJECT_PATH));
  g_dbus_connection_call (fixture->bus, fixture->item, g_variant_get_string (value, NULL), "com.canonical.dbusmenu",
                          "Event", g_variant_new ("(isvu)", QUIT_ITEM, "clicked", g_variant_new_string (""), 0), NULL,
                          0, -1, NULL, finished_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  reply = g_dbus_connection_call_finish (fixture->bus, result, &error);
  g_assert_no_error (error);
}

/* On and off again at once: the file is as the switch. */
static void
last_wish_holds (gpointer data)
{
  Fixture *fixture = data;
  g_autofree char *path =
      g_build_filename (g_get_user_config_dir (), "autostart", "com.example.Omnidesk.desktop", NULL);

  g_settings_set_boolean (fixture->taste, "start-at-login", TRUE);
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);
  settle ();
  for (guint i = 0; i < 8; i++)
    g_settings_set_boolean (fixture->taste, "start-at-login", i % 2 == 0);
  while (g_file_test (path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);
  g_settings_set_boolean (fixture->taste, "start-at-login", TRUE);
  g_settings_set_boolean (fixture->taste, "start-at-login", FALSE);
  g_settings_set_boolean (fixture->taste, "start-at-login", TRUE);
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);
  g_settings_reset (fixture->taste, "start-at-login");
  while (g_file_test (path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);
  g_application_quit (G_APPLICATION (fixture->application));
}

/* A session would read it and start exactly that program. */
static void
test_autostart (void)
{
  static const char program[] = "/opt/my \"desk\"/$HOME/50%/o`m\\n/omnidesk";
  g_autofree char *entry = od_autostart_dup_entry (ID, program);
  g_autofree char *exec = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) argv = NULL;
  g_autoptr (GString) expected = g_string_new (program);

  g_assert_true (g_key_file_load_from_data (file, entry, strlen (entry), G_KEY_FILE_NONE, &error));
  exec = g_key_file_get_string (file, "Desktop Entry", "Exec", &error);
  g_assert_no_error (error);
  g_assert_true (g_shell_parse_argv (exec, NULL, &argv, &error));
  g_string_replace (expected, "%", "%%", 0); /* a field code of the entry, not of the shell */
  g_assert_cmpstr (argv[0], ==, expected->str);
  g_assert_cmpstr (argv[1], ==, "--gapplication-service");
  g_assert_null (argv[2]);
}

static void
test_autostart_is_a_file (void)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "autostart", ID ".desktop", NULL);

  for (guint i = 0; i < 4; i++)
    {
      gboolean is_on = i % 2 == 0;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      od_autostart_set_async (ID, is_on, NULL, finished_cb, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_true (od_autostart_set_finish (result, &error));
      g_assert_no_error (error);
      g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, is_on);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", address, TRUE); /* where our login service is */
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_data_func ("/background/goes-on", goes_on, test_running);
  g_test_add_data_func ("/background/ends-with-its-window", ends_with_its_window, test_running);
  g_test_add_data_func ("/background/quits-when-asked", quits_when_asked, test_running);
  g_test_add_data_func ("/background/says-who-is-there", says_who_is_there, test_running);
  g_test_add_data_func ("/background/has-an-icon", has_an_icon, test_running);
  g_test_add_data_func ("/background/has-a-menu", has_a_menu, test_running);
  g_test_add_data_func ("/background/last-wish-holds", last_wish_holds, test_running);
  g_test_add_func ("/background/autostart", test_autostart);
  g_test_add_func ("/background/autostart/file", test_autostart_is_a_file);
  return g_test_run ();
}
