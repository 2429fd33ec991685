/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"
#include "od-stmt.h"

static sqlite3 *
open_memory (gboolean is_cached)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  if (is_cached)
    od_stmt_cache_attach (db);
  g_assert_true (od_db_exec (db, "CREATE TABLE t (i INTEGER, t TEXT, b BLOB, d REAL) STRICT", NULL));
  return db;
}

static void
close_memory (sqlite3 *db)
{
  od_stmt_cache_detach (db);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK); /* not OK if a statement was left */
}

static void
test_every_type_comes_back (gconstpointer is_cached)
{
  sqlite3 *db = open_memory (GPOINTER_TO_INT (is_cached));
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a\0b", 3);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);

  for (guint i = 0; i < 3; i++)
    g_assert_true (
        od_stmt_run (db, NULL, "INSERT INTO t VALUES (?1, ?2, ?3, ?4)", "itbd", G_MAXINT64, "ёж", bytes, 0.5));
  g_assert_true (od_stmt_run (db, NULL, "INSERT INTO t VALUES (?1, ?2, ?3, ?4)", "ntbn", NULL, empty));
  {
    g_autoptr (OdStmt) row = NULL;
    g_autofree char *text = NULL;

    g_assert_true (od_stmt_get_row (db, NULL, "SELECT * FROM t WHERE i = ?1", &row, "i", G_MAXINT64));
    g_assert_nonnull (row);
    text = od_stmt_dup_text (row, 1);
    g_assert_cmpint (sqlite3_column_int64 (row, 0), ==, G_MAXINT64);
    g_assert_cmpstr (text, ==, "ёж");
    g_assert_cmpmem (sqlite3_column_blob (row, 2), sqlite3_column_bytes (row, 2), "a\0b", 3);
    g_assert_cmpfloat (sqlite3_column_double (row, 3), ==, 0.5);
  }
  {
    g_autoptr (OdStmt) row = NULL;
    g_autofree char *text = NULL;

    g_assert_true (od_stmt_get_row (db, NULL, "SELECT t, typeof (b), i FROM t WHERE i IS NULL", &row, ""));
    g_assert_nonnull (row);
    text = od_stmt_dup_text (row, 0);
    g_assert_null (text);
    g_assert_cmpstr ((const char *) sqlite3_column_text (row, 1), ==, "blob"); /* empty is not null */
  }
  close_memory (db);
}

static void
test_a_statement_is_kept (void)
{
  static const char sql[] = "SELECT count(*) FROM t WHERE i = ?1";
  sqlite3 *db = open_memory (TRUE);
  OdStmt *first = od_stmt_bind (db, NULL, sql, "i", G_GINT64_CONSTANT (1)), *again, *within;

  od_stmt_release (first);
  again = od_stmt_prepare (db, sql, NULL);
  g_assert_true (again == first);
  g_assert_true (od_stmt_step (again, NULL, NULL)); /* what was bound is forgotten */
  within = od_stmt_prepare (db, sql, NULL);         /* still in use: another one */
  g_assert_true (within != again);
  od_stmt_release (within);
  od_stmt_release (again);
  close_memory (db);
}

static void
test_another_text_at_the_same_address (void)
{
  sqlite3 *db = open_memory (TRUE);
  char sql[] = "SELECT 1";

  for (char digit = '1'; digit <= '3'; digit++)
    {
      g_autoptr (OdStmt) row = NULL;

      sql[7] = digit;
      g_assert_true (od_stmt_get_row (db, NULL, sql, &row, ""));
      g_assert_cmpint (sqlite3_column_int (row, 0), ==, digit - '0');
    }
  close_memory (db);
}

static void
test_built_texts_do_not_pile_up (void)
{
  sqlite3 *db = open_memory (TRUE);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  guint n_kept = 0;

  for (guint i = 0; i < 2000; i++)
    {
      g_ptr_array_add (texts, g_strdup_printf ("SELECT %u", i));
      g_assert_true (od_stmt_run (db, NULL, g_ptr_array_index (texts, i), ""));
    }
  for (sqlite3_stmt *stmt = sqlite3_next_stmt (db, NULL); stmt != NULL; stmt = sqlite3_next_stmt (db, stmt))
    n_kept++;
  g_assert_cmpuint (n_kept, <=, 512);
  close_memory (db);
}

static void
test_errors_have_sqlites_words_and_no_values (void)
{
  sqlite3 *db = open_memory (TRUE);
  g_autoptr (GError) wrong = NULL, constraint = NULL, inside = NULL;

  g_assert_true (od_db_exec (db, "CREATE UNIQUE INDEX u ON t (t)", NULL));
  g_assert_null (od_stmt_prepare (db, "SELECT absent FROM t", &wrong));
  g_assert_error (wrong, OD_ERROR, OD_ERROR_STORE);
  g_assert_nonnull (strstr (wrong->message, "no such column"));

  g_assert_true (od_stmt_run (db, NULL, "INSERT INTO t (t) VALUES (?1)", "t", "geheim"));
  g_assert_false (od_stmt_run (db, &constraint, "INSERT INTO t (t) VALUES (?1)", "t", "geheim"));
  g_assert_error (constraint, OD_ERROR, OD_ERROR_STORE);
  g_assert_nonnull (strstr (constraint->message, "UNIQUE"));
  g_assert_null (strstr (constraint->message, "geheim"));

  g_assert_true (od_db_exec (db, "CREATE VIRTUAL TABLE f USING fts5 (x)", NULL));
  g_assert_false (od_stmt_run (db, &inside, "SELECT * FROM f WHERE f MATCH ?1", "t", "geheim:"));
  g_assert_error (inside, OD_ERROR, OD_ERROR_STORE);
  g_assert_null (strstr (inside->message, "geheim"));
  close_memory (db);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/stmt/types/kept", GINT_TO_POINTER (TRUE), test_every_type_comes_back);
  g_test_add_data_func ("/stmt/types/not-kept", GINT_TO_POINTER (FALSE), test_every_type_comes_back);
  g_test_add_func ("/stmt/kept", test_a_statement_is_kept);
  g_test_add_func ("/stmt/same-address", test_another_text_at_the_same_address);
  g_test_add_func ("/stmt/built-texts", test_built_texts_do_not_pile_up);
  g_test_add_func ("/stmt/errors", test_errors_have_sqlites_words_and_no_values);
  return g_test_run ();
}
