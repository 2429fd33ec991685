/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "od-error.h"
#include "od-secrets.h"
#include "od-temp-folder.h"

/* There in a build with the leak checker only. */
void __lsan_disable (void) __attribute__ ((weak));
void __lsan_enable (void) __attribute__ ((weak));

typedef struct {
  char *folder;
  char *path;
  OdWorker *worker;
  OdSecretsPort *secrets;
} Fixture;

static void
result_cb (GObject *source, GAsyncResult *result, gpointer out)
{
  *(GAsyncResult **) out = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *f, gconstpointer how)
{
  f->folder = od_temp_folder_new ();
  f->path = g_build_filename (f->folder, "secrets.json", NULL);
  f->worker = od_worker_new ("test");
  if (g_str_equal (how, "ring"))
    f->secrets = od_key_ring_new (f->folder);
  else
    f->secrets = od_secrets_file_new (f->path, f->worker);
}

static void
tear_down (Fixture *f, gconstpointer how)
{
  od_worker_stop (f->worker); /* it sends its last references home */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&f->secrets));
  g_assert_finalize_object (g_steal_pointer (&f->worker));
  g_free (f->path);
  od_temp_folder_free (f->folder);
}

static char *
lookup (Fixture *f, gint64 account_id, const char *field, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_secrets_port_lookup_async (f->secrets, account_id, field, NULL, result_cb, &result);
  wait_for (&result);
  return od_secrets_port_lookup_finish (f->secrets, result, error);
}

static gboolean
store (Fixture *f, gint64 account_id, const char *field, const char *secret, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_secrets_port_store_async (f->secrets, account_id, field, secret, NULL, result_cb, &result);
  wait_for (&result);
  return od_secrets_port_store_finish (f->secrets, result, error);
}

static gboolean
clear (Fixture *f, gint64 account_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_secrets_port_clear_async (f->secrets, account_id, NULL, result_cb, &result);
  wait_for (&result);
  return od_secrets_port_clear_finish (f->secrets, result, error);
}

static void
assert_secret (Fixture *f, gint64 account_id, const char *field, const char *expected)
{
  g_autoptr (GError) error = NULL;
  char *found = lookup (f, account_id, field, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, expected);
  od_secret_free (found);
}

static void
test_keeps (Fixture *f, gconstpointer how)
{
  g_autoptr (GError) error = NULL;

  assert_secret (f, 1, "token", NULL);
  g_assert_true (store (f, 1, "token", "пароль \"1\"", &error));
  g_assert_true (store (f, 1, "key", "k", &error));
  g_assert_true (store (f, 12, "token", "another", &error));
  g_assert_true (store (f, 1, "token", "newer", &error));
  g_assert_no_error (error);
  assert_secret (f, 1, "token", "newer");
  assert_secret (f, 12, "token", "another");
  g_assert_true (clear (f, 1, &error));
  g_assert_true (clear (f, 99, &error)); /* of one without secrets */
  g_assert_no_error (error);
  assert_secret (f, 1, "token", NULL);
  assert_secret (f, 1, "key", NULL);
  assert_secret (f, 12, "token", "another");
}

/* The file of libsecret 0.20 forgets a string at each write; ours must not. */
static void
test_ring_keeps (Fixture *f, gconstpointer how)
{
  if (__lsan_disable != NULL)
    __lsan_disable ();
  test_keeps (f, how);
  if (__lsan_enable != NULL)
    __lsan_enable ();
}

static void
test_file_is_private (Fixture *f, gconstpointer how)
{
  GStatBuf info;

  g_assert_true (g_file_set_contents (f->path, "{\"3/token\":\"given\"}", -1, NULL));
  g_assert_cmpint (g_chmod (f->path, 0644), ==, 0);
  assert_secret (f, 3, "token", "given"); /* read at each access */
  g_assert_true (store (f, 3, "key", "k", NULL));
  g_assert_cmpint (g_stat (f->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  assert_secret (f, 3, "token", "given");
}

static void
test_bad_file_loses_nothing (Fixture *f, gconstpointer how)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (g_file_set_contents (f->path, "{\"3/token\":\"given\"", -1, NULL));
  g_assert_null (lookup (f, 3, "token", &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_MALFORMED);
  g_assert_null (strstr (error->message, "given"));
  g_clear_error (&error);
  g_assert_false (store (f, 3, "key", "k", &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_MALFORMED);
  g_assert_true (g_file_get_contents (f->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "{\"3/token\":\"given\"");
}

static void
test_how (void)
{
  g_autoptr (OdWorker) worker = od_worker_new ("test");
  g_autoptr (OdSecretsPort) ring = od_secrets_new (NULL, "profile", worker, NULL);
  g_autoptr (OdSecretsPort) file = od_secrets_new ("file:x", "profile", worker, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (OD_IS_KEY_RING (ring));
  g_assert_true (OD_IS_SECRETS_FILE (file));
  g_assert_null (od_secrets_new ("file:", "profile", worker, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_null (od_secrets_new ("plain", "profile", worker, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = od_temp_folder_new ();
  g_autofree char *ring = g_build_filename (folder, "ring", NULL);
  int status;

  /* libsecret's own file, so that no daemon and no person is asked; by hand also with SECRET_BACKEND=service. */
  g_setenv ("SECRET_BACKEND", "file", FALSE);
  g_setenv ("SECRET_FILE_TEST_PATH", ring, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secrets/how", test_how);
  g_test_add ("/secrets/file/keeps", Fixture, "file", set_up, test_keeps, tear_down);
  g_test_add ("/secrets/file/private", Fixture, "file", set_up, test_file_is_private, tear_down);
  g_test_add ("/secrets/file/bad", Fixture, "file", set_up, test_bad_file_loses_nothing, tear_down);
  g_test_add ("/secrets/ring/keeps", Fixture, "ring", set_up, test_ring_keeps, tear_down);
  status = g_test_run ();
  od_temp_folder_free (g_steal_pointer (&folder));
  return status;
}
