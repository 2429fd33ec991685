/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "od-door-client.h"
#include "od-door-path.h"
#include "od-door-server.h"
#include "od-error.h"

typedef struct {
  char *dir;
  char *runtime_dir;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("od-door-XXXXXX", NULL);
  fixture->runtime_dir = g_build_filename (fixture->dir, "run", NULL);
  g_assert_no_errno (g_mkdir (fixture->runtime_dir, 0700));
  g_setenv ("XDG_RUNTIME_DIR", fixture->runtime_dir, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->runtime_dir, "omnidesk", NULL);

  g_rmdir (folder);
  g_rmdir (fixture->runtime_dir);
  g_assert_no_errno (g_rmdir (fixture->dir)); /* the socket is gone, too */
  g_free (fixture->runtime_dir);
  g_free (fixture->dir);
}

/* The client blocks, so it lives on a thread of its own, as it does in life. */
typedef struct {
  const char *profile_dir;
  const char *const *args;
  const char *const *secrets;
  OdDoorResult *result;
  gboolean has_yielded;
  GError *error;
  gint is_done; /* (atomic) */
} Visit;

static gpointer
visit_thread (gpointer data)
{
  Visit *visit = data;
  g_autoptr (GDBusConnection) door = od_door_connect (visit->profile_dir, &visit->error);

  if (door != NULL && visit->args != NULL)
    visit->result = od_door_run (door, visit->args, visit->secrets, &visit->error);
  else if (door != NULL)
    visit->has_yielded = od_door_ask (door, "Yield");
  g_atomic_int_set (&visit->is_done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

static void
go (Visit *visit)
{
  GThread *thread = g_thread_new ("visitor", visit_thread, visit);

  while (!g_atomic_int_get (&visit->is_done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
}

static void
echo (const char *const *args, const char *const *secrets, GTask *task, gpointer user_data)
{
  g_autofree char *joined = g_strjoinv (",", (char **) args);
  g_autofree char *hidden = g_strjoinv (",", (char **) secrets);

  g_task_return_pointer (task, od_door_result_new (3, joined, hidden), (GDestroyNotify) od_door_result_free);
}

static void
test_a_command_goes_through (Fixture *fixture, gconstpointer data)
{
  static const char *const args[] = { "note", "--json", "7", "Привет\n", NULL };
  static const char *const secrets[] = { "s3cret", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (OdDoorServer) server = od_door_server_new (fixture->dir, echo, NULL, &error);
  Visit visit = { .profile_dir = fixture->dir, .args = args, .secrets = secrets };

  g_assert_no_error (error);
  go (&visit);
  g_assert_no_error (visit.error);
  g_assert_cmpint (visit.result->status, ==, 3);
  g_assert_cmpstr (visit.result->output, ==, "note,--json,7,Привет\n");
  g_assert_cmpstr (visit.result->messages, ==, "s3cret");
  od_door_result_free (visit.result);
  od_door_server_stop (server);
}

static gboolean
say_yes (OdDoorServer *server, gpointer user_data)
{
  (*(guint *) user_data)++;
  return TRUE;
}

static void
test_an_owner_is_asked_to_yield (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OdDoorServer) server = od_door_server_new (fixture->dir, echo, NULL, &error);
  Visit deaf = { .profile_dir = fixture->dir }, polite = { .profile_dir = fixture->dir };
  guint n_asked = 0;

  g_assert_no_error (error);
  go (&deaf); /* nobody is connected to the signal */
  g_assert_false (deaf.has_yielded);
  g_signal_connect (server, "yield", G_CALLBACK (say_yes), &n_asked);
  go (&polite);
  g_assert_true (polite.has_yielded);
  g_assert_cmpuint (n_asked, ==, 1);
  od_door_server_stop (server);
}

static void
test_nobody_at_home (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *no_profile = g_build_filename (fixture->dir, "nowhere", NULL);

  g_assert_null (od_door_connect (fixture->dir, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (od_door_connect (no_profile, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
}

static void
test_a_socket_left_behind_is_replaced (Fixture *fixture, gconstpointer data)
{
  static const char *const args[] = { "check", NULL };
  static const char *const none[] = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = od_door_dup_path (fixture->dir, &error);
  g_autoptr (OdDoorServer) server = NULL;
  Visit visit = { .profile_dir = fixture->dir, .args = args, .secrets = none };

  g_assert_true (od_door_ensure_folder (path, &error));
  g_assert_true (g_file_set_contents (path, "left by a crash", -1, &error));
  server = od_door_server_new (fixture->dir, echo, NULL, &error);
  g_assert_no_error (error);
  go (&visit);
  g_assert_no_error (visit.error);
  g_assert_cmpstr (visit.result->output, ==, "check");
  od_door_result_free (visit.result);
  od_door_server_stop (server);
}

static void
test_a_folder_of_others_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (fixture->runtime_dir, "omnidesk", NULL);

  g_assert_no_errno (g_mkdir (folder, 0700));
  g_assert_no_errno (g_chmod (folder, 0755)); /* others may look in */
  g_assert_null (od_door_server_new (fixture->dir, echo, NULL, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_REJECTED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/door/a-command-goes-through", Fixture, NULL, set_up, test_a_command_goes_through, tear_down);
  g_test_add ("/door/an-owner-is-asked-to-yield", Fixture, NULL, set_up, test_an_owner_is_asked_to_yield, tear_down);
  g_test_add ("/door/nobody-at-home", Fixture, NULL, set_up, test_nobody_at_home, tear_down);
  g_test_add ("/door/a-socket-left-behind-is-replaced", Fixture, NULL, set_up, test_a_socket_left_behind_is_replaced,
              tear_down);
  g_test_add ("/door/a-folder-of-others-is-refused", Fixture, NULL, set_up, test_a_folder_of_others_is_refused,
              tear_down);
  return g_test_run ();
}
