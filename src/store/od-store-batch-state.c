/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"
#include "od-store-batch-private.h"
#include "od-store-clock-private.h"
#include "od-store-write-private.h"

void
od_batch_state_clear (OdBatchState *self)
{
  g_clear_pointer (&self->tags, g_array_unref);
  g_clear_pointer (&self->clocks, g_free);
}

/*
 * od_batch_load_ids:
 * @sql: with two values
 *
 * Appends the first column of every row.
 */
gboolean
od_batch_load_ids (sqlite3 *db, const char *sql, gint64 first, gint64 second, GArray *ids, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error, sql, "ii", first, second);
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
  return TRUE;
}

static gboolean
load_row (sqlite3 *db, gint64 id, OdBatchState *self, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT c.status, c.resolved_at_us, c.waiting_since_us, c.n_unanswered, c.snoozed_until_us,"
                        " c.assignee_id, c.priority, c.n_unread, c.read_upto_id,"
                        " p.id, p.is_blocked, p.blocked_until_us, c.account_id"
                        " FROM conversation AS c JOIN thread AS t ON t.id = c.thread_id"
                        " LEFT JOIN contact_point AS p ON p.id = t.contact_point_id WHERE c.id = ?1",
                        &row, "i", id))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, "conversation");
  for (int i = 0; i < OD_N_BATCH_COLUMN; i++)
    self->values[i] = sqlite3_column_int64 (row, i);
  self->point =
      (OdBatchPoint){ sqlite3_column_int64 (row, OD_N_BATCH_COLUMN), sqlite3_column_int64 (row, OD_N_BATCH_COLUMN + 1),
                      sqlite3_column_int64 (row, OD_N_BATCH_COLUMN + 2) };
  self->account_id = sqlite3_column_int64 (row, OD_N_BATCH_COLUMN + 3);
  return TRUE;
}

/*
 * od_batch_state_load:
 * @self: (out): to be cleared in any case
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_batch_state_load (sqlite3 *db, gint64 conversation_id, OdBatchState *self, GError **error)
{
  self->tags = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!load_row (db, conversation_id, self, error))
    return FALSE;
  self->clocks = od_clock_snapshot (db, conversation_id, error);
  return self->clocks != NULL &&
         od_batch_load_ids (db,
                            "SELECT tag_id FROM conversation_tag WHERE conversation_id = ?1 AND tag_id > ?2"
                            " ORDER BY tag_id",
                            conversation_id, 0, self->tags, error);
}
