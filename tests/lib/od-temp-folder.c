/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-temp-folder.h"

#include <glib/gstdio.h>

/**
 * od_temp_folder_new:
 *
 * Returns: (transfer full): the path of a new empty folder, for `g_autoptr (OdTempFolder)`
 */
char *
od_temp_folder_new (void)
{
  char *folder = g_dir_make_tmp ("omnidesk-test-XXXXXX", NULL);

  g_assert_nonnull (folder);
  return folder;
}

static void
remove_all (const char *path)
{
  GDir *dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_remove (path);
}

/**
 * od_temp_folder_free:
 *
 * Deletes the folder with everything in it.
 */
void
od_temp_folder_free (char *folder)
{
  remove_all (folder);
  g_free (folder);
}
