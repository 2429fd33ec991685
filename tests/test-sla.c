/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The alarm, over a real store and engine: to the second, once, and right after sleep. */
#include "od-alert-port.h"
#include "od-error.h"
#include "od-promise-port.h"
#include "od-sla.h"
#include "od-stmt.h"
#include "engine-fixture.h"

#define SECOND_US ((gint64) G_USEC_PER_SEC)
#define MINUTE_S 60

typedef struct {
  GArray *alerts; /* (owned) (element-type OdAlert) */
  guint n_told;
} Ear;

static void
told_cb (OdAlertPort *port, const OdAlertNews *news, Ear *ear)
{
  guint n = 0;

  for (guint i = 0; i < news->alerts->len; i++)
    {
      OdAlert alert = g_array_index (news->alerts, OdAlert, i);

      if (alert.kind != OD_ALERT_WARNING && alert.kind != OD_ALERT_BREACH)
        continue;
      g_array_append_val (ear->alerts, alert);
      n++;
    }
  ear->n_told += n > 0;
}

static void
listen (EngineFixture *f, Ear *ear)
{
  *ear = (Ear){ g_array_new (FALSE, FALSE, sizeof (OdAlert)), 0 };
  g_signal_connect (od_engine_get_alert_port (f->engine), "told", G_CALLBACK (told_cb), ear);
}

static void
stop_listening (EngineFixture *f, Ear *ear)
{
  g_signal_handlers_disconnect_by_data (od_engine_get_alert_port (f->engine), ear);
  g_array_unref (ear->alerts);
}

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

/* Everybody is promised an answer within a minute, with a warning at half of it. */
static void
promise_a_minute (EngineFixture *f)
{
  engine_fixture_settle (f);
  run (f,
       "DELETE FROM policy;"
       "INSERT INTO policy (uid, name, body) VALUES ('m', 'Minute', '{\"first\":{\"seconds\":60,\"warn_percent\":50},"
       "\"next\":{\"seconds\":60,\"warn_percent\":50}}')");
}

static void
assert_alert (const Ear *ear, guint i, OdAlertKind kind, OdAlertClock clock, gint64 due_us, gint64 at_us)
{
  const OdAlert *alert = &g_array_index (ear->alerts, OdAlert, i);

  g_assert_cmpint (alert->kind, ==, kind);
  g_assert_cmpint (alert->clock, ==, clock);
  g_assert_cmpint (alert->due_us, ==, due_us);
  g_assert_cmpint (alert->at_us, ==, at_us);
}

static void
advance (EngineFixture *f, gint64 seconds)
{
  engine_fixture_advance_s (f, seconds);
  engine_fixture_settle (f);
}

static void
test_to_the_second (EngineFixture *f, gconstpointer channel)
{
  Ear ear;
  gint64 start_us;

  promise_a_minute (f);
  engine_fixture_receive (f, "other", "1", "waiting");
  run (f, "UPDATE clock SET state = 3, ended_at_us = 1, satisfied_at_us = 1, next_us = NULL;"
          "INSERT INTO clock (conversation_id, kind, anchor_us, target_s, due_us, state, next_us)"
          " WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
          " SELECT 1, 4, 1, 60, (SELECT max (at_us) FROM timeline) + (7200 + i) * 1000000, 1,"
          " (SELECT max (at_us) FROM timeline) + (7200 + i) * 1000000 FROM n");
  advance (f, 5);
  listen (f, &ear);
  engine_fixture_receive (f, "chat", "2", "hello");
  start_us = od_clock_get_real_us (f->clock);
  engine_fixture_settle (f);
  for (guint s = 1; s < 30; s++)
    advance (f, 1);
  g_assert_cmpuint (ear.alerts->len, ==, 0);
  advance (f, 1);
  g_assert_cmpuint (ear.alerts->len, ==, 1);
  assert_alert (&ear, 0, OD_ALERT_WARNING, OD_ALERT_CLOCK_FIRST, start_us + 60 * SECOND_US, start_us + 30 * SECOND_US);
  for (guint s = 31; s < 60; s++)
    advance (f, 1);
  g_assert_cmpuint (ear.alerts->len, ==, 1);
  advance (f, 1);
  g_assert_cmpuint (ear.alerts->len, ==, 2);
  assert_alert (&ear, 1, OD_ALERT_BREACH, OD_ALERT_CLOCK_FIRST, start_us + 60 * SECOND_US, start_us + 60 * SECOND_US);
  for (guint m = 0; m < 10; m++)
    advance (f, MINUTE_S);
  g_assert_cmpuint (ear.alerts->len, ==, 2);
  stop_listening (f, &ear);
}

/* The clock says that it jumped when the program runs again. */
static void
test_asleep_over_the_due_time (EngineFixture *f, gconstpointer channel)
{
  Ear ear;
  gint64 start_us;

  promise_a_minute (f);
  listen (f, &ear);
  start_us = od_clock_get_real_us (f->clock);
  engine_fixture_receive (f, "one", "1", "hello");
  engine_fixture_receive (f, "two", "2", "hello");
  engine_fixture_settle (f);
  od_clock_set (f->clock, start_us + 300 * SECOND_US);
  od_clock_check (f->clock);
  engine_fixture_settle (f);
  g_assert_cmpuint (ear.alerts->len, ==, 2);
  g_assert_cmpuint (ear.n_told, ==, 1); /* together */
  for (guint i = 0; i < 2; i++)
    {
      gint64 due_us = g_array_index (ear.alerts, OdAlert, i).due_us;

      g_assert_cmpint ((due_us - start_us) / SECOND_US, ==, 60); /* the fake desk's second message is a little later */
      assert_alert (&ear, i, OD_ALERT_BREACH, OD_ALERT_CLOCK_FIRST, due_us, start_us + 300 * SECOND_US);
    }
  advance (f, 600);
  g_assert_cmpuint (ear.alerts->len, ==, 2);
  stop_listening (f, &ear);
}

static void
test_the_clock_is_set_back (EngineFixture *f, gconstpointer channel)
{
  Ear ear;
  gint64 start_us;

  promise_a_minute (f);
  listen (f, &ear);
  engine_fixture_receive (f, "one", "1", "hello");
  start_us = od_clock_get_real_us (f->clock);
  engine_fixture_settle (f);
  for (guint s = 0; s < 60; s++)
    advance (f, 1);
  g_assert_cmpuint (ear.alerts->len, ==, 2);
  od_clock_set (f->clock, start_us);
  od_clock_check (f->clock);
  engine_fixture_settle (f);
  advance (f, 120); /* it is due again, and was recorded already */
  g_assert_cmpuint (ear.alerts->len, ==, 2);
  stop_listening (f, &ear);
}

static void
test_broken_while_nothing_ran (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (OdSla) late = NULL;
  Ear ear;
  gint64 start_us;

  promise_a_minute (f);
  start_us = od_clock_get_real_us (f->clock);
  engine_fixture_receive (f, "one", "1", "hello");
  engine_fixture_settle (f);
  engine_fixture_close (f);
  od_clock_set (f->clock, start_us + 3600 * SECOND_US);
  engine_fixture_open (f);
  listen (f, &ear);
  engine_fixture_settle (f);
  g_assert_cmpuint (ear.alerts->len, <=, 1); /* it may have been told before we listened */
  stop_listening (f, &ear);
  listen (f, &ear);
  advance (f, 3600);
  g_assert_cmpuint (ear.alerts->len, ==, 0);
  stop_listening (f, &ear);
}

/* ---- what the window asks ---- */

static void
test_an_operator_promises (EngineFixture *f, gconstpointer channel)
{
  OdPromisePort *port = od_engine_get_promise_port (f->engine);
  g_autoptr (GAsyncResult) started = NULL, listed = NULL, cancelled = NULL, gone = NULL;
  g_autoptr (GPtrArray) clocks = NULL;
  g_autoptr (GError) error = NULL;
  const OdPromiseClock *clock;
  Ear ear;
  gint64 id, start_us;

  engine_fixture_settle (f);
  run (f, "DELETE FROM policy");
  id = engine_fixture_receive (f, "one", "1", "hello");
  start_us = od_clock_get_real_us (f->clock);
  listen (f, &ear);
  od_promise_port_start_async (port, id, &(OdPromiseTerm){ .minutes = 10 }, NULL, engine_fixture_store_result_cb,
                               &started);
  wait_until (started != NULL);
  g_assert_cmpint (od_promise_port_start_finish (port, started, &error), ==, start_us + 600 * SECOND_US);
  g_assert_no_error (error);
  od_promise_port_load_async (port, id, FALSE, NULL, engine_fixture_store_result_cb, &listed);
  wait_until (listed != NULL);
  clocks = od_promise_port_load_finish (port, listed, NULL);
  g_assert_cmpuint (clocks->len, ==, 1);
  clock = clocks->pdata[0];
  g_assert_cmpint (clock->kind, ==, OD_CLOCK_PROMISE);
  g_assert_cmpint (clock->state, ==, OD_CLOCK_RUNNING);
  advance (f, 1);
  advance (f, 598);
  g_assert_cmpuint (ear.alerts->len, ==, 0);
  advance (f, 1);
  g_assert_cmpuint (ear.alerts->len, ==, 1);
  assert_alert (&ear, 0, OD_ALERT_BREACH, OD_ALERT_CLOCK_PROMISE, start_us + 600 * SECOND_US,
                start_us + 600 * SECOND_US);
  od_promise_port_cancel_async (port, id, NULL, engine_fixture_store_result_cb, &cancelled);
  wait_until (cancelled != NULL);
  g_assert_true (od_promise_port_cancel_finish (port, cancelled, NULL));
  od_promise_port_start_async (port, 999, &(OdPromiseTerm){ .minutes = 10 }, NULL, engine_fixture_store_result_cb,
                               &gone);
  wait_until (gone != NULL);
  g_assert_cmpint (od_promise_port_start_finish (port, gone, &error), ==, 0);
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  stop_listening (f, &ear);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                                \
  g_test_add ("/sla/" name, EngineFixture, "demo", engine_fixture_set_up, func, engine_fixture_tear_down)
  ADD ("second", test_to_the_second);
  ADD ("asleep", test_asleep_over_the_due_time);
  ADD ("set-back", test_the_clock_is_set_back);
  ADD ("not-running", test_broken_while_nothing_ran);
  ADD ("promise", test_an_operator_promises);
#undef ADD
  return g_test_run ();
}
