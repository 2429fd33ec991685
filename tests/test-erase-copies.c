/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Our own copies of the store are written anew without the person, or the record says which still hold them, and why. */
#include <glib/gstdio.h>

#include "erase-fixture.h"
#include "od-erase-copies.h"
#include "od-erase-service.h"
#include "od-fts-tokenizer.h"
#include "od-migrate.h"
#include "od-stmt.h"
#include "od-store-backup.h"
#include "od-store-erase.h"

static void
set_up (EraseFixture *f, gconstpointer channel)
{
  erase_fixture_set_up (f, channel);
  engine_fixture_receive (&f->engine, "other", "other:1", "собака");
}

static void
tear_down (EraseFixture *f, gconstpointer channel)
{
  erase_fixture_tear_down (f);
}

static gint64
add_person (EraseFixture *f)
{
  const char *chat = erase_fixture_word (f);

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *remote_id = g_strdup_printf ("%s:%u", chat, i);
      g_autofree char *body = g_strdup_printf ("%s %s", erase_fixture_word (f), erase_fixture_word (f));

      engine_fixture_receive (&f->engine, chat, remote_id, body);
    }
  erase_fixture_run (f, "UPDATE customer SET uid = '%s' WHERE id = (SELECT max (id) FROM customer)", "maria@example");
  return erase_fixture_ask (f, "SELECT max (id) FROM customer");
}

static char *
get_path (EraseFixture *f, const char *name)
{
  return g_build_filename (f->engine.folder, name, NULL);
}

static void
back_up (EraseFixture *f, const char *path)
{
  g_autoptr (GError) error = NULL;

  od_db_read_sync (od_engine_get_db (f->engine.engine), OD_DB_SEARCH, od_store_backup, (gpointer) path, &error);
  g_assert_no_error (error);
}

static void
run_in (const char *path, const char *sql)
{
  sqlite3 *db = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_true (od_fts_tokenizer_register (db, NULL));
  od_db_exec (db, sql, &error);
  g_assert_no_error (error);
  sqlite3_close (db);
}

static gint64
ask_in (const char *path, const char *sql)
{
  sqlite3 *db = NULL;
  g_autoptr (GError) error = NULL;
  gint64 number;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_true (od_fts_tokenizer_register (db, NULL));
  {
    g_autoptr (OdStmt) row = NULL;

    od_stmt_get_row (db, &error, sql, &row, "");
    g_assert_no_error (error);
    number = sqlite3_column_int64 (row, 0);
  }
  sqlite3_close (db);
  return number;
}

/* One made before, and one made while the erasure waits for a quiet moment is without the person anyway. */
static void
test_rewritten (EraseFixture *f, gconstpointer data)
{
  gint64 id = add_person (f);
  g_autofree char *path = get_path (f, "store.db.backup-v3"), *cut_off = get_path (f, "store.db.backup-v3.erasing");
  g_autoptr (OdErasure) record = NULL;
  g_autoptr (GError) error = NULL;

  back_up (f, path);
  g_assert_true (g_file_set_contents (cut_off, erase_fixture_word (f), -1, NULL));
  g_assert_cmpuint (erase_fixture_count_left (f), ==, f->words->len); /* so the test can fail */
  record = erase_fixture_erase (f, id, &error);
  g_assert_no_error (error);
  g_assert_null (record->backups);
  g_assert_cmpstrv (record->rewritten, ((const char *const[]){ path, NULL }));
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0);
  g_assert_false (g_file_test (cut_off, G_FILE_TEST_EXISTS));
  g_assert_cmpint (ask_in (path, "SELECT count (*) FROM customer"), ==, 1);
  g_assert_cmpint (ask_in (path, "SELECT count (*) FROM message WHERE body = 'собака'"), ==, 1);
  g_assert_cmpint (ask_in (path, "SELECT count (*) FROM fts ('\"собака\"')"), ==, 1);
  g_assert_cmpint (ask_in (path, "SELECT count (*) FROM pragma_foreign_key_check"), ==, 0);
  g_assert_cmpint (ask_in (path, "SELECT count (*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), ==, 0);
  g_assert_cmpint (ask_in (path, "SELECT count (*) FROM sqlite_schema WHERE name = 'erasure'"), ==, 1);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM erasure WHERE record LIKE '%maria%'"), ==, 0);
}

/* A copy that is made when the person is half gone. */
static void
test_made_meanwhile (EraseFixture *f, gconstpointer data)
{
  gint64 id = add_person (f);
  g_autofree char *path = get_path (f, "store.db.backup-v4");
  g_autoptr (OdErasure) none = NULL, record = NULL;

  erase_fixture_run (f, "CREATE TRIGGER broken BEFORE DELETE ON customer BEGIN SELECT RAISE (ABORT, 'full'); END");
  none = erase_fixture_erase (f, id, NULL);
  g_assert_null (none);
  erase_fixture_run (f, "DROP TRIGGER broken");
  back_up (f, path);
  record = erase_fixture_erase (f, id, NULL);
  g_assert_cmpstrv (record->rewritten, ((const char *const[]){ path, NULL }));
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0);
}

/* What operators named after the person is pointed out before and after, by number in the record. */
static void
test_mentions (EraseFixture *f, gconstpointer data)
{
  gint64 id = add_person (f);
  g_autoptr (OdErasure) record = NULL;
  g_autoptr (GError) error = NULL;

  erase_fixture_run (f, "UPDATE customer SET name = 'Мария Ёлкина' WHERE id = %" G_GINT64_FORMAT, id);
  erase_fixture_run (f, "INSERT INTO view (uid, name, query) VALUES ('v1', 'Hers', 'from:\"мария\"'),"
                        " ('v2', 'Others', 'from:Мариям')");
  erase_fixture_run (f,
                     "INSERT INTO macro (uid, name, steps) VALUES ('m1', 'для Елкиной', '[]'), ('m2', 'елкина', '[]')");
  erase_fixture_run (f, "INSERT INTO tag (name) VALUES ('vip')");
  record = erase_fixture_erase (f, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (record->mentions->len, ==, 2);
  g_assert_cmpstr (g_array_index (record->mentions, OdEraseMention, 0).name, ==, "Hers");
  g_assert_cmpint (g_array_index (record->mentions, OdEraseMention, 1).kind, ==, OD_ERASE_MENTION_MACRO);
  g_assert_cmpstr (g_array_index (record->mentions, OdEraseMention, 1).name, ==, "елкина");
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM erasure WHERE record LIKE '%%Hers%%'"), ==, 0);
}

/* A copy of an older version stays one of that version. */
static void
test_older (EraseFixture *f, gconstpointer data)
{
  gint64 id = add_person (f);
  g_autofree char *path = get_path (f, "store.db.backup-v1");
  g_autoptr (OdErasure) record = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sql = NULL;
  sqlite3 *db = NULL;
  guint n_steps;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_true (od_fts_tokenizer_register (db, NULL));
  g_assert_true (od_migrate_run (db, path, od_migrate_get_steps (&n_steps), 1, &error));
  g_assert_no_error (error);
  sqlite3_close (db);
  sql = g_strdup_printf (
      "INSERT INTO customer (id, uid, name, created_at_us) VALUES (7, 'maria@example', '%s', 1),"
      " (8, 'other', 'Boris', 1);"
      "INSERT INTO account (id, channel, name, created_at_us) VALUES (1, 'demo', 'Shop', 1);"
      "INSERT INTO thread (id, account_id, remote_id) VALUES (1, 1, '%s');"
      "INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status, created_at_us,"
      " last_at_us) VALUES (1, 'k', 1, 1, 7, 1, 1, 1);"
      "INSERT INTO timeline VALUES (1, 1, 1, 1);"
      "INSERT INTO message (timeline_id, account_id, uid, direction, body) VALUES (1, 1, 'm', 1, '%s')",
      erase_fixture_word (f), erase_fixture_word (f), erase_fixture_word (f));
  run_in (path, sql);
  g_assert_cmpuint (erase_fixture_count_left (f), ==, f->words->len);
  record = erase_fixture_erase (f, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstrv (record->rewritten, ((const char *const[]){ path, NULL }));
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0);
  g_assert_cmpint (ask_in (path, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (ask_in (path, "SELECT count (*) FROM customer WHERE id = 8"), ==, 1);
  g_assert_cmpint (ask_in (path, "SELECT count (*) FROM customer"), ==, 1);
  g_assert_cmpint (ask_in (path, "SELECT count (*) FROM sqlite_schema WHERE name = 'batch'"), ==, 0);
}

static OdErasure *
load_record (EraseFixture *f)
{
  OdErasePort *port = od_engine_get_erase_port (f->engine.engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) records = NULL;

  od_erase_port_load_async (port, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  records = od_erase_port_load_finish (port, result, NULL);
  return g_ptr_array_steal_index (records, 0);
}

static OdEraseReason
get_reason (const OdErasure *record, const char *path)
{
  for (guint i = 0; record->backups != NULL && record->backups[i] != NULL; i++)
    if (g_str_equal (record->backups[i], path))
      return g_array_index (record->reasons, OdEraseReason, i);
  g_assert_not_reached ();
}

/* What can't be written anew is named with the reason, and stays named until a later start could. */
static void
test_in_the_way (EraseFixture *f, gconstpointer data)
{
  gint64 id = add_person (f);
  g_autofree char *newer = get_path (f, "store.db.backup-v99"), *torn = get_path (f, "store.db.backup-v2");
  g_autofree char *later = get_path (f, "store.db.backup-v3"), *block = get_path (f, "store.db.backup-v3.erasing");
  g_autofree char *inside = g_build_filename (block, "inside", NULL);
  g_autoptr (OdErasure) record = NULL, again = NULL;
  g_autoptr (OdEraseJob) job = g_new0 (OdEraseJob, 1);
  g_autoptr (GError) error = NULL;

  back_up (f, newer);
  run_in (newer, "PRAGMA user_version = 99");
  back_up (f, later);
  g_assert_true (g_file_set_contents (torn, "not a store at all", -1, NULL));
  g_assert_cmpint (g_mkdir_with_parents (inside, 0700), ==, 0); /* the new one can't be made there */
  record = erase_fixture_erase (f, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (record->done_at_us, >, 0);
  g_assert_cmpint (get_reason (record, newer), ==, OD_ERASE_REASON_NEWER);
  g_assert_cmpint (get_reason (record, torn), ==, OD_ERASE_REASON_UNREADABLE);
  g_assert_cmpint (get_reason (record, later), ==, OD_ERASE_REASON_FAILED);
  g_assert_cmpint (ask_in (later, "SELECT count (*) FROM customer"), ==, 2); /* as it was */

  g_rmdir (inside);
  g_rmdir (block);
  g_unlink (torn);
  engine_fixture_close (&f->engine);
  engine_fixture_open (&f->engine);
  while (erase_fixture_ask (f, "SELECT json_array_length (record, '$.rewritten') FROM erasure") == 0)
    erase_fixture_pass (f);
  again = load_record (f);
  g_assert_cmpint (again->done_at_us, ==, record->done_at_us);
  g_assert_cmpint (get_reason (again, newer), ==, OD_ERASE_REASON_NEWER);
  g_assert_cmpuint (g_strv_length (again->backups), ==, 1);
  g_assert_cmpstrv (again->missing, ((const char *const[]){ torn, NULL }));
  g_assert_cmpstrv (again->rewritten, ((const char *const[]){ later, NULL }));
  g_assert_cmpint (ask_in (later, "SELECT count (*) FROM customer"), ==, 1);

  g_unlink (newer); /* with the last one gone it is settled: a later start does not look again */
  engine_fixture_close (&f->engine);
  engine_fixture_open (&f->engine);
  while (erase_fixture_ask (f, "SELECT json_array_length (record, '$.missing') FROM erasure") < 2)
    erase_fixture_pass (f);
  g_assert_true (
      od_db_read_sync (od_engine_get_db (f->engine.engine), OD_DB_PAGES, od_store_erase_find_unfinished, job, NULL));
  g_assert_cmpuint (job->found->len, ==, 0);
}

/* The end of the program in the middle: the copy is as it was. */
static void
test_cancelled (EraseFixture *f, gconstpointer data)
{
  g_autofree char *path = get_path (f, "store.db.backup-v3");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (OdEraseCopiesJob) job = g_new0 (OdEraseCopiesJob, 1);
  g_autoptr (GError) error = NULL;
  char *keys[] = { od_erase_copies_key ("maria@example"), NULL };

  add_person (f);
  back_up (f, path);
  job->store_path = get_path (f, "store.db");
  job->keys = g_strdupv (keys);
  g_cancellable_cancel (cancellable);
  g_assert_false (od_erase_copies_run (job, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (ask_in (path, "SELECT count (*) FROM customer"), ==, 2);
  g_free (keys[0]);
}

/* An end of the program while a copy is being written anew, which would take for ever: that is cut off, whoever waits for
 * any erasure is told, and the next start goes on. */
static void
test_stopped (EraseFixture *f, gconstpointer data)
{
  gint64 id = add_person (f);
  g_autofree char *path = get_path (f, "store.db.backup-v3"), *unfinished = get_path (f, "store.db.backup-v3.erasing");
  g_autoptr (OdErasePort) port = g_object_ref (od_engine_get_erase_port (f->engine.engine));
  g_autoptr (GAsyncResult) result = NULL, other = NULL;
  g_autoptr (GError) error = NULL;
  OdEraseState state;
  gpointer gone;

  back_up (f, path);
  run_in (path,
          "CREATE VIEW endless AS WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c;"
          "CREATE TRIGGER slow BEFORE DELETE ON customer BEGIN SELECT count (*) FROM endless; END");
  od_erase_port_erase_async (port, id, NULL, engine_fixture_store_result_cb, &result);
  while (!g_file_test (unfinished, G_FILE_TEST_EXISTS))
    erase_fixture_pass (f);
  od_erase_port_erase_async (port, 1, NULL, engine_fixture_store_result_cb, &other); /* waits for its turn */
  wait_until (od_erase_port_get_state (port, 1, 0, &state));
  g_assert_true (result == NULL && other == NULL);
  engine_fixture_close (&f->engine);
  wait_until (result != NULL && other != NULL);
  g_assert_null (od_erase_port_erase_finish (port, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_null (od_erase_port_erase_finish (port, other, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_object (&result);
  g_clear_object (&other);
  gone = port;
  g_object_add_weak_pointer (gone, &gone);
  g_object_unref (g_steal_pointer (&port));
  wait_until (gone == NULL); /* the thread's own reference may still be on its way home */
  g_assert_false (g_file_test (unfinished, G_FILE_TEST_EXISTS));
  g_assert_cmpint (ask_in (path, "SELECT count (*) FROM customer"), ==, 2);

  run_in (path, "DROP TRIGGER slow");
  engine_fixture_open (&f->engine);
  while (erase_fixture_ask (f, "SELECT count (*) FROM erasure WHERE done_at_us > 0") < 2)
    erase_fixture_pass (f);
  g_assert_cmpint (ask_in (path, "SELECT count (*) FROM customer"), ==, 0);
}

/* An end of the program while the last write of one erasure is under way: the caller of another one is told. */
static void
test_stopped_at_finish (EraseFixture *f, gconstpointer data)
{
  gint64 id = add_person (f);
  OdErasePort *port = od_engine_get_erase_port (f->engine.engine);
  g_autoptr (GAsyncResult) result = NULL, other = NULL;
  g_autoptr (OdErasure) record = NULL;
  g_autoptr (GError) error = NULL;
  OdEraseState state;

  od_erase_port_erase_async (port, id, NULL, engine_fixture_store_result_cb, &result);
  while (!od_erase_port_get_state (port, id, 0, &state) || state.step != OD_ERASE_COPIES)
    erase_fixture_pass (f);
  od_erase_port_erase_async (port, 1, NULL, engine_fixture_store_result_cb, &other);
  wait_until (od_erase_port_get_state (port, 1, 0, &state));
  while (od_erase_port_get_state (port, id, 0, &state) && state.step != OD_ERASE_FINISH)
    {
      od_clock_advance (f->engine.clock, G_USEC_PER_SEC / 100);
      g_main_context_iteration (NULL, FALSE);
    }
  od_clock_advance (f->engine.clock, 1); /* it is on its way to the writer */
  g_assert_true (result == NULL && other == NULL);
  od_erase_service_stop (OD_ERASE_SERVICE (port));
  wait_until (result != NULL && other != NULL);
  record = od_erase_port_erase_finish (port, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (record->done_at_us, >, 0);
  g_assert_null (od_erase_port_erase_finish (port, other, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_false (od_erase_port_get_state (port, 1, 0, &state));
}

static void
add_log (const char *path, const char *sql)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
}

/* Nothing is left beside a copy that was looked at; and what lay in its log is in the copy before anything else. */
static void
test_beside (EraseFixture *f, gconstpointer data)
{
  gint64 id = add_person (f);
  g_autofree char *path = get_path (f, "store.db.backup-v3"), *other = get_path (f, "store.db.backup-v4");
  g_autofree char *log = g_strconcat (path, "-wal", NULL), *shared = g_strconcat (path, "-shm", NULL);
  g_autofree char *other_log = g_strconcat (other, "-wal", NULL), *other_shared = g_strconcat (other, "-shm", NULL);
  g_auto (GStrv) found = NULL;
  g_autoptr (OdErasure) record = NULL;
  g_autoptr (GError) error = NULL;
  char *keys[] = { od_erase_copies_key ("maria@example"), NULL };
  g_autofree char *store = get_path (f, "store.db"), *bytes = NULL, *alone = get_path (f, "alone.db");
  gsize len;

  back_up (f, path);
  back_up (f, other);
  found = od_erase_copies_find (store, (const char *const *) keys);
  g_assert_cmpuint (g_strv_length (found), ==, 2);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS) || g_file_test (shared, G_FILE_TEST_EXISTS));

  add_log (path, "CREATE TRIGGER broken BEFORE DELETE ON customer BEGIN SELECT RAISE (ABORT, 'full'); END;"
                 "INSERT INTO setting (key, value) VALUES ('logged', 7)");
  record = erase_fixture_erase (f, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_reason (record, path), ==, OD_ERASE_REASON_FAILED);
  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL)); /* without what lies beside it */
  g_assert_true (g_file_set_contents (alone, bytes, (gssize) len, NULL));
  g_assert_cmpint (ask_in (alone, "SELECT count (*) FROM setting WHERE key = 'logged'"), ==, 1);
  g_assert_cmpint (ask_in (path, "SELECT count (*) FROM customer"), ==, 2);
  g_assert_cmpstrv (record->rewritten, ((const char *const[]){ other, NULL }));
  g_assert_false (g_file_test (other_log, G_FILE_TEST_EXISTS) || g_file_test (other_shared, G_FILE_TEST_EXISTS));
  g_free (keys[0]);
}

/* Copies are opened on a reading thread, not on the writer, which takes what was found; unless the person is more profiles
 * by then. */
static void
test_prepared (EraseFixture *f, gconstpointer data)
{
  OdDb *db = od_engine_get_db (f->engine.engine);
  gint64 id = add_person (f);
  g_autofree char *path = get_path (f, "store.db.backup-v3");
  g_autoptr (OdEraseJob) job = g_new0 (OdEraseJob, 1), more = g_new0 (OdEraseJob, 1);
  g_autoptr (GError) error = NULL;

  back_up (f, path);
  job->customer_id = more->customer_id = id;
  job->store_path = get_path (f, "store.db");
  g_assert_true (od_db_read_sync (db, OD_DB_SEARCH, od_store_erase_prepare, job, &error));
  g_assert_true (od_db_read_sync (db, OD_DB_SEARCH, od_store_erase_prepare, more, &error));
  g_assert_cmpstrv (job->erasure->backups, ((const char *const[]){ path, NULL }));
  g_unlink (path);
  g_assert_true (od_db_write_sync (db, od_store_erase_begin, job, &error));
  g_assert_cmpint (erase_fixture_ask (f, "SELECT json_array_length (record, '$.backups') FROM erasure"), ==, 1);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT record ->> '$.messages' FROM erasure"), ==, 60);

  erase_fixture_run (f, "DELETE FROM erasure; UPDATE customer SET merged_into_id = %" G_GINT64_FORMAT " WHERE id = 1",
                     id);
  g_assert_true (od_db_write_sync (db, od_store_erase_begin, more, &error));
  g_assert_cmpint (erase_fixture_ask (f, "SELECT json_array_length (record, '$.customers') FROM erasure"), ==, 2);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT json_array_length (record, '$.keys') FROM erasure"), ==, 2);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT record ->> '$.messages' FROM erasure"), ==, 61);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/erase/copies/" name, EraseFixture, "demo", set_up, func, tear_down)
  ADD ("rewritten", test_rewritten);
  ADD ("made-meanwhile", test_made_meanwhile);
  ADD ("mentions", test_mentions);
  ADD ("older", test_older);
  ADD ("in-the-way", test_in_the_way);
  ADD ("cancelled", test_cancelled);
  ADD ("beside", test_beside);
  ADD ("prepared", test_prepared);
  ADD ("stopped", test_stopped);
  ADD ("stopped-at-finish", test_stopped_at_finish);
#undef ADD
  return g_test_run ();
}
