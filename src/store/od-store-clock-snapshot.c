/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-clock"

#include "od-store-clock-private.h"

/* In this order: what may be different afterwards. */
#define COLUMNS                                                                                                        \
  "id, state, satisfied_at_us, ended_at_us, policy_id, policy_version, calendar_id, calendar_version, target_s,"       \
  " warn_percent, warn_before_s, stands_still, due_us, warn1_us, warn2_us, warned, fell_back, composed_at_us,"         \
  " paused_at_us, left_s, pauses, next_us"

/*
 * od_clock_snapshot:
 *
 * Returns: (transfer full) (nullable): JSON: the id of the newest clock, and the clocks of which something is expected,
 *   or may be again; %NULL with @error
 */
char *
od_clock_snapshot (sqlite3 *db, gint64 conversation_id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT json_array (coalesce ((SELECT max (id) FROM clock WHERE conversation_id = ?1), 0),"
                        " json_group_array (json_array (" COLUMNS "))) FROM (SELECT * FROM clock"
                        " WHERE conversation_id = ?1 AND (ended_at_us IS NULL OR kind = 3 OR"
                        " (state = 6 AND policy_version = 0)) ORDER BY id)",
                        &row, "i", conversation_id))
    return NULL;
  return od_stmt_dup_text (row, 0);
}

#define SAVED(n) "json_extract (j.value, '$[" #n "]')"
#define IS_THIS " FROM json_each (?2, '$[1]') AS j WHERE clock.id = " SAVED (0) " AND clock.conversation_id = ?1"

/* Every column as it was; a warning that was given since stays given. */
static char *
make_restore_sql (void)
{
  g_auto (GStrv) names = g_strsplit (COLUMNS, ", ", -1);
  GString *sql = g_string_new ("UPDATE clock SET ");

  for (guint i = 1; names[i] != NULL; i++)
    g_string_append_printf (sql, "%s%s = %sjson_extract (j.value, '$[%u]')", i > 1 ? ", " : "", names[i],
                            g_str_equal (names[i], "warned") ? "warned | " : "", i);
  g_string_append (sql, IS_THIS " AND (clock.state <> 4 OR " SAVED (1) " = 4)");
  return g_string_free (sql, FALSE);
}

/* What was due before the deed and was noticed by it (nobody rings for who is blocked), or by the desk's alarm since because
 * the deed made it be expected again: taken back, that was never so. What became due later broke by itself. */
static gboolean
forget_breach (sqlite3 *db, gint64 conversation_id, const char *snapshot, gint64 done_at_us, GError **error)
{
  return od_stmt_run (
      db, error,
      "UPDATE clock SET state = 6, breached_at_us = NULL, detected_at_us = NULL" IS_THIS
      " AND clock.state = 4 AND " SAVED (1) " <> 4 AND clock.due_us <= ?3 AND clock.detected_at_us >= ?3"
                                            " AND (clock.detected_at_us = ?3 OR " SAVED (1) " = 6)",
      "iti", conversation_id, snapshot, done_at_us);
}

/*
 * od_clock_restore:
 * @snapshot: of od_clock_snapshot()
 * @done_at_us: when that was done which is taken back
 *
 * The clocks are as they were then, but what broke since stays broken (R13), and what was answered since is answered.
 */
gboolean
od_clock_restore (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, const char *snapshot, gint64 done_at_us,
                  gint64 now_us, GError **error)
{
  g_autofree char *restore = make_restore_sql ();

  od_change_set_add (changes, OD_CHANGE_CLOCK, conversation_id);
  return forget_breach (db, conversation_id, snapshot, done_at_us, error) &&
         od_stmt_run (db, error,
                      "UPDATE clock SET satisfied_at_us = " SAVED (2) ", ended_at_us = " SAVED (3) IS_THIS
                      " AND clock.state = 4 AND " SAVED (1) " <> 4",
                      "it", conversation_id, snapshot) &&
         od_stmt_run (db, error, restore, "it", conversation_id, snapshot) &&
         od_clock_settle (db, changes, conversation_id, now_us, error) &&
         od_clock_write_due (db, changes, conversation_id, error);
}
