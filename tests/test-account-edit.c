/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-fixture.h"
#include "od-account-port.h"
#include "od-account-trouble.h"
#include "od-db.h"
#include "od-error.h"
#include "od-secrets.h"
#include "od-stmt.h"

#define CONTROL "{\"control\":\"test\"}"

/* What is typed, as a form hands it over. */
static GHashTable *
make_secrets (const char *token)
{
  GHashTable *secrets = g_hash_table_new (g_str_hash, g_str_equal);

  if (token != NULL)
    g_hash_table_insert (secrets, (char *) "token", (char *) token);
  return secrets;
}

static gint64
add (EngineFixture *f, const char *channel, const char *name, const char *token)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine);
  g_autoptr (GHashTable) secrets = make_secrets (token);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  od_account_port_add_async (port, channel, name, CONTROL, secrets, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  id = od_account_port_add_finish (port, result, &error);
  g_assert_no_error (error);
  engine_fixture_settle (f);
  return id;
}

static gboolean
edit (EngineFixture *f, gint64 id, const char *name, const char *settings, const char *token, GError **error)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine);
  g_autoptr (GHashTable) secrets = make_secrets (token);
  g_autoptr (GAsyncResult) result = NULL;
  gboolean ok;

  od_account_port_edit_async (port, id, name, settings, secrets, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  ok = od_account_port_edit_finish (port, result, error);
  engine_fixture_settle (f);
  return ok;
}

static char *
probe (EngineFixture *f, gint64 id, const char *channel, const char *settings, const char *token, GError **error)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine);
  g_autoptr (GHashTable) secrets = make_secrets (token);
  OdAccountTry what = { .account_id = id, .channel = channel, .settings = settings, .secrets = secrets };
  g_autoptr (GAsyncResult) result = NULL;
  char *name;

  od_account_port_probe_async (port, &what, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  name = od_account_port_probe_finish (port, result, error);
  engine_fixture_settle (f);
  return name;
}

/* Secrets are looked for on another thread: it comes to that, sooner or later. */
static void
assert_state (EngineFixture *f, gint64 id, OdAccountState expected)
{
  OdAccountState state;

  do
    {
      g_autoptr (OdAccountRow) row = engine_fixture_get_account (f, id);

      state = row->state;
      g_main_context_iteration (NULL, FALSE);
    }
  while (state != expected);
}

/* The file that tests keep secrets in; each access reads it anew. */
static char *
read_secrets (void)
{
  g_autofree char *text = NULL;

  g_file_get_contents (g_getenv ("OMNIDESK_SECRETS") + strlen ("file:"), &text, NULL, NULL);
  return g_steal_pointer (&text);
}

static void
write_secrets (const char *text)
{
  g_assert_true (g_file_set_contents (g_getenv ("OMNIDESK_SECRETS") + strlen ("file:"), text, -1, NULL));
}

static gboolean
run_sql (sqlite3 *db, OdChangeSet *changes, gpointer sql, GError **error)
{
  return od_db_exec (db, sql, error);
}

static void
write_sql (EngineFixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;

  od_db_write_sync (od_engine_get_db (f->engine), run_sql, (gpointer) sql, &error);
  g_assert_no_error (error);
}

/* ---- editing ---- */

static void
test_name_alone_disturbs_nobody (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (OdAccountRow) row = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (edit (f, f->account_id, "Лавка", NULL, NULL, &error));
  g_assert_no_error (error);
  row = engine_fixture_get_account (f, f->account_id);
  g_assert_cmpstr (row->name, ==, "Лавка");
  g_assert_cmpuint (od_demo_control_get_n_started (f->control), ==, 1);
  g_assert_true (edit (f, f->account_id, NULL, row->settings, NULL, &error)); /* nothing is new */
  g_assert_cmpuint (od_demo_control_get_n_started (f->control), ==, 1);
}

static void
test_settings_connect_anew (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (OdAccountRow) row = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (edit (f, f->account_id, NULL, "{\"control\":\"test\",\"script\":\"ok\"}", NULL, &error));
  g_assert_no_error (error);
  row = engine_fixture_get_account (f, f->account_id);
  g_assert_nonnull (strstr (row->settings, "\"script\":\"ok\""));
  g_assert_cmpuint (od_demo_control_get_n_started (f->control), ==, 2);
  g_assert_cmpuint (od_demo_control_get_n_running (f->control), ==, 1);
  assert_state (f, f->account_id, OD_ACCOUNT_OK);
}

static void
test_wrong_edits_change_nothing (EngineFixture *f, gconstpointer channel)
{
  static const struct {
    const char *name, *settings, *token, *names;
  } bad[] = {
    { "", NULL, NULL, "name" },
    { "Other", NULL, NULL, "name" },
    { NULL, "{\"script\":\"perhaps\"}", NULL, "perhaps" },
    { NULL, "{\"colour\":\"red\"}", NULL, "colour" },
    { NULL, "[]", NULL, "JSON" },
    { NULL, NULL, "hidden", "token" }, /* the channel has no such secret */
  };
  g_autoptr (OdAccountRow) before = engine_fixture_get_account (f, f->account_id);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (engine_fixture_add_account (f, "demo", "Other", "{}", NULL), >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (OdAccountRow) row = NULL;

      g_assert_false (edit (f, f->account_id, bad[i].name, bad[i].settings, bad[i].token, &error));
      g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
      g_assert_nonnull (strstr (error->message, bad[i].names));
      g_assert_null (strstr (error->message, "hidden"));
      g_clear_error (&error);
      row = engine_fixture_get_account (f, f->account_id);
      g_assert_cmpstr (row->name, ==, before->name);
      g_assert_cmpstr (row->settings, ==, before->settings);
    }
  g_assert_false (edit (f, 4711, "x", NULL, NULL, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
}

static void
test_secret_is_changed (EngineFixture *f, gconstpointer channel)
{
  g_autofree char *secrets = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = add (f, "demo-secret", "Bot", "old");
  guint n_started;

  assert_state (f, id, OD_ACCOUNT_OK);
  n_started = od_demo_control_get_n_started (f->control);
  g_assert_true (edit (f, id, NULL, NULL, "new", &error));
  g_assert_no_error (error);
  secrets = read_secrets ();
  g_assert_nonnull (strstr (secrets, "\"new\""));
  g_assert_null (strstr (secrets, "\"old\""));
  assert_state (f, id, OD_ACCOUNT_OK);
  g_assert_cmpuint (od_demo_control_get_n_started (f->control), ==, n_started + 1); /* it signs in with the new one */
}

/* The store says no after the key ring said yes: what signs the account in is what it was. */
static void
test_all_or_nothing (EngineFixture *f, gconstpointer channel)
{
  g_autofree char *secrets = NULL;
  g_autoptr (OdAccountRow) row = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = add (f, "demo-secret", "Bot", "old");

  write_sql (f, "CREATE TRIGGER stuck BEFORE UPDATE ON account BEGIN SELECT raise (ABORT, 'stuck'); END");
  g_assert_false (edit (f, id, "Name", NULL, "new", &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_STORE);
  write_sql (f, "DROP TRIGGER stuck");
  secrets = read_secrets ();
  g_assert_nonnull (strstr (secrets, "\"old\""));
  g_assert_null (strstr (secrets, "\"new\""));
  row = engine_fixture_get_account (f, id);
  g_assert_cmpstr (row->name, ==, "Bot");
  assert_state (f, id, OD_ACCOUNT_OK);
}

static void
test_key_ring_says_no (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (OdAccountRow) row = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = add (f, "demo-secret", "Bot", "old");

  write_secrets ("no JSON");
  g_assert_false (edit (f, id, "Name", NULL, "new", &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_MALFORMED);
  row = engine_fixture_get_account (f, id);
  g_assert_cmpstr (row->name, ==, "Bot");
}

/* A key ring that would not forget an erased account has secrets under a number that is given out again. */
static void
test_new_one_has_nobodys_secrets (EngineFixture *f, gconstpointer channel)
{
  g_autofree char *secrets = NULL;

  write_secrets ("{\"2/token\":\"of another\",\"2/proxy\":\"of another\"}");
  g_assert_cmpint (add (f, "demo-secret", "Bot", "own"), ==, 2);
  secrets = read_secrets ();
  g_assert_null (strstr (secrets, "of another"));
  g_assert_nonnull (strstr (secrets, "\"own\""));
  assert_state (f, 2, OD_ACCOUNT_OK);
}

/* Nothing is left of an account that could not be added, but the history that it would have taken over. */
static void
test_failed_add_leaves_nothing (EngineFixture *f, gconstpointer channel)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine);
  gint64 id = add (f, "demo-secret", "Old bot", "old");
  g_autoptr (GAsyncResult) removed = NULL;

  od_account_port_remove_async (port, id, NULL, engine_fixture_store_result_cb, &removed);
  wait_until (removed != NULL);
  g_assert_true (od_account_port_remove_finish (port, removed, NULL));
  write_secrets ("no JSON");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GHashTable) secrets = make_secrets ("new");
      g_autoptr (GAsyncResult) result = NULL, listed = NULL;
      g_autoptr (GPtrArray) rows = NULL;
      g_autoptr (GError) error = NULL;

      od_account_port_add_async (port, "demo-secret", i == 0 ? "Bot" : "Old bot", CONTROL, secrets, NULL,
                                 engine_fixture_store_result_cb, &result);
      wait_until (result != NULL);
      g_assert_cmpint (od_account_port_add_finish (port, result, &error), <=, 0);
      g_assert_error (error, OD_ERROR, OD_ERROR_MALFORMED);
      od_account_port_list_async (port, NULL, engine_fixture_store_result_cb, &listed);
      wait_until (listed != NULL);
      rows = od_account_port_list_finish (port, listed, NULL);
      g_assert_cmpuint (rows->len, ==, 2); /* the fixture's, and the history */
    }
}

static void
test_history_only_is_renamed (EngineFixture *f, gconstpointer channel)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (OdAccountRow) row = NULL;
  g_autoptr (GError) error = NULL;

  od_account_port_remove_async (port, f->account_id, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (od_account_port_remove_finish (port, result, NULL));
  g_assert_true (edit (f, f->account_id, "Old shop", NULL, NULL, &error));
  g_assert_no_error (error);
  row = engine_fixture_get_account (f, f->account_id);
  g_assert_cmpstr (row->name, ==, "Old shop");
  g_assert_true (row->is_history_only);
  g_assert_false (edit (f, f->account_id, NULL, CONTROL, NULL, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
}

/* ---- a secret that is gone ---- */

static void
test_lost_secret_is_asked_for (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (OdAccountRow) row = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = add (f, "demo-secret", "Bot", "old");

  engine_fixture_close (f);
  write_secrets ("{}");
  engine_fixture_open (f);
  assert_state (f, id, OD_ACCOUNT_AUTH);
  row = engine_fixture_get_account (f, id);
  g_assert_nonnull (strstr (row->error, "type it again"));
  assert_state (f, f->account_id, OD_ACCOUNT_OK); /* the others go on */
  g_assert_true (edit (f, id, NULL, NULL, "new", &error));
  g_assert_no_error (error);
  assert_state (f, id, OD_ACCOUNT_OK);
}

/* ---- a connection for a try ---- */

static guint
count_accounts (EngineFixture *f)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  od_account_port_list_async (port, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  rows = od_account_port_list_finish (port, result, NULL);
  return rows->len;
}

static void
test_probe_keeps_nothing (EngineFixture *f, gconstpointer channel)
{
  g_autofree char *name = NULL, *secrets = NULL;
  g_autoptr (GError) error = NULL;
  guint n_accounts = count_accounts (f);

  name = probe (f, 0, "demo-secret", CONTROL, "typed", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "");
  g_assert_cmpuint (count_accounts (f), ==, n_accounts);
  secrets = read_secrets ();
  g_assert_true (secrets == NULL || strstr (secrets, "typed") == NULL);
  g_assert_cmpuint (od_demo_control_get_n_running (f->control), ==, 1); /* it let go */
}

static void
test_probe_says_what_is_wrong (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (probe (f, 0, "demo-secret", CONTROL, NULL, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "token"));
  g_clear_error (&error);
  g_assert_null (probe (f, 0, "smoke", CONTROL, NULL, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (probe (f, 0, "demo-secret", "{\"script\":\"perhaps\"}", "typed", &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
  g_clear_error (&error);
  od_demo_control_push_start (f->control, OD_DEMO_AUTH);
  g_assert_null (probe (f, 0, "demo-secret", CONTROL, "typed", &error));
  g_assert_cmpint (od_account_trouble_of_error (error), ==, OD_ACCOUNT_TROUBLE_SIGN_IN);
  g_assert_cmpuint (od_demo_control_get_n_running (f->control), ==, 1);
}

static void
test_probe_uses_what_is_stored (EngineFixture *f, gconstpointer channel)
{
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = add (f, "demo-secret", "Bot", "old");

  name = probe (f, id, NULL, "{\"control\":\"test\",\"script\":\"ok\"}", NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (name);
  write_secrets ("{}");
  g_assert_null (probe (f, id, NULL, NULL, NULL, &error));
  g_assert_cmpint (od_account_trouble_of_error (error), ==, OD_ACCOUNT_TROUBLE_NO_SECRET);
  assert_state (f, id, OD_ACCOUNT_OK); /* whoever is connected stays so */
}

static void
test_probe_of_a_served_one_makes_room (EngineFixture *f, gconstpointer channel)
{
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;
  guint n_started;

  od_demo_control_set_url (f->control, "http://127.0.0.1:8080");
  id = add (f, "webchat", "Chat", NULL);
  n_started = od_demo_control_get_n_started (f->control);
  name = probe (f, id, NULL, "{\"control\":\"test\",\"port\":8081}", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (od_demo_control_get_n_started (f->control), ==, n_started + 2); /* the try, and then itself again */
  assert_state (f, id, OD_ACCOUNT_OK);

  od_demo_control_push_start (f->control, OD_DEMO_BUSY);
  g_assert_null (probe (f, id, NULL, "{\"control\":\"test\",\"port\":8082}", NULL, &error));
  g_assert_cmpint (od_account_trouble_of_error (error), ==, OD_ACCOUNT_TROUBLE_TAKEN);
  assert_state (f, id, OD_ACCOUNT_OK);
}

/* What could not be added leaves nothing behind, in the key ring neither. */
static void
test_failed_add_forgets_its_secret (EngineFixture *f, gconstpointer data)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine);
  g_autoptr (GHashTable) secrets = make_secrets ("9:never-kept");
  g_autoptr (GAsyncResult) result = NULL, listed = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;

  od_db_write_sync (od_engine_get_db (f->engine), run_sql,
                    (gpointer) "CREATE TRIGGER no BEFORE UPDATE OF is_enabled ON account"
                               " BEGIN SELECT RAISE (FAIL, 'no'); END",
                    &error);
  g_assert_no_error (error);
  od_account_port_add_async (port, "demo-secret", "Bot", CONTROL, secrets, NULL, engine_fixture_store_result_cb,
                             &result);
  wait_until (result != NULL);
  g_assert_cmpint (od_account_port_add_finish (port, result, &error), <=, 0);
  g_assert_error (error, OD_ERROR, OD_ERROR_STORE);
  if (g_file_get_contents (g_getenv ("OMNIDESK_SECRETS") + strlen ("file:"), &kept, NULL, NULL))
    g_assert_null (strstr (kept, "never-kept"));
  od_account_port_list_async (port, NULL, engine_fixture_store_result_cb, &listed);
  wait_until (listed != NULL);
  rows = od_account_port_list_finish (port, listed, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
}

#define ADD(path, func)                                                                                                \
  g_test_add ("/account-edit/" path, EngineFixture, "demo", engine_fixture_set_up, func, engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("name", test_name_alone_disturbs_nobody);
  ADD ("settings", test_settings_connect_anew);
  ADD ("wrong", test_wrong_edits_change_nothing);
  ADD ("secret", test_secret_is_changed);
  ADD ("all-or-nothing", test_all_or_nothing);
  ADD ("key-ring", test_key_ring_says_no);
  ADD ("failed-secret", test_failed_add_forgets_its_secret);
  ADD ("not-anothers", test_new_one_has_nobodys_secrets);
  ADD ("failed-add", test_failed_add_leaves_nothing);
  ADD ("history-only", test_history_only_is_renamed);
  ADD ("lost-secret", test_lost_secret_is_asked_for);
  ADD ("probe/nothing", test_probe_keeps_nothing);
  ADD ("probe/wrong", test_probe_says_what_is_wrong);
  ADD ("probe/stored", test_probe_uses_what_is_stored);
  ADD ("probe/served", test_probe_of_a_served_one_makes_room);
  return g_test_run ();
}
