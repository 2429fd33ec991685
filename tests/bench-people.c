/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-people-csv.h"
#include "od-stmt.h"
#include "od-store-people.h"
#include "od-store-search-index.h"
#include "store-fixture.h"

/* Customers: a table of 20,000 taken in, against bare inserts of the same rows in slices as long; then a list of
 * 100,000 in each order, and some found among them, against a bare statement that sorts or looks through as many. Times
 * are those of the processor. */

#define N_LINES 20000
#define N_PEOPLE 100000
#define N_RUNS 7

/* Of the processor: what else the machine does is no matter. */
static gint64
run_now_us (void)
{
  struct timespec at;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &at);
  return at.tv_sec * G_USEC_PER_SEC + at.tv_nsec / 1000;
}

/* ---- a table is taken in ----------------------------------------------------- */

static char *
make_table (void)
{
  GString *text = g_string_new ("Name;E-mail;Phone;Tags;order;Note\r\n");

  for (guint i = 0; i < N_LINES; i++)
    g_string_append_printf (text, "Мария %u;maria%u@shop.example;+7916%07u;vip, n%u;%u;asks for blue\r\n", i, i, i,
                            i % 50, 100000 + i);
  return g_string_free (text, FALSE);
}

static void
take_table (StoreFixture *fixture, const char *path, const char *what, guint n_new)
{
  g_autoptr (OdPeopleCsvJob) job = g_new0 (OdPeopleCsvJob, 1);
  gint64 begun_us = run_now_us (), longest_us = 0;
  gint64 taken_us;

  job->path = g_strdup (path);
  job->operator_id = 1;
  job->now_us = 1;
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_SEARCH, od_store_people_csv_read, job, NULL));
  while (job->next < job->rows->len)
    {
      gint64 slice_us = run_now_us ();

      g_assert_true (od_db_write_sync (fixture->db, od_store_people_csv_import, job, NULL));
      longest_us = MAX (longest_us, run_now_us () - slice_us);
    }
  g_assert_cmpuint (job->report->n_new, ==, n_new);
  taken_us = run_now_us () - begun_us;
  printf ("%-28s %8.2f s, %6.0f lines a second, the writer is held for %.1f ms at most\n", what,
          (double) taken_us / G_USEC_PER_SEC, N_LINES * (double) G_USEC_PER_SEC / (double) taken_us,
          (double) longest_us / 1000);
}

static gboolean
insert_slice (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  gint64 *next = data;
  gboolean ok = TRUE;

  for (gint64 end = *next + OD_LIMIT_CSV_SLICE; ok && *next < end; (*next)++)
    {
      g_autofree char *uid = g_strdup_printf ("bare%" G_GINT64_FORMAT, *next);
      g_autofree char *mail = g_strdup_printf ("bare%" G_GINT64_FORMAT "@shop.example", *next);
      gint64 id = N_PEOPLE * 10 + *next;

      ok = od_stmt_run (db, error, "INSERT INTO customer (id, uid, name, created_at_us) VALUES (?1, ?2, ?2, 1)", "it",
                        id, uid) &&
           od_stmt_run (db, error,
                        "INSERT INTO contact_point (customer_id, channel, scope, address, match_key)"
                        " VALUES (?1, 'email', ?2, ?2, ?2), (?1, 'phone', ?2, ?1, ?1)",
                        "it", id, mail) &&
           od_stmt_run (db, error, "INSERT INTO customer_tag VALUES (?1, 1)", "i", id) &&
           od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER, id, uid, error) &&
           od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER_NOTE, id, mail, error);
    }
  return ok;
}

static void
take_tables (StoreFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "people.csv", NULL);
  g_autofree char *text = make_table ();
  gint64 next = 0, begun_us;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  store_fixture_exec (fixture, "INSERT OR IGNORE INTO operator (id, uid, name) VALUES (1, 'o', 'O');"
                               "INSERT INTO field (key, label, kind) VALUES ('order', 'order', 'text')");
  take_table (fixture, path, "20,000 new customers", N_LINES);
  take_table (fixture, path, "the same again", 0);
  begun_us = run_now_us ();
  while (next < N_LINES)
    g_assert_true (od_db_write_sync (fixture->db, insert_slice, &next, NULL));
  printf ("%-28s %8.2f s\n", "bare inserts of as many", (double) (run_now_us () - begun_us) / G_USEC_PER_SEC);
}

/* ---- the list ---------------------------------------------------------------- */

static gboolean
fill (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  static const char *const names[] = { "Мария Петрова", "oleg", "Anna", "Ёлкина Зоя", "John Smith", "", "Ян", "петр" };

  for (gint64 i = 1; i <= N_PEOPLE; i++)
    {
      g_autofree char *uid = g_strdup_printf ("c%" G_GINT64_FORMAT, i);
      g_autofree char *name = g_strdup_printf ("%s %" G_GINT64_FORMAT, names[i % 8], i * 7919 % 1000003);
      g_autofree char *mail = g_strdup_printf ("user%" G_GINT64_FORMAT "@shop.example", i);

      if (!od_stmt_run (
              db, error,
              "INSERT INTO customer (id, uid, name, created_at_us, last_seen_at_us) VALUES (?1, ?2, ?3, ?4, ?5)",
              "ittii", i, uid, i % 8 == 5 ? "" : name, i, i * 7919 % 1000003) ||
          !od_stmt_run (db, error,
                        "INSERT INTO contact_point (id, customer_id, channel, scope, address, match_key)"
                        " VALUES (?1, ?1, 'email', '', ?2, ?2)",
                        "it", i, mail) ||
          !od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER, i, name, error) ||
          !od_search_index_put (db, OD_SEARCH_DOC_CONTACT_POINT, i, mail, error))
        return FALSE;
    }
  return od_db_exec (db,
                     "INSERT INTO tag (id, name) VALUES (1, 'vip'), (2, 'new');"
                     "INSERT INTO customer_tag SELECT id, 1 FROM customer WHERE id % 10 = 0;"
                     "INSERT INTO account (id, channel, name, created_at_us) VALUES (1, 'webchat', 'Shop', 0);"
                     "INSERT INTO thread (id, account_id, remote_id) SELECT id, 1, id FROM customer;"
                     "INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status, created_at_us,"
                     "  last_at_us) SELECT id, 'k' || id, 1, id, id, 1, 0, id FROM customer;"
                     "UPDATE customer SET merged_into_id = id - 1 WHERE id % 50 = 0",
                     error);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const gint64 *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static gint64
measure (StoreFixture *fixture, OdDbReadFunc func, gpointer data)
{
  gint64 times[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      gint64 begun_us = run_now_us ();
      g_autoptr (GError) error = NULL;

      od_db_read_sync (fixture->db, OD_DB_SEARCH, func, data, &error);
      g_assert_no_error (error);
      times[i] = run_now_us () - begun_us;
    }
  qsort (times, N_RUNS, sizeof *times, compare_times);
  return times[N_RUNS / 2];
}

static gboolean
run_bare (sqlite3 *db, gpointer sql, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, sql, error);
  gboolean has_row = stmt != NULL;

  while (has_row)
    if (!od_stmt_step (stmt, &has_row, error))
      return FALSE;
  return stmt != NULL;
}

static void
list (StoreFixture *fixture, const char *what, const char *text, OdPeopleOrder order, const char *bare)
{
  g_autoptr (OdPeopleJob) job = g_new0 (OdPeopleJob, 1);
  gint64 ours_us, bare_us = measure (fixture, run_bare, (gpointer) bare);

  job->text = g_strdup (text);
  job->order = order;
  ours_us = measure (fixture, od_store_people_list, job);
  g_assert_cmpuint (job->ids->len, >, 0);
  printf ("%-28s %8.1f ms for %6u, bare statement %8.1f ms, ratio %.2f\n", what, (double) ours_us / 1000, job->ids->len,
          (double) bare_us / 1000, (double) ours_us / (double) MAX (bare_us, 1));
}

/* As many rows as are read at once. */
static void
page (StoreFixture *fixture)
{
  g_autoptr (OdPeopleJob) job = g_new0 (OdPeopleJob, 1);

  job->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (gint64 id = 1; job->ids->len < OD_LIMIT_PAGE_ROWS; id += 101)
    g_array_append_val (job->ids, id);
  printf ("%-28s %8.1f ms for %6u, bare statement %8.1f ms\n", "a page of rows",
          (double) measure (fixture, od_store_people_load, job) / 1000, job->ids->len,
          (double) measure (
              fixture, run_bare,
              (gpointer) "SELECT u.name, p.address FROM customer AS u JOIN contact_point AS p ON p.customer_id = u.id"
                         " WHERE u.id % 101 = 1 AND u.id < 6500") /
              1000);
}

static void
lists (StoreFixture *fixture)
{
  static const char sorted[] = "SELECT id FROM customer WHERE merged_into_id IS NULL ORDER BY last_seen_at_us DESC";
  static const char named[] = "SELECT id FROM customer WHERE merged_into_id IS NULL ORDER BY name";
  static const char looked[] = "SELECT id FROM search_doc WHERE instr (text_folded, 'petr') > 0";

  list (fixture, "by last seen", NULL, OD_PEOPLE_BY_LAST_SEEN, sorted);
  list (fixture, "by created", NULL, OD_PEOPLE_BY_CREATED, sorted);
  list (fixture, "by conversations", NULL, OD_PEOPLE_BY_CONVERSATIONS,
        "SELECT customer_id FROM conversation GROUP BY customer_id ORDER BY count (*)");
  list (fixture, "by name", NULL, OD_PEOPLE_BY_NAME, named);
  list (fixture, "found: \"п\"", "п", OD_PEOPLE_BY_LAST_SEEN, looked);
  list (fixture, "found: \"петр\"", "петр", OD_PEOPLE_BY_LAST_SEEN, looked);
  list (fixture, "found: \"user4242\"", "user4242", OD_PEOPLE_BY_LAST_SEEN, looked);
  list (fixture, "found: \"tag:vip\"", "tag:vip", OD_PEOPLE_BY_LAST_SEEN, looked);
}

int
main (int argc, char *argv[])
{
  StoreFixture fixture;
  g_autoptr (GError) error = NULL;

  store_fixture_set_up (&fixture, NULL);
  take_tables (&fixture);
  store_fixture_tear_down (&fixture, NULL);
  store_fixture_set_up (&fixture, NULL);
  od_db_write_sync (fixture.db, fill, NULL, &error);
  g_assert_no_error (error);
  lists (&fixture);
  page (&fixture);
  store_fixture_tear_down (&fixture, NULL);
  return 0;
}
