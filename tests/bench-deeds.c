/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-batch.h"
#include "od-write-fixture.h"

/* 5,000 conversations are resolved in one action, and it is undone. The yardstick is a bare UPDATE for each of them in
 * one transaction of the same store. The longest slice is what another write may have to wait for. */

#define N_CONVERSATIONS 5000

static void
fill (OdWriteFixture *fixture)
{
  od_write_fixture_run (fixture, "INSERT INTO customer (id, uid, created_at_us) VALUES (1, 'c', 0)");
  od_write_fixture_run (fixture, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
                                 " INSERT INTO thread (id, account_id, remote_id) SELECT i, 1, 't' || i FROM n");
  od_write_fixture_run (fixture, "INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status,"
                                 " created_at_us, last_at_us, waiting_since_us, n_unanswered)"
                                 " SELECT id, 'k' || id, 1, id, 1, 1, id, id, id, 1 FROM thread");
}

static gboolean
update_all (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  sqlite3_stmt *stmt = NULL;
  gboolean ok =
      sqlite3_prepare_v2 (db, "UPDATE conversation SET status = ?2 WHERE id = ?1", -1, &stmt, NULL) == SQLITE_OK;

  for (gint64 id = 1; ok && id <= N_CONVERSATIONS; id++)
    {
      sqlite3_bind_int64 (stmt, 1, id);
      sqlite3_bind_int (stmt, 2, *(int *) data);
      ok = sqlite3_step (stmt) == SQLITE_DONE;
      sqlite3_reset (stmt);
    }
  sqlite3_finalize (stmt);
  return ok;
}

static gint64
time_bare (OdWriteFixture *fixture, int status)
{
  gint64 start_us = g_get_monotonic_time ();

  od_write_fixture_write (fixture, update_all, &status);
  return g_get_monotonic_time () - start_us;
}

static gint64
time_slices (OdWriteFixture *fixture, OdDbWriteFunc func, OdBatchJob *job, gint64 *longest_us)
{
  gint64 start_us = g_get_monotonic_time ();

  *longest_us = 0;
  while (!job->is_done)
    {
      gint64 slice_us = g_get_monotonic_time ();

      od_write_fixture_write (fixture, func, job);
      *longest_us = MAX (*longest_us, g_get_monotonic_time () - slice_us);
    }
  g_assert_cmpuint (job->report.n_done, ==, N_CONVERSATIONS);
  return g_get_monotonic_time () - start_us;
}

int
main (int argc, char *argv[])
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (GPtrArray) deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) od_deed_free);
  g_autoptr (OdBatchJob) job = NULL, undo = NULL;
  gint64 ids[N_CONVERSATIONS], bare_us, done_us, undone_us, longest_us, longest_undo_us;

  for (guint i = 0; i < N_CONVERSATIONS; i++)
    ids[i] = i + 1;
  fill (fixture);
  bare_us = (time_bare (fixture, 3) + time_bare (fixture, 1)) / 2;
  g_ptr_array_add (deeds, od_deed_new (OD_DEED_RESOLVE, 0, NULL));
  job = od_batch_job_new (ids, N_CONVERSATIONS, deeds, 1, fixture->now_us);
  done_us = time_slices (fixture, od_store_batch, job, &longest_us);
  undo = od_batch_job_new_undo (job->batch_id, 1, fixture->now_us);
  undone_us = time_slices (fixture, od_store_batch_undo, undo, &longest_undo_us);
  g_print ("deeds, %d resolved: ratio %.1f, longest slice %.1f ms; undone: ratio %.1f, longest slice %.1f ms;"
           " the bare loop %.0f ms\n",
           N_CONVERSATIONS, (double) done_us / (double) bare_us, (double) longest_us / 1000,
           (double) undone_us / (double) bare_us, (double) longest_undo_us / 1000, (double) bare_us / 1000);
  return 0;
}
