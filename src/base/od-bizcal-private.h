/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-bizcal.h"

G_BEGIN_DECLS

#define OD_BIZCAL_US_PER_DAY (86400 * (gint64) G_USEC_PER_SEC)
#define OD_BIZCAL_US_PER_MIN (60 * (gint64) G_USEC_PER_SEC)

/* Open minutes of one local date: sorted, merged, end > start. */
typedef struct {
  OdBizcalSpan *spans; /* (owned) (nullable) */
  guint n;
} OdBizcalHours;

/* A stretch of time with one offset from UTC: from here to the start of the next. */
typedef struct {
  gint64 from_us;
  gint64 offset_us;
} OdBizcalShift;

struct _OdBizcal {
  char *zone_name;       /* (owned) */
  GTimeZone *zone;       /* (owned) */
  GArray *weekly[7];     /* (owned) (element-type OdBizcalSpan): as written, Monday first */
  GArray *dates;         /* (owned) (element-type gint32): exceptions, ascending */
  GPtrArray *exceptions; /* (owned) (element-type GArray of OdBizcalSpan): as written, beside @dates */

  OdBizcalHours week[7]; /* what @weekly comes to */
  GArray *special_days;  /* (owned) (element-type gint32): dates that are not as their weekday, ascending */
  GArray *special;       /* (owned) (element-type OdBizcalHours): beside @special_days */
  GArray *shifts;        /* (owned) (element-type OdBizcalShift): of the years that are asked for */
  gint64 shifts_end_us;  /* where @shifts ends */
  gboolean is_always;
};

const OdBizcalHours *od_bizcal_get_hours (const OdBizcal *self, gint32 day);
void od_bizcal_get_shift (const OdBizcal *self, gint64 at_us, gint64 *offset_us, gint64 *until_us);
void od_bizcal_load_shifts (OdBizcal *self);
gint64 od_bizcal_floor_div (gint64 value, gint64 by);

G_END_DECLS
