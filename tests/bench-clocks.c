/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-clock.h"
#include "od-write-fixture.h"

/* What a look at the promises costs with a hundred and with 100,000 of them running: the start of the program, and every
 * change, ends with one. The yardstick is a write that changes nothing, in the same store. Then all of them break at
 * once; the longest slice is what another write may have to wait for. */

#define N_LOOKS 200

static gboolean
nothing (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return TRUE;
}

static void
add_clocks (OdWriteFixture *fixture, guint first, guint last)
{
  g_autofree char *sql = g_strdup_printf (
      "WITH RECURSIVE n (i) AS (SELECT %u UNION ALL SELECT i + 1 FROM n WHERE i < %u)"
      " INSERT INTO thread (id, account_id, remote_id) SELECT i, 1, 't' || i FROM n;"
      "INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status, created_at_us, last_at_us)"
      " SELECT id, 'k' || id, 1, id, 1, 1, id, id FROM thread WHERE id >= %u;"
      "INSERT INTO clock (conversation_id, kind, anchor_us, target_s, due_us, next_us, state, calendar_id,"
      " calendar_version) SELECT id, 1, 1, 60, %" G_GINT64_FORMAT " + id * 1000, %" G_GINT64_FORMAT
      " + id * 1000, 1, 1, 1 FROM conversation WHERE id >= %u",
      first, last, first, fixture->now_us + G_USEC_PER_SEC, fixture->now_us + G_USEC_PER_SEC, first);

  od_write_fixture_run (fixture, sql);
}

static double
time_us (OdWriteFixture *fixture, OdDbWriteFunc func, gpointer data)
{
  gint64 start_us = g_get_monotonic_time ();

  for (guint i = 0; i < N_LOOKS; i++)
    od_write_fixture_write (fixture, func, data);
  return (double) (g_get_monotonic_time () - start_us) / N_LOOKS;
}

static void
time_looks (OdWriteFixture *fixture, guint n_clocks)
{
  g_autoptr (OdClockTickJob) tick = od_clock_tick_job_new (fixture->now_us);
  OdClockRecalculateJob recalculate = { .policy_id = 0 };
  double bare_us = time_us (fixture, nothing, NULL);

  g_print ("clocks, %u running: a look: ratio %.1f; calendars at the start: ratio %.1f; a bare write %.0f us\n",
           n_clocks, time_us (fixture, od_store_clock_tick, tick) / bare_us,
           time_us (fixture, od_store_clock_recalculate, &recalculate) / bare_us, bare_us);
  g_assert_cmpuint (tick->fired->len, ==, 0);
}

static void
time_storm (OdWriteFixture *fixture)
{
  g_autoptr (OdClockTickJob) tick = od_clock_tick_job_new (fixture->now_us + 3600 * (gint64) G_USEC_PER_SEC);
  gint64 start_us = g_get_monotonic_time (), longest_us = 0;
  guint n = 0;

  while (!tick->is_done)
    {
      gint64 slice_us = g_get_monotonic_time ();

      od_write_fixture_write (fixture, od_store_clock_tick, tick);
      longest_us = MAX (longest_us, g_get_monotonic_time () - slice_us);
      n += tick->fired->len;
    }
  g_print ("clocks, %u break at once: %.1f s, longest slice %.1f ms\n", n,
           (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC, (double) longest_us / 1000);
}

int
main (int argc, char *argv[])
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);

  od_write_fixture_run (
      fixture,
      "INSERT INTO customer (id, uid, created_at_us) VALUES (1, 'c', 0);"
      "INSERT INTO calendar (id, uid, name, body) VALUES (1, 'c', 'Hours', '{\"zone\":\"UTC\",\"weekly\":{}}')");
  add_clocks (fixture, 1, 100);
  time_looks (fixture, 100);
  add_clocks (fixture, 101, 100000);
  time_looks (fixture, 100000);
  time_storm (fixture);
  return 0;
}
