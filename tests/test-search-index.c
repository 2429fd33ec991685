/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-search-index.h"

#include "od-db.h"
#include "od-stmt.h"
#include "od-temp-folder.h"

typedef gboolean (*Body) (sqlite3 *db, GError **error);

static gboolean
run_cb (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return ((Body) data) (db, error);
}

static gboolean
check (sqlite3 *db, GError **error)
{
  return od_db_exec (db, "INSERT INTO fts (fts, rank) VALUES ('integrity-check', 1)", error) &&
         od_db_exec (db, "INSERT INTO fts_tri (fts_tri, rank) VALUES ('integrity-check', 1)", error);
}

/* Runs each as a write on one new store, with a look at the indexes after each (FTS5 checks only what is committed). */
static void
on_new_store (const Body *bodies, guint n_bodies)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "store.db", NULL);
  g_autoptr (GError) error = NULL;
  OdDb *db = od_db_open (path, OD_DB_READ_WRITE, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < n_bodies; i++)
    {
      od_db_write_sync (db, run_cb, bodies[i], &error);
      g_assert_no_error (error);
      od_db_write_sync (db, run_cb, check, &error);
      g_assert_no_error (error);
    }
  od_db_close (db);
  g_assert_finalize_object (db);
}

static gint64
ask (sqlite3 *db, const char *sql, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, &error, sql, "t", value);
  gboolean has_row = FALSE;

  g_assert_no_error (error);
  g_assert_true (od_stmt_step (stmt, &has_row, &error));
  g_assert_no_error (error);
  return has_row ? sqlite3_column_int64 (stmt, 0) : 0;
}

static gint64
find_word (sqlite3 *db, const char *word)
{
  return ask (db, "SELECT rowid FROM fts WHERE fts MATCH ?1", word);
}

static gint64
find_part (sqlite3 *db, const char *trigram)
{
  return ask (db, "SELECT rowid FROM fts_tri WHERE fts_tri MATCH ?1", trigram);
}

static gint64
n_docs (sqlite3 *db)
{
  return ask (db, "SELECT count(*) FROM search_doc WHERE ?1 <> ''", "x");
}

static gboolean
put (sqlite3 *db, GError **error)
{
  if (!od_search_index_put (db, OD_SEARCH_DOC_MESSAGE, 7, "Где мои Заказы №12345-A?", error))
    return FALSE;
  g_assert_cmpint (find_word (db, "заказ"), ==, 7);
  g_assert_cmpint (find_part (db, "\"5-a\""), ==, 7);
  g_assert_cmpint (find_word (db, "order"), ==, 0);
  return TRUE;
}

static gboolean
put_another (sqlite3 *db, GError **error)
{
  if (!od_search_index_put (db, OD_SEARCH_DOC_MESSAGE, 7, "Where are my orders?", error))
    return FALSE;
  g_assert_cmpint (find_word (db, "заказ"), ==, 0);
  g_assert_cmpint (find_part (db, "\"5-a\""), ==, 0);
  g_assert_cmpint (find_word (db, "order"), ==, 7);
  g_assert_cmpint (n_docs (db), ==, 1);
  return TRUE;
}

static gboolean
take_out_twice (sqlite3 *db, GError **error)
{
  if (!od_search_index_put (db, OD_SEARCH_DOC_MESSAGE, 7, "WHERE are my orders?", error) || /* folds alike */
      !od_search_index_remove (db, OD_SEARCH_DOC_MESSAGE, 7, error) ||
      !od_search_index_remove (db, OD_SEARCH_DOC_MESSAGE, 7, error))
    return FALSE;
  g_assert_cmpint (find_word (db, "order"), ==, 0);
  g_assert_cmpint (n_docs (db), ==, 0);
  return TRUE;
}

static void
test_put_find_remove (void)
{
  on_new_store ((Body[]){ put, put_another, take_out_twice, put }, 4);
}

static gboolean
blank_is_nothing (sqlite3 *db, GError **error)
{
  static const char *const blank[] = { NULL, "", " \n\t", "\u00A0" };

  for (guint i = 0; i < G_N_ELEMENTS (blank); i++)
    {
      if (!od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER, 1, "Мария", error) ||
          !od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER, 1, blank[i], error))
        return FALSE;
      g_assert_cmpint (n_docs (db), ==, 0);
    }
  return TRUE;
}

static void
test_blank_is_nothing (void)
{
  on_new_store ((Body[]){ blank_is_nothing }, 1);
}

static gboolean
kinds_stay_apart (sqlite3 *db, GError **error)
{
  for (OdSearchDocKind kind = OD_SEARCH_DOC_MESSAGE; kind <= OD_SEARCH_DOC_FILE; kind++)
    if (!od_search_index_put (db, kind, 1, "Анна", error))
      return FALSE;
  g_assert_cmpint (n_docs (db), ==, 5);
  if (!od_search_index_remove (db, OD_SEARCH_DOC_CUSTOMER, 1, error))
    return FALSE;
  g_assert_cmpint (n_docs (db), ==, 4);
  g_assert_cmpint (find_word (db, "анна"), ==, od_search_doc_id (OD_SEARCH_DOC_MESSAGE, 1));
  return TRUE;
}

static void
test_kinds_stay_apart (void)
{
  on_new_store ((Body[]){ kinds_stay_apart }, 1);
}

/* What waits is found when it is released, the last word counts, and what is dropped never was. */
static gboolean
hold (sqlite3 *db, GError **error)
{
  od_search_index_hold ();
  if (!od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER_NOTE, 1, "orders", error) ||
      !od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER, 1, "Oleg", error) ||
      !od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER, 1, "Maria", error) ||
      !od_search_index_put (db, OD_SEARCH_DOC_MESSAGE, 3, "hello", error) ||
      !od_search_index_remove (db, OD_SEARCH_DOC_MESSAGE, 3, error))
    return FALSE;
  g_assert_cmpint (n_docs (db), ==, 0);
  if (!od_search_index_release (db, error))
    return FALSE;
  g_assert_cmpint (n_docs (db), ==, 2);
  g_assert_cmpint (find_word (db, "maria"), ==, od_search_doc_id (OD_SEARCH_DOC_CUSTOMER, 1));
  g_assert_cmpint (find_word (db, "oleg"), ==, 0);
  g_assert_cmpint (find_word (db, "order"), ==, od_search_doc_id (OD_SEARCH_DOC_CUSTOMER_NOTE, 1));
  od_search_index_hold ();
  if (!od_search_index_put (db, OD_SEARCH_DOC_MESSAGE, 4, "dropped", error))
    return FALSE;
  od_search_index_drop ();
  g_assert_cmpint (n_docs (db), ==, 2);
  return od_search_index_put (db, OD_SEARCH_DOC_MESSAGE, 4, "at once", error) && find_word (db, "once") == 4;
}

static void
test_hold (void)
{
  static const Body bodies[] = { hold };

  on_new_store (bodies, G_N_ELEMENTS (bodies));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/search-index/put-find-remove", test_put_find_remove);
  g_test_add_func ("/search-index/blank-is-nothing", test_blank_is_nothing);
  g_test_add_func ("/search-index/kinds-stay-apart", test_kinds_stay_apart);
  g_test_add_func ("/search-index/hold", test_hold);

  return g_test_run ();
}
