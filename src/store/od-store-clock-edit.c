/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-clock"

#include "od-error.h"
#include "od-limits.h"
#include "od-store-clock-private.h"
#include "od-store-clock.h"
#include "od-store-write-private.h"

/* ---- what operators do ---- */

/*
 * od_clock_waive:
 * @is_any: (out): whether something waited
 *
 * No reply is needed: clocks that run for an answer end, the others go on.
 */
gboolean
od_clock_waive (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 now_us, gboolean *is_any,
                GError **error)
{
  g_autoptr (GPtrArray) rows = od_clock_load (db, OD_CLOCK_LIVE " AND kind IN (1, 2)", conversation_id, error);

  if (rows == NULL)
    return FALSE;
  *is_any = rows->len > 0;
  for (guint i = 0; i < rows->len; i++)
    {
      OdClockRow *row = rows->pdata[i];

      od_clock_row_end (row, OD_CLOCK_EVENT_WAIVE, now_us);
      if (!od_clock_save (db, changes, row, error))
        return FALSE;
    }
  return rows->len == 0 || od_clock_write_due (db, changes, conversation_id, error);
}

/*
 * od_clock_cancel:
 *
 * Who is blocked waits for nothing.
 */
gboolean
od_clock_cancel (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 now_us, GError **error)
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

/* What was promised in a message goes with it; what was promised by key after it stays. */
static gboolean
take_promise_back (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 message_id, gint64 sent_at_us,
                   gint64 now_us, GError **error)
{
  g_autoptr (GPtrArray) rows = od_clock_load (db, OD_CLOCK_LIVE " AND kind = 4", conversation_id, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      OdClockRow *row = rows->pdata[i];

      if (row->anchor_message_id != message_id || row->anchor_us > sent_at_us)
        continue;
      od_clock_row_end (row, OD_CLOCK_EVENT_CANCEL, now_us);
      if (!od_clock_save (db, changes, row, error) || !od_clock_write_due (db, changes, conversation_id, error))
        return FALSE;
    }
  return TRUE;
}

/*
 * od_clock_answer_removed:
 * @message_id: removed already
 *
 * An answer that is taken back at once never was one. Later it has been read, and the clock stays what it is.
 */
gboolean
od_clock_answer_removed (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 message_id, gint64 now_us,
                         GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  gint64 sent_at_us;
  gboolean is_waiting;

  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error, "SELECT sent_at_us FROM message WHERE timeline_id = ?1", &row, "i", message_id))
      return FALSE;
    sent_at_us = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  }
  if (sent_at_us == 0 || now_us - sent_at_us > OD_LIMIT_UNDO_DEED_S * (gint64) G_USEC_PER_SEC)
    return TRUE;
  if (!take_promise_back (db, changes, conversation_id, message_id, sent_at_us, now_us, error))
    return FALSE;
  rows = od_clock_load (db, "conversation_id = ?1 AND state IN (3, 4) AND kind <> 3 AND ended_at_us IS NOT NULL",
                        conversation_id, error);
  if (rows == NULL || !od_clock_is_unanswered (db, conversation_id, &is_waiting, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      OdClockRow *row = rows->pdata[i];

      if (row->satisfied_at_us != sent_at_us || row->anchor_message_id >= message_id ||
          (is_waiting && row->kind != OD_CLOCK_PROMISE))
        continue;
      od_clock_state_next (row->state, OD_CLOCK_EVENT_REOPEN, &row->state);
      row->satisfied_at_us = row->composed_at_us = row->ended_at_us = 0;
      if (!od_clock_save (db, changes, row, error) ||
          (row->kind != OD_CLOCK_PROMISE &&
           !od_stmt_run (db, error,
                         "UPDATE conversation SET waiting_since_us = ?2, n_unanswered = max (n_unanswered, 1)"
                         " WHERE id = ?1 AND waiting_since_us = 0",
                         "ii", conversation_id, row->anchor_us)))
        return FALSE;
    }
  return od_clock_settle (db, changes, conversation_id, now_us, error);
}

/* ---- other terms ---- */

/* R11: from the original anchor. Pauses that are not over keep what is left, not what was due. Without a policy nothing is
 * promised; that such a clock has terms of no version says that a policy may come back to it. */
static gboolean
adopt (sqlite3 *db, OdChangeSet *changes, OdClockRow *row, const OdSlaPolicy *policy, const OdClockBook *book,
       gint64 now_us, GError **error)
{
  if (policy == NULL || policy->targets[row->kind].target_s == 0)
    {
      if (row->state == OD_CLOCK_CANCELLED)
        return TRUE;
      if (row->paused_at_us != 0)
        od_clock_row_resume (row, book, now_us);
      row->policy_version = 0;
      od_clock_row_end (row, OD_CLOCK_EVENT_CANCEL, now_us);
      return od_clock_save (db, changes, row, error);
    }
  if (row->state == OD_CLOCK_CANCELLED)
    {
      od_clock_state_next (row->state, OD_CLOCK_EVENT_REOPEN, &row->state);
      row->ended_at_us = row->composed_at_us = 0;
    }
  od_clock_row_adopt (row, policy);
  if (row->paused_at_us != 0)
    {
      gint64 paused_at_us = row->paused_at_us;

      od_clock_row_resume (row, book, paused_at_us);
      od_clock_row_pause (row, book, paused_at_us);
    }
  else
    od_clock_row_compute (row, book);
  return od_clock_save (db, changes, row, error);
}

/* Of what was given up for want of a policy, that which nothing has taken the place of: a newer clock that ended is as
 * much in its place as one that runs. */
static gboolean
is_to_retime (sqlite3 *db, const OdClockRow *row, gboolean *is_it, GError **error)
{
  g_autoptr (OdStmt) newer = NULL;

  *is_it = TRUE;
  if (row->state != OD_CLOCK_CANCELLED)
    return TRUE;
  if (!od_stmt_get_row (db, error,
                        "SELECT 1 FROM clock WHERE conversation_id = ?1 AND id > ?2 AND kind <> 4"
                        " AND (kind = 3) = ?3 LIMIT 1",
                        &newer, "iii", row->conversation_id, row->id, (gint64) (row->kind == OD_CLOCK_RESOLUTION)))
    return FALSE;
  *is_it = newer == NULL;
  return TRUE;
}

/*
 * od_clock_retime:
 *
 * The conversation's priority changed: the policy that holds now, from the same anchor (R11). What broke stays broken;
 * what no policy asked for meanwhile goes on when one does again. Other changes of what a policy asks for (tags, fields)
 * count for clocks that start after them, as a change of assignee does (R10): a tag is set while one reads, and moves no
 * promise that was given.
 */
gboolean
od_clock_retime (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 now_us, GError **error)
{
  g_autoptr (GPtrArray) rows = od_clock_load (db,
                                              "conversation_id = ?1 AND kind <> 4 AND ((ended_at_us IS NULL"
                                              " AND state IN (1, 2)) OR (state = 6 AND policy_version = 0))",
                                              conversation_id, error);
  const OdSlaPolicy *policy;
  OdClockBook *book;

  if (rows == NULL)
    return FALSE;
  if (rows->len == 0)
    return TRUE;
  book = od_clock_book_get (db, error);
  if (book == NULL || !od_clock_choose (db, book, conversation_id, &policy, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      gboolean is_it;

      if (!is_to_retime (db, rows->pdata[i], &is_it, error) ||
          (is_it && !adopt (db, changes, rows->pdata[i], policy, book, now_us, error)))
        return FALSE;
    }
  return od_clock_write_due (db, changes, conversation_id, error) &&
         od_clock_settle (db, changes, conversation_id, now_us, error); /* what came back may be answered */
}

/* ---- calendars and policies that were edited (R12) ---- */

#define OPEN "ended_at_us IS NULL AND state IN (1, 2)"
#define SLICE " ORDER BY id LIMIT " G_STRINGIFY (OD_LIMIT_CLOCK_SLICE)

/* By the index: with 100,000 clocks that follow their calendars this costs nothing. One whose calendar was deleted stays
 * as it was promised. */
#define STALE                                                                                                              \
  "id IN (SELECT k.id FROM calendar AS c CROSS JOIN clock AS k ON k.calendar_id = c.id AND k.calendar_version < c.version" \
  " WHERE k.calendar_id IS NOT NULL AND k.ended_at_us IS NULL AND k.state IN (1, 2) AND ?1 >= 0"                           \
  " LIMIT " G_STRINGIFY (OD_LIMIT_CLOCK_SLICE) ")"

static gboolean
recompute (sqlite3 *db, OdChangeSet *changes, OdClockRow *row, const OdClockBook *book, GError **error)
{
  if (row->paused_at_us != 0)
    {
      gint64 paused_at_us = row->paused_at_us;

      od_clock_row_resume (row, book, paused_at_us);
      od_clock_row_pause (row, book, paused_at_us);
    }
  else
    od_clock_row_compute (row, book);
  return od_clock_save (db, changes, row, error) && od_clock_write_due (db, changes, row->conversation_id, error);
}

static gboolean
recalculate_row (sqlite3 *db, OdChangeSet *changes, const OdClockRecalculateJob *job, OdClockRow *row,
                 const OdClockBook *book, GError **error)
{
  const OdSlaPolicy *policy = od_clock_book_find_policy (book, job->policy_id);

  if (job->policy_id != 0)
    {
      if (policy == NULL || policy->targets[row->kind].target_s == 0)
        return TRUE; /* what was promised stays promised */
      od_clock_row_adopt (row, policy);
    }
  return recompute (db, changes, row, book, error);
}

/**
 * od_store_clock_recalculate:
 * @data: an #OdClockRecalculateJob; run it again until it @is_done. If it fails, the job is where it was before
 *
 * Open clocks get the due times that they have under the calendar, or the policy, as it is now; those that ended never
 * do. A slice at a time.
 */
gboolean
od_store_clock_recalculate (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdClockRecalculateJob *job = data;
  OdClockBook *book = od_clock_book_get (db, error);
  g_autoptr (GPtrArray) rows = NULL;

  if (book == NULL)
    return FALSE;
  if (job->policy_id == 0)
    rows = od_clock_load (db, STALE, job->after_id, error);
  else
    {
      g_autofree char *where =
          g_strdup_printf ("id IN (SELECT id FROM clock WHERE id > ?1 AND kind <> 4 AND policy_id = %" G_GINT64_FORMAT
                           " AND " OPEN SLICE ")",
                           job->policy_id);

      rows = od_clock_load (db, where, job->after_id, error);
    }
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!recalculate_row (db, changes, job, rows->pdata[i], book, error))
      return FALSE;
  job->n_changed += rows->len;
  job->is_done = rows->len < OD_LIMIT_CLOCK_SLICE;
  if (rows->len > 0)
    job->after_id = ((const OdClockRow *) rows->pdata[rows->len - 1])->id;
  return TRUE;
}
