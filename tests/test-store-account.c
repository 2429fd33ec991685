/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"
#include "od-import.h"
#include "od-store-account.h"
#include "od-store-erase.h"
#include "od-store-operator.h"
#include "od-write-fixture.h"
#include "store-fixture.h"

static OdAccountRow *
get_row (OdWriteFixture *fixture, gint64 id, OdAccountListJob **job)
{
  *job = g_new0 (OdAccountListJob, 1);
  (*job)->account_id = id;
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_account_list, *job, NULL));
  return (*job)->rows->len > 0 ? g_ptr_array_index ((*job)->rows, 0) : NULL;
}

static void
test_adding (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdAccountJob) same = od_account_job_new (0, "demo", "Shop", "{}", 1);
  g_autoptr (OdAccountJob) other = od_account_job_new (0, "webchat", "Shop", "{\"port\":8080}", 1);
  g_autoptr (OdAccountListJob) list = NULL, all = NULL;
  OdAccountRow *row;

  od_write_fixture_refuse (fixture, od_store_account_add, same, OD_ERROR, OD_ERROR_USAGE);
  od_write_fixture_write (fixture, od_store_account_add, other); /* the name counts within its channel */
  row = get_row (fixture, other->account_id, &list);
  g_assert_cmpstr (row->settings, ==, "{\"port\":8080}");
  g_assert_cmpint (row->state, ==, OD_ACCOUNT_OFFLINE);
  g_assert_true (row->is_enabled && !row->is_history_only);
  get_row (fixture, 0, &all);
  g_assert_cmpuint (all->rows->len, ==, 2);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(DISTINCT uid) FROM account"), ==, 2);
}

static void
test_removing_and_taking_over (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 conversation_id = od_write_fixture_receive (fixture, "c", "1", "question").conversation_id;
  g_autoptr (OdAccountJob) removal = od_account_job_new (fixture->account_id, NULL, NULL, NULL, 1);
  g_autoptr (OdAccountJob) again = od_account_job_new (0, "demo", "Shop", "{\"a\":1}", 1);
  g_autoptr (OdAccountListJob) list = NULL;
  g_autoptr (OdClaimJob) claim = NULL;

  od_write_fixture_run (fixture, "INSERT INTO cursor VALUES (1, 'offset', '5')");
  od_write_fixture_reply (fixture, conversation_id, "never sent");
  od_write_fixture_write (fixture, od_store_account_remove, removal);
  g_assert_true (get_row (fixture, fixture->account_id, &list)->is_history_only);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM message"), ==, 2); /* the history stays */
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT delivery FROM message WHERE direction = 2"), ==,
                   OD_DELIVERY_FAILED);
  claim = od_write_fixture_claim (fixture);
  g_assert_cmpuint (claim->claimed->len, ==, 0);
  od_write_fixture_refuse (fixture, od_store_account_set_enabled, removal, OD_ERROR, OD_ERROR_NOT_FOUND);

  od_write_fixture_write (fixture, od_store_account_add, again);
  g_assert_cmpint (again->account_id, ==, fixture->account_id);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM cursor"), ==, 0);
  g_assert_cmpint (od_write_fixture_receive (fixture, "c", "2", "more").conversation_id, ==, conversation_id);
}

static gint64
import (OdWriteFixture *fixture, GError **error)
{
  static const char text[] = "{\"format\":\"omnidesk\",\"version\":1}\n{\"type\":\"customer\",\"id\":\"c1\"}\n"
                             "{\"type\":\"conversation\",\"id\":\"k1\",\"customer\":\"c1\",\"channel\":\"demo\","
                             "\"account\":\"Shop\",\"created_at\":\"2026-03-08T14:05:09Z\"}\n";
  g_autofree char *path = g_build_filename (fixture->folder, "in.ndjson", NULL);
  g_autoptr (OdImportReport) report = NULL;
  StoreWait wait = { NULL };

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  od_import_async (fixture->db, path, fixture->files_dir, fixture->now_us, NULL, store_wait_cb, &wait);
  report = od_import_finish (fixture->db, store_wait (&wait), error);
  store_wait_clear (&wait);
  return report != NULL ? (gint64) report->n_stored : -1;
}

/* What goes takes with it whatever would be put there meanwhile: it is refused, and said so. */
static void
test_no_import_into_what_is_erased (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdAccountJob) removal = od_account_job_new (fixture->account_id, NULL, NULL, NULL, 1);
  g_autoptr (OdEraseJob) erasure = g_new0 (OdEraseJob, 1);
  g_autoptr (GError) error = NULL;

  od_write_fixture_receive (fixture, "c", "1", "question");
  od_write_fixture_write (fixture, od_store_account_remove, removal);
  erasure->account_id = fixture->account_id;
  erasure->operator_id = 1;
  erasure->now_us = fixture->now_us;
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_SEARCH, od_store_erase_prepare, erasure, NULL));
  od_write_fixture_write (fixture, od_store_erase_begin, erasure);
  g_assert_cmpint (import (fixture, &error), ==, -1);
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM conversation"), ==, 1);

  do
    od_write_fixture_write (fixture, od_store_erase_rows, erasure);
  while (erasure->has_more);
  g_assert_cmpint (import (fixture, &error), ==, 2); /* into a new one */
  g_assert_no_error (error);
}

/* Whose the account is outlasts whatever is done to it. */
static void
test_whose_it_is (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdAccountJob) first = od_account_job_new (fixture->account_id, NULL, NULL, "{\"a\":1}", 1);
  g_autoptr (OdAccountJob) found =
      od_account_job_new (fixture->account_id, NULL, NULL, "{\"a\":1,\"identity\":\"7\"}", 1);
  g_autoptr (OdAccountJob) edit = od_account_job_new (fixture->account_id, NULL, NULL, "{\"a\":2}", 1);
  g_autoptr (OdAccountJob) name = od_account_job_new (fixture->account_id, NULL, "Other", NULL, 1);
  g_autoptr (OdAccountJob) again = od_account_job_new (0, "demo", "Other", "{\"a\":3}", 1);
  g_autoptr (OdAccountListJob) none = NULL, edited = NULL, removed = NULL, taken = NULL;

  od_write_fixture_write (fixture, od_store_account_edit, first);
  g_assert_cmpstr (get_row (fixture, fixture->account_id, &none)->settings, ==, "{\"a\":1}");
  od_write_fixture_write (fixture, od_store_account_set_settings, found);
  od_write_fixture_write (fixture, od_store_account_edit, edit);
  od_write_fixture_write (fixture, od_store_account_edit, name);
  g_assert_cmpstr (get_row (fixture, fixture->account_id, &edited)->settings, ==, "{\"a\":2,\"identity\":\"7\"}");
  od_write_fixture_write (fixture, od_store_account_remove, edit);
  g_assert_cmpstr (get_row (fixture, fixture->account_id, &removed)->settings, ==, "{\"identity\":\"7\"}");
  od_write_fixture_write (fixture, od_store_account_add, again);
  g_assert_cmpint (again->account_id, ==, fixture->account_id);
  g_assert_cmpstr (get_row (fixture, fixture->account_id, &taken)->settings, ==, "{\"a\":3,\"identity\":\"7\"}");
}

static void
test_settings_and_pausing (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdAccountJob) job = od_account_job_new (fixture->account_id, NULL, NULL, "{\"port\":4711}", 1);
  g_autoptr (OdAccountJob) nowhere = od_account_job_new (99, NULL, NULL, "{}", 1);
  g_autoptr (OdAccountListJob) list = NULL;
  OdAccountRow *row;

  job->is_enabled = FALSE;
  od_write_fixture_write (fixture, od_store_account_set_settings, job);
  od_write_fixture_write (fixture, od_store_account_set_enabled, job);
  row = get_row (fixture, fixture->account_id, &list);
  g_assert_cmpstr (row->settings, ==, "{\"port\":4711}");
  g_assert_cmpint (row->state, ==, OD_ACCOUNT_PAUSED);
  od_write_fixture_refuse (fixture, od_store_account_set_settings, nowhere, OD_ERROR, OD_ERROR_NOT_FOUND);
  od_write_fixture_refuse (fixture, od_store_account_set_enabled, nowhere, OD_ERROR, OD_ERROR_NOT_FOUND);
  od_write_fixture_refuse (fixture, od_store_account_remove, nowhere, OD_ERROR, OD_ERROR_NOT_FOUND);
}

static void
test_the_trial (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdAccountJob) first = od_account_job_new (0, "webchat", "Trial", "{}", 1);
  g_autoptr (OdAccountJob) second = od_account_job_new (0, "webchat", "Trial", "{\"x\":1}", 1);
  g_autoptr (OdAccountJob) pause = NULL;

  od_write_fixture_write (fixture, od_store_account_ensure_trial, first);
  g_assert_true (first->is_new);
  pause = od_account_job_new (first->account_id, NULL, NULL, NULL, 1);
  pause->is_enabled = FALSE;
  od_write_fixture_write (fixture, od_store_account_set_enabled, pause);
  od_write_fixture_write (fixture, od_store_account_ensure_trial, second);
  g_assert_false (second->is_new);
  g_assert_cmpint (second->account_id, ==, first->account_id);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT is_enabled FROM account WHERE is_trial = 1"), ==, 1);
  od_write_fixture_write (fixture, od_store_account_remove, pause);
  od_write_fixture_write (fixture, od_store_account_ensure_trial, second); /* over the history of the first */
  g_assert_cmpint (second->account_id, ==, first->account_id);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT is_trial + is_enabled FROM account WHERE name = 'Trial'"), ==,
                   2);
}

static void
test_cursors (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdCursorJob) job = g_new0 (OdCursorJob, 1);

  job->account_id = fixture->account_id;
  job->name = g_strdup ("offset");
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_cursor_load, job, NULL));
  g_assert_null (job->value);
  od_write_fixture_run (fixture, "INSERT INTO cursor VALUES (1, 'offset', '5')");
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_cursor_load, job, NULL));
  g_assert_cmpstr (job->value, ==, "5");
}

static void
test_operators (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdOperatorJob again = { .name = (char *) "Somebody Else", .now_us = 1 };
  g_autoptr (OdOperatorJob) by_name = g_new0 (OdOperatorJob, 1), by_row = g_new0 (OdOperatorJob, 1);
  g_autoptr (GError) error = NULL;

  od_write_fixture_write (fixture, od_store_operator_ensure_first, &again); /* once made, it stays */
  by_name->name = g_strdup ("Op One");
  by_row->operator_id = 1;
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_operator_find, by_name, NULL));
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_operator_find, by_row, NULL));
  g_assert_cmpint (by_name->operator_id, ==, 1);
  g_assert_cmpstr (by_row->name, ==, "Op One");
  by_row->operator_id = 7;
  g_assert_false (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_operator_find, by_row, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
}

/* Each count says which index it goes by: without it SQLite refuses, the counts stay 0, and this fails. */
static void
test_work_is_counted (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 conversation_id = od_write_fixture_receive (fixture, "c", "1", "question").conversation_id;
  g_autoptr (OdAccountListJob) open = NULL, resolved = NULL;
  OdAccountRow *row;

  for (guint i = 0; i < 3; i++)
    od_write_fixture_reply (fixture, conversation_id, "answer");
  od_write_fixture_run (fixture, "UPDATE message SET delivery = 6 WHERE timeline_id ="
                                 " (SELECT min (timeline_id) FROM message WHERE direction = 2)");
  od_write_fixture_run (fixture, "UPDATE message SET delivery = 7 WHERE timeline_id ="
                                 " (SELECT max (timeline_id) FROM message WHERE direction = 2)");
  row = get_row (fixture, fixture->account_id, &open);
  g_assert_cmpuint (row->health.n_queued, ==, 3);
  g_assert_cmpuint (row->health.n_stuck, ==, 2);
  g_assert_cmpuint (row->health.n_unconfirmed, ==, 1);

  od_write_fixture_run (fixture, "UPDATE conversation SET status = 3"); /* nobody waits for them any more */
  row = get_row (fixture, fixture->account_id, &resolved);
  g_assert_cmpuint (row->health.n_stuck, ==, 0);
  g_assert_cmpuint (row->health.n_unconfirmed, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account/add", test_adding);
  g_test_add_func ("/account/remove", test_removing_and_taking_over);
  g_test_add_func ("/account/import", test_no_import_into_what_is_erased);
  g_test_add_func ("/account/whose-it-is", test_whose_it_is);
  g_test_add_func ("/account/settings", test_settings_and_pausing);
  g_test_add_func ("/account/trial", test_the_trial);
  g_test_add_func ("/account/cursor", test_cursors);
  g_test_add_func ("/account/work", test_work_is_counted);
  g_test_add_func ("/operator", test_operators);
  return g_test_run ();
}
