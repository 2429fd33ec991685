/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "od-db.h"
#include "od-error.h"
#include "od-fts-tokenizer.h"
#include "od-migrate.h"
#include "od-stmt.h"
#include "od-temp-folder.h"

static const OdMigration steps[] = {
  { 1, "CREATE TABLE t (x INTEGER) STRICT; INSERT INTO t VALUES (7)" },
  { 2, "ALTER TABLE t ADD COLUMN y INTEGER; UPDATE t SET y = x + 1" },
  { 3, "CREATE TABLE u (z INTEGER) STRICT; INSERT INTO nowhere VALUES (1)" }, /* fails halfway */
};

static sqlite3 *
open_raw (const char *path)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  return db;
}

static gint64
ask (sqlite3 *db, const char *sql)
{
  g_autoptr (OdStmt) row = NULL;

  g_assert_true (od_stmt_get_row (db, NULL, sql, &row, ""));
  g_assert_nonnull (row);
  return sqlite3_column_int64 (row, 0);
}

static void
test_steps_follow_each_other_and_a_copy_is_made (void)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "store.db", NULL);
  g_autofree char *copy = g_strconcat (path, ".backup-v1", NULL);
  sqlite3 *db = open_raw (path), *old;
  GStatBuf info;

  g_assert_true (od_db_exec (db, "PRAGMA journal_mode = WAL", NULL));
  g_assert_true (od_migrate_run (db, path, steps, 1, NULL));
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));           /* there was nothing to lose */
  g_assert_true (od_db_exec (db, "INSERT INTO t VALUES (8)", NULL)); /* lies in the log only */
  g_assert_true (od_migrate_run (db, path, steps, 2, NULL));
  g_assert_cmpint (ask (db, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (ask (db, "SELECT sum(y) FROM t"), ==, 17);
  g_assert_cmpint (ask (db, "PRAGMA application_id"), ==, OD_MIGRATE_APPLICATION_ID);
  g_assert_true (od_migrate_run (db, path, steps, 2, NULL)); /* nothing to do */

  old = open_raw (copy);
  g_assert_cmpint (ask (old, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (ask (old, "SELECT sum(x) FROM t"), ==, 15);
  g_assert_cmpint (g_stat (copy, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  sqlite3_close (old);
  sqlite3_close (db);
}

static void
test_a_failing_step_leaves_the_step_before (void)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "store.db", NULL);
  g_autoptr (GError) error = NULL;
  sqlite3 *db = open_raw (path);

  g_assert_true (od_migrate_run (db, path, steps, 1, NULL));
  g_assert_false (od_migrate_run (db, path, steps, 3, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_STORE);
  g_assert_cmpint (ask (db, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (ask (db, "SELECT count(*) FROM sqlite_schema WHERE name = 'u'"), ==, 0);
  sqlite3_close (db);
}

static void
test_no_copy_no_migration (void)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "store.db", NULL);
  g_autofree char *copy = g_strconcat (path, ".backup-v1", NULL);
  g_autofree char *within = g_build_filename (copy, "x", NULL);
  g_autoptr (GError) error = NULL;
  sqlite3 *db = open_raw (path);

  g_assert_true (od_migrate_run (db, path, steps, 1, NULL));
  g_assert_cmpint (g_mkdir_with_parents (within, 0700), ==, 0); /* a folder stands where the copy would go */
  g_assert_false (od_migrate_run (db, path, steps, 2, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_STORE);
  g_assert_cmpint (ask (db, "PRAGMA user_version"), ==, 1);
  sqlite3_close (db);
}

static void
prepare_file (const char *path, const char *sql)
{
  sqlite3 *db = open_raw (path);

  g_assert_true (od_db_exec (db, sql, NULL));
  sqlite3_close (db);
}

static void
test_files_that_are_refused (void)
{
  static const struct {
    const char *why;
    const char *sql;
    OdDbMode mode;
    const char *words;
  } cases[] = {
    { "newer", "PRAGMA application_id = 0x4f6d6e69; PRAGMA user_version = 99; CREATE TABLE t (x)", OD_DB_READ_WRITE,
      "newer Omnidesk" },
    { "newer", "PRAGMA application_id = 0x4f6d6e69; PRAGMA user_version = 99; CREATE TABLE t (x)", OD_DB_READ_ONLY,
      "newer Omnidesk" },
    { "foreign", "CREATE TABLE t (x)", OD_DB_READ_WRITE, "another program" },
    { "foreign", "PRAGMA application_id = 1; PRAGMA user_version = 1", OD_DB_READ_ONLY, "another program" },
    { "empty, to be read", "PRAGMA user_version = 0", OD_DB_READ_ONLY, "Start the desk once" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
      g_autofree char *path = g_build_filename (folder, "store.db", NULL);
      g_autofree char *before = NULL, *after = NULL;
      g_autoptr (GError) error = NULL;
      gsize n_before, n_after;

      g_test_message ("%s", cases[i].why);
      prepare_file (path, cases[i].sql);
      g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));
      g_assert_null (od_db_open (path, cases[i].mode, &error));
      g_assert_error (error, OD_ERROR, OD_ERROR_STORE);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
      g_assert_cmpmem (before, n_before, after, n_after); /* not a byte of it was touched */
    }
}

static void
test_no_file_to_read (void)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "store.db", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "missing", "store.db", NULL);
  g_autoptr (GError) error = NULL, other = NULL;

  g_assert_null (od_db_open (path, OD_DB_READ_ONLY, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_null (od_db_open (nowhere, OD_DB_READ_WRITE, &other));
  g_assert_error (other, OD_ERROR, OD_ERROR_STORE);
}

static void
load_golden (const char *name, const char *path)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "data", "db", name, NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db = open_raw (path);

  g_assert_true (g_file_get_contents (file, &sql, NULL, NULL));
  g_assert_true (od_fts_tokenizer_register (db, NULL));
  od_db_exec (db, "BEGIN", NULL);
  od_db_exec (db, sql, &error);
  g_assert_no_error (error);
  od_db_exec (db, "COMMIT", NULL);
  sqlite3_close (db);
}

static gboolean
read_schema (sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT group_concat (type || ' ' || name || ' ' || coalesce (sql, ''), char (30))"
                        " FROM (SELECT * FROM sqlite_schema ORDER BY name)",
                        &row, ""))
    return FALSE;
  *(GStrv *) data = g_strsplit ((const char *) sqlite3_column_text (row, 0), "\x1e", -1);
  return TRUE;
}

static gboolean
check_contents (sqlite3 *db, gpointer data, GError **error)
{
  static const char *const questions[] = {
    "SELECT count(*) = 5 FROM message",
    "SELECT count(*) = 1 FROM message JOIN message_version ON message_id = timeline_id WHERE message.body <> ''",
    "SELECT count(*) = 1 FROM fts ('заказ OR order')",
    "SELECT count(*) = 1 FROM fts_tri ('234')",
    "SELECT count(*) = 0 FROM pragma_foreign_key_check",
  };

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_test_message ("%s", questions[i]);
      g_assert_cmpint (ask (db, questions[i]), ==, 1);
    }
  return TRUE;
}

/* Whoever changes the script of a version that was never released changes its dump likewise. */
static void
test_a_store_of_every_version_opens (void)
{
  static const char *const goldens[] = { "v1.sql", "v2.sql", "v3.sql", "v4.sql", "v5.sql" };
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autofree char *fresh_path = g_build_filename (folder, "fresh.db", NULL);
  g_auto (GStrv) fresh = NULL;
  g_autoptr (OdDb) empty = od_db_open (fresh_path, OD_DB_READ_WRITE, NULL);

  g_assert_true (od_db_read_sync (empty, OD_DB_PAGES, read_schema, &fresh, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (goldens); i++)
    {
      g_autofree char *path = g_build_filename (folder, goldens[i], NULL);
      g_auto (GStrv) schema = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (OdDb) db = NULL;

      load_golden (goldens[i], path);
      db = od_db_open (path, OD_DB_READ_WRITE, &error);
      g_assert_no_error (error);
      g_assert_true (od_db_read_sync (db, OD_DB_PAGES, read_schema, &schema, NULL));
      for (guint j = 0; schema[j] != NULL || fresh[j] != NULL; j++)
        g_assert_cmpstr (schema[j], ==, fresh[j]);
      g_assert_true (od_db_read_sync (db, OD_DB_PAGES, check_contents, NULL, NULL));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/migrate/steps", test_steps_follow_each_other_and_a_copy_is_made);
  g_test_add_func ("/migrate/failing-step", test_a_failing_step_leaves_the_step_before);
  g_test_add_func ("/migrate/no-copy", test_no_copy_no_migration);
  g_test_add_func ("/migrate/refused", test_files_that_are_refused);
  g_test_add_func ("/migrate/golden", test_a_store_of_every_version_opens);
  g_test_add_func ("/migrate/no-file", test_no_file_to_read);
  return g_test_run ();
}
