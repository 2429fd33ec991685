/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "engine-desk.h"
#include "od-application.h"
#include "od-change-bus.h"

#define N_ROUNDS 200
#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"

/* From a message's COMMIT to the server's having the call, against the yardstick of a bare call to the same server. */

static const char xml[] =
    "<node><interface name='" NAME "'>"
    "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
    "<method name='GetServerInformation'><arg type='s' direction='out'/><arg type='s' direction='out'/>"
    "<arg type='s' direction='out'/><arg type='s' direction='out'/></method>"
    "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/>"
    "<arg type='a{sv}' direction='in'/><arg type='i' direction='in'/><arg type='u' direction='out'/></method>"
    "<method name='CloseNotification'><arg type='u' direction='in'/></method></interface></node>";

typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  OdApplication *application;
  GDBusConnection *bus;
  gint64 committed_us;
  gint64 notified_us; /* (atomic) */
} Bench;

/* On the connection's own thread: what the main loop does meanwhile does not count. */
static GDBusMessage *
filter_cb (GDBusConnection *bus, GDBusMessage *message, gboolean is_incoming, gpointer user_data)
{
  Bench *bench = user_data;

  if (is_incoming && g_strcmp0 (g_dbus_message_get_member (message), "Notify") == 0)
    __atomic_store_n (&bench->notified_us, g_get_monotonic_time (), __ATOMIC_SEQ_CST);
  return message;
}

static void
called_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *method,
           GVariant *parameters, GDBusMethodInvocation *invocation, gpointer user_data)
{
  static const char *const capabilities[] = { "actions", "body", NULL };
  GVariant *value = NULL;
  guint replaces;

  if (g_str_equal (method, "GetCapabilities"))
    value = g_variant_new ("(^as)", capabilities);
  else if (g_str_equal (method, "GetServerInformation"))
    value = g_variant_new ("(ssss)", "bench", "", "1", "1.2");
  else if (g_str_equal (method, "Notify"))
    {
      g_variant_get_child (parameters, 1, "u", &replaces);
      value = g_variant_new ("(u)", replaces != 0 ? replaces : 1u);
    }
  g_dbus_method_invocation_return_value (invocation, value);
}

static void
committed_cb (Bench *bench)
{
  bench->committed_us = g_get_monotonic_time ();
}

static void
pinged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_variant_unref (g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL));
  *(gboolean *) user_data = TRUE;
}

static gint64
ping (GDBusConnection *from)
{
  gint64 start_us = g_get_monotonic_time ();
  gboolean is_done = FALSE;

  g_dbus_connection_call (from, NAME, PATH, NAME, "GetServerInformation", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                          pinged_cb, &is_done);
  while (!is_done)
    g_main_context_iteration (NULL, TRUE);
  return g_get_monotonic_time () - start_us;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return *(const gint64 *) a < *(const gint64 *) b ? -1 : *(const gint64 *) a > *(const gint64 *) b;
}

static gboolean
body_cb (gpointer user_data)
{
  Bench *bench = user_data;
  gint64 times[N_ROUNDS], pings[N_ROUNDS];

  g_signal_connect_swapped (od_engine_get_change_feed (bench->engine.engine), "committed", G_CALLBACK (committed_cb),
                            bench);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autofree char *remote_id = g_strdup_printf ("in-%u", i);

      bench->committed_us = 0;
      __atomic_store_n (&bench->notified_us, 0, __ATOMIC_SEQ_CST);
      od_demo_control_receive_text (bench->engine.control, "chat-1", remote_id, "again");
      while (__atomic_load_n (&bench->notified_us, __ATOMIC_SEQ_CST) == 0)
        g_main_context_iteration (NULL, FALSE);
      times[i] = bench->notified_us - bench->committed_us;
      engine_fixture_settle (&bench->engine);
      pings[i] = ping (g_application_get_dbus_connection (G_APPLICATION (bench->application)));
    }
  qsort (times, N_ROUNDS, sizeof *times, compare);
  qsort (pings, N_ROUNDS, sizeof *pings, compare);
  g_print ("a call to the server, the yardstick: %.2f ms\n", (double) pings[N_ROUNDS / 2] / 1000);
  g_print ("from COMMIT to Notify, median: %.2f ms = %.1f yardsticks; 90th percentile: %.2f ms\n",
           (double) times[N_ROUNDS / 2] / 1000, (double) times[N_ROUNDS / 2] / (double) pings[N_ROUNDS / 2],
           (double) times[N_ROUNDS * 9 / 10] / 1000);
  g_application_quit (G_APPLICATION (bench->application));
  return G_SOURCE_REMOVE;
}

static void
startup_cb (OdApplication *application, Bench *bench)
{
  od_application_set_desk (application, bench->desk);
  g_application_hold (G_APPLICATION (application));
  g_idle_add (body_cb, bench);
}

int
main (int argc, char **argv)
{
  static const GDBusInterfaceVTable table = { .method_call = called_cb };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autofree char *address = NULL;
  Bench bench = { 0 };

  gtk_init ();
  adw_init ();
  address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  bench.bus = g_dbus_connection_new_for_address_sync (
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL,
      NULL, NULL);
  g_dbus_connection_add_filter (bench.bus, filter_cb, &bench, NULL);
  g_dbus_connection_register_object (bench.bus, PATH, info->interfaces[0], &table, &bench, NULL, NULL);
  g_bus_own_name_on_connection (bench.bus, NAME, G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL, NULL, NULL);
  engine_fixture_set_up (&bench.engine, "demo");
  bench.desk = engine_desk_new (&bench.engine);
  bench.application = od_application_new ("com.example.Omnidesk.pbench", "pbench");
  g_application_set_flags (G_APPLICATION (bench.application), G_APPLICATION_HANDLES_OPEN | G_APPLICATION_IS_SERVICE);
  g_signal_connect (bench.application, "startup", G_CALLBACK (startup_cb), &bench);
  return g_application_run (G_APPLICATION (bench.application), 0, NULL);
}
