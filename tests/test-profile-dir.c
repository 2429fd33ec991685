/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-profile-dir.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "od-error.h"
#include "od-temp-folder.h"

static guint
get_mode (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_mode & 0777;
}

static void
test_made_private (void)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "deep", "profile", NULL);
  g_autoptr (OdProfileDir) profile = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (od_profile_dir_find (path, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  profile = od_profile_dir_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (get_mode (od_profile_dir_get_path (profile)), ==, 0700);
  g_assert_cmpuint (get_mode (od_profile_dir_get_files_path (profile)), ==, 0700);
  g_assert_true (g_str_has_suffix (od_profile_dir_get_store_path (profile), "/profile/store.db"));
}

static void
test_closed_to_others (void)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autoptr (OdProfileDir) profile = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  profile = od_profile_dir_open (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (get_mode (folder), ==, 0700);
}

static void
test_links_lead_to_one_profile (void)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autofree char *real = g_build_filename (folder, "real", NULL);
  g_autofree char *link = g_build_filename (folder, "link", NULL);
  g_autoptr (OdProfileDir) one = od_profile_dir_open (real, NULL);
  g_autoptr (OdProfileDir) two = NULL;

  g_assert_cmpint (symlink ("real", link), ==, 0);
  two = od_profile_dir_open (link, NULL);
  g_assert_cmpstr (od_profile_dir_get_path (one), ==, od_profile_dir_get_path (two));
}

static void
test_not_a_folder (void)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  g_assert_null (od_profile_dir_open (path, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
}

static void
test_one_owner (void)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autoptr (OdProfileDir) one = od_profile_dir_open (folder, NULL);
  g_autoptr (OdProfileDir) two = od_profile_dir_open (folder, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (od_profile_dir_lock (one, &error));
  g_assert_true (od_profile_dir_lock (one, &error)); /* it has it already */
  g_assert_true (od_profile_dir_get_is_locked (one));
  g_assert_false (od_profile_dir_lock (two, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_BUSY);
  g_clear_error (&error);
  od_profile_dir_unlock (one);
  g_assert_true (od_profile_dir_lock (two, &error));
  g_assert_no_error (error);
}

static void
test_lock_ends_with_the_process (void)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autoptr (OdProfileDir) profile = od_profile_dir_open (folder, NULL);
  int ready[2], status;
  char byte;
  pid_t child;

  g_assert_cmpint (pipe (ready), ==, 0);
  child = fork ();
  if (child == 0)
    {
      OdProfileDir *other = od_profile_dir_open (folder, NULL);

      if (!od_profile_dir_lock (other, NULL) || write (ready[1], "x", 1) != 1)
        _exit (1);
      pause ();
      _exit (0);
    }
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  g_assert_false (od_profile_dir_lock (profile, NULL));
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (od_profile_dir_lock (profile, NULL));
  close (ready[0]);
  close (ready[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile-dir/private", test_made_private);
  g_test_add_func ("/profile-dir/closed", test_closed_to_others);
  g_test_add_func ("/profile-dir/links", test_links_lead_to_one_profile);
  g_test_add_func ("/profile-dir/no-folder", test_not_a_folder);
  g_test_add_func ("/profile-dir/one-owner", test_one_owner);
  g_test_add_func ("/profile-dir/killed", test_lock_ends_with_the_process);
  return g_test_run ();
}
