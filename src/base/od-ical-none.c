/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-ical.h"

#include "od-error.h"

/* What a build without libical can do: nothing, and it says so. */

gboolean
od_ical_is_supported (void)
{
  return FALSE;
}

OdHolidays *
od_ical_read_holidays (const char *text, gsize len, gint32 from_day, gint32 until_day, GError **error)
{
  g_set_error_literal (error, OD_ERROR, OD_ERROR_REJECTED, "built without libical");
  return NULL;
}

void
od_holidays_free (OdHolidays *self)
{
  g_array_unref (self->days);
  g_free (self);
}
