/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-promise-port.h"
#include "od-sla-clock.h"

G_BEGIN_DECLS

/**
 * OdClockFired: a warning or a breach that was just recorded.
 * @is_answered: an answer is on its way; there is no second one to be given (decision 2)
 */
typedef struct {
  gint64 conversation_id;
  gint64 due_us;
  OdClockKind kind;
  gboolean is_breach;
  gboolean is_answered;
} OdClockFired;

/**
 * OdClockTickJob: the data of od_store_clock_tick().
 * @fired: (out) (owned) (element-type OdClockFired): by due time
 * @next_us: (out): when it is to be run again; 0: no clock runs
 * @is_done: (out): %FALSE: there is more that is due; run it again at once
 */
typedef struct {
  gint64 now_us;
  GArray *fired;
  gint64 next_us;
  gboolean is_done;
} OdClockTickJob;

OdClockTickJob *od_clock_tick_job_new (gint64 now_us);
void od_clock_tick_job_free (OdClockTickJob *job);
gboolean od_store_clock_tick (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

/**
 * OdClockRecalculateJob: the data of od_store_clock_recalculate().
 * @policy_id: its open clocks get its present terms (R12: on request); 0: clocks whose calendar changed get the new due
 * @after_id: where it is; 0 at the beginning
 * @n_changed: (out): clocks, so far
 * @is_done: (out): run it again until it is
 */
typedef struct {
  gint64 policy_id;
  gint64 after_id;
  guint n_changed;
  gboolean is_done;
} OdClockRecalculateJob;

gboolean od_store_clock_recalculate (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

/**
 * OdClockOnlineJob: the data of od_store_clock_set_online(): whether an operator is online (decision 3); until it is
 * said, one is.
 */
typedef struct {
  gboolean is_online;
} OdClockOnlineJob;

gboolean od_store_clock_set_online (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

/**
 * OdClockPromiseJob: the data of od_store_clock_promise() and od_store_clock_cancel_promise().
 * @term: at most %OD_LIMIT_PROMISE_MIN ahead
 * @due_us: (out): until when it is promised
 */
typedef struct {
  gint64 conversation_id;
  gint64 operator_id;
  OdPromiseTerm term;
  gint64 now_us;
  gint64 due_us;
} OdClockPromiseJob;

gboolean od_store_clock_replay (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_clock_promise (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_clock_cancel_promise (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

/**
 * OdClockListJob: the data of od_store_clock_list(), which reads.
 * @has_ended: those that ended, too
 * @clocks: (out) (owned) (element-type OdPromiseClock): what the badge shows first
 */
typedef struct {
  gint64 conversation_id;
  gint64 now_us;
  gboolean has_ended;
  GPtrArray *clocks;
} OdClockListJob;

void od_clock_list_job_free (OdClockListJob *job);
gboolean od_store_clock_list (sqlite3 *db, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdClockTickJob, od_clock_tick_job_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdClockListJob, od_clock_list_job_free)

G_END_DECLS
