/* SPDX-License-Identifier: GPL-3.0-or-later */

/* After a person is erased none of their words stands in any file of the profile. */
#include "erase-fixture.h"
#include "od-blob.h"
#include "od-error.h"
#include "od-people-port.h"
#include "od-stmt.h"
#include "od-store-search-index.h"

/* What another customer has is all there. */
static void
check_others (EraseFixture *f)
{
  erase_fixture_check (f);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM customer"), ==, 1);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM message"), ==, 2);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM fts ('\"собака\"')"), ==, 1);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM fts_tri ('\"бак\"')"), ==, 1);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM search_doc"), ==,
                   4); /* two messages, an address, a file */
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM attachment"), ==, 1);
  {
    g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "a file that two people have", -1);
    g_autofree char *path = od_blob_get_path (od_profile_dir_get_files_path (f->engine.profile), sha256);

    g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  }
}

static gboolean
index_file (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_search_index_put (db, OD_SEARCH_DOC_FILE, 1, "a file", error);
}

static void
set_up (EraseFixture *f, gconstpointer data)
{
  g_autofree char *shared = NULL;

  erase_fixture_set_up (f, "demo");
  engine_fixture_receive (&f->engine, "other", "other:1", "собака");
  engine_fixture_receive (&f->engine, "other", "other:2", "кошка");
  shared = erase_fixture_store_file (f, "a file that two people have");
  erase_fixture_run (
      f,
      "INSERT INTO attachment (uid, message_id, position, name, mime, size_bytes, sha256) SELECT 'f_other',"
      " min (id), 0, 'n', 'text/plain', 14, '%s' FROM timeline",
      shared);
  g_assert_true (od_db_write_sync (od_engine_get_db (f->engine.engine), index_file, NULL, NULL));
}

static void
tear_down (EraseFixture *f, gconstpointer data)
{
  erase_fixture_tear_down (f);
}

static void
test_nothing_is_left (EraseFixture *f, gconstpointer data)
{
  gint64 first = erase_fixture_add_person (f), second = erase_fixture_add_person (f);
  OdPeoplePort *people = od_engine_get_people_port (f->engine.engine);
  OdPersonLink link = { .kept_id = first, .joined_id = second };
  g_autoptr (GAsyncResult) linked = NULL, again = NULL;
  g_autoptr (OdErasure) record = NULL;
  g_autoptr (GError) error = NULL;
  guint n_before;

  link.choices = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (link.choices, (gpointer) "name", (gpointer) erase_fixture_word (f));
  od_people_port_link_async (people, &link, NULL, engine_fixture_store_result_cb, &linked);
  wait_until (linked != NULL);
  g_assert_cmpint (od_people_port_link_finish (people, linked, &error), >, 0);
  g_assert_no_error (error);
  g_hash_table_unref (link.choices);

  n_before = erase_fixture_count_left (f);
  g_test_message ("%u of %u words are found before", n_before, f->words->len);
  g_assert_cmpuint (n_before, ==, f->words->len); /* so the test can fail */

  record = erase_fixture_erase (f, second, &error); /* any profile of the person */
  g_assert_no_error (error);
  g_assert_cmpuint (record->n_profiles, ==, 2);
  g_assert_cmpuint (record->n_conversations, ==, 2);
  g_assert_cmpuint (record->n_messages, ==, 2 * 131);
  g_assert_cmpuint (record->n_files, ==, 3);
  g_assert_cmpint (record->done_at_us, >, 0);
  g_assert_null (record->backups);
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0); /* while the store is open … */
  check_others (f);
  g_assert_null (erase_fixture_erase (f, first, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  engine_fixture_close (&f->engine);
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0); /* … and after */
  engine_fixture_open (&f->engine);
}

/* The program is gone in the middle: the next start goes on. */
static void
test_cut_off (EraseFixture *f, gconstpointer data)
{
  gint64 id = erase_fixture_add_person (f);
  OdErasePort *port = od_engine_get_erase_port (f->engine.engine);
  g_autoptr (GAsyncResult) result = NULL, loaded = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (OdErasure) none = NULL;

  od_erase_port_erase_async (port, id, NULL, engine_fixture_store_result_cb, &result);
  engine_fixture_settle (&f->engine); /* it has begun */
  od_clock_advance (f->engine.clock, G_USEC_PER_SEC / 100);
  engine_fixture_crash (&f->engine);
  wait_until (result != NULL);
  none = od_erase_port_erase_finish (OD_ERASE_PORT (g_async_result_get_source_object (result)), result, NULL);
  g_object_unref (g_async_result_get_source_object (result));
  g_object_unref (port);
  g_assert_null (none);

  while (erase_fixture_ask (f, "SELECT count (*) FROM erasure WHERE done_at_us > 0") == 0)
    erase_fixture_pass (f);
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0);
  check_others (f);
  port = od_engine_get_erase_port (f->engine.engine);
  od_erase_port_load_async (port, NULL, engine_fixture_store_result_cb, &loaded);
  wait_until (loaded != NULL);
  records = od_erase_port_load_finish (port, loaded, NULL);
  g_assert_cmpuint (records->len, ==, 1);
}

/* Copies of the store beside it are named if they hold the person. */
static void
test_backups (EraseFixture *f, gconstpointer data)
{
  g_autofree char *with = g_build_filename (f->engine.folder, "store.db.backup-v3", NULL);
  g_autofree char *without = g_build_filename (f->engine.folder, "store.db.backup-v2", NULL);
  OdErasePort *port = od_engine_get_erase_port (f->engine.engine);
  g_autoptr (GAsyncResult) measured = NULL;
  g_autoptr (OdErasure) erasure = NULL;
  gint64 id;

  {
    sqlite3 *db = NULL;

    g_assert_cmpint (sqlite3_open (without, &db), ==, SQLITE_OK);
    g_assert_true (
        od_db_exec (db, "CREATE TABLE customer (uid TEXT); CREATE TABLE account (id INTEGER, uid TEXT)", NULL));
    sqlite3_close (db);
  }
  id = erase_fixture_add_person (f);
  g_assert_true (g_file_set_contents (with, "not a store at all", -1, NULL)); /* nobody knows what it holds */
  od_erase_port_measure_async (port, id, NULL, engine_fixture_store_result_cb, &measured);
  wait_until (measured != NULL);
  erasure = od_erase_port_measure_finish (port, measured, NULL);
  g_assert_nonnull (erasure);
  g_assert_cmpuint (erasure->n_messages, ==, 131);
  g_assert_cmpstrv (erasure->backups, ((const char *const[]){ with, NULL }));
}

/* A receipt that came before the answer to its send is known by chat and message; chats may contain one another. */
static void
test_receipts_of_others_stay (EraseFixture *f, gconstpointer data)
{
  g_autoptr (OdErasure) record = NULL;
  g_autoptr (GError) error = NULL;
  gint64 customer;

  engine_fixture_receive (&f->engine, "123", "123:1", "hello");
  customer = erase_fixture_ask (f, "SELECT max (id) FROM customer");
  erase_fixture_run (
      f, "INSERT INTO receipt_early SELECT account_id, '%s', 4, 4102444800000000 FROM thread WHERE remote_id = '123'",
      "123:5");
  erase_fixture_run (
      f, "INSERT INTO receipt_early SELECT account_id, '%s', 4, 4102444800000000 FROM thread WHERE remote_id = '123'",
      "bot:123:6");
  erase_fixture_run (
      f, "INSERT INTO receipt_early SELECT account_id, '%s', 4, 4102444800000000 FROM thread WHERE remote_id = '123'",
      "91234:5");
  erase_fixture_run (
      f, "INSERT INTO receipt_early SELECT account_id, '%s', 4, 4102444800000000 FROM thread WHERE remote_id = '123'",
      "777:123");
  record = erase_fixture_erase (f, customer, &error);
  g_assert_no_error (error);
  g_assert_cmpint (
      erase_fixture_ask (f, "SELECT count (*) FROM receipt_early WHERE remote_id IN ('91234:5', '777:123')"), ==, 2);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM receipt_early"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/erase/nothing-is-left", EraseFixture, NULL, set_up, test_nothing_is_left, tear_down);
  g_test_add ("/erase/cut-off", EraseFixture, NULL, set_up, test_cut_off, tear_down);
  g_test_add ("/erase/receipts-of-others", EraseFixture, NULL, set_up, test_receipts_of_others_stay, tear_down);
  g_test_add ("/erase/backups", EraseFixture, NULL, set_up, test_backups, tear_down);
  return g_test_run ();
}
