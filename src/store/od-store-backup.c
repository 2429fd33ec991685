/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-backup.h"

#include "od-backup.h"

/**
 * od_store_backup:
 * @data: a path (utf8); a file there is replaced in one step, and only its owner may read it
 *
 * An #OdDbReadFunc, for the reader for search: copies the store, also while it is being written.
 *
 * Returns: %FALSE with %OD_ERROR_STORE, and nothing happened to the file
 */
gboolean
od_store_backup (sqlite3 *db, gpointer data, GError **error)
{
  return od_backup_write (db, data, error);
}
