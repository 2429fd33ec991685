/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <glib/gstdio.h>

#include "od-stmt.h"
#include "od-temp-folder.h"

void
store_fixture_set_up (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  fixture->folder = od_temp_folder_new ();
  fixture->files_dir = g_build_filename (fixture->folder, "files", NULL);
  g_assert_cmpint (g_mkdir (fixture->files_dir, 0700), ==, 0);
  path = g_build_filename (fixture->folder, "store.db", NULL);
  fixture->db = od_db_open (path, OD_DB_READ_WRITE, &error);
  g_assert_no_error (error);
}

/* Also proves that nobody kept the store. */
void
store_fixture_tear_down (StoreFixture *fixture, gconstpointer data)
{
  od_db_close (fixture->db);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->db);
  g_free (fixture->files_dir);
  od_temp_folder_free (fixture->folder);
}

static gboolean
exec_cb (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_db_exec (db, data, error);
}

void
store_fixture_exec (StoreFixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;

  od_db_write_sync (fixture->db, exec_cb, (gpointer) sql, &error);
  g_assert_no_error (error);
}

typedef struct {
  const char *sql;
  char *text;
} Ask;

static gboolean
ask_cb (sqlite3 *db, gpointer data, GError **error)
{
  Ask *ask = data;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, ask->sql, &row, ""))
    return FALSE;
  ask->text = row != NULL ? od_stmt_dup_text (row, 0) : NULL;
  return TRUE;
}

/**
 * store_fixture_ask_text:
 *
 * Returns: (transfer full) (nullable): the first column of the first row
 */
char *
store_fixture_ask_text (StoreFixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  Ask ask = { sql, NULL };

  od_db_read_sync (fixture->db, OD_DB_PAGES, ask_cb, &ask, &error);
  g_assert_no_error (error);
  return ask.text;
}

gint64
store_fixture_ask_int (StoreFixture *fixture, const char *sql)
{
  g_autofree char *text = store_fixture_ask_text (fixture, sql);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

void
store_wait_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  StoreWait *wait = user_data;

  g_assert_null (wait->result);
  wait->result = g_object_ref (result);
}

/* Returns: (transfer none): the result, once it is there */
GAsyncResult *
store_wait (StoreWait *wait)
{
  while (wait->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return wait->result;
}

void
store_wait_clear (StoreWait *wait)
{
  g_clear_object (&wait->result);
}
