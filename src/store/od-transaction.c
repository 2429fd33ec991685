/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-transaction.h"

#include "od-stmt.h"

/* The only file of the program with BEGIN, COMMIT, ROLLBACK and SAVEPOINT in it. The database (od-db) and the
 * migration call it, nobody else. */

/**
 * od_transaction_begin_read:
 *
 * From the first question on, everything read is one snapshot.
 */
gboolean
od_transaction_begin_read (sqlite3 *db, GError **error)
{
  return od_stmt_run (db, error, "BEGIN", "");
}

gboolean
od_transaction_begin_write (sqlite3 *db, GError **error)
{
  return od_stmt_run (db, error, "BEGIN IMMEDIATE", "");
}

/**
 * od_transaction_is_open:
 *
 * Returns: %FALSE also if SQLite rolled the whole back by itself, as it does on a full disk
 */
gboolean
od_transaction_is_open (sqlite3 *db)
{
  return !sqlite3_get_autocommit (db);
}

/**
 * od_transaction_commit:
 *
 * Returns: %FALSE with @error if it isn't on the disk; the transaction may still be open then
 */
gboolean
od_transaction_commit (sqlite3 *db, GError **error)
{
  return od_stmt_run (db, error, "COMMIT", "");
}

void
od_transaction_rollback (sqlite3 *db)
{
  if (od_transaction_is_open (db))
    od_stmt_run (db, NULL, "ROLLBACK", ""); /* may be gone already; that is fine */
}

gboolean
od_transaction_save (sqlite3 *db, GError **error)
{
  return od_stmt_run (db, error, "SAVEPOINT job", "");
}

gboolean
od_transaction_release (sqlite3 *db, GError **error)
{
  return od_stmt_run (db, error, "RELEASE job", "");
}

gboolean
od_transaction_rollback_to_save (sqlite3 *db, GError **error)
{
  return od_stmt_run (db, error, "ROLLBACK TO job", "") && od_stmt_run (db, error, "RELEASE job", "");
}
