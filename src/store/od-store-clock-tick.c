/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-clock"

#include "od-limits.h"
#include "od-store-clock-private.h"
#include "od-store-clock.h"
#include "od-store-write-private.h"

OdClockTickJob *
od_clock_tick_job_new (gint64 now_us)
{
  OdClockTickJob *job = g_new0 (OdClockTickJob, 1);

  job->now_us = now_us;
  job->fired = g_array_new (FALSE, FALSE, sizeof (OdClockFired));
  return job;
}

void
od_clock_tick_job_free (OdClockTickJob *job)
{
  g_array_unref (job->fired);
  g_free (job);
}

/* Of who is blocked nothing is due, in any conversation, as long as it lasts: the clocks stand as they are, and what was
 * due meanwhile is noticed when it ends (od_write_blocked() has it looked at then). */
#define CLOCKS_THAT_RING                                                                                               \
  "clock AS k INDEXED BY clock_by_next CROSS JOIN conversation AS c ON c.id = k.conversation_id"                       \
  " CROSS JOIN thread AS t ON t.id = c.thread_id LEFT JOIN contact_point AS p ON p.id = t.contact_point_id"            \
  " WHERE k.next_us IS NOT NULL AND NOT ifnull (p.is_blocked, 0)"

/* R8: what is put off comes back in time. */
static gboolean
wake (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 now_us, GError **error)
{
  if (!od_stmt_run (db, error,
                    "UPDATE conversation SET snoozed_until_us = NULL WHERE id = ?1 AND snoozed_until_us IS NOT NULL",
                    "i", conversation_id))
    return FALSE;
  return sqlite3_changes (db) == 0 || od_write_event (db, changes, conversation_id, now_us, "woken", 0, "{}", error);
}

/* The promise broke at its due time, whenever that is noticed (R25). The answer that is on its way can't keep it any
 * more: what the customer wrote since waits on its own. */
static gboolean
breach (sqlite3 *db, OdChangeSet *changes, OdClockRow *row, gint64 now_us, GError **error)
{
  gboolean was_answered = row->state == OD_CLOCK_AWAITING, is_started;
  OdClockAnswer answer;

  if (!od_clock_state_next (row->state, OD_CLOCK_EVENT_DUE, &row->state))
    return TRUE;
  row->breached_at_us = row->due_us;
  row->detected_at_us = now_us;
  if (!od_clock_save (db, changes, row, error))
    return FALSE;
  if (!was_answered)
    return TRUE;
  return od_clock_find_answer (db, row, &answer, error) &&
         (answer.pending_id == 0 ||
          (od_clock_follow (db, changes, row->conversation_id, answer.pending_id, &is_started, error) &&
           (!is_started || od_clock_settle (db, changes, row->conversation_id, now_us, error))));
}

static gboolean
warn (sqlite3 *db, OdChangeSet *changes, OdClockRow *row, gint64 now_us, GError **error)
{
  if (row->warn1_us != 0 && row->warn1_us <= now_us)
    row->warned |= OD_CLOCK_WARNED_1;
  if (row->warn2_us != 0 && row->warn2_us <= now_us)
    row->warned |= OD_CLOCK_WARNED_2;
  return od_clock_save (db, changes, row, error);
}

static gboolean
fire (sqlite3 *db, OdChangeSet *changes, OdClockTickJob *job, OdClockRow *row, GError **error)
{
  OdClockFired fired = {
    .conversation_id = row->conversation_id,
    .due_us = row->due_us,
    .kind = row->kind,
    .is_breach = row->due_us <= job->now_us,
    .is_answered = row->state == OD_CLOCK_AWAITING,
  };

  g_array_append_val (job->fired, fired);
  od_change_set_add (changes, OD_CHANGE_CONVERSATION, row->conversation_id);
  return (fired.is_breach ? breach (db, changes, row, job->now_us, error)
                          : warn (db, changes, row, job->now_us, error)) &&
         wake (db, changes, row->conversation_id, job->now_us, error) &&
         (!fired.is_breach || od_clock_write_due (db, changes, row->conversation_id, error));
}

static int
compare_due (gconstpointer a, gconstpointer b)
{
  const OdClockFired *first = a, *second = b;

  return (first->due_us > second->due_us) - (first->due_us < second->due_us);
}

/**
 * od_store_clock_tick:
 * @data: an #OdClockTickJob; if it fails, nothing fired
 *
 * Records what is due now: each warning and each breach once, whatever the clock did meanwhile (R13, R22, R25). A slice,
 * if there is very much of it. Not of who is blocked.
 */
gboolean
od_store_clock_tick (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  static const char due[] =
      "next_us <= ?1 AND id IN (SELECT k.id FROM " CLOCKS_THAT_RING " AND k.next_us <= ?1 ORDER BY k.next_us LIMIT"
      " " G_STRINGIFY (OD_LIMIT_CLOCK_SLICE) ")";
  OdClockTickJob *job = data;
  g_autoptr (GPtrArray) rows = od_clock_load (db, due, job->now_us, error);
  g_autoptr (OdStmt) row = NULL;

  g_array_set_size (job->fired, 0);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!fire (db, changes, job, rows->pdata[i], error))
      return FALSE;
  if (!od_stmt_get_row (db, error, "SELECT k.next_us FROM " CLOCKS_THAT_RING " ORDER BY k.next_us LIMIT 1", &row, ""))
    return FALSE;
  job->next_us = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  job->is_done = job->next_us == 0 || job->next_us > job->now_us;
  g_array_sort (job->fired, compare_due);
  return TRUE;
}
