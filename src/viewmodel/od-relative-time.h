/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *od_relative_time_short (gint64 at_us, gint64 now_us, GTimeZone *zone);
char *od_relative_time_spoken (gint64 at_us, gint64 now_us, GTimeZone *zone);
char *od_relative_time_future (gint64 at_us, gint64 now_us, GTimeZone *zone);

/**
 * OdSnooze: the moments that the snooze menu offers.
 */
typedef enum {
  OD_SNOOZE_HOUR,
  OD_SNOOZE_THREE_HOURS,
  OD_SNOOZE_TOMORROW, /* nine in the morning */
  OD_SNOOZE_MONDAY,   /* the next one, nine in the morning */
} OdSnooze;
#define OD_N_SNOOZE (OD_SNOOZE_MONDAY + 1)

gint64 od_snooze_until_us (OdSnooze which, gint64 now_us, GTimeZone *zone);
gint64 od_this_evening_us (gint64 now_us, GTimeZone *zone);

G_END_DECLS
