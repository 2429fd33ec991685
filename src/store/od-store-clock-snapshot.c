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
 * Returns: (transfer full) (nullable): JSON: the clocks of which something is expected, or may be again; %NULL with
 *   @error
 */
char *
od_clock_snapshot (sqlite3 *db, gint64 conversation_id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT json_group_array (json_array (" COLUMNS ")) FROM (SELECT * FROM clock"
                        " WHERE conversation_id = ?1 AND (ended_at_us IS NULL OR kind = 3 OR"
                        " (state = 6 AND policy_version = 0)) ORDER BY id)",
                        &row, "i", conversation_id))
    return NULL;
  return od_stmt_dup_text (row, 0);
}

#define SAVED(n) "json_extract (j.value, '$[" #n "]')"
#define IS_THIS " FROM json_each (?2) AS j WHERE clock.id = " SAVED (0) " AND clock.conversation_id = ?1"

/*
 * od_clock_restore:
 * @snapshot: of od_clock_snapshot()
 *
 * The clocks are as they were then, but what broke since stays broken (R13), and what was answered since is answered.
 */
gboolean
od_clock_restore (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, const char *snapshot, gint64 now_us,
                  GError **error)
{
  od_change_set_add (changes, OD_CHANGE_CLOCK, conversation_id);
  return od_stmt_run (db, error,
                      "UPDATE clock SET satisfied_at_us = " SAVED (2) ", ended_at_us = " SAVED (3) IS_THIS
                      " AND clock.state = 4 AND " SAVED (1) " <> 4",
                      "it", conversation_id, snapshot) &&
         od_stmt_run (db, error,
                      "UPDATE clock SET state = " SAVED (1) ", satisfied_at_us = " SAVED (2) ", ended_at_us = " SAVED (3) ", policy_id = " SAVED (4) ", policy_version = " SAVED (5) ", calendar_id = " SAVED (6) ", calendar_version = " SAVED (7) ", target_s = " SAVED (8) ", warn_percent = " SAVED (9) ", warn_before_s = " SAVED (10) ", stands_still = " SAVED (11) ", due_us = " SAVED (12) ", warn1_us = " SAVED (13) ", warn2_us = " SAVED (
                          14) ", warned = warned | " SAVED (15) ", fell_back = " SAVED (16) ", composed_at_us = " SAVED (17) ", paused_at_us = " SAVED (18) ", left_s = " SAVED (19) ", pauses = " SAVED (20) ", next_us = " SAVED (21)
                          IS_THIS " AND (clock.state <> 4 OR " SAVED (1) " = 4)",
                      "it", conversation_id, snapshot) &&
         od_clock_settle (db, changes, conversation_id, now_us, error) &&
         od_clock_write_due (db, changes, conversation_id, error);
}
