/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-backup.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "od-error.h"
#include "od-file-sync.h"

static gboolean
copy_all (sqlite3 *from, sqlite3 *to, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");
  int rc = SQLITE_NOMEM;

  if (backup != NULL)
    {
      sqlite3_backup_step (backup, -1);
      rc = sqlite3_backup_finish (backup);
    }
  if (rc == SQLITE_OK)
    return TRUE;
  g_set_error (error, OD_ERROR, OD_ERROR_STORE, "Could not copy the store: %s", sqlite3_errmsg (to));
  return FALSE;
}

static gboolean
copy_to (sqlite3 *db, const char *path, GError **error)
{
  sqlite3 *to = NULL;
  gboolean ok = FALSE;

  if (sqlite3_open_v2 (path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
    g_set_error (error, OD_ERROR, OD_ERROR_STORE, "Could not make a copy of the store: %s", sqlite3_errmsg (to));
  else
    ok = copy_all (db, to, error);
  sqlite3_close (to);
  return ok;
}

/**
 * od_backup_write:
 * @db: an open store, not within a transaction
 * @path: where the copy goes; an older file there is replaced in one step
 *
 * Copies everything that is committed, also what still lies in the write-ahead log, and comes back when the copy is
 * on the disk. Blocks.
 *
 * Returns: %FALSE with %OD_ERROR_STORE, and @path is as it was
 */
gboolean
od_backup_write (sqlite3 *db, const char *path, GError **error)
{
  g_autofree char *unfinished = g_strconcat (path, ".part", NULL);

  g_unlink (unfinished);
  if (od_file_create_private (unfinished, error) && copy_to (db, unfinished, error) &&
      od_file_replace_durably (unfinished, path, error))
    return TRUE;
  g_unlink (unfinished);
  return FALSE;
}
