/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** A moment that does not come: the clock is paused for good, or nothing opens. */
#define OD_BIZCAL_NEVER G_MAXINT64

#define OD_BIZCAL_MINUTES_PER_DAY 1440

/**
 * OdBizcalSpan:
 * @start_min: minute of the local day, 0 to 1439
 * @end_min: exclusive, 0 to 1440; not after @start_min: the span runs past midnight
 *
 * Opening hours as people write them. `20:00` to `02:00` is two spans (R19): the tail belongs to the *next* date, and an
 * exception on that date removes it, while an exception's own tail stays.
 */
typedef struct {
  gint16 start_min;
  gint16 end_min;
} OdBizcalSpan;

/**
 * OdBizcalPause:
 * @from_us: µs since 1970 UTC
 * @until_us: exclusive; %OD_BIZCAL_NEVER: not over yet
 */
typedef struct {
  gint64 from_us;
  gint64 until_us;
} OdBizcalPause;

/**
 * OdBizcalInterval: open time, µs since 1970 UTC, `[from_us, until_us)`.
 */
typedef struct {
  gint64 from_us;
  gint64 until_us;
} OdBizcalInterval;

/**
 * OdBizcal:
 *
 * Opening hours: a time zone, spans for each day of the week, exceptions by date. Immutable and counted; every function
 * that takes a const one may be called on any thread at once. A date is a number of days since 1970-01-01
 * (od_bizcal_day_from_ymd()).
 *
 * A moment is open if its local wall-clock time lies in a span of its own local date. So a missing hour of a DST day
 * counts nothing and a repeated one twice: what is counted is elapsed time (decision 1, R18).
 */
typedef struct _OdBizcal OdBizcal;

/**
 * OdBizcalBuilder: a calendar that is being written. One thread.
 */
typedef struct _OdBizcalBuilder OdBizcalBuilder;

#define OD_TYPE_BIZCAL (od_bizcal_get_type ())

GType od_bizcal_get_type (void) G_GNUC_CONST;
OdBizcal *od_bizcal_ref (const OdBizcal *self);
void od_bizcal_unref (OdBizcal *self);
gboolean od_bizcal_equal (const OdBizcal *self, const OdBizcal *other);

/* What is written in it. */
const char *od_bizcal_get_zone_name (const OdBizcal *self);
GTimeZone *od_bizcal_get_zone (const OdBizcal *self);
gboolean od_bizcal_get_is_always (const OdBizcal *self);
const OdBizcalSpan *od_bizcal_get_weekly (const OdBizcal *self, guint weekday, guint *n_spans);
guint od_bizcal_get_n_exceptions (const OdBizcal *self);
const OdBizcalSpan *od_bizcal_get_exception (const OdBizcal *self, guint position, gint32 *day, guint *n_spans);
gboolean od_bizcal_find_exception (const OdBizcal *self, gint32 day, guint *position);

/* What it means. Moments are µs since 1970 UTC, 0 to OD_TIME_MAX_US. */
gboolean od_bizcal_is_open (const OdBizcal *self, gint64 at_us);
gint64 od_bizcal_next_open (const OdBizcal *self, gint64 from_us);
gint64 od_bizcal_open_seconds (const OdBizcal *self, gint64 from_us, gint64 to_us, const OdBizcalPause *pauses,
                               guint n_pauses);
gint64 od_bizcal_due (const OdBizcal *self, gint64 start_us, gint64 target_s, gboolean *fell_back);
gint64 od_bizcal_due_paused (const OdBizcal *self, gint64 start_us, gint64 target_s, const OdBizcalPause *pauses,
                             guint n_pauses, gboolean *fell_back);
gint32 od_bizcal_get_day (const OdBizcal *self, gint64 at_us);
GArray *od_bizcal_dup_day (const OdBizcal *self, gint32 day);

gint32 od_bizcal_day_from_ymd (guint year, guint month, guint day);
void od_bizcal_day_to_ymd (gint32 day, guint *year, guint *month, guint *day_of_month);

/* Writing one. */
OdBizcalBuilder *od_bizcal_builder_new (const char *zone);
OdBizcalBuilder *od_bizcal_builder_new_from (const OdBizcal *from);
void od_bizcal_builder_free (OdBizcalBuilder *self);
void od_bizcal_builder_set_zone (OdBizcalBuilder *self, const char *zone);
gboolean od_bizcal_builder_set_weekly (OdBizcalBuilder *self, guint weekday, const OdBizcalSpan *spans, guint n_spans,
                                       GError **error);
gboolean od_bizcal_builder_set_exception (OdBizcalBuilder *self, gint32 day, const OdBizcalSpan *spans, guint n_spans,
                                          GError **error);
gboolean od_bizcal_builder_remove_exception (OdBizcalBuilder *self, gint32 day);
OdBizcal *od_bizcal_builder_build (OdBizcalBuilder *self, GError **error);

/* As a calendar file has it (architecture 12). */
OdBizcal *od_bizcal_parse (const char *text, gssize len, GError **error);
char *od_bizcal_to_string (const OdBizcal *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdBizcal, od_bizcal_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdBizcalBuilder, od_bizcal_builder_free)

G_END_DECLS
