/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "od-application.h"
#include "od-fake-desk.h"
#include "od-settings.h"
#include "od-window.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)
#define ID "com.example.Omnidesk.ptest"
#define PATH "/com/example/Omnidesk/SearchProvider"
#define INTERFACE "org.gnome.Shell.SearchProvider2"

typedef struct {
  OdFakeDesk *fake;
  OdDesk *desk;
  OdApplication *application;
  GDBusConnection *bus; /* of somebody else */
  void (*body) (gpointer fixture);
} Fixture;

typedef struct {
  void (*body) (gpointer fixture);
  gboolean is_on;
} Case;

static gboolean
body_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->body (fixture);
  g_application_quit (G_APPLICATION (fixture->application));
  return G_SOURCE_REMOVE;
}

static void
startup_cb (OdApplication *application, Fixture *fixture)
{
  od_application_set_desk (application, fixture->desk);
  g_application_hold (G_APPLICATION (application));
  g_idle_add (body_cb, fixture);
}

/* In an application that runs as the bus would start it. */
static void
test_running (gconstpointer data)
{
  const Case *this_case = data;
  g_autoptr (OdClock) clock = od_clock_new_fake (NOW_US);
  g_autoptr (GSettings) taste = od_settings_new (OD_SETTINGS_TASTE, NULL);
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  Fixture fixture = { .fake = od_fake_desk_new (clock), .body = this_case->body };

  od_fake_desk_fill_week (fixture.fake);
  fixture.desk = od_fake_desk_make_desk (fixture.fake);
  g_settings_set_boolean (taste, "shell-search", this_case->is_on);
  fixture.bus = g_dbus_connection_new_for_address_sync (
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL,
      NULL, &error);
  g_assert_no_error (error);
  fixture.application = od_application_new (ID, "ptest");
  g_application_set_flags (G_APPLICATION (fixture.application), G_APPLICATION_HANDLES_OPEN | G_APPLICATION_IS_SERVICE);
  g_signal_connect (fixture.application, "startup", G_CALLBACK (startup_cb), &fixture);
  g_assert_cmpint (g_application_run (G_APPLICATION (fixture.application), 0, NULL), ==, 0);
  g_settings_reset (taste, "shell-search");
  g_assert_true (g_dbus_connection_close_sync (fixture.bus, NULL, NULL));
  g_clear_object (&fixture.bus);
  g_clear_object (&fixture.application);
  g_clear_pointer (&fixture.desk, od_desk_unref);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture.fake);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(GVariant **) user_data = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_assert_no_error (error);
}

/* As the shell does: from another connection, while our loop runs. */
static GVariant *
call (Fixture *fixture, const char *method, GVariant *parameters)
{
  GVariant *value = NULL;

  g_dbus_connection_call (fixture->bus, ID, PATH, INTERFACE, method, parameters, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          20000, NULL, done_cb, &value);
  while (value == NULL)
    g_main_context_iteration (NULL, TRUE);
  return value;
}

static GStrv
find (Fixture *fixture, const char *term)
{
  g_autoptr (GVariant) value = call (fixture, "GetInitialResultSet", g_variant_new_parsed ("([%s],)", term));
  GStrv ids;

  g_variant_get (value, "(^as)", &ids);
  return ids;
}

static void
finds_people_and_conversations (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_auto (GStrv) people = find (fixture, "petrova"), conversations = find (fixture, "courier");
  g_autoptr (GVariant) metas = NULL, narrowed = NULL, list = NULL;
  g_auto (GStrv) ids = NULL;

  g_assert_cmpuint (g_strv_length (people), ==, 1);
  g_assert_true (g_str_has_prefix (people[0], "person:"));
  g_assert_cmpuint (g_strv_length (conversations), ==, 1); /* three messages of one conversation */
  g_assert_true (g_str_has_prefix (conversations[0], "conversation:"));
  metas = call (fixture, "GetResultMetas", g_variant_new_parsed ("([%s, 'person:99:1'],)", conversations[0]));
  list = g_variant_get_child_value (metas, 0);
  g_assert_cmpuint (g_variant_n_children (list), ==, 1);
  narrowed = call (fixture, "GetSubsearchResultSet", g_variant_new_parsed ("([%s], ['zebra'])", conversations[0]));
  g_variant_get (narrowed, "(^as)", &ids);
  g_assert_cmpuint (g_strv_length (ids), ==, 0);
}

static void
says_nothing_unless_switched_on (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_auto (GStrv) ids = find (fixture, "courier");
  g_autoptr (GVariant) value = NULL;

  g_assert_cmpuint (g_strv_length (ids), ==, 0);
  g_assert_cmpuint (od_fake_desk_get_calls (fixture->fake)->n_searches, ==, 0); /* not even asked */
  value = call (fixture, "ActivateResult", g_variant_new_parsed ("('person:1:7', @as [], @u 0)"));
  g_assert_null (gtk_application_get_active_window (GTK_APPLICATION (fixture->application)));
}

static void
shows_a_result (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GVariant) value = NULL, nonsense = NULL;
  GtkWindow *window;

  nonsense = call (fixture, "ActivateResult", g_variant_new_parsed ("('person:x:-7', @as [], @u 0)"));
  g_assert_null (gtk_application_get_active_window (GTK_APPLICATION (fixture->application)));
  value = call (fixture, "ActivateResult", g_variant_new_parsed ("('person:1:7', @as [], @u 0)"));
  window = gtk_application_get_active_window (GTK_APPLICATION (fixture->application));
  g_assert_nonnull (window);
  while (od_window_get_conversation_id (OD_WINDOW (window)) != 7)
    g_main_context_iteration (NULL, TRUE);
}

static void
goes_on_in_the_window (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GVariant) value = call (fixture, "LaunchSearch", g_variant_new_parsed ("(['courier'], @u 0)"));

  g_assert_nonnull (gtk_application_get_active_window (GTK_APPLICATION (fixture->application)));
  while (od_fake_desk_get_calls (fixture->fake)->n_searches == 0)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  static const Case finds = { finds_people_and_conversations, TRUE };
  static const Case off = { says_nothing_unless_switched_on, FALSE };
  static const Case shows = { shows_a_result, TRUE };
  static const Case launch = { goes_on_in_the_window, TRUE };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_data_func ("/shell-search/finds", &finds, test_running);
  g_test_add_data_func ("/shell-search/off", &off, test_running);
  g_test_add_data_func ("/shell-search/shows", &shows, test_running);
  g_test_add_data_func ("/shell-search/launch", &launch, test_running);
  return g_test_run ();
}
