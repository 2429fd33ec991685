/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-db.h"
#include "od-error.h"
#include "od-migrate.h"
#include "od-stmt.h"
#include "od-temp-folder.h"

typedef struct {
  char *folder;
  char *path;
  OdDb *db;
  GPtrArray *published; /* (element-type OdChangeSet) */
  GString *order;       /* what came home, one letter each */
  guint n_pending;
  guint n_tasks; /* alive */
} Fixture;

static void
published_cb (OdChangeSet *changes, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_false (od_change_set_is_empty (changes));
  g_ptr_array_add (fixture->published, od_change_set_ref (changes));
  g_string_append_c (fixture->order, 'p');
}

static void
open_db (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->db = od_db_open (fixture->path, OD_DB_READ_WRITE, &error);
  g_assert_no_error (error);
  od_db_set_publish_func (fixture->db, published_cb, fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = od_temp_folder_new ();
  fixture->path = g_build_filename (fixture->folder, "store.db", NULL);
  fixture->published = g_ptr_array_new_with_free_func ((GDestroyNotify) od_change_set_unref);
  fixture->order = g_string_new (NULL);
  open_db (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  od_db_close (fixture->db);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->db);
  g_ptr_array_unref (fixture->published);
  g_string_free (fixture->order, TRUE);
  g_free (fixture->path);
  od_temp_folder_free (fixture->folder);
}

/* ---- bodies ---- */

typedef struct {
  char key[24];
  gboolean fails;
  gboolean *is_freed;
  Fixture *fixture;
  GError *error;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  if (entry->is_freed != NULL)
    *entry->is_freed = TRUE;
  g_clear_error (&entry->error);
  g_free (entry);
}

static gboolean
insert (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  Entry *entry = data;

  if (!od_stmt_run (db, error, "INSERT INTO setting (key, value) VALUES (?1, 'x')", "t", entry->key))
    return FALSE;
  od_change_set_add (changes, OD_CHANGE_LIBRARY, atoi (entry->key));
  if (!entry->fails)
    return TRUE;
  g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "as asked");
  return FALSE;
}

static gboolean
count (sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT count(*) FROM setting", &row, ""))
    return FALSE;
  *(gint64 *) data = sqlite3_column_int64 (row, 0);
  return TRUE;
}

static gint64
count_now (OdDb *db)
{
  gint64 n = -1;

  g_assert_true (od_db_read_sync (db, OD_DB_PAGES, count, &n, NULL));
  return n;
}

static void
wait_for_all (Fixture *fixture)
{
  while (fixture->n_pending > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
task_gone_cb (gpointer user_data, GObject *task)
{
  ((Fixture *) user_data)->n_tasks--;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Entry *entry = user_data;
  g_autoptr (GError) error = NULL;
  Entry *same = od_db_finish (OD_DB (source), result, &error);

  g_assert_true (entry->fails ? same == NULL : same == entry);
  if (entry->fails)
    g_assert_error (error, OD_ERROR, OD_ERROR_REJECTED);
  else
    g_assert_no_error (error);
  g_object_weak_ref (G_OBJECT (result), task_gone_cb, entry->fixture);
  g_string_append_c (entry->fixture->order, entry->fails ? 'f' : 'w');
  entry->fixture->n_pending--;
  if (same != NULL)
    entry_free (same);
}

static void
write_entry (Fixture *fixture, guint n, gboolean fails)
{
  Entry *entry = g_new0 (Entry, 1);

  g_snprintf (entry->key, sizeof entry->key, "%u", n);
  entry->fails = fails;
  entry->fixture = fixture;
  fixture->n_pending++;
  fixture->n_tasks++;
  od_db_write_async (fixture->db, insert, entry, entry_free, written_cb, entry);
}

/* Keeps the writer busy until the test says go, so that what is asked for meanwhile makes a group. */
typedef struct {
  GMutex lock;
  GCond cond;
  gboolean is_open;
} Gate;

static gboolean
wait_at_gate (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  Gate *gate = data;

  g_mutex_lock (&gate->lock);
  while (!gate->is_open)
    g_cond_wait (&gate->cond, &gate->lock);
  g_mutex_unlock (&gate->lock);
  return TRUE;
}

static void
open_gate (Gate *gate)
{
  g_mutex_lock (&gate->lock);
  gate->is_open = TRUE;
  g_cond_signal (&gate->cond);
  g_mutex_unlock (&gate->lock);
}

/* ---- tests ---- */

static void
test_what_is_written_is_read (Fixture *fixture, gconstpointer data)
{
  write_entry (fixture, 1, FALSE);
  wait_for_all (fixture);
  g_assert_cmpint (count_now (fixture->db), ==, 1);
  g_assert_cmpstr (fixture->order->str, ==, "pw"); /* told first, then answered */
  g_assert_cmpuint (fixture->published->len, ==, 1);
  g_assert_true (od_change_set_has (g_ptr_array_index (fixture->published, 0), OD_CHANGE_LIBRARY, 1));
}

static void
test_a_failed_write_leaves_nothing (Fixture *fixture, gconstpointer data)
{
  write_entry (fixture, 1, TRUE);
  wait_for_all (fixture);
  g_assert_cmpint (count_now (fixture->db), ==, 0);
  g_assert_cmpuint (fixture->published->len, ==, 0);
}

static void
test_one_bad_job_among_32 (Fixture *fixture, gconstpointer bad)
{
  Gate gate = { 0 };
  guint n_bad = GPOINTER_TO_UINT (bad), n_told = 0;

  od_db_write_async (fixture->db, wait_at_gate, &gate, NULL, NULL, NULL);
  for (guint i = 0; i < 32; i++)
    write_entry (fixture, i, i == n_bad);
  open_gate (&gate);
  wait_for_all (fixture);
  g_assert_cmpint (count_now (fixture->db), ==, 31);
  for (guint i = 0; i < fixture->published->len; i++)
    {
      guint n_ids;

      od_change_set_get (g_ptr_array_index (fixture->published, i), OD_CHANGE_LIBRARY, &n_ids);
      n_told += n_ids;
      g_assert_false (od_change_set_has (g_ptr_array_index (fixture->published, i), OD_CHANGE_LIBRARY, n_bad));
    }
  g_assert_cmpuint (n_told, ==, 31);
  g_assert_cmpuint (fixture->published->len, <, 31); /* in groups, merged */
}

static gboolean
count_syncs (gpointer data, sqlite3 *db, const char *name, int n_pages)
{
  ++*(guint *) data;
  return SQLITE_OK;
}

static gboolean
watch_commits (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  sqlite3_wal_hook (db, count_syncs, data);
  return TRUE;
}

static void
test_a_group_is_one_commit (Fixture *fixture, gconstpointer data)
{
  Gate gate = { 0 };
  guint n_commits = 0;

  g_assert_true (od_db_write_sync (fixture->db, watch_commits, &n_commits, NULL));
  n_commits = 0;
  od_db_write_async (fixture->db, wait_at_gate, &gate, NULL, NULL, NULL);
  for (guint i = 0; i < 8; i++)
    write_entry (fixture, i, FALSE);
  open_gate (&gate);
  wait_for_all (fixture);
  g_assert_cmpuint (n_commits, <=, 4); /* 8 unless the machine stalls over 8 ms in between */
}

/* A full disk: SQLite rolls the whole transaction back by itself. */
static gboolean
fill_disk (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  gboolean ok;

  od_db_exec (db, "PRAGMA max_page_count = 1", NULL); /* as many as there are */
  ok = od_stmt_run (db, error,
                    "INSERT INTO setting (key, value) VALUES ('big', zeroblob (1) || hex (zeroblob (4000000)))", "");
  od_db_exec (db, "PRAGMA max_page_count = 1073741823", NULL);
  g_assert_false (ok);
  if (od_stmt_run (db, NULL, "ROLLBACK", "")) /* as SQLite may do by itself */
    g_test_message ("rolled back by the test");
  return FALSE;
}

typedef struct {
  Fixture *fixture;
  guint n_failed;
} Failing;

static void
failed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Failing *failing = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_null (od_db_finish (OD_DB (source), result, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_STORE);
  failing->n_failed++;
}

static void
test_a_lost_transaction_fails_all_of_its_jobs (Fixture *fixture, gconstpointer data)
{
  Gate gate = { 0 };
  Failing failing = { fixture, 0 };
  gboolean is_freed = FALSE;
  Entry *entry = g_new0 (Entry, 1);

  entry->is_freed = &is_freed;
  g_snprintf (entry->key, sizeof entry->key, "77");
  od_db_write_async (fixture->db, wait_at_gate, &gate, NULL, NULL, NULL);
  od_db_write_async (fixture->db, insert, entry, entry_free, failed_cb, &failing);
  od_db_write_async (fixture->db, fill_disk, NULL, NULL, failed_cb, &failing);
  open_gate (&gate);
  while (failing.n_failed < 2)
    g_main_context_iteration (NULL, TRUE);
  while (!is_freed)
    g_main_context_iteration (NULL, TRUE); /* the data of a failed job is freed at home */
  g_assert_cmpint (count_now (fixture->db), ==, 0);
  g_assert_cmpuint (fixture->published->len, ==, 0);

  write_entry (fixture, 1, FALSE); /* and the next one works */
  wait_for_all (fixture);
  g_assert_cmpint (count_now (fixture->db), ==, 1);
}

static int
refuse_commit (gpointer data)
{
  return 1;
}

static gboolean
set_commit_hook (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  sqlite3_commit_hook (db, data != NULL ? refuse_commit : NULL, NULL);
  return TRUE;
}

static gboolean
insert_and_refuse (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  sqlite3_commit_hook (db, refuse_commit, NULL);
  return insert (db, changes, data, error);
}

static gboolean
allow_commit (sqlite3 *db, gpointer unused, GError **error)
{
  return TRUE;
}

static void
test_a_failed_commit_fails_all_of_its_jobs (Fixture *fixture, gconstpointer data)
{
  Failing failing = { fixture, 0 };
  Entry first = { .key = "1" }, second = { .key = "2" };
  Gate gate = { 0 };

  od_db_write_async (fixture->db, wait_at_gate, &gate, NULL, NULL, NULL);
  od_db_write_async (fixture->db, insert, &first, NULL, failed_cb, &failing);
  od_db_write_async (fixture->db, insert_and_refuse, &second, NULL, failed_cb, &failing);
  open_gate (&gate);
  while (failing.n_failed < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, allow_commit, NULL, NULL));
  g_assert_cmpint (count_now (fixture->db), ==, 0);
  g_assert_cmpuint (fixture->published->len, ==, 0);

  /* A transaction that only takes the hook away has nothing to commit, so nothing to refuse. */
  g_assert_true (od_db_write_sync (fixture->db, set_commit_hook, NULL, NULL));
  write_entry (fixture, 3, FALSE);
  wait_for_all (fixture);
  g_assert_cmpint (count_now (fixture->db), ==, 1);
}

static gboolean
write_in_reader (sqlite3 *db, gpointer data, GError **error)
{
  return od_stmt_run (db, error, "INSERT INTO setting (key, value) VALUES ('r', 'x')", "");
}

static void
test_a_reader_can_not_write (Fixture *fixture, gconstpointer data)
{
  for (guint reader = OD_DB_PAGES; reader <= OD_DB_SEARCH; reader++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (od_db_read_sync (fixture->db, reader, write_in_reader, NULL, &error));
      g_assert_error (error, OD_ERROR, OD_ERROR_STORE);
    }
}

/* Reads, lets the test write, reads again: one snapshot. */
typedef struct {
  Gate gate;
  gint64 before, after;
} Twice;

static gboolean
read_twice (sqlite3 *db, gpointer data, GError **error)
{
  Twice *twice = data;

  return count (db, &twice->before, error) && wait_at_gate (db, NULL, &twice->gate, error) &&
         count (db, &twice->after, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_assert_nonnull (od_db_finish (OD_DB (source), result, NULL));
  ((Fixture *) user_data)->n_pending--;
}

static void
test_a_read_is_one_snapshot (Fixture *fixture, gconstpointer data)
{
  Twice twice = { .before = -1, .after = -1 };

  fixture->n_pending = 1;
  od_db_read_async (fixture->db, OD_DB_SEARCH, read_twice, &twice, NULL, NULL, read_cb, fixture);
  write_entry (fixture, 1, FALSE);
  while (fixture->n_pending > 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (count_now (fixture->db), ==, 1); /* the other reader sees it */
  open_gate (&twice.gate);
  wait_for_all (fixture);
  g_assert_cmpint (twice.before, ==, twice.after);
}

static gboolean
read_for_ever (sqlite3 *db, gpointer data, GError **error)
{
  return od_stmt_run (db, error,
                      "WITH RECURSIVE n (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n", "");
}

static void
cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (od_db_finish (OD_DB (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  ((Fixture *) user_data)->n_pending--;
}

static void
test_a_cancelled_question_stops (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  fixture->n_pending = 1;
  od_db_read_async (fixture->db, OD_DB_SEARCH, read_for_ever, NULL, NULL, cancellable, cancelled_cb, fixture);
  g_assert_cmpint (count_now (fixture->db), ==, 0); /* the pages' reader isn't held up */
  g_cancellable_cancel (cancellable);
  wait_for_all (fixture);
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_SEARCH, count, &(gint64){ 0 }, NULL)); /* it works again */
}

static gpointer
write_elsewhere (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  Fixture mine = { .db = fixture->db, .order = g_string_new (NULL) };

  g_main_context_push_thread_default (context);
  for (guint i = 100; i < 200; i++)
    write_entry (&mine, i, FALSE);
  while (mine.n_tasks > 0) /* the last references come here, too */
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  g_assert_cmpuint (mine.order->len, ==, 100);
  g_string_free (mine.order, TRUE);
  return NULL;
}

static void
test_any_thread_writes_and_is_answered_at_home (Fixture *fixture, gconstpointer data)
{
  GThread *thread = g_thread_new ("test-writer", write_elsewhere, fixture);
  guint n_told = 0;

  g_thread_join (thread);
  while (n_told < 100)
    {
      g_main_context_iteration (NULL, TRUE); /* what changed comes here, where the store was opened */
      n_told = 0;
      for (guint i = 0; i < fixture->published->len; i++)
        {
          guint n_ids;

          od_change_set_get (g_ptr_array_index (fixture->published, i), OD_CHANGE_LIBRARY, &n_ids);
          n_told += n_ids;
        }
    }
  g_assert_cmpint (count_now (fixture->db), ==, 100);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (od_db_finish (OD_DB (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  ((Fixture *) user_data)->n_pending--;
}

static void
test_closing_finishes_what_is_queued (Fixture *fixture, gconstpointer data)
{
  gint64 n = 0;

  for (guint i = 0; i < 50; i++)
    write_entry (fixture, i, FALSE);
  od_db_close (fixture->db);
  fixture->n_pending += 2;
  od_db_write_async (fixture->db, wait_at_gate, NULL, NULL, closed_cb, fixture);
  od_db_read_async (fixture->db, OD_DB_PAGES, count, &n, NULL, NULL, closed_cb, fixture);
  wait_for_all (fixture);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->db);
  open_db (fixture);
  g_assert_cmpint (count_now (fixture->db), ==, 50);
}

static void
refused_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (od_db_finish (OD_DB (source), result, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_STORE);
  ((Fixture *) user_data)->n_pending--;
}

static void
test_read_only_beside_the_owner (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OdDb) guest = NULL;

  write_entry (fixture, 1, FALSE);
  wait_for_all (fixture);
  guest = od_db_open (fixture->path, OD_DB_READ_ONLY, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_now (guest), ==, 1);
  fixture->n_pending = 1;
  od_db_write_async (guest, wait_at_gate, NULL, NULL, refused_cb, fixture);
  wait_for_all (fixture);
  write_entry (fixture, 2, FALSE);
  wait_for_all (fixture);
  g_assert_cmpint (count_now (guest), ==, 2);
}

static gboolean
read_pragmas (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  static const struct {
    const char *sql;
    const char *value;
  } wanted[] = {
    { "PRAGMA journal_mode", "wal" },
    { "PRAGMA synchronous", "2" },
    { "PRAGMA foreign_keys", "1" },
    { "PRAGMA busy_timeout", "5000" },
  };
  g_autoptr (OdStmt) version = NULL;
  guint n_steps;

  od_migrate_get_steps (&n_steps);
  g_assert_true (od_stmt_get_row (db, NULL, "PRAGMA user_version", &version, ""));
  g_assert_cmpint (sqlite3_column_int (version, 0), ==, n_steps);

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autoptr (OdStmt) row = NULL;

      g_assert_true (od_stmt_get_row (db, NULL, wanted[i].sql, &row, ""));
      g_assert_cmpstr ((const char *) sqlite3_column_text (row, 0), ==, wanted[i].value);
    }
  return TRUE;
}

static void
test_pragmas (Fixture *fixture, gconstpointer data)
{
  g_assert_true (od_db_write_sync (fixture->db, read_pragmas, NULL, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, func) g_test_add ("/db/" path, Fixture, data, set_up, func, tear_down)
  ADD ("written-is-read", NULL, test_what_is_written_is_read);
  ADD ("failed-write", NULL, test_a_failed_write_leaves_nothing);
  ADD ("group/bad-first", GUINT_TO_POINTER (0), test_one_bad_job_among_32);
  ADD ("group/bad-second", GUINT_TO_POINTER (1), test_one_bad_job_among_32);
  ADD ("group/bad-last", GUINT_TO_POINTER (31), test_one_bad_job_among_32);
  ADD ("group/one-commit", NULL, test_a_group_is_one_commit);
  ADD ("group/lost", NULL, test_a_lost_transaction_fails_all_of_its_jobs);
  ADD ("group/commit-fails", NULL, test_a_failed_commit_fails_all_of_its_jobs);
  ADD ("reader/no-writing", NULL, test_a_reader_can_not_write);
  ADD ("reader/snapshot", NULL, test_a_read_is_one_snapshot);
  ADD ("reader/cancelled", NULL, test_a_cancelled_question_stops);
  ADD ("threads", NULL, test_any_thread_writes_and_is_answered_at_home);
  ADD ("closing", NULL, test_closing_finishes_what_is_queued);
  ADD ("read-only", NULL, test_read_only_beside_the_owner);
  ADD ("pragmas", NULL, test_pragmas);
#undef ADD
  return g_test_run ();
}
