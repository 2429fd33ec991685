/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-clock"

#include "od-store-clock-private.h"
#include "od-store-clock.h"
#include "od-update.h"

/* What the promises of a desk would have made of a history that it did not live through. An import never does this: nobody
 * promised anything then. A desk for show has a past, too. */

/* A conversation on the way through its messages. @anchor_us: 0: nobody waits */
typedef struct {
  gint64 id;
  gint64 anchor_id, anchor_us;
  OdStatus status;
  gboolean was_answered;
} Walk;

static gboolean
write_clock (sqlite3 *db, OdChangeSet *changes, const Walk *walk, OdClockEvent event, gint64 at_us, GError **error)
{
  OdClockBook *book = od_clock_book_get (db, error);
  OdClockKind kind = walk->was_answered ? OD_CLOCK_NEXT : OD_CLOCK_FIRST;
  g_autoptr (OdClockRow) row = NULL;
  const OdSlaPolicy *policy;

  if (book == NULL || !od_clock_choose (db, book, walk->id, &policy, error))
    return FALSE;
  if (policy == NULL || policy->targets[kind].target_s == 0)
    return TRUE;
  row = od_clock_row_new (walk->id, kind, walk->anchor_id, walk->anchor_us);
  od_clock_row_adopt (row, policy);
  od_clock_row_compute (row, book);
  if (event == OD_CLOCK_EVENT_KEEP && at_us > row->due_us)
    {
      od_clock_row_end (row, OD_CLOCK_EVENT_DUE, row->due_us);
      row->breached_at_us = row->detected_at_us = row->due_us;
      event = OD_CLOCK_EVENT_LATE;
    }
  if (event != OD_CLOCK_EVENT_WAIVE)
    row->composed_at_us = row->satisfied_at_us = at_us;
  od_clock_row_end (row, event, at_us);
  row->ended_at_us = at_us;
  row->warned = (row->warn1_us != 0 && row->warn1_us <= at_us ? OD_CLOCK_WARNED_1 : 0) |
                (row->warn2_us != 0 && row->warn2_us <= at_us ? OD_CLOCK_WARNED_2 : 0);
  return od_clock_save (db, changes, row, error);
}

/* Who was thanked and wrote once more waits for nothing. */
static gboolean
end_walk (sqlite3 *db, OdChangeSet *changes, const Walk *walk, GError **error)
{
  return walk->anchor_us == 0 || walk->status != OD_STATUS_RESOLVED ||
         write_clock (db, changes, walk, OD_CLOCK_EVENT_WAIVE, walk->anchor_us, error);
}

static gboolean
take_message (sqlite3 *db, OdChangeSet *changes, Walk *walk, OdStmt *stmt, GError **error)
{
  gint64 id = sqlite3_column_int64 (stmt, 0), at_us = sqlite3_column_int64 (stmt, 4);

  if (id != walk->id)
    {
      if (!end_walk (db, changes, walk, error))
        return FALSE;
      *walk = (Walk){ .id = id, .status = (OdStatus) sqlite3_column_int (stmt, 1) };
    }
  if (sqlite3_column_int (stmt, 3) == OD_TIMELINE_IN)
    {
      if (walk->anchor_us == 0)
        {
          walk->anchor_id = sqlite3_column_int64 (stmt, 2);
          walk->anchor_us = at_us;
        }
      return TRUE;
    }
  if (walk->anchor_us != 0 && !write_clock (db, changes, walk, OD_CLOCK_EVENT_KEEP, at_us, error))
    return FALSE;
  walk->anchor_us = 0;
  walk->was_answered = TRUE;
  return TRUE;
}

/* An import knows authors by their names only. */
static gboolean
name_authors (sqlite3 *db, GError **error)
{
  return od_stmt_run (db, error,
                      "UPDATE message SET operator_id = (SELECT id FROM operator WHERE name = message.author)"
                      " WHERE direction = 2 AND operator_id IS NULL",
                      "");
}

/**
 * od_store_clock_replay:
 * @data: unused
 *
 * An #OdDbWriteFunc, of a store that has no clocks yet: gives conversations that are no spam one for every answer in
 * them, by the promises that hold now; what an operator's name stands at is theirs.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_clock_replay (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error,
                                          "SELECT c.id, c.status, t.id, t.kind, t.at_us FROM conversation AS c"
                                          " JOIN timeline AS t ON t.conversation_id = c.id AND t.kind IN (1, 2)"
                                          " WHERE c.status <> ?1 ORDER BY c.id, t.at_us, t.id",
                                          "i", (gint64) OD_STATUS_SPAM);
  gboolean has_row = stmt != NULL;
  Walk walk = { 0 };

  if (stmt == NULL || !name_authors (db, error))
    return FALSE;
  while (has_row)
    if (!od_stmt_step (stmt, &has_row, error) || (has_row && !take_message (db, changes, &walk, stmt, error)))
      return FALSE;
  return end_walk (db, changes, &walk, error);
}
