/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-clock"

#include "od-error.h"
#include "od-limits.h"
#include "od-store-clock-private.h"
#include "od-store-clock.h"
#include "od-store-write-private.h"

/* ---- what an operator promised ---- */

static gboolean
load_newest (sqlite3 *db, gint64 conversation_id, OdStatus *status, gint64 *newest_id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT status, last_id FROM conversation WHERE id = ?1", &row, "i",
                        conversation_id))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, "conversation");
  *status = (OdStatus) sqlite3_column_int (row, 0);
  *newest_id = sqlite3_column_int64 (row, 1);
  return TRUE;
}

/* A newer word takes the place of the one before. One that is broken stays (R13), and is late no more: there is a new
 * time. */
static gboolean
end_former (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 now_us, guint *n, GError **error)
{
  g_autoptr (GPtrArray) rows = od_clock_load (db, OD_CLOCK_LIVE " AND kind = 4", conversation_id, error);

  if (rows == NULL)
    return FALSE;
  *n = rows->len;
  for (guint i = 0; i < rows->len; i++)
    {
      OdClockRow *row = rows->pdata[i];

      od_clock_row_end (row, OD_CLOCK_EVENT_CANCEL, now_us);
      if (!od_clock_save (db, changes, row, error))
        return FALSE;
    }
  return TRUE;
}

/*
 * od_clock_term_is_near:
 *
 * Returns: whether anybody promises that far ahead; what is over is near
 */
gboolean
od_clock_term_is_near (const OdPromiseTerm *term, gint64 now_us)
{
  return term->minutes <= OD_LIMIT_PROMISE_MIN &&
         term->until_us - now_us <= OD_LIMIT_PROMISE_MIN * 60 * (gint64) G_USEC_PER_SEC;
}

/* It takes the place of a promise made before. An agreed moment is kept to the second, whenever it was agreed. */
static gboolean
promise (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 anchor_id, const OdPromiseTerm *term,
         gint64 now_us, OdClockRow **made, GError **error)
{
  OdClockBook *book = od_clock_book_get (db, error);
  gint64 due_us = term->minutes > 0 ? now_us + term->minutes * 60 * (gint64) G_USEC_PER_SEC : term->until_us;
  gint64 target_s = due_us > now_us ? (due_us - now_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC : 0;
  g_autoptr (OdClockRow) row = NULL;
  const OdSlaPolicy *policy;
  guint n;

  if (book == NULL || !end_former (db, changes, conversation_id, now_us, &n, error) ||
      !od_clock_choose (db, book, conversation_id, &policy, error))
    return FALSE;
  row = od_clock_row_new (conversation_id, OD_CLOCK_PROMISE, anchor_id, due_us - target_s * G_USEC_PER_SEC);
  row->target_s = target_s;
  if (policy != NULL)
    od_clock_row_adopt (row, policy);
  od_clock_row_compute (row, book);
  if (!od_clock_save (db, changes, row, error) || !od_clock_write_due (db, changes, conversation_id, error))
    return FALSE;
  *made = g_steal_pointer (&row);
  return TRUE;
}

/**
 * od_store_clock_promise:
 * @data: an #OdClockPromiseJob
 *
 * An operator will be back by then: a clock of its own, that the next public reply ends. Run it after the reply
 * in which that was said is stored; a reply that carries its promise needs none. It takes the place of a promise made
 * before.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND, %OD_ERROR_REJECTED (the conversation is over), %OD_ERROR_USAGE (minutes)
 *   or %OD_ERROR_STORE
 */
gboolean
od_store_clock_promise (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdClockPromiseJob *job = data;
  g_autoptr (OdClockRow) row = NULL;
  OdStatus status;
  gint64 newest_id;

  if (!od_promise_term_is_set (&job->term) || !od_clock_term_is_near (&job->term, job->now_us))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "From 1 to %d minutes can be promised", OD_LIMIT_PROMISE_MIN);
      return FALSE;
    }
  if (!load_newest (db, job->conversation_id, &status, &newest_id, error))
    return FALSE;
  if (status == OD_STATUS_RESOLVED || status == OD_STATUS_SPAM)
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_REJECTED, "The conversation is over: nobody waits in it");
      return FALSE;
    }
  if (!promise (db, changes, job->conversation_id, newest_id, &job->term, job->now_us, &row, error))
    return FALSE;
  job->due_us = row->due_us;
  return od_write_audit (db, job->now_us, job->operator_id, "promise", "conversation", job->conversation_id, error);
}

/* What a message promises that has left, in a conversation that goes on; nothing if its clock runs, or ran, already. */
#define PROMISED                                                                                                         \
  "SELECT o.conversation_id, json_extract (o.payload, '$.promise_min'), json_extract (o.payload, '$.promise_until_us')," \
  " o.operator_id FROM operation AS o JOIN message AS m ON m.timeline_id = o.message_id"                                 \
  " JOIN conversation AS c ON c.id = o.conversation_id"                                                                  \
  " WHERE o.message_id = ?1 AND o.kind = 'send' AND m.delivery IN (3, 4, 5) AND m.deleted_at_us = 0"                     \
  " AND c.status NOT IN (3, 4) AND (json_extract (o.payload, '$.promise_min') > 0"                                       \
  "  OR json_extract (o.payload, '$.promise_until_us') > 0)"                                                             \
  " AND NOT EXISTS (SELECT 1 FROM clock WHERE conversation_id = c.id AND kind = 4 AND anchor_message_id = ?1)"

/*
 * od_clock_reply_left:
 * @message_id: accepted by its provider, or known to have arrived
 * @now_us: when
 *
 * A customer who was told "in ten minutes" counts from then. Of a conversation that is over nobody waits for the end.
 */
gboolean
od_clock_reply_left (sqlite3 *db, OdChangeSet *changes, gint64 message_id, gint64 now_us, GError **error)
{
  g_autoptr (OdClockRow) made = NULL;
  gint64 conversation_id, operator_id;
  OdPromiseTerm term;

  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error, PROMISED, &row, "i", message_id))
      return FALSE;
    if (row == NULL)
      return TRUE;
    conversation_id = sqlite3_column_int64 (row, 0);
    term = (OdPromiseTerm){ sqlite3_column_int64 (row, 1), sqlite3_column_int64 (row, 2) };
    operator_id = sqlite3_column_int64 (row, 3);
  }
  return promise (db, changes, conversation_id, message_id, &term, now_us, &made, error) &&
         od_write_audit (db, now_us, operator_id, "promise", "conversation", conversation_id, error) &&
         od_clock_settle (db, changes, conversation_id, now_us, error); /* what follows it may be on its way */
}

/**
 * od_store_clock_cancel_promise:
 * @data: an #OdClockPromiseJob, of which the term doesn't count
 *
 * The promise is taken back; without one nothing happens.
 */
gboolean
od_store_clock_cancel_promise (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdClockPromiseJob *job = data;
  OdStatus status;
  gint64 newest_id;
  guint n;

  if (!load_newest (db, job->conversation_id, &status, &newest_id, error) ||
      !end_former (db, changes, job->conversation_id, job->now_us, &n, error))
    return FALSE;
  return n == 0 ||
         (od_clock_write_due (db, changes, job->conversation_id, error) &&
          od_write_audit (db, job->now_us, job->operator_id, "unpromise", "conversation", job->conversation_id, error));
}

/* ---- reading ---- */

void
od_clock_list_job_free (OdClockListJob *job)
{
  g_clear_pointer (&job->clocks, g_ptr_array_unref);
  g_free (job);
}

/* R23: broken, running, answered, over. */
static int
get_rank (const OdPromiseClock *clock)
{
  if (clock->ended_at_us != 0)
    return 4;
  if (clock->state == OD_CLOCK_BREACHED)
    return 0;
  if (clock->paused_at_us != 0)
    return 3;
  return clock->state == OD_CLOCK_RUNNING ? 1 : 2;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const OdPromiseClock *first = *(OdPromiseClock *const *) a, *second = *(OdPromiseClock *const *) b;
  int by_rank = get_rank (first) - get_rank (second);

  return by_rank != 0 ? by_rank : (first->due_us > second->due_us) - (first->due_us < second->due_us);
}

static OdPromiseClock *
describe (const OdClockRow *row, const OdClockBook *book, gint64 now_us)
{
  OdBizcal *calendar = row->fell_back ? NULL : od_clock_book_find_calendar (book, row->calendar_id, NULL);
  OdPromiseClock *clock = g_new0 (OdPromiseClock, 1);

  *clock = (OdPromiseClock){
    .id = row->id,
    .anchor_us = row->anchor_us,
    .target_s = row->target_s,
    .due_us = row->due_us,
    .warn_us =
        row->warn1_us != 0 && (row->warn2_us == 0 || row->warn1_us < row->warn2_us) ? row->warn1_us : row->warn2_us,
    .composed_at_us = row->composed_at_us,
    .satisfied_at_us = row->satisfied_at_us,
    .breached_at_us = row->breached_at_us,
    .detected_at_us = row->detected_at_us,
    .ended_at_us = row->ended_at_us,
    .paused_at_us = row->paused_at_us,
    .left_s = -1,
    .kind = row->kind,
    .state = row->state,
    .fell_back = row->fell_back,
  };
  if (row->paused_at_us != 0)
    clock->left_s = row->left_s;
  else if (calendar != NULL && od_clock_row_is_open (row))
    clock->left_s = now_us < row->due_us ? od_bizcal_open_seconds (calendar, now_us, row->due_us, NULL, 0) : 0;
  return clock;
}

/* No operator's deed changes it, so that it is no part of an #OdClockRow. */
static gboolean
read_acknowledged (sqlite3 *db, const OdClockListJob *job, GError **error)
{
  for (guint i = 0; i < job->clocks->len; i++)
    {
      OdPromiseClock *clock = job->clocks->pdata[i];
      g_autoptr (OdStmt) row = NULL;

      if (!od_stmt_get_row (db, error, "SELECT acknowledged_at_us FROM clock WHERE id = ?1", &row, "i", clock->id))
        return FALSE;
      clock->acknowledged_at_us = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
    }
  return TRUE;
}

/**
 * od_store_clock_list:
 * @data: an #OdClockListJob
 *
 * The clocks of a conversation, with the working time that is left.
 */
gboolean
od_store_clock_list (sqlite3 *db, gpointer data, GError **error)
{
  OdClockListJob *job = data;
  OdClockBook *book = od_clock_book_get (db, error);
  g_autoptr (GPtrArray) rows = NULL;

  if (book == NULL)
    return FALSE;
  rows = od_clock_load (db, job->has_ended ? "conversation_id = ?1" : OD_CLOCK_LIVE, job->conversation_id, error);
  if (rows == NULL)
    return FALSE;
  g_clear_pointer (&job->clocks, g_ptr_array_unref);
  job->clocks = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (job->clocks, describe (rows->pdata[i], book, job->now_us));
  g_ptr_array_sort (job->clocks, compare);
  return read_acknowledged (db, job, error);
}
