/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-outbox"

#include "od-store-outbox-private.h"
#include "od-store-write-private.h"

/* A text in several messages. Their operations are written one after the other in one transaction, so that their ids
 * are neighbours; each says which one it follows. */

static gboolean
ask (sqlite3 *db, const char *sql, gint64 id, gint64 *number, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, sql, &row, "i", id))
    return FALSE;
  *number = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  return TRUE;
}

#define FOLLOWS(of) "iif (json_valid (" of ".payload), json_extract (" of ".payload, '$.follows'), NULL)"
#define PREVIOUS                                                                                                       \
  "SELECT p.id FROM operation AS o JOIN operation AS p ON p.id = " FOLLOWS ("o") " AND p.id < o.id WHERE o.id = ?1"
#define NEXT "SELECT n.id FROM operation AS n WHERE n.id = ?1 + 1 AND " FOLLOWS ("n") " = ?1"

/*
 * od_outbox_find_parts:
 *
 * Returns: (transfer full) (element-type gint64): the operations of the same text, in order; one, if it is whole
 */
GArray *
od_outbox_find_parts (sqlite3 *db, gint64 operation_id, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = operation_id, previous;

  while (TRUE)
    {
      if (!ask (db, PREVIOUS, id, &previous, error))
        return NULL;
      if (previous == 0)
        break;
      id = previous;
    }
  while (id != 0)
    {
      g_array_append_val (ids, id);
      if (!ask (db, NEXT, id, &id, error))
        return NULL;
    }
  return g_steal_pointer (&ids);
}

/*
 * od_outbox_fail_next:
 * @row: what did not leave
 *
 * If it failed, the part after it has failed with it, and so on: half a sentence is no answer.
 */
gboolean
od_outbox_fail_next (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, gint64 now_us, GError **error)
{
  g_auto (OdOperationRow) next = { 0 };
  gint64 state, id;

  if (!ask (db, "SELECT state FROM operation WHERE id = ?1", row->id, &state, error) ||
      !ask (db, NEXT, row->id, &id, error))
    return FALSE;
  if (state != OD_DELIVERY_FAILED || id == 0)
    return TRUE;
  if (!od_operation_load (db, id, &next, error))
    return FALSE;
  if (next.state != OD_DELIVERY_QUEUED && next.state != OD_DELIVERY_HELD)
    return TRUE;
  od_change_set_add (changes, OD_CHANGE_MESSAGE, next.message_id);
  return od_stmt_run (db, error, "UPDATE message SET delivery = 6 WHERE timeline_id = ?1 AND delivery IN (1, 8)", "i",
                      next.message_id) &&
         od_operation_set_state (db, changes, &next, OD_DELIVERY_FAILED, 0, NULL, error) &&
         od_outbox_reopen (db, changes, &next, now_us, error);
}
