/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <time.h>

#include "od-stmt.h"
#include "od-store-report.h"
#include "store-fixture.h"

/* A report of 100,000 conversations with 200,000 promises and 600,000 messages over 90 days: everything, the last 30 days
 * and the last one. The yardstick is a bare statement that reads the same clocks and messages and counts them by hour. What
 * is held for longest is a slice; it must stay below what a search may wait. Times are those of the processor. */

#define N_CHATS "100000"
#define DAY_US (86400 * (gint64) G_USEC_PER_SEC)
#define N_DAYS 90
#define N_RUNS 3
#define MAX_SLICE_MS 100 /* an optimised build; the others get five times as much */

static gint64
run_now_us (void)
{
  struct timespec at;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &at);
  return at.tv_sec * G_USEC_PER_SEC + at.tv_nsec / 1000;
}

#define EACH(n) "WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < " n ")"
/* When the nth conversation began, in µs: over 90 days, in the order of the ids. */
#define BEGAN(n) "((" n ") * 77760000)"

static void
fill (StoreFixture *f)
{
  store_fixture_exec (
      f,
      "INSERT OR IGNORE INTO operator (id, uid, name) VALUES (1, 'o1', 'Anna'), (2, 'o2', 'Boris');"
      "INSERT INTO account (id, channel, name, created_at_us) VALUES (1, 'webchat', 'Shop', 0), (2, 'email', 'Post', 0);"
      "INSERT INTO customer (id, uid, name, created_at_us) VALUES (1, 'c1', 'Maria', 0);"
      "INSERT INTO tag (id, name) VALUES (1, 'vip'), (2, 'order');");
  store_fixture_exec (
      f, EACH (N_CHATS) " INSERT INTO thread (id, account_id, remote_id) SELECT n, n % 2 + 1, 't' || n FROM i");
  store_fixture_exec (
      f, EACH (N_CHATS) " INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status,"
                        " assignee_id, created_at_us, last_at_us, snippet) SELECT n, 'k' || n, n % 2 + 1, n, 1, 3,"
                        " nullif (n % 3, 0), " BEGAN ("n") ", " BEGAN (
                            "n") " + 360000000,"
                                 " 'Where is my order? It should have come on Monday.' FROM i");
  store_fixture_exec (f, EACH (N_CHATS) " INSERT INTO conversation_tag SELECT n, n % 2 + 1 FROM i WHERE n % 4 < 2");
  store_fixture_exec (
      f, EACH ("600000") " INSERT INTO timeline (id, conversation_id, at_us, kind) SELECT n, (n + 5) / 6, " BEGAN (
             "(n + 5) / 6") " + n % 6 * 60000000, 1 + n % 2 FROM i");
  store_fixture_exec (
      f, "INSERT INTO message (timeline_id, account_id, uid, direction, delivery, operator_id, sent_at_us, body)"
         " SELECT id, 1, 'm' || id, kind, kind * 2, nullif (kind - 1, 0), at_us,"
         " 'It is on its way and comes tomorrow before noon.' FROM timeline");
  store_fixture_exec (
      f,
      EACH (
          "200000") " INSERT INTO clock (conversation_id, kind, state, anchor_us, target_s, due_us, warn1_us,"
                    " satisfied_at_us, ended_at_us) SELECT (n + 1) / 2, 1 + n % 2, 3 + (n % 7 = 0), " BEGAN ("(n + 1) / 2") " + n % 2 * 120000000, 60, " BEGAN (
                        "(n + 1) / 2") " + 240000000, NULL, " BEGAN ("(n + 1) / 2") " + n % 2 * 120000000 + 60000000, 1 FROM i");
}

static gboolean
count_barely (sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (OdStmt) clocks = NULL;
  g_autoptr (OdStmt) messages = NULL;

  return od_stmt_get_row (
             db, error,
             "SELECT sum (n) FROM (SELECT count (*) AS n, sum (satisfied_at_us - anchor_us), anchor_us / 3600000000 % 24 AS h"
             " FROM clock GROUP BY h)",
             &clocks, "") &&
         od_stmt_get_row (
             db, error,
             "SELECT sum (n) FROM (SELECT count (*) AS n, at_us / 3600000000 % 24 AS h FROM timeline WHERE kind < 3"
             " GROUP BY h)",
             &messages, "");
}

static gint64
measure_bare (StoreFixture *f)
{
  gint64 best_us = G_MAXINT64;

  for (guint i = 0; i < N_RUNS; i++)
    {
      gint64 begun_us = run_now_us ();

      g_assert_true (od_db_read_sync (f->db, OD_DB_SEARCH, count_barely, NULL, NULL));
      best_us = MIN (best_us, run_now_us () - begun_us);
    }
  printf ("%-28s %8.0f ms\n", "bare statements", (double) best_us / 1000);
  return best_us;
}

/* Returns: the longest slice of the best run */
static gint64
measure (StoreFixture *f, const char *what, guint n_days, gint64 bare_us)
{
  OdReportQuery query = { .from_us = (N_DAYS - (gint64) n_days) * DAY_US,
                          .to_us = (N_DAYS + 1) * DAY_US,
                          .now_us = N_DAYS * DAY_US };
  gint64 best_us = G_MAXINT64, longest_us = 0, n_messages = 0;

  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autoptr (OdReportJob) job = od_report_job_new (&query);
      gint64 begun_us = run_now_us (), longest_here_us = 0, all_us;

      while (!job->is_finished)
        {
          gint64 slice_us = run_now_us ();

          g_assert_true (od_db_read_sync (f->db, OD_DB_SEARCH, od_store_report_slice, job, NULL));
          longest_here_us = MAX (longest_here_us, run_now_us () - slice_us);
        }
      all_us = run_now_us () - begun_us;
      n_messages = od_report_find_row (job->report, OD_REPORT_TOTAL, 0)->values[OD_REPORT_MESSAGES];
      if (all_us < best_us)
        longest_us = longest_here_us;
      best_us = MIN (best_us, all_us);
    }
  g_assert_cmpint (n_messages, >, 0);
  printf ("%-28s %8.0f ms, %.1f times the bare ones, longest slice %.0f ms\n", what, (double) best_us / 1000,
          (double) best_us / (double) bare_us, (double) longest_us / 1000);
  return longest_us;
}

int
main (int argc, char *argv[])
{
  StoreFixture f = { NULL };
  gint64 bare_us, longest_us;
#ifdef __OPTIMIZE__
  const gint64 limit_us = MAX_SLICE_MS * 1000;
#else
  const gint64 limit_us = 5 * MAX_SLICE_MS * 1000;
#endif

  g_test_init (&argc, &argv, NULL);
  store_fixture_set_up (&f, NULL);
  fill (&f);
  bare_us = measure_bare (&f);
  longest_us = measure (&f, "everything, 90 days", N_DAYS, bare_us);
  longest_us = MAX (longest_us, measure (&f, "30 days", 30, bare_us));
  longest_us = MAX (longest_us, measure (&f, "one day", 1, bare_us));
  store_fixture_tear_down (&f, NULL);
  return longest_us < limit_us ? 0 : 1;
}
