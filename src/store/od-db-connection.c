/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-db"

#include "od-db-private.h"

#include "od-error.h"
#include "od-fts-tokenizer.h"
#include "od-migrate.h"
#include "od-stmt.h"
#include "od-store-clock-private.h"
#include "od-text.h"

#define BUSY_TIMEOUT_MS 5000

/* od_fold (TEXT): as search compares. */
static void
fold (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const char *text = (const char *) sqlite3_value_text (values[0]);

  if (text != NULL)
    sqlite3_result_text (context, od_text_fold (text), -1, g_free);
}

static gboolean
register_fold (sqlite3 *conn, GError **error)
{
  int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;

  if (sqlite3_create_function (conn, "od_fold", 1, flags, NULL, fold, NULL, NULL) == SQLITE_OK)
    return TRUE;
  g_set_error (error, OD_ERROR, OD_ERROR_STORE, "Could not register a function: %s", sqlite3_errmsg (conn));
  return FALSE;
}

void
od_db_connection_close (sqlite3 *conn)
{
  od_clock_book_detach (conn);
  od_stmt_cache_detach (conn);
  sqlite3_close (conn);
}

/*
 * od_db_connection_open:
 *
 * Returns: (transfer full) (nullable): a connection that keeps its statements and knows our word forms
 */
sqlite3 *
od_db_connection_open (const char *path, GError **error)
{
  sqlite3 *conn = NULL;

  if (sqlite3_open_v2 (path, &conn, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_STORE, "Could not open the store: %s", sqlite3_errmsg (conn));
      sqlite3_close (conn);
      return NULL;
    }
  od_stmt_cache_attach (conn);
  sqlite3_extended_result_codes (conn, TRUE);
  sqlite3_busy_timeout (conn, BUSY_TIMEOUT_MS);
  if (od_fts_tokenizer_register (conn, error) && register_fold (conn, error))
    return conn;
  od_db_connection_close (conn);
  return NULL;
}

/* Brings the store up to date. */
gboolean
od_db_connection_prepare_writer (sqlite3 *conn, const char *path, GError **error)
{
  guint n_steps;
  const OdMigration *steps = od_migrate_get_steps (&n_steps);
  OdStoreAge age;
  int version;

  /* Look before anything is changed: it may be somebody else's file. FULL, not NORMAL: a provider was told "taken" on
   * the strength of a commit. */
  return od_migrate_check (conn, steps[n_steps - 1].version, &age, &version, error) &&
         od_db_exec (
             conn,
             "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
             "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = " OD_DB_AUTOCHECKPOINT
             ";"
             "PRAGMA journal_size_limit = 33554432; PRAGMA trusted_schema = OFF",
             error) &&
         od_migrate_run (conn, path, steps, n_steps, error);
}

/* Refuses a store that isn't of this program's version. */
gboolean
od_db_connection_prepare_reader (sqlite3 *conn, GError **error)
{
  guint n_steps;
  const OdMigration *steps = od_migrate_get_steps (&n_steps);
  OdStoreAge age;
  int version;

  if (!od_migrate_check (conn, steps[n_steps - 1].version, &age, &version, error))
    return FALSE;
  if (age != OD_STORE_CURRENT)
    {
      g_set_error (
          error, OD_ERROR, OD_ERROR_STORE,
          "The store is of an older Omnidesk (version %d). Start the desk once, it brings the store up to date.",
          version);
      return FALSE;
    }
  return od_db_exec (conn,
                     "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096;"
                     "PRAGMA trusted_schema = OFF",
                     error);
}
