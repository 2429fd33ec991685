/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libsecret/secret.h>
#include <signal.h>
#include <sys/prctl.h>

#include "engine-fixture.h"
#include "od-account-port.h"
#include "od-account-trouble.h"
#include "od-error.h"
#include "od-key-ring-port.h"
#include "od-secrets.h"
#include "od-temp-folder.h"

/* libsecret 0.20 loses what it was told when a call is given up, which is what most of this is about. */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  return 1;
}

/* The key ring on a bus of its own: a strict one that locks, refuses and hangs as it is told, and the real daemon. */

#define SERVICE "org.freedesktop.secrets"
#define ROOT "/org/freedesktop/secrets"

typedef struct {
  GSubprocess *service; /* (nullable) */
  OdSecretsPort *secrets;
  OdKeyRingPort *ring;
  guint n_changed;
} Fixture;

static void
result_cb (GObject *source, GAsyncResult *result, gpointer out)
{
  *(GAsyncResult **) out = g_object_ref (result);
}

static void
changed_cb (OdKeyRingPort *ring, guint *n_changed)
{
  (*n_changed)++;
}

/* Nothing outlives a test that is ended. */
static void
end_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* @input: (nullable): what it is told; otherwise it says when it can be asked */
static void
start_service (Fixture *f, const char *const *argv, const char *input)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  char word[6] = "";

  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  f->service = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  if (input != NULL)
    {
      g_assert_true (g_output_stream_write_all (g_subprocess_get_stdin_pipe (f->service), input, strlen (input), NULL,
                                                NULL, &error));
      g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (f->service), NULL, NULL));
    }
  else
    {
      g_assert_true (g_input_stream_read_all (g_subprocess_get_stdout_pipe (f->service), word, 5, NULL, NULL, &error));
      g_assert_cmpstr (word, ==, "ready");
    }
}

static void
stop_service (Fixture *f)
{
  if (f->service != NULL)
    {
      g_subprocess_send_signal (f->service, SIGTERM);
      g_subprocess_wait (f->service, NULL, NULL);
    }
  g_clear_object (&f->service);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "lib", "secret_service.py", NULL);
  const char *const argv[] = { "/usr/bin/python3", script, NULL };

  secret_service_disconnect ();
  if (data != NULL)
    start_service (f, argv, NULL);
  f->secrets = od_key_ring_new ("profile");
  f->ring = OD_KEY_RING_PORT (f->secrets);
  g_signal_connect (f->ring, "changed", G_CALLBACK (changed_cb), &f->n_changed);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  stop_service (f);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&f->secrets));
}

static GVariant *
ask (const char *method, GVariant *arguments)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  GVariant *answer = g_dbus_connection_call_sync (bus, SERVICE, ROOT, "com.example.Omnidesk.Test", method, arguments,
                                                  NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
  return answer;
}

/* What it does from now on, in the service's words. */
static void
tell (const char *words)
{
  g_variant_unref (ask ("Set", g_variant_new ("(s)", words)));
}

static guint
count_prompts (void)
{
  g_autoptr (GVariant) answer = ask ("CountPrompts", NULL);
  guint n;

  g_variant_get (answer, "(u)", &n);
  return n;
}

static gboolean
store (OdSecretsPort *secrets, gint64 account_id, const char *secret, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_secrets_port_store_async (secrets, account_id, "token", secret, NULL, result_cb, &result);
  wait_until (result != NULL);
  return od_secrets_port_store_finish (secrets, result, error);
}

static char *
lookup (OdSecretsPort *secrets, gint64 account_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_secrets_port_lookup_async (secrets, account_id, "token", NULL, result_cb, &result);
  wait_until (result != NULL);
  return od_secrets_port_lookup_finish (secrets, result, error);
}

static gboolean
unlock (OdKeyRingPort *ring, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_key_ring_port_unlock_async (ring, NULL, result_cb, &result);
  wait_until (result != NULL);
  return od_key_ring_port_unlock_finish (ring, result, error);
}

static void
assert_secret (Fixture *f, gint64 account_id, const char *expected)
{
  g_autoptr (GError) error = NULL;
  char *found = lookup (f->secrets, account_id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, expected);
  od_secret_free (found);
}

static void
assert_trouble (Fixture *f, OdAccountTrouble expected, OdKeyRingState state)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lookup (f->secrets, 1, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_TRANSIENT);
  g_assert_cmpstr (od_account_trouble_get_name (od_account_trouble_of_error (error)), ==,
                   od_account_trouble_get_name (expected));
  g_assert_cmpint (od_key_ring_port_get_state (f->ring), ==, state);
}

static void
test_keeps (Fixture *f, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (od_key_ring_port_get_state (f->ring), ==, OD_KEY_RING_UNKNOWN);
  assert_secret (f, 1, NULL);
  g_assert_cmpint (od_key_ring_port_get_state (f->ring), ==, OD_KEY_RING_READY);
  g_assert_true (store (f->secrets, 1, "пароль", &error));
  g_assert_no_error (error);
  g_assert_true (store (f->secrets, 2, "other", &error));
  g_assert_true (store (f->secrets, 1, "newer", &error));
  assert_secret (f, 1, "newer");
  od_secrets_port_clear_async (f->secrets, 1, NULL, result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (od_secrets_port_clear_finish (f->secrets, result, &error));
  assert_secret (f, 1, NULL);
  assert_secret (f, 2, "other");
  g_assert_cmpuint (f->n_changed, ==, 1);
}

static void
test_locked_asks_only_when_told (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store (f->secrets, 1, "hidden", NULL));
  tell ("lock dismiss");
  assert_trouble (f, OD_ACCOUNT_TROUBLE_RING_LOCKED, OD_KEY_RING_LOCKED);
  g_assert_cmpuint (count_prompts (), ==, 0); /* looking disturbs nobody */
  g_assert_false (unlock (f->ring, &error));  /* the dialog was sent away */
  g_assert_cmpint (od_account_trouble_of_error (error), ==, OD_ACCOUNT_TROUBLE_RING_LOCKED);
  g_assert_cmpuint (count_prompts (), ==, 1);
  g_clear_error (&error);
  tell ("yes");
  g_assert_true (unlock (f->ring, &error));
  g_assert_no_error (error);
  g_assert_cmpint (od_key_ring_port_get_state (f->ring), ==, OD_KEY_RING_READY);
  assert_secret (f, 1, "hidden");
}

/* Some show nothing at all while they are locked: that is no secret that is gone. */
static void
test_locked_and_hidden (Fixture *f, gconstpointer data)
{
  g_assert_true (store (f->secrets, 1, "hidden", NULL));
  tell ("lock hide");
  assert_trouble (f, OD_ACCOUNT_TROUBLE_RING_LOCKED, OD_KEY_RING_LOCKED);
}

static void
test_refuses (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tell ("refuse");
  assert_trouble (f, OD_ACCOUNT_TROUBLE_RING_REFUSED, OD_KEY_RING_REFUSED);
  g_assert_false (store (f->secrets, 1, "hidden", &error));
  g_assert_cmpint (od_account_trouble_of_error (error), ==, OD_ACCOUNT_TROUBLE_RING_REFUSED);
  g_assert_null (strstr (error->message, "hidden"));
  tell ("-refuse");
  assert_secret (f, 1, NULL);
  g_assert_cmpint (od_key_ring_port_get_state (f->ring), ==, OD_KEY_RING_READY);
}

static void
test_hangs (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  od_key_ring_set_patience (OD_KEY_RING (f->secrets), 1);
  tell ("hang");
  od_secrets_port_lookup_async (f->secrets, 1, "token", cancellable, result_cb, &result);
  g_cancellable_cancel (cancellable);
  wait_until (result != NULL);
  g_assert_null (od_secrets_port_lookup_finish (f->secrets, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_trouble (f, OD_ACCOUNT_TROUBLE_RING_SLOW, OD_KEY_RING_SLOW);
}

static void
test_absent (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  assert_trouble (f, OD_ACCOUNT_TROUBLE_RING_ABSENT, OD_KEY_RING_ABSENT);
  g_assert_false (store (f->secrets, 1, "hidden", &error));
  g_assert_cmpint (od_account_trouble_of_error (error), ==, OD_ACCOUNT_TROUBLE_RING_ABSENT);
  g_clear_error (&error);
  g_assert_false (unlock (f->ring, &error));
  g_assert_cmpint (od_account_trouble_of_error (error), ==, OD_ACCOUNT_TROUBLE_RING_ABSENT);
}

/* ---- the desk goes on ---- */

static void
wait_for_state (EngineFixture *engine, gint64 id, OdAccountState expected)
{
  OdAccountState state;

  do
    {
      g_autoptr (OdAccountRow) row = engine_fixture_get_account (engine, id);

      state = row->state;
      g_main_context_iteration (NULL, FALSE);
    }
  while (state != expected);
}

static void
test_desk_goes_on (Fixture *f, gconstpointer data)
{
  EngineFixture engine = { 0 };
  OdAccountPort *port;
  g_autoptr (GHashTable) secrets = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdAccountRow) row = NULL;
  gint64 id;

  engine_fixture_set_up (&engine, "demo");
  port = od_engine_get_account_port (engine.engine);
  g_hash_table_insert (secrets, (char *) "token", (char *) "hidden");
  od_account_port_add_async (port, "demo-secret", "Bot", "{\"control\":\"test\"}", secrets, NULL, result_cb, &result);
  wait_until (result != NULL);
  id = od_account_port_add_finish (port, result, &error);
  g_assert_no_error (error);
  wait_for_state (&engine, id, OD_ACCOUNT_OK);
  g_clear_object (&result); /* it holds the accounts */

  engine_fixture_close (&engine);
  tell ("lock yes");
  engine_fixture_open (&engine);
  wait_for_state (&engine, id, OD_ACCOUNT_AUTH);
  wait_for_state (&engine, engine.account_id, OD_ACCOUNT_OK); /* the others go on */
  row = engine_fixture_get_account (&engine, id);
  g_assert_cmpint (row->health.trouble, ==, OD_ACCOUNT_TROUBLE_RING_LOCKED);
  g_assert_cmpuint (count_prompts (), ==, 0);
  g_assert_true (unlock (od_engine_get_key_ring_port (engine.engine), &error));
  wait_for_state (&engine, id, OD_ACCOUNT_OK);
  engine_fixture_tear_down (&engine, "demo");
}

/* ---- the real one ---- */

static gboolean
has_owner (GDBusConnection *bus)
{
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
      bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
      g_variant_new ("(s)", SERVICE), G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  gboolean has = FALSE;

  g_variant_get (answer, "(b)", &has);
  return has;
}

static void
test_real_daemon (Fixture *f, gconstpointer data)
{
  g_autofree char *daemon = g_find_program_in_path ("gnome-keyring-daemon");
  const char *const argv[] = { daemon, "--unlock", "--foreground", "--components=secrets", NULL };
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;
  const char *objects[] = { "/org/freedesktop/secrets/collection/login", NULL };

  if (daemon == NULL)
    {
      g_test_skip ("gnome-keyring-daemon is not installed");
      return;
    }
  start_service (f, argv, "test-pass");
  while (!has_owner (bus))
    g_main_context_iteration (NULL, FALSE);
  assert_secret (f, 2, NULL);
  g_assert_true (store (f->secrets, 2, "hidden", &error));
  g_assert_no_error (error);
  assert_secret (f, 2, "hidden");
  answer =
      g_dbus_connection_call_sync (bus, SERVICE, ROOT, "org.freedesktop.Secret.Service", "Lock",
                                   g_variant_new ("(^ao)", objects), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (lookup (f->secrets, 2, &error));
  g_assert_cmpint (od_account_trouble_of_error (error), ==, OD_ACCOUNT_TROUBLE_RING_LOCKED);
}

#define ADD(path, data, func) g_test_add ("/key-ring/" path, Fixture, data, set_up, func, tear_down)

/* Returns: (transfer full): a bus of our own that starts nothing; libsecret keeps its connection for ever, which GTestDBus waits for */
static GSubprocess *
start_bus (const char *folder)
{
  static const char config[] = "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>"
                               "<policy context=\"default\"><allow send_destination=\"*\"/>"
                               "<allow receive_sender=\"*\"/><allow own=\"*\"/></policy></busconfig>";
  g_autofree char *path = g_build_filename (folder, "bus.conf", NULL);
  g_autofree char *option = g_strconcat ("--config-file=", path, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) stream = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *address = NULL;
  GSubprocess *bus;

  g_assert_true (g_file_set_contents (path, config, -1, NULL));
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  bus = g_subprocess_launcher_spawn (launcher, &error, "dbus-daemon", option, "--nofork", "--print-address=1", NULL);
  g_assert_no_error (error);
  stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (bus));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (stream), FALSE);
  address = g_data_input_stream_read_line (stream, NULL, NULL, &error);
  g_assert_no_error (error);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
  return bus;
}

int
main (int argc, char **argv)
{
  g_autofree char *home = od_temp_folder_new ();
  g_autoptr (GSubprocess) bus = NULL;
  int status;

  g_setenv ("OMNIDESK_SECRETS", "", TRUE); /* the key ring */
  g_setenv ("SECRET_BACKEND", "service", TRUE);
  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("XDG_RUNTIME_DIR", home, TRUE);
  g_unsetenv ("DISPLAY"); /* nobody is asked */
  g_test_init (&argc, &argv, NULL);
  bus = start_bus (home);
  ADD ("real", NULL, test_real_daemon);
  ADD ("absent", NULL, test_absent);
  ADD ("keeps", "fake", test_keeps);
  ADD ("locked", "fake", test_locked_asks_only_when_told);
  ADD ("hidden", "fake", test_locked_and_hidden);
  ADD ("refuses", "fake", test_refuses);
  ADD ("hangs", "fake", test_hangs);
  ADD ("desk", "fake", test_desk_goes_on);
  status = g_test_run ();
  secret_service_disconnect ();
  g_subprocess_send_signal (bus, SIGTERM);
  g_subprocess_wait (bus, NULL, NULL);
  od_temp_folder_free (g_steal_pointer (&home));
  return status;
}
