/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-fixture.h"
#include "od-account-port.h"
#include "od-change-feed.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-presence.h"
#include "od-secrets.h"

static void
test_form_is_checked (EngineFixture *f, gconstpointer channel)
{
  static const struct {
    const char *channel, *name, *settings, *names;
  } bad[] = {
    { "smoke", "A", "{}", "smoke" },
    { "demo", "", "{}", "name" },
    { "demo", "A", "[]", "JSON" },
    { "demo", "A", "{\"script\":", "JSON" },
    { "demo", "A", "{\"script\":\"perhaps\"}", "perhaps" },
    { "demo", "A", "{\"colour\":\"red\"}", "colour" },
  };
  g_autoptr (GError) error = NULL;
  gint64 id;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_cmpint (engine_fixture_add_account (f, bad[i].channel, bad[i].name, bad[i].settings, &error), ==, -1);
      g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
      g_assert_nonnull (strstr (error->message, bad[i].names));
      g_clear_error (&error);
    }
  id = engine_fixture_add_account (f, "demo", "Магазин", "{\"script\":\"ok rate:7\"}", &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
}

static void
test_secrets_must_be_fields (EngineFixture *f, gconstpointer channel)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine);
  g_autoptr (GHashTable) secrets = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_hash_table_insert (secrets, (char *) "token", (char *) "hidden");
  od_account_port_add_async (port, "demo", "A", "{}", secrets, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_cmpint (od_account_port_add_finish (port, result, &error), ==, -1);
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "token"));
  g_assert_null (strstr (error->message, "hidden"));
}

static void
assert_state (EngineFixture *f, gint64 account_id, OdAccountState expected)
{
  g_autoptr (OdAccountRow) row = NULL;

  engine_fixture_settle (f);
  row = engine_fixture_get_account (f, account_id);
  g_assert_cmpstr (od_account_state_get_name (row->state), ==, od_account_state_get_name (expected));
  g_assert_true ((row->error != NULL) == (expected == OD_ACCOUNT_ERROR || expected == OD_ACCOUNT_AUTH));
}

static void
set_enabled (EngineFixture *f, gint64 account_id, gboolean is_enabled)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  od_account_port_set_enabled_async (port, account_id, is_enabled, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (od_account_port_set_enabled_finish (port, result, &error));
  engine_fixture_settle (f);
}

static void
test_paused_and_back (EngineFixture *f, gconstpointer channel)
{
  assert_state (f, f->account_id, OD_ACCOUNT_OK);
  set_enabled (f, f->account_id, FALSE);
  assert_state (f, f->account_id, OD_ACCOUNT_PAUSED);
  g_assert_cmpuint (od_demo_control_get_n_running (f->control), ==, 0);
  set_enabled (f, f->account_id, TRUE);
  assert_state (f, f->account_id, OD_ACCOUNT_OK);
  g_assert_cmpuint (od_demo_control_get_n_running (f->control), ==, 1);
  g_assert_cmpuint (od_demo_control_get_n_started (f->control), ==, 2);
}

static void
test_busy_is_tried_every_2_s (EngineFixture *f, gconstpointer channel)
{
  gint64 id;

  od_demo_control_push_start (f->control, OD_DEMO_BUSY);
  od_demo_control_push_start (f->control, OD_DEMO_BUSY);
  id = engine_fixture_add_account (f, "demo", "Shop", "{\"control\":\"test\"}", NULL);
  assert_state (f, id, OD_ACCOUNT_ERROR);
  engine_fixture_advance_s (f, OD_LIMIT_PORT_RETRY_S - 1);
  g_assert_cmpuint (od_demo_control_get_n_started (f->control), ==, 1);
  engine_fixture_advance_s (f, 1);
  g_assert_cmpuint (od_demo_control_get_n_started (f->control), ==, 2);
  assert_state (f, id, OD_ACCOUNT_ERROR);
  engine_fixture_advance_s (f, OD_LIMIT_PORT_RETRY_S);
  assert_state (f, id, OD_ACCOUNT_OK);
}

static void
test_start_fails (EngineFixture *f, gconstpointer channel)
{
  gint64 id;

  od_demo_control_push_start (f->control, OD_DEMO_TRANSIENT);
  id = engine_fixture_add_account (f, "demo", "Shop", "{\"control\":\"test\"}", NULL);
  assert_state (f, id, OD_ACCOUNT_ERROR);
  engine_fixture_advance_s (f, 2);
  assert_state (f, id, OD_ACCOUNT_OK);

  od_demo_control_push_start (f->control, OD_DEMO_AUTH);
  set_enabled (f, id, FALSE);
  set_enabled (f, id, TRUE);
  assert_state (f, id, OD_ACCOUNT_AUTH);
  engine_fixture_advance_s (f, 3600);
  assert_state (f, id, OD_ACCOUNT_AUTH); /* only its owner can help */
  set_enabled (f, id, TRUE);
  assert_state (f, id, OD_ACCOUNT_OK);
}

static void
test_broken_is_started_again (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (GError) error = g_error_new_literal (OD_ERROR, OD_ERROR_TRANSIENT, "Gone");

  od_demo_control_break (f->control, error);
  assert_state (f, f->account_id, OD_ACCOUNT_ERROR);
  engine_fixture_advance_s (f, 2);
  assert_state (f, f->account_id, OD_ACCOUNT_OK);
  g_assert_cmpuint (od_demo_control_get_n_running (f->control), ==, 1);
}

static void
test_removed (EngineFixture *f, gconstpointer channel)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (OdAccountRow) row = NULL;
  g_autoptr (GError) error = NULL;

  engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  od_account_port_remove_async (port, f->account_id, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (od_account_port_remove_finish (port, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (od_demo_control_get_n_running (f->control), ==, 0);
  row = engine_fixture_get_account (f, f->account_id);
  g_assert_true (row->is_history_only);

  /* The same channel and name takes it over. */
  g_assert_cmpint (engine_fixture_add_account (f, "demo", "Shop", "{\"control\":\"test\"}", &error), ==, f->account_id);
  g_assert_no_error (error);
  assert_state (f, f->account_id, OD_ACCOUNT_OK);
}

static void
store_secret (OdSecretsPort *secrets, gint64 account_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  od_secrets_port_store_async (secrets, account_id, "token", "hidden", NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  od_secrets_port_store_finish (secrets, result, &error);
  g_assert_no_error (error);
}

static gboolean
has_secret (OdSecretsPort *secrets, gint64 account_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *secret;

  od_secrets_port_lookup_async (secrets, account_id, "token", NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  secret = od_secrets_port_lookup_finish (secrets, result, &error);
  g_assert_no_error (error);
  if (secret == NULL)
    return FALSE;
  od_secret_free (secret);
  return TRUE;
}

static gboolean
remove_account (EngineFixture *f, GError **error)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;

  od_account_port_remove_async (port, f->account_id, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_account_port_remove_finish (port, result, error);
}

static void
test_removed_with_its_secrets (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (OdWorker) worker = od_worker_new ("test-secrets");
  g_autoptr (OdSecretsPort) secrets = od_secrets_new (g_getenv ("OMNIDESK_SECRETS"), f->folder, worker, NULL);
  g_autoptr (OdAccountRow) row = NULL;
  g_autoptr (GError) error = NULL;

  store_secret (secrets, f->account_id);
  engine_fixture_break_tables (f, TRUE);
  g_assert_false (remove_account (f, &error)); /* what was queued could not be given up */
  g_assert_error (error, OD_ERROR, OD_ERROR_STORE);
  g_clear_error (&error);
  engine_fixture_break_tables (f, FALSE);
  row = engine_fixture_get_account (f, f->account_id);
  g_assert_false (row->is_history_only);
  g_assert_true (has_secret (secrets, f->account_id)); /* it is needed: the account is still there, */
  assert_state (f, f->account_id, OD_ACCOUNT_OK);      /* and connected again */
  g_assert_cmpuint (od_demo_control_get_n_running (f->control), ==, 1);

  g_assert_true (remove_account (f, &error));
  g_assert_no_error (error);
  g_assert_false (has_secret (secrets, f->account_id));
  od_worker_stop (worker); /* it sends its last references home */
  engine_fixture_settle (f);
}

static void
test_settings_are_written_back (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (OdAccountRow) row = NULL;

  od_demo_control_change_settings (f->control, "{\"script\":\"ok\",\"control\":\"test\"}");
  engine_fixture_settle (f);
  row = engine_fixture_get_account (f, f->account_id);
  g_assert_nonnull (strstr (row->settings, "\"script\":\"ok\""));
  set_enabled (f, f->account_id, TRUE);
  g_assert_cmpuint (od_demo_control_get_n_started (f->control), ==, 1); /* no reason to start it again */
}

static gboolean
try_it (EngineFixture *f, gint64 account_id, GError **error)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *name = NULL;

  od_account_port_probe_async (port, &(OdAccountTry){ .account_id = account_id }, NULL, engine_fixture_store_result_cb,
                               &result);
  wait_until (result != NULL);
  name = od_account_port_probe_finish (port, result, error);
  return name != NULL;
}

static void
test_a_try (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (try_it (f, f->account_id, &error)); /* it is connected */
  set_enabled (f, f->account_id, FALSE);
  g_assert_true (try_it (f, f->account_id, &error));
  g_assert_cmpuint (od_demo_control_get_n_running (f->control), ==, 0); /* for a try only */
  od_demo_control_push_start (f->control, OD_DEMO_AUTH);
  g_assert_false (try_it (f, f->account_id, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_AUTH);
  g_clear_error (&error);
  g_assert_false (try_it (f, 4711, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
}

static void
test_poll_fails_and_goes_on (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (GPtrArray) rows = NULL;
  gint64 conversation;

  od_demo_control_push_poll (f->control, OD_DEMO_TRANSIENT, 0);
  assert_state (f, f->account_id, OD_ACCOUNT_ERROR);
  engine_fixture_advance_s (f, 2);
  conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  assert_state (f, f->account_id, OD_ACCOUNT_OK);
  od_demo_control_push_poll (f->control, OD_DEMO_RATE_LIMITED, 60000);
  engine_fixture_settle (f);
  od_demo_control_receive_text (f->control, "chat-1", "in-2", "Hello?");
  engine_fixture_advance_s (f, 59);
  rows = engine_fixture_load_thread (f, conversation);
  g_assert_cmpuint (rows->len, ==, 1);
  engine_fixture_advance_s (f, 1);
  g_clear_pointer (&rows, g_ptr_array_unref);
  rows = engine_fixture_load_thread (f, conversation);
  g_assert_cmpuint (rows->len, ==, 2);
}

static void
test_what_was_not_stored_comes_again (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (GPtrArray) rows = NULL;
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");

  engine_fixture_break_tables (f, TRUE);
  od_demo_control_receive_text (f->control, "chat-1", "in-2", "Again");
  assert_state (f, f->account_id, OD_ACCOUNT_ERROR);
  engine_fixture_break_tables (f, FALSE);
  engine_fixture_advance_s (f, 2);
  assert_state (f, f->account_id, OD_ACCOUNT_OK);
  rows = engine_fixture_load_thread (f, conversation);
  g_assert_cmpuint (rows->len, ==, 2);
}

static void
count_cb (OdChangeFeed *feed, OdChangeSet *changes, gpointer user_data)
{
  guint n;

  od_change_set_get (changes, OD_CHANGE_ACCOUNT, &n);
  *(guint *) user_data += n > 0;
}

static void
test_state_is_told (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (GError) error = g_error_new_literal (OD_ERROR, OD_ERROR_TRANSIENT, "Gone");
  guint n_told = 0;

  engine_fixture_advance_s (f, 10);
  g_signal_connect (od_engine_get_change_feed (f->engine), "changed", G_CALLBACK (count_cb), &n_told);
  od_demo_control_break (f->control, error);
  g_assert_cmpuint (n_told, ==, 1);
}

static char *
ensure_trial (EngineFixture *f, GError **error)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;

  od_account_port_ensure_trial_async (port, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_account_port_ensure_trial_finish (port, result, error);
}

static void
test_trial_is_made_once (EngineFixture *f, gconstpointer channel)
{
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  od_demo_control_set_url (f->control, "http://127.0.0.1:8080");
  first = ensure_trial (f, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, "http://127.0.0.1:8080/chat");
  again = ensure_trial (f, &error);
  g_assert_cmpstr (again, ==, first);
  g_assert_cmpuint (od_demo_control_get_n_started (f->control), ==, 1);
}

static void
test_trial_moves (EngineFixture *f, gconstpointer channel)
{
  g_autofree char *first = NULL;
  g_autofree char *moved = NULL;
  g_autoptr (OdAccountRow) row = NULL;
  g_autoptr (GError) error = NULL;

  od_demo_control_set_url (f->control, "http://127.0.0.1:8080");
  first = ensure_trial (f, &error);
  od_demo_control_change_settings (f->control, "{\"script\":\"\",\"control\":\"test\",\"port\":8080}");
  engine_fixture_close (f);

  od_demo_control_push_start (f->control, OD_DEMO_BUSY); /* somebody else has that port now */
  od_demo_control_push_start (f->control, OD_DEMO_BUSY);
  od_demo_control_set_url (f->control, "http://127.0.0.1:8081");
  engine_fixture_open (f);
  engine_fixture_settle (f);
  moved = ensure_trial (f, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (moved, ==, "http://127.0.0.1:8081/chat");
  row = engine_fixture_get_account (f, 1);
  g_assert_nonnull (strstr (row->settings, "\"port\":0"));
}

static void
test_trial_fails (EngineFixture *f, gconstpointer channel)
{
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  od_demo_control_push_start (f->control, OD_DEMO_REJECTED);
  g_assert_null (ensure_trial (f, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_REJECTED);

  g_clear_error (&error);
  od_demo_control_set_url (f->control, "http://127.0.0.1:8080");
  address = ensure_trial (f, &error); /* whoever presses it again wants to know how it is now */
  g_assert_no_error (error);
  g_assert_cmpstr (address, ==, "http://127.0.0.1:8080/chat");
}

static void
test_online (EngineFixture *f, gconstpointer channel)
{
  g_assert_cmpstr (od_demo_control_get_journal (f->control)->str, ==, "online 1\n");
  od_presence_set_is_idle (od_engine_get_presence (f->engine), TRUE);
  od_presence_set_is_locked (od_engine_get_presence (f->engine), TRUE);
  g_assert_cmpstr (od_demo_control_get_journal (f->control)->str, ==, "online 1\nonline 0\n");
}

#define ADD(path, channel, func)                                                                                       \
  g_test_add ("/accounts/" path, EngineFixture, channel, engine_fixture_set_up, func, engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("form", NULL, test_form_is_checked);
  ADD ("secrets", NULL, test_secrets_must_be_fields);
  ADD ("paused", "demo", test_paused_and_back);
  ADD ("busy", NULL, test_busy_is_tried_every_2_s);
  ADD ("fails", NULL, test_start_fails);
  ADD ("broken", "demo", test_broken_is_started_again);
  ADD ("removed", "demo", test_removed);
  ADD ("removed/secrets", "demo", test_removed_with_its_secrets);
  ADD ("settings", "demo", test_settings_are_written_back);
  ADD ("try", "demo", test_a_try);
  ADD ("poll", "demo", test_poll_fails_and_goes_on);
  ADD ("told", "demo", test_state_is_told);
  ADD ("trial", NULL, test_trial_is_made_once);
  ADD ("trial/moves", NULL, test_trial_moves);
  ADD ("trial/fails", NULL, test_trial_fails);
  ADD ("again", "demo", test_what_was_not_stored_comes_again);
  ADD ("online", "demo", test_online);
  return g_test_run ();
}
