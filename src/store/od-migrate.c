/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-migrate"

#include "od-migrate.h"

#include <gio/gio.h>

#include "od-backup.h"
#include "od-error.h"
#include "od-stmt.h"
#include "od-store-resources.h"
#include "od-transaction.h"

#define SCRIPTS "/com/example/Omnidesk/sql/"

/* One line per released version: the number and the script that leads to it. */
static const struct {
  int version;
  const char *script;
} scripts[] = {
  { 1, SCRIPTS "0001-start.sql" }, { 2, SCRIPTS "0002-library.sql" },  { 3, SCRIPTS "0003-files.sql" },
  { 4, SCRIPTS "0004-desk.sql" },  { 5, SCRIPTS "0005-promises.sql" }, { 6, SCRIPTS "0006-channels.sql" },
};

static gpointer
load_steps (gpointer data)
{
  OdMigration *steps = g_new (OdMigration, G_N_ELEMENTS (scripts));

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      GBytes *bytes =
          g_resource_lookup_data (od_store_get_resource (), scripts[i].script, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      g_assert (bytes != NULL);
      /* The resource is part of the program: what it holds, zero-terminated, stays where it is. */
      steps[i] = (OdMigration){ .version = scripts[i].version, .sql = g_bytes_get_data (bytes, NULL) };
      g_bytes_unref (bytes);
    }
  return steps;
}

/**
 * od_migrate_get_steps:
 *
 * Returns: (transfer none) (array length=n_steps): the scripts of this program, oldest first
 */
const OdMigration *
od_migrate_get_steps (guint *n_steps)
{
  static GOnce once = G_ONCE_INIT;

  *n_steps = G_N_ELEMENTS (scripts);
  return g_once (&once, load_steps, NULL);
}

static gboolean
read_number (sqlite3 *db, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, sql, error);

  if (stmt == NULL || !od_stmt_step (stmt, NULL, error))
    return FALSE;
  *number = sqlite3_column_int64 (stmt, 0);
  return TRUE;
}

/**
 * od_migrate_check:
 * @newest: the version that this program writes
 * @age: (out): how the file stands to it
 * @version: (out): of the file
 *
 * Refuses somebody else's file, and one of a newer program. Changes nothing.
 *
 * Returns: %FALSE with %OD_ERROR_STORE, whose message says what to do
 */
gboolean
od_migrate_check (sqlite3 *db, int newest, OdStoreAge *age, int *version, GError **error)
{
  gint64 application, current, n_objects;

  if (!read_number (db, "PRAGMA application_id", &application, error) ||
      !read_number (db, "PRAGMA user_version", &current, error) ||
      !read_number (db, "SELECT count(*) FROM sqlite_schema", &n_objects, error))
    return FALSE;

  *version = (int) current;
  if (application == 0 && current == 0 && n_objects == 0)
    *age = OD_STORE_EMPTY;
  else if (application != OD_MIGRATE_APPLICATION_ID)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_STORE,
                   "This file is a database of another program. Choose another profile folder, or move the file away.");
      return FALSE;
    }
  else if (current > newest)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_STORE,
                   "The store was written by a newer Omnidesk (version %d, this one reads up to %d). "
                   "Install the newer Omnidesk again, or go back to the copy next to it that ends in “.backup-v%d”.",
                   *version, newest, newest);
      return FALSE;
    }
  else
    *age = current < newest ? OD_STORE_OLD : OD_STORE_CURRENT;
  return TRUE;
}

static gboolean
apply (sqlite3 *db, const OdMigration *step, GError **error)
{
  g_autofree char *mark = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                                           OD_MIGRATE_APPLICATION_ID, step->version);

  if (!od_transaction_begin_write (db, error))
    return FALSE;
  if (od_db_exec (db, step->sql, error) && od_db_exec (db, mark, error) && od_transaction_commit (db, error))
    return TRUE;
  od_transaction_rollback (db);
  g_prefix_error (error, "Could not bring the store to version %d: ", step->version);
  return FALSE;
}

/**
 * od_migrate_run:
 * @path: of the file; a copy of an existing store goes to `PATH.backup-vN` first, N being its version
 * @steps: oldest first
 *
 * Brings a store to the newest version, each step in a transaction of its own. Blocks.
 *
 * Returns: %FALSE with %OD_ERROR_STORE; the file is then at the version of the last step that succeeded
 */
gboolean
od_migrate_run (sqlite3 *db, const char *path, const OdMigration *steps, guint n_steps, GError **error)
{
  OdStoreAge age;
  int version;

  g_return_val_if_fail (n_steps > 0, FALSE);

  if (!od_migrate_check (db, steps[n_steps - 1].version, &age, &version, error))
    return FALSE;
  if (age == OD_STORE_OLD)
    {
      g_autofree char *copy = g_strdup_printf ("%s.backup-v%d", path, version);

      if (!od_backup_write (db, copy, error))
        return FALSE;
    }
  for (guint i = 0; i < n_steps; i++)
    if (steps[i].version > version && !apply (db, &steps[i], error))
      return FALSE;
  return TRUE;
}
