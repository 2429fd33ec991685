/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-door-path.h"

#include <errno.h>
#include <gio/gio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "od-error.h"

#define HASH_CHARACTERS 16

/**
 * od_door_dup_path:
 * @profile_dir: an existing folder
 *
 * Where the owner of a profile listens (decision 27). Two names of the same
 * folder give the same path; a long profile path still fits into a socket's.
 *
 * Returns: (transfer full) (nullable): a path; %OD_ERROR_NOT_FOUND if there is no such profile
 */
char *
od_door_dup_path (const char *profile_dir, GError **error)
{
  const char *runtime_dir = g_getenv ("XDG_RUNTIME_DIR");
  g_autofree char *hash = NULL;
  char *real;

  g_return_val_if_fail (profile_dir != NULL, NULL);

  real = realpath (profile_dir, NULL);
  if (real == NULL)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_NOT_FOUND, "There is no profile “%s”: %s", profile_dir,
                   g_strerror (errno));
      return NULL;
    }
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, real, -1);
  free (real);
  hash[HASH_CHARACTERS] = '\0';
  if (runtime_dir != NULL && g_path_is_absolute (runtime_dir) && g_file_test (runtime_dir, G_FILE_TEST_IS_DIR))
    return g_build_filename (runtime_dir, "omnidesk", hash, NULL);
  return g_strdup_printf ("/tmp/omnidesk-%u/%s", (guint) getuid (), hash);
}

/**
 * od_door_dup_address:
 *
 * Returns: (transfer full): @path as a D-Bus address
 */
char *
od_door_dup_address (const char *path)
{
  g_autofree char *escaped = g_dbus_address_escape_value (path);

  return g_strconcat ("unix:path=", escaped, NULL);
}

/**
 * od_door_ensure_folder:
 * @path: of the socket
 *
 * Makes its folder, for us alone. In a shared /tmp somebody else may have been
 * quicker: then this fails rather than talking to a stranger.
 */
gboolean
od_door_ensure_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat st;

  if (g_mkdir_with_parents (folder, 0700) != 0 || lstat (folder, &st) != 0)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "Could not make “%s”: %s", folder, g_strerror (errno));
      return FALSE;
    }
  if (!S_ISDIR (st.st_mode) || st.st_uid != getuid () || (st.st_mode & 0077) != 0)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "“%s” is not a folder of ours alone", folder);
      return FALSE;
    }
  return TRUE;
}
