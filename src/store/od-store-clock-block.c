/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-clock"

#include "od-store-clock-private.h"

/* Who is blocked waits for nothing, in any conversation of their address. */

typedef gboolean (*EachFunc) (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 at_us, gint64 now_us,
                              GError **error);

static gboolean
cancel (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 at_us, gint64 now_us, GError **error)
{
  g_autoptr (GPtrArray) rows = od_clock_load (db, OD_CLOCK_LIVE, conversation_id, error);
  OdClockBook *book;

  if (rows == NULL)
    return FALSE;
  if (rows->len == 0)
    return TRUE;
  book = od_clock_book_get (db, error);
  if (book == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      OdClockRow *row = rows->pdata[i];

      if (row->paused_at_us != 0)
        od_clock_row_resume (row, book, now_us);
      od_clock_row_end (row, OD_CLOCK_EVENT_CANCEL, now_us);
      if (!od_clock_save (db, changes, row, error))
        return FALSE;
    }
  return od_clock_write_due (db, changes, conversation_id, error);
}

/* What ended then, and for nothing but that. */
static gboolean
reopen (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 at_us, gint64 now_us, GError **error)
{
  g_autoptr (GPtrArray) rows = od_clock_load (
      db, "conversation_id = ?1 AND state IN (4, 6) AND ended_at_us IS NOT NULL AND satisfied_at_us IS NULL",
      conversation_id, error);
  guint n = 0;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      OdClockRow *row = rows->pdata[i];

      if (row->ended_at_us != at_us)
        continue;
      od_clock_state_next (row->state, OD_CLOCK_EVENT_REOPEN, &row->state);
      row->ended_at_us = row->composed_at_us = 0; /* what is on its way is found again */
      if (!od_clock_save (db, changes, row, error))
        return FALSE;
      n++;
    }
  return n == 0 || (od_clock_write_due (db, changes, conversation_id, error) &&
                    od_clock_settle (db, changes, conversation_id, now_us, error));
}

static gboolean
for_each (sqlite3 *db, OdChangeSet *changes, gint64 contact_point_id, gint64 at_us, gint64 now_us, EachFunc func,
          GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  {
    g_autoptr (OdStmt) stmt =
        od_stmt_bind (db, error,
                      "SELECT c.id FROM thread AS t JOIN conversation AS c ON c.thread_id = t.id"
                      " WHERE t.contact_point_id = ?1 AND EXISTS (SELECT 1 FROM clock WHERE conversation_id = c.id)",
                      "i", contact_point_id);
    gboolean has_row = TRUE;

    if (stmt == NULL)
      return FALSE;
    while (has_row)
      {
        gint64 id;

        if (!od_stmt_step (stmt, &has_row, error))
          return FALSE;
        id = has_row ? sqlite3_column_int64 (stmt, 0) : 0;
        if (has_row)
          g_array_append_val (ids, id);
      }
  }
  for (guint i = 0; i < ids->len; i++)
    if (!func (db, changes, g_array_index (ids, gint64, i), at_us, now_us, error))
      return FALSE;
  return TRUE;
}

/*
 * od_clock_block:
 *
 * Ends all that runs in conversations of the contact point. What else the same person has, elsewhere, goes on: there
 * they are not blocked.
 */
gboolean
od_clock_block (sqlite3 *db, OdChangeSet *changes, gint64 contact_point_id, gint64 now_us, GError **error)
{
  return for_each (db, changes, contact_point_id, now_us, now_us, cancel, error);
}

/*
 * od_clock_unblock:
 * @at_us: when they were blocked: that is undone
 *
 * What od_clock_block() ended goes on, with the due times it had.
 */
gboolean
od_clock_unblock (sqlite3 *db, OdChangeSet *changes, gint64 contact_point_id, gint64 at_us, gint64 now_us,
                  GError **error)
{
  return for_each (db, changes, contact_point_id, at_us, now_us, reopen, error);
}
