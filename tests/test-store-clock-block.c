/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is blocked waits for nothing, wherever they wrote from that address. */
#include "od-clock-script.h"
#include "od-store-batch.h"

#define POLICY "{\"first\":{\"seconds\":3600},\"next\":{\"seconds\":3600}}"

/* Two conversations of one address, in two chats of the account: both wait. */
static void
set_up_two (OdClockScript *script, gint64 ids[2])
{
  od_clock_script_add_policy (script, POLICY);
  od_clock_script_run (script, "0 in");
  ids[0] = script->conversation_id;
  od_write_fixture_run (script->store,
                        "INSERT INTO thread (account_id, remote_id, contact_point_id)"
                        " SELECT account_id, 'other', contact_point_id FROM thread;"
                        "INSERT INTO conversation (uid, account_id, thread_id, customer_id, status, created_at_us,"
                        " last_at_us) SELECT 'other', account_id, (SELECT id FROM thread WHERE remote_id = 'other'),"
                        " customer_id, 1, created_at_us, last_at_us FROM conversation");
  ids[1] = od_write_fixture_ask (script->store, "SELECT id FROM conversation WHERE uid = 'other'");
  od_write_fixture_run (script->store,
                        "INSERT INTO clock (conversation_id, kind, anchor_us, target_s, due_us, next_us, state)"
                        " SELECT (SELECT id FROM conversation WHERE uid = 'other'), 1, anchor_us, target_s, due_us,"
                        " next_us, state FROM clock; UPDATE conversation SET due_us = (SELECT due_us FROM clock)");
}

static gint64
count_running (OdClockScript *script)
{
  return od_write_fixture_ask (script->store, "SELECT count (*) FROM clock WHERE state = 1 AND ended_at_us IS NULL");
}

static void
test_all_conversations_of_the_address (void)
{
  g_autoptr (OdClockScript) script = od_clock_script_new (OD_WRITE_FIXTURE_NOW_US);
  gint64 ids[2];

  set_up_two (script, ids);
  g_assert_cmpint (count_running (script), ==, 2);
  od_clock_script_run (script, "10 block");
  g_assert_cmpint (count_running (script), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (script->store, "SELECT count (*) FROM conversation WHERE due_us IS NOT NULL"),
                   ==, 0);
  od_clock_script_check (script);
}

static void
test_undone (void)
{
  g_autoptr (OdClockScript) script = od_clock_script_new (OD_WRITE_FIXTURE_NOW_US);
  g_autoptr (OdBatchJob) undo = NULL;
  gint64 ids[2];

  set_up_two (script, ids);
  od_clock_script_run (script, "10 block");
  script->store->now_us += G_USEC_PER_SEC;
  undo = od_batch_job_new_undo (od_write_fixture_ask (script->store, "SELECT max (id) FROM batch"), 1,
                                script->store->now_us);
  while (!undo->is_done)
    od_write_fixture_write (script->store, od_store_batch_undo, undo);
  g_assert_cmpint (count_running (script), ==, 2);
  g_assert_cmpint (od_write_fixture_ask (script->store, "SELECT count (*) FROM conversation WHERE due_us IS NOT NULL"),
                   ==, 2);
  od_clock_script_check (script);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-clock-block/all", test_all_conversations_of_the_address);
  g_test_add_func ("/store-clock-block/undone", test_undone);
  return g_test_run ();
}
