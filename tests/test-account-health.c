/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-fixture.h"
#include "od-account-port.h"
#include "od-error.h"

/* How an account does, as whoever lists the accounts sees it. */

#define HOUR ((gint64) 3600 * G_USEC_PER_SEC)

static OdAccountHealth
get_health (EngineFixture *f)
{
  g_autoptr (OdAccountRow) row = NULL;

  engine_fixture_settle (f);
  row = engine_fixture_get_account (f, f->account_id);
  return row->health;
}

static void
test_heard (EngineFixture *f, gconstpointer channel)
{
  gint64 before_us = od_clock_get_real_us (f->clock);
  OdAccountHealth health;

  engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  engine_fixture_advance_s (f, 10);
  health = get_health (f);
  g_assert_cmpint (health.heard_at_us, >=, before_us);
  g_assert_cmpint (health.heard_at_us, <=, od_clock_get_real_us (f->clock));
  g_assert_cmpint (health.trouble_since_us, ==, 0);
  g_assert_cmpint (health.lag_us, >=, 0);
  g_assert_cmpint (health.lag_us, <, 60 * (gint64) G_USEC_PER_SEC);
  g_assert_cmpint (health.error_at_us, ==, 0);
  g_assert_cmpint (health.gap_from_us, ==, 0);
}

static void
test_lag (EngineFixture *f, gconstpointer channel)
{
  OdUpdate *update = od_update_new (OD_UPDATE_MESSAGE, "chat-1");

  g_assert_cmpint (get_health (f).lag_us, ==, -1);
  update->remote_id = g_strdup ("old");
  update->at_us = od_clock_get_real_us (f->clock) - 3 * HOUR;
  od_demo_control_receive (f->control, update);
  g_assert_cmpint (get_health (f).lag_us / HOUR, ==, 3);
}

static void
test_passed_over (EngineFixture *f, gconstpointer channel)
{
  g_assert_cmpuint (get_health (f).n_passed_over, ==, 0);
  od_demo_control_receive_unknown (f->control, 2);
  g_assert_cmpuint (get_health (f).n_passed_over, ==, 2);
  engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  od_demo_control_receive_unknown (f->control, 1);
  g_assert_cmpuint (get_health (f).n_passed_over, ==, 3);
  g_assert_cmpint (get_health (f).lag_us, >=, 0); /* of the message, not of what was passed over */
}

static void
test_trouble (EngineFixture *f, gconstpointer channel)
{
  gint64 since_us;
  OdAccountHealth health;

  engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  for (guint i = 0; i < 3; i++)
    od_demo_control_push_poll (f->control, OD_DEMO_TRANSIENT, 0);
  engine_fixture_settle (f);
  since_us = get_health (f).trouble_since_us;
  g_assert_cmpint (since_us, >, 0);
  engine_fixture_advance_s (f, 2);
  health = get_health (f);
  g_assert_cmpint (health.trouble_since_us, ==, since_us); /* still the same trouble */
  g_assert_cmpint (health.error_code, ==, OD_ERROR_TRANSIENT);
  g_assert_cmpint (health.heard_at_us, <=, since_us);
  engine_fixture_advance_s (f, 60);
  engine_fixture_advance_s (f, 60);
  engine_fixture_receive (f, "chat-1", "in-2", "Hello?"); /* what ends the poll that waits */
  health = get_health (f);
  g_assert_cmpint (health.trouble_since_us, ==, 0);
  g_assert_cmpint (health.error_at_us, >, 0); /* that there was one is not forgotten */
  g_assert_cmpint (health.heard_at_us, >, since_us);
}

/* "Try Again", while it runs and waits to ask once more. No time passes here. */
static void
test_again (EngineFixture *f, gconstpointer channel)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;
  OdUpdate *update = od_update_new (OD_UPDATE_MESSAGE, "chat-1");

  engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  od_demo_control_push_poll (f->control, OD_DEMO_TRANSIENT, 0);
  engine_fixture_receive (f, "chat-1", "in-2", "Hello?"); /* the poll after it fails */
  g_assert_cmpint (get_health (f).trouble_since_us, >, 0);
  od_account_port_set_enabled_async (port, f->account_id, TRUE, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (od_account_port_set_enabled_finish (port, result, NULL));
  update->remote_id = g_strdup ("in-3");
  update->at_us = od_clock_get_real_us (f->clock);
  od_demo_control_receive (f->control, update); /* what ends the poll that waits */
  g_assert_cmpint (get_health (f).trouble_since_us, ==, 0);
}

static void
test_limited_and_queued (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  OdAccountHealth health;

  od_demo_control_push (f->control, OD_DEMO_RATE_LIMITED, 40000);
  engine_fixture_reply (f, conversation, "Hi");
  engine_fixture_reply (f, conversation, "Hi again");
  health = get_health (f);
  g_assert_cmpint (health.limited_until_us, ==, od_clock_get_real_us (f->clock) + 40 * (gint64) G_USEC_PER_SEC);
  g_assert_cmpint (health.error_code, ==, OD_ERROR_RATE_LIMITED);
  g_assert_cmpint (health.trouble_since_us, ==, 0); /* it asks us to wait: that works as it should */
  g_assert_cmpuint (health.n_queued, ==, 2);
  engine_fixture_advance_s (f, 41);
  engine_fixture_advance_s (f, 2);
  g_assert_cmpuint (get_health (f).n_queued, ==, 0);
  od_demo_control_push (f->control, OD_DEMO_REJECTED, 0);
  engine_fixture_advance_s (f, 2);
  engine_fixture_reply (f, conversation, "No");
  g_assert_cmpuint (get_health (f).n_stuck, ==, 1);
}

static void
test_gap (EngineFixture *f, gconstpointer channel)
{
  gint64 heard_us;
  OdAccountHealth health;

  engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  heard_us = get_health (f).heard_at_us;
  engine_fixture_close (f);
  od_clock_advance (f->clock, 23 * HOUR);
  engine_fixture_open (f);
  wait_until (od_demo_control_get_n_running (f->control) == 1);
  engine_fixture_receive (f, "chat-1", "in-2", "Hello?");
  g_assert_cmpint (get_health (f).gap_from_us, ==, 0); /* all of it was kept there */
  heard_us = get_health (f).heard_at_us;
  engine_fixture_close (f);
  od_clock_advance (f->clock, 72 * HOUR);
  engine_fixture_open (f);
  wait_until (od_demo_control_get_n_running (f->control) == 1);
  health = get_health (f);
  g_assert_cmpint (health.gap_from_us, >=, heard_us);
  g_assert_cmpint (health.gap_from_us, <, heard_us + HOUR);
  g_assert_cmpint ((health.gap_until_us - health.gap_from_us) / HOUR, >=, 47);
  g_assert_cmpint ((health.gap_until_us - health.gap_from_us) / HOUR, <=, 48);
  engine_fixture_close (f); /* and it is known the next time */
  engine_fixture_open (f);
  wait_until (od_demo_control_get_n_running (f->control) == 1);
  g_assert_cmpint (get_health (f).gap_from_us, ==, health.gap_from_us);
}

/* The desk was on all the time, and the line was not. */
static void
test_gap_while_running (EngineFixture *f, gconstpointer channel)
{
  engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  engine_fixture_settle (f);
  od_demo_control_push_poll (f->control, OD_DEMO_RATE_LIMITED, 24 * 3600 * 1000);
  od_demo_control_push_poll (f->control, OD_DEMO_RATE_LIMITED, 24 * 3600 * 1000);
  engine_fixture_advance_s (f, 2);
  engine_fixture_advance_s (f, 24 * 3600);
  g_assert_cmpint (get_health (f).gap_from_us, ==, 0);
  engine_fixture_advance_s (f, 24 * 3600);
  engine_fixture_receive (f, "chat-1", "in-2", "Hello?");
  g_assert_cmpint (get_health (f).gap_from_us, >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                                                \
  g_test_add ("/account-health/" path, EngineFixture, "demo-paced", engine_fixture_set_up, func,                       \
              engine_fixture_tear_down)
  ADD ("heard", test_heard);
  ADD ("lag", test_lag);
  ADD ("passed-over", test_passed_over);
  ADD ("trouble", test_trouble);
  ADD ("again", test_again);
  ADD ("limited", test_limited_and_queued);
  ADD ("gap", test_gap);
  ADD ("gap/running", test_gap_while_running);
  return g_test_run ();
}
