/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"
#include "od-store-write-private.h"

/* What shows it is drawn anew; sockets of web chats are closed, or may come again. */
static gboolean
tell (sqlite3 *db, OdChangeSet *changes, gint64 contact_point_id, GError **error)
{
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (db, error,
                    "SELECT c.id, coalesce (s.id, 0) FROM thread AS t JOIN conversation AS c ON c.thread_id = t.id"
                    " LEFT JOIN stream AS s ON s.account_id = t.account_id AND s.remote_id = t.remote_id"
                    " WHERE t.contact_point_id = ?1",
                    "i", contact_point_id);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return FALSE;
  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      od_change_set_add (changes, OD_CHANGE_CONVERSATION, sqlite3_column_int64 (stmt, 0));
      if (sqlite3_column_int64 (stmt, 1) != 0)
        od_change_set_add (changes, OD_CHANGE_STREAM, sqlite3_column_int64 (stmt, 1));
    }
  return TRUE;
}

/*
 * od_write_blocked:
 * @until_us: 0: for good
 *
 * What comes from a blocked contact point is kept as spam; a web chat is told and takes nothing any more.
 */
gboolean
od_write_blocked (sqlite3 *db, OdChangeSet *changes, gint64 contact_point_id, gboolean is_blocked, gint64 until_us,
                  GError **error)
{
  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error,
                          "UPDATE contact_point SET is_blocked = ?2, blocked_until_us = ?3 WHERE id = ?1"
                          " RETURNING customer_id",
                          &row, "iii", contact_point_id, (gint64) is_blocked, is_blocked ? until_us : 0))
      return FALSE;
    if (row == NULL)
      return od_write_gone (error, "contact point");
    od_change_set_add (changes, OD_CHANGE_CUSTOMER, sqlite3_column_int64 (row, 0));
  }
  od_change_set_add (changes, OD_CHANGE_CLOCK, 0); /* others ring now */
  return tell (db, changes, contact_point_id, error);
}

/*
 * od_write_unblock_due:
 * @next_us: (out): when the next one is to be unblocked; 0: none
 *
 * Ends the blocks that were until now.
 */
gboolean
od_write_unblock_due (sqlite3 *db, OdChangeSet *changes, gint64 now_us, gint64 *next_us, GError **error)
{
  while (TRUE)
    {
      g_autoptr (OdStmt) row = NULL;
      gint64 id;

      if (!od_stmt_get_row (db, error,
                            "SELECT id, blocked_until_us FROM contact_point WHERE blocked_until_us > 0"
                            " ORDER BY blocked_until_us LIMIT 1",
                            &row, ""))
        return FALSE;
      *next_us = row != NULL ? sqlite3_column_int64 (row, 1) : 0;
      if (row == NULL || *next_us > now_us)
        return TRUE;
      id = sqlite3_column_int64 (row, 0);
      g_clear_pointer (&row, od_stmt_release);
      if (!od_write_blocked (db, changes, id, FALSE, 0, error) ||
          !od_write_audit (db, now_us, 0, "unblocked", "contact_point", id, error))
        return FALSE;
    }
}
