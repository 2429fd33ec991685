/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The machine wakes, or has a network again: over a real engine, and a bus of the system of our own. */
#include "engine-fixture.h"
#include "od-alert-port.h"
#include "od-db.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-stmt.h"

#define LOGIN "org.freedesktop.login1"
#define N_FAILURES 12

static GDBusConnection *service; /* the login service's */

static void
tell_sleep (gboolean is_going)
{
  g_assert_true (g_dbus_connection_emit_signal (service, NULL, "/org/freedesktop/login1", LOGIN ".Manager",
                                                "PrepareForSleep", g_variant_new ("(b)", is_going), NULL));
  g_assert_true (g_dbus_connection_flush_sync (service, NULL, NULL));
}

static OdAccountState
get_state (EngineFixture *f)
{
  g_autoptr (OdAccountRow) row = engine_fixture_get_account (f, f->account_id);

  return row->state;
}

static guint
count_messages (EngineFixture *f, gint64 conversation_id)
{
  g_autoptr (GPtrArray) rows = engine_fixture_load_thread (f, conversation_id);

  return rows->len;
}

/* ---- Promises ---- */

static gboolean
run_sql (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_db_exec (db, data, error);
}

static void
run (EngineFixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;

  od_db_write_sync (od_engine_get_db (f->engine), run_sql, (gpointer) sql, &error);
  g_assert_no_error (error);
}

static void
told_cb (OdAlertPort *port, const OdAlertNews *news, GArray *breaches)
{
  for (guint i = 0; i < news->alerts->len; i++)
    if (g_array_index (news->alerts, OdAlert, i).kind == OD_ALERT_BREACH)
      g_array_append_val (breaches, g_array_index (news->alerts, OdAlert, i));
}

/* A timer that slept would ring too late; going to sleep is nothing. */
static void
test_promises_are_looked_at (EngineFixture *f, gconstpointer channel)
{
  OdAlertPort *port = od_engine_get_alert_port (f->engine);
  g_autoptr (GArray) breaches = g_array_new (FALSE, FALSE, sizeof (OdAlert));
  gint64 due_us;

  engine_fixture_settle (f);
  run (
      f,
      "DELETE FROM policy; INSERT INTO policy (uid, name, body) VALUES ('m', 'Minute', '{\"first\":{\"seconds\":60}}')");
  engine_fixture_receive (f, "one", "1", "hello");
  due_us = od_clock_get_real_us (f->clock);
  engine_fixture_settle (f);
  g_signal_connect (port, "told", G_CALLBACK (told_cb), breaches);
  run (f,
       "UPDATE clock SET due_us = due_us - 60000000, next_us = due_us - 60000000"); /* as if time had passed unseen */
  tell_sleep (TRUE);
  engine_fixture_settle (f);
  g_assert_cmpuint (breaches->len, ==, 0);
  tell_sleep (FALSE);
  wait_until (breaches->len == 1);
  g_assert_cmpint (g_array_index (breaches, OdAlert, 0).due_us, ==, due_us);
  tell_sleep (FALSE);
  engine_fixture_settle (f);
  g_assert_cmpuint (breaches->len, ==, 1);
  g_signal_handlers_disconnect_by_data (port, breaches);
}

/* ---- Accounts ---- */

/* Asks in vain; then a message is there. The clock stands still: nobody asks again by themselves. */
static void
fail (EngineFixture *f)
{
  od_demo_control_push_poll (f->control, OD_DEMO_TRANSIENT, 0);
  engine_fixture_settle (f);
  wait_until (get_state (f) == OD_ACCOUNT_ERROR);
  od_demo_control_receive_text (f->control, "chat-1", "in-2", "And now?");
  engine_fixture_settle (f);
}

static void
test_polls_at_once (EngineFixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (f, "chat-1", "in-1", "Hello");

  fail (f);
  g_assert_cmpuint (count_messages (f, id), ==, 1);
  tell_sleep (FALSE);
  wait_until (count_messages (f, id) == 2); /* the clock stands still */
  wait_until (get_state (f) == OD_ACCOUNT_OK);
}

static gboolean
is_listening (void)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  return g_signal_has_handler_pending (monitor, g_signal_lookup ("network-changed", G_TYPE_NETWORK_MONITOR), 0, TRUE);
}

/* After so many failures the next time is minutes away. */
static void
test_polls_when_there_is_a_network (EngineFixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (f, "chat-1", "in-1", "Hello");

  wait_until (is_listening ());
  for (guint i = 0; i < N_FAILURES; i++)
    {
      od_demo_control_push_poll (f->control, OD_DEMO_TRANSIENT, 0);
      engine_fixture_settle (f);
      engine_fixture_advance_s (f, OD_LIMIT_BACKOFF_CAP_US / G_USEC_PER_SEC);
    }
  fail (f);
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", FALSE);
  engine_fixture_settle (f);
  g_assert_cmpuint (count_messages (f, id), ==, 1);
  for (guint i = 0; i < 3; i++) /* it says so several times */
    g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);
  od_clock_advance (f->clock, G_USEC_PER_SEC);
  wait_until (count_messages (f, id) == 2);
}

static void
test_polls_when_the_clock_went_ahead (EngineFixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (f, "chat-1", "in-1", "Hello");

  fail (f);
  od_clock_set (f->clock, od_clock_get_real_us (f->clock) - 3600 * (gint64) G_USEC_PER_SEC); /* back is no sleep */
  engine_fixture_settle (f);
  g_assert_cmpuint (count_messages (f, id), ==, 1);
  od_clock_set (f->clock, od_clock_get_real_us (f->clock) + 7200 * (gint64) G_USEC_PER_SEC);
  wait_until (count_messages (f, id) == 2);
}

static void
test_starts_at_once (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (GError) error = g_error_new_literal (OD_ERROR, OD_ERROR_TRANSIENT, "Gone");
  guint n_started = od_demo_control_get_n_started (f->control);

  od_demo_control_break (f->control, error);
  engine_fixture_settle (f);
  g_assert_cmpint (get_state (f), ==, OD_ACCOUNT_ERROR);
  tell_sleep (FALSE);
  wait_until (get_state (f) == OD_ACCOUNT_OK);
  g_assert_cmpuint (od_demo_control_get_n_started (f->control), ==, n_started + 1);
}

/* Whoever said how long to wait is not asked before. */
static void
test_a_limit_is_kept (EngineFixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (f, "chat-1", "in-1", "Hello");

  od_demo_control_push_poll (f->control, OD_DEMO_RATE_LIMITED, 60000);
  wait_until (get_state (f) == OD_ACCOUNT_ERROR);
  od_demo_control_receive_text (f->control, "chat-1", "in-2", "And now?");
  tell_sleep (FALSE);
  engine_fixture_settle (f);
  engine_fixture_advance_s (f, 59);
  g_assert_cmpuint (count_messages (f, id), ==, 1);
  engine_fixture_advance_s (f, 1);
  wait_until (count_messages (f, id) == 2);
}

#define ADD(name, func)                                                                                                \
  g_test_add ("/wake-watch/" name, EngineFixture, "demo", engine_fixture_set_up, func, engine_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_autoptr (GTestDBus) dbus = NULL;
  g_autoptr (GDBusConnection) system_bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  dbus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (dbus);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (dbus), TRUE);
  system_bus = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, NULL);
  g_dbus_connection_set_exit_on_close (system_bus, FALSE);
  service = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (dbus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, NULL);
  reply = g_dbus_connection_call_sync (service, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", LOGIN, 0), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_assert_nonnull (reply);
  ADD ("promises-are-looked-at", test_promises_are_looked_at);
  ADD ("polls-at-once", test_polls_at_once);
  ADD ("polls-when-there-is-a-network", test_polls_when_there_is_a_network);
  ADD ("polls-when-the-clock-went-ahead", test_polls_when_the_clock_went_ahead);
  ADD ("starts-at-once", test_starts_at_once);
  ADD ("a-limit-is-kept", test_a_limit_is_kept);
  status = g_test_run ();
  g_clear_object (&service);
  g_test_dbus_stop (dbus);
  return status;
}
