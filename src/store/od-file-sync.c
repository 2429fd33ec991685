/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-file-sync.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "od-error.h"

static gboolean
fail (GError **error, const char *doing)
{
  int code = errno;

  g_set_error (error, OD_ERROR, OD_ERROR_STORE, "%s: %s", doing, g_strerror (code));
  return FALSE;
}

/**
 * od_file_create_private:
 *
 * Makes an empty file that only its owner may read. A file that is there already is left alone.
 */
gboolean
od_file_create_private (const char *path, GError **error)
{
  int fd = g_open (path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

  if (fd < 0)
    return errno == EEXIST ? TRUE : fail (error, "Could not make a file");
  close (fd);
  return TRUE;
}

/**
 * od_file_sync:
 * @path: a file or a folder; no database that this process has open
 *
 * Comes back when what was written is on the disk. Blocks.
 */
gboolean
od_file_sync (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean ok;

  if (fd < 0)
    return fail (error, "Could not open a file to flush it");
  ok = fsync (fd) == 0 || fail (error, "Could not flush a file");
  close (fd);
  return ok;
}

gboolean
od_file_sync_folder_of (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return od_file_sync (folder, error);
}

/**
 * od_file_replace_durably:
 * @from: a finished file in the same file system
 * @to: its name from now on
 *
 * After a crash at any moment @to is what it was before, or all of @from. Blocks.
 */
gboolean
od_file_replace_durably (const char *from, const char *to, GError **error)
{
  if (!od_file_sync (from, error))
    return FALSE;
  if (g_rename (from, to) != 0)
    return fail (error, "Could not rename a file");
  return od_file_sync_folder_of (to, error);
}
