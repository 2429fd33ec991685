/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-field-private.h"

#include "od-stmt.h"

/* Values of a field are changed in many writes. What was begun is written down with the first of them and crossed out
 * with the last, so that it is finished though the program ended in between. */
#define KEY_PREFIX "field.pending."

/* @what: "refit" or "remove"; who removes has nothing to refit */
gboolean
od_field_pending_add (sqlite3 *db, gint64 field_id, const char *what, GError **error)
{
  return od_stmt_run (db, error,
                      "INSERT INTO setting (key, value) VALUES ('" KEY_PREFIX "' || ?1, ?2)"
                      " ON CONFLICT (key) DO UPDATE SET value = ?2 WHERE value <> 'remove'",
                      "it", field_id, what);
}

gboolean
od_field_pending_end (sqlite3 *db, gint64 field_id, GError **error)
{
  return od_stmt_run (db, error, "DELETE FROM setting WHERE key = '" KEY_PREFIX "' || ?1", "i", field_id);
}

static void
forget (OdFieldJob *job)
{
  g_clear_pointer (&job->field, od_custom_field_free);
  g_clear_pointer (&job->next_value, g_free);
  job->next_id = 0;
  job->id = 0;
}

/**
 * od_store_field_resume:
 * @data: an #OdFieldJob with @operator_id and @now_us; run it again until it @is_done
 *
 * Goes on with what was begun with the values of some field, and not finished.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_field_resume (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdFieldJob *job = data;
  g_autoptr (OdStmt) row = NULL;
  gboolean ok, is_removal;
  gint64 id;

  if (!od_stmt_get_row (db, error,
                        "SELECT CAST (substr (s.key, length ('" KEY_PREFIX
                        "') + 1) AS INTEGER), s.value = 'remove', f.id"
                        "  FROM setting s LEFT JOIN field f ON s.key = '" KEY_PREFIX "' || f.id"
                        " WHERE s.key GLOB '" KEY_PREFIX "*' ORDER BY s.key LIMIT 1",
                        &row, ""))
    return FALSE;
  job->is_done = row == NULL;
  if (row == NULL)
    return TRUE;
  id = sqlite3_column_int64 (row, 0);
  is_removal = sqlite3_column_int (row, 1) != 0;
  if (sqlite3_column_type (row, 2) == SQLITE_NULL)
    return od_field_pending_end (db, id, error); /* an import or a repair took the field away */
  g_clear_pointer (&row, od_stmt_release);
  if (job->id != id)
    forget (job);
  job->id = id;
  g_clear_pointer (&job->field, od_custom_field_free);
  job->field = od_store_field_find (db, id, error); /* it may have become another kind again */
  ok = job->field != NULL &&
       (is_removal ? od_store_field_remove (db, changes, job, error) : od_store_field_refit (db, changes, job, error));
  if (job->is_done)
    forget (job);
  job->is_done = FALSE; /* there may be another one */
  return ok;
}
