/* SPDX-License-Identifier: GPL-3.0-or-later */

/* After the history of an account is erased nothing of it stands in any file of the profile; what others have stays. */
#include "erase-fixture.h"
#include "od-account-port.h"
#include "od-blob.h"
#include "od-error.h"
#include "od-stmt.h"

static void
set_up (EraseFixture *f, gconstpointer data)
{
  erase_fixture_set_up (f, "demo");
}

static void
tear_down (EraseFixture *f, gconstpointer data)
{
  erase_fixture_tear_down (f);
}

static void
remove_account (EraseFixture *f)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine.engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  od_account_port_remove_async (port, f->engine.account_id, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  od_account_port_remove_finish (port, result, &error);
  g_assert_no_error (error);
  engine_fixture_settle (&f->engine);
}

static OdErasure *
erase (EraseFixture *f, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_erase_port_erase_account_async (od_engine_get_erase_port (f->engine.engine), f->engine.account_id, NULL,
                                     engine_fixture_store_result_cb, &result);
  return erase_fixture_wait (f, &result, error);
}

static OdErasure *
measure (EraseFixture *f)
{
  OdErasePort *port = od_engine_get_erase_port (f->engine.engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  OdErasure *erasure;

  od_erase_port_measure_account_async (port, f->engine.account_id, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  erasure = od_erase_port_measure_finish (port, result, &error);
  g_assert_no_error (error);
  return erasure;
}

/* The account of somebody who also wrote elsewhere, of somebody who left an address, and of nobody. */
static void
add_others (EraseFixture *f)
{
  g_autofree char *shared = erase_fixture_store_file (f, "a file that two people have");

  engine_fixture_receive (&f->engine, "both", "both:1", "hello from here");
  engine_fixture_receive (&f->engine, "mail", "mail:1", "write me");
  erase_fixture_run (
      f,
      "INSERT INTO account (id, channel, name, created_at_us) VALUES (900, 'demo', 'Other', 1);"
      "INSERT INTO thread (id, account_id, remote_id) VALUES (900, 900, 'both');"
      "INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status, created_at_us, last_at_us)"
      " SELECT 900, 'u', 900, 900, customer_id, 1, 1, 1 FROM contact_point WHERE address = 'both';"
      "INSERT INTO timeline (id, conversation_id, at_us, kind) VALUES (90000, 900, 1, 1);"
      "INSERT INTO message (timeline_id, account_id, uid, direction, body) VALUES (90000, 900, 'm', 1, 'stays');"
      "INSERT INTO attachment (uid, message_id, position, name, mime, size_bytes, sha256) VALUES"
      " ('f_o', 90000, 0, 'n', 'text/plain', 14, '%s');"
      "INSERT INTO contact_point (customer_id, channel, scope, address) SELECT customer_id, 'email', '', 'a@b.example'"
      " FROM contact_point WHERE address = 'mail';"
      "INSERT INTO automatic_answer (uid, kind, accounts, is_on, body) VALUES ('one', 1, '[1]', 1, 'x'),"
      " ('two', 1, '[1, 900]', 1, 'x'), ('all', 1, '[]', 1, 'x')",
      shared);
}

static void
check_others (EraseFixture *f)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "a file that two people have", -1);
  g_autofree char *path = od_blob_get_path (od_profile_dir_get_files_path (f->engine.profile), sha256);

  erase_fixture_check (f);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM account"), ==, 1);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM customer"), ==, 2); /* of both, and with an address */
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM contact_point"), ==, 1);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM message"), ==, 1);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT is_on FROM automatic_answer WHERE uid = 'one'"), ==, 0);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT is_on FROM automatic_answer WHERE uid = 'two' AND accounts = '[900]'"),
                   ==, 1);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT is_on FROM automatic_answer WHERE uid = 'all'"), ==, 1);
}

/* A copy of the store as an older program would have left it. */
static char *
copy_store (EraseFixture *f)
{
  g_autofree char *from = g_build_filename (f->engine.folder, "store.db", NULL);
  char *to = g_build_filename (f->engine.folder, "store.db.backup-v5", NULL);
  g_autofree char *sql = g_strdup_printf ("VACUUM INTO '%s'", to);
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (from, &db), ==, SQLITE_OK);
  od_db_exec (db, sql, &error);
  g_assert_no_error (error);
  sqlite3_close (db);
  return to;
}

static void
test_nothing_is_left (EraseFixture *f, gconstpointer data)
{
  g_autoptr (OdErasure) would = NULL, record = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = NULL, *kept = NULL;
  const char *secrets = g_getenv ("OMNIDESK_SECRETS") + strlen ("file:");

  erase_fixture_add_person (f);
  erase_fixture_add_person (f);
  erase_fixture_run (f, "DELETE FROM contact_point WHERE channel = 'email'"); /* nothing else is known of them */
  add_others (f);
  copy = copy_store (f);
  g_assert_cmpuint (erase_fixture_count_left (f), ==, f->words->len); /* so the test can fail */

  g_assert_null (erase (f, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE); /* it is in use */
  g_clear_error (&error);
  would = measure (f);
  remove_account (f);
  g_assert_true (g_file_set_contents (secrets, "{\"1/token\":\"left behind\"}", -1, NULL)); /* not forgotten then */
  record = erase (f, &error);
  g_assert_no_error (error);
  g_assert_cmpint (record->account_id, ==, f->engine.account_id);
  g_assert_cmpuint (record->n_profiles, ==, 2);
  g_assert_cmpuint (record->n_contact_points, ==, 4);
  g_assert_cmpuint (record->n_conversations, ==, 4);
  g_assert_cmpuint (record->n_messages, ==, 2 * 131 + 2);
  g_assert_cmpuint (record->n_files, ==, 3);
  g_assert_cmpuint (would->n_messages, ==, record->n_messages);
  g_assert_cmpuint (would->n_profiles, ==, record->n_profiles);
  g_assert_cmpint (record->done_at_us, >, 0);
  g_assert_cmpstrv (record->rewritten, ((const char *const[]){ copy, NULL }));
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0); /* while the store is open … */
  check_others (f);
  g_assert_true (g_file_get_contents (secrets, &kept, NULL, NULL));
  g_assert_null (strstr (kept, "left behind"));
  g_assert_null (erase (f, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  engine_fixture_close (&f->engine);
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0); /* … and after */
  engine_fixture_open (&f->engine);
}

/* The program is gone in the middle: the next start goes on; meanwhile nobody takes over what goes. */
static void
test_cut_off (EraseFixture *f, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdErasePort) port = g_object_ref (od_engine_get_erase_port (f->engine.engine));
  g_autoptr (OdAccountRow) row = engine_fixture_get_account (&f->engine, f->engine.account_id);

  erase_fixture_add_person (f);
  erase_fixture_run (f, "DELETE FROM contact_point WHERE channel = 'email'");
  remove_account (f);
  od_erase_port_erase_account_async (port, f->engine.account_id, NULL, engine_fixture_store_result_cb, &result);
  engine_fixture_settle (&f->engine); /* it has begun */
  g_assert_cmpint (engine_fixture_add_account (&f->engine, "demo", row->name, "{\"control\":\"test\"}", &error), <=, 0);
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
  od_clock_advance (f->engine.clock, G_USEC_PER_SEC / 100);
  f->engine.account_id = 0; /* nothing runs after that */
  engine_fixture_crash (&f->engine);
  wait_until (result != NULL);
  g_assert_null (od_erase_port_erase_finish (port, result, NULL));
  while (erase_fixture_ask (f, "SELECT count (*) FROM erasure WHERE done_at_us > 0") == 0)
    erase_fixture_pass (f);
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0);
  erase_fixture_check (f);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM account"), ==, 0);
}

/* Linked profiles are one person: as long as one of them has something else, all stay. */
static void
test_linked (EraseFixture *f, gconstpointer data)
{
  g_autoptr (OdErasure) record = NULL;
  g_autoptr (GError) error = NULL;

  engine_fixture_receive (&f->engine, "one", "one:1", "first");
  engine_fixture_receive (&f->engine, "two", "two:1", "second");
  engine_fixture_receive (&f->engine, "three", "three:1", "third");
  erase_fixture_run (f, "UPDATE customer SET merged_into_id = 1 WHERE id = 2; INSERT INTO contact_point (customer_id,"
                        " channel, scope, address) VALUES (2, 'email', '', 'a@b.example')");
  remove_account (f);
  record = erase (f, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (record->n_profiles, ==, 1);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT group_concat (id, '') FROM customer"), ==, 12);
  erase_fixture_check (f);
}

/* What was about to be sent says why it was not; of what was on its way nobody knows. */
static void
test_operations_end_with_words (EraseFixture *f, gconstpointer data)
{
  gint64 k = engine_fixture_receive (&f->engine, "one", "one:1", "first"), flying, queued;
  g_autoptr (OdMessageRow) first = NULL, second = NULL;

  od_demo_control_push (f->engine.control, OD_DEMO_HANG, 0);
  flying = engine_fixture_reply (&f->engine, k, "on its way");
  queued = engine_fixture_reply (&f->engine, k, "behind it");
  g_assert_cmpint (engine_fixture_get_delivery (&f->engine, k, flying), ==, OD_DELIVERY_SENDING);
  g_assert_cmpint (engine_fixture_get_delivery (&f->engine, k, queued), ==, OD_DELIVERY_QUEUED);
  remove_account (f);
  engine_fixture_advance_s (&f->engine, 600);
  first = engine_fixture_get_message (&f->engine, k, flying);
  second = engine_fixture_get_message (&f->engine, k, queued);
  g_assert_cmpint (first->delivery, ==, OD_DELIVERY_UNCONFIRMED);
  g_assert_cmpint (second->delivery, ==, OD_DELIVERY_FAILED);
  g_assert_cmpstr (second->error, ==, OD_DELIVERY_ACCOUNT_REMOVED);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM operation WHERE state IN (1, 2, 8)"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/erase-account/nothing-is-left", EraseFixture, NULL, set_up, test_nothing_is_left, tear_down);
  g_test_add ("/erase-account/cut-off", EraseFixture, NULL, set_up, test_cut_off, tear_down);
  g_test_add ("/erase-account/linked", EraseFixture, NULL, set_up, test_linked, tear_down);
  g_test_add ("/erase-account/operations", EraseFixture, NULL, set_up, test_operations_end_with_words, tear_down);
  return g_test_run ();
}
