/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "od-sla-clock.h"

G_BEGIN_DECLS

/**
 * OdReportGrouping: by what the figures are told apart, and what `key` is then.
 * @OD_REPORT_TOTAL: one row of everything; 0
 * @OD_REPORT_BY_KIND: an OdClockKind; messages are of none
 * @OD_REPORT_BY_CHANNEL: from 1, in the order in which od_report_add_account() told them
 * @OD_REPORT_BY_ACCOUNT: row
 * @OD_REPORT_BY_DAY: days since 1970-01-01, of the query's zone; every day of the period has a row
 * @OD_REPORT_BY_HOUR: 0 to 23, always all of them; the hour that a DST day has twice is one
 * @OD_REPORT_BY_WEEKDAY: 1 (Monday) to 7, always all of them
 * @OD_REPORT_BY_OPERATOR: row; 0: nobody
 * @OD_REPORT_BY_TAG: row, of the conversation as it is tagged now; 0: none. With two tags it is in two rows.
 */
typedef enum {
  OD_REPORT_TOTAL,
  OD_REPORT_BY_KIND,
  OD_REPORT_BY_CHANNEL,
  OD_REPORT_BY_ACCOUNT,
  OD_REPORT_BY_DAY,
  OD_REPORT_BY_HOUR,
  OD_REPORT_BY_WEEKDAY,
  OD_REPORT_BY_OPERATOR,
  OD_REPORT_BY_TAG,
} OdReportGrouping;
#define OD_N_REPORT_GROUPING (OD_REPORT_BY_TAG + 1)

/**
 * OdReportMeasure: what is counted. A promise is a clock of any kind and belongs to the moment at which it began: its
 * anchor, for replies the customer's message. Cancelled clocks (spam, merged, erased) are not counted at all.
 * @OD_REPORT_PROMISES: that are decided: kept, warned and broken ones
 * @OD_REPORT_KEPT: met before any warning of theirs
 * @OD_REPORT_WARNED: met as well, but at or after the moment of their first warning
 * @OD_REPORT_BROKEN: not met at their due time; answered later or never
 * @OD_REPORT_KEPT_PERCENT: kept and warned of all decided, to the nearest whole percent; 100 only if none is broken, 0
 *   only if all are
 * @OD_REPORT_OPEN: neither met nor due
 * @OD_REPORT_WAIVED: an operator said that nothing was needed
 * @OD_REPORT_FIRST_REPLIES: first-reply clocks that were answered, in time or not. The time of a reply is from the anchor to
 *   the provider's acceptance, in whole seconds, a begun one counts; 0 if clocks disagree. Waived and cancelled clocks and
 *   those without an answer have none.
 * @OD_REPORT_FIRST_MEDIAN, @OD_REPORT_FIRST_P90: 50th and 90th percentile of these times around the clock, by nearest
 *   rank: of n times in ascending order the one at place ceil (n × p / 100), counted from 1. Never a value between two.
 * @OD_REPORT_FIRST_OPEN_MEDIAN, @OD_REPORT_FIRST_OPEN_P90: the same of working time: seconds that are open in the clock's
 *   calendar as it is now, without the clock's pauses
 * @OD_REPORT_FIRST_WITHIN_1M: replies whose time around the clock is at most a minute; and so on: each line has the ones
 *   before in it
 * @OD_REPORT_NEXT_REPLIES: and all below it: likewise of next-reply clocks
 * @OD_REPORT_MESSAGES: of customers, by the provider's time
 * @OD_REPORT_REPLIES: public messages that people wrote and a provider took; by the time they were written
 */
typedef enum {
  OD_REPORT_PROMISES,
  OD_REPORT_KEPT,
  OD_REPORT_WARNED,
  OD_REPORT_BROKEN,
  OD_REPORT_KEPT_PERCENT,
  OD_REPORT_OPEN,
  OD_REPORT_WAIVED,
  OD_REPORT_FIRST_REPLIES,
  OD_REPORT_FIRST_MEDIAN,
  OD_REPORT_FIRST_P90,
  OD_REPORT_FIRST_OPEN_MEDIAN,
  OD_REPORT_FIRST_OPEN_P90,
  OD_REPORT_FIRST_WITHIN_1M,
  OD_REPORT_FIRST_WITHIN_30M,
  OD_REPORT_FIRST_WITHIN_1H,
  OD_REPORT_FIRST_WITHIN_3H,
  OD_REPORT_NEXT_REPLIES,
  OD_REPORT_NEXT_MEDIAN,
  OD_REPORT_NEXT_P90,
  OD_REPORT_NEXT_OPEN_MEDIAN,
  OD_REPORT_NEXT_OPEN_P90,
  OD_REPORT_NEXT_WITHIN_1M,
  OD_REPORT_NEXT_WITHIN_30M,
  OD_REPORT_NEXT_WITHIN_1H,
  OD_REPORT_NEXT_WITHIN_3H,
  OD_REPORT_MESSAGES,
  OD_REPORT_REPLIES,
} OdReportMeasure;
#define OD_N_REPORT_MEASURE (OD_REPORT_REPLIES + 1)

/* The lines, in seconds. */
#define OD_N_REPORT_LINE 4
extern const gint64 od_report_lines_s[OD_N_REPORT_LINE];

/**
 * OdReportQuery:
 * @from_us, @to_us: µs since 1970 UTC; up to, and without, @to_us
 * @now_us: a clock that runs and is due by then is broken, whether that was recorded or not
 * @zone: (nullable): whose days and hours are meant; %NULL: UTC
 * @account_id: 0: all
 * @channel: (nullable): id of a channel; %NULL: all
 * @operator_id: 0: all; -1: nobody's
 * @tag: (nullable): only conversations that have it now; in any case of letters
 */
typedef struct {
  gint64 from_us, to_us, now_us;
  GTimeZone *zone;
  gint64 account_id;
  const char *channel;
  gint64 operator_id;
  const char *tag;
} OdReportQuery;

OdReportQuery *od_report_query_copy (const OdReportQuery *self);
void od_report_query_free (OdReportQuery *self);

/**
 * OdReportRow:
 * @name: (owned): of an account, operator, tag or channel (its id) as stored, "" for none; otherwise for tables: "first", "2026-03-01",
 *   "09:00", "mon"
 * @values: -1: there is none
 */
typedef struct {
  gint64 key;
  char *name;
  gint64 values[OD_N_REPORT_MEASURE];
} OdReportRow;

/**
 * OdReportClock: a promise as the store has it.
 * @state: not cancelled
 * @due_us: 0: it stands still
 * @warn_us: of its first warning; 0: it has none
 * @satisfied_us: 0: not
 * @open_s: working time from anchor to @satisfied_us
 * @operator_id: who answered or, where nobody did, has the conversation now; 0: nobody
 */
typedef struct {
  OdClockKind kind;
  OdClockState state;
  gint64 anchor_us, due_us, warn_us, satisfied_us;
  gint64 open_s;
  gint64 operator_id;
} OdReportClock;

/**
 * OdReport: figures of a period, and what they were made of. It is filled and computed on one thread; afterwards it does
 * not change, and any thread may read it. Counted.
 */
typedef struct _OdReport OdReport;

OdReport *od_report_new (const OdReportQuery *query);
OdReport *od_report_ref (OdReport *self);
void od_report_unref (OdReport *self);

/* Filling. */
void od_report_add_account (OdReport *self, gint64 id, const char *name, const char *channel);
void od_report_add_name (OdReport *self, OdReportGrouping grouping, gint64 key, const char *name);
void od_report_begin_conversation (OdReport *self, gint64 id, gint64 account_id, gint64 assignee_id, const gint64 *tags,
                                   guint n_tags);
void od_report_add_clock (OdReport *self, const OdReportClock *clock);
void od_report_add_message (OdReport *self, gint64 at_us, gboolean is_reply, gint64 operator_id);
void od_report_compute (OdReport *self, OdReportGrouping grouping);

/* Reading. */
const OdReportQuery *od_report_get_query (const OdReport *self);
const GPtrArray *od_report_get_rows (const OdReport *self, OdReportGrouping grouping);
GArray *od_report_dup_keys (const OdReport *self, OdReportGrouping grouping);
const char *od_report_get_name (const OdReport *self, OdReportGrouping grouping, gint64 key);
const OdReportRow *od_report_find_row (const OdReport *self, OdReportGrouping grouping, gint64 key);
GArray *od_report_dup_ids (const OdReport *self, OdReportGrouping grouping, gint64 key, OdReportMeasure measure);
void od_report_append_csv (const OdReport *self, GString *out);

const char *od_report_grouping_get_name (OdReportGrouping grouping);
const char *od_report_measure_get_name (OdReportMeasure measure);

/**
 * OdReportPeriod: which days.
 * @OD_REPORT_LAST_7_DAYS, @OD_REPORT_LAST_30_DAYS: so many, today with them
 * @OD_REPORT_THIS_MONTH: from its first day to today
 * @OD_REPORT_OWN_PERIOD: from and to are said: od_report_read_period()
 */
typedef enum {
  OD_REPORT_TODAY,
  OD_REPORT_LAST_7_DAYS,
  OD_REPORT_LAST_30_DAYS,
  OD_REPORT_THIS_MONTH,
  OD_REPORT_OWN_PERIOD,
} OdReportPeriod;
#define OD_N_REPORT_PERIOD (OD_REPORT_OWN_PERIOD + 1)

gboolean od_report_read_period (const char *from, const char *to, gint64 now_us, GTimeZone *zone, gint64 *from_us,
                                gint64 *to_us);
gboolean od_report_get_period (OdReportPeriod period, gint64 now_us, GTimeZone *zone, gint64 *from_us, gint64 *to_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdReportQuery, od_report_query_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdReport, od_report_unref)

G_END_DECLS
