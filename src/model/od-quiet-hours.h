/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define OD_QUIET_DAY_MIN (24 * 60)
#define OD_QUIET_ALL_DAYS 0x7f

/**
 * OdQuietHours: when notifications may not disturb. Kept in the store: they are the desk's, wherever it is opened. What runs
 * without a window shows no notifications, and does everything else in them, too.
 * @from_min, @to_min: minutes of the local day, [0, 1440); past midnight if @to_min is not behind @from_min, and
 *   a whole day if they are equal
 * @days: on which it begins: bit 0 is Monday
 * @breach_breaks: a broken promise is told nevertheless
 */
typedef struct {
  guint from_min, to_min;
  guint days;
  gboolean is_on;
  gboolean breach_breaks;
} OdQuietHours;

void od_quiet_hours_init (OdQuietHours *self);
gboolean od_quiet_hours_contains (const OdQuietHours *self, gint64 now_us, GTimeZone *zone);
gint64 od_quiet_hours_get_end_us (const OdQuietHours *self, gint64 now_us, GTimeZone *zone);
char *od_quiet_hours_to_json (const OdQuietHours *self);
gboolean od_quiet_hours_parse_json (OdQuietHours *self, const char *text, GError **error);

G_END_DECLS
