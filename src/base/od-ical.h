/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdHolidays: what an iCalendar file has for whole days.
 * @days: (owned) (element-type gint32): days since 1970-01-01, ascending, each once
 * @n_skipped: events that are not for whole days, or repeat in another way than every year
 */
typedef struct {
  GArray *days;
  guint n_skipped;
} OdHolidays;

gboolean od_ical_is_supported (void);
OdHolidays *od_ical_read_holidays (const char *text, gsize len, gint32 from_day, gint32 until_day, GError **error);
void od_holidays_free (OdHolidays *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdHolidays, od_holidays_free)

G_END_DECLS
