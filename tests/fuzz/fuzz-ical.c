/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>

#include "od-error.h"
#include "od-ical.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Days are within what was asked for, in order, each once. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OdHolidays) found = od_ical_read_holidays ((const char *) data, size, 20000, 22000, &error);

  if ((found == NULL) == (error == NULL))
    abort ();
  for (guint i = 0; found != NULL && i < found->days->len; i++)
    {
      gint32 day = g_array_index (found->days, gint32, i);

      if (day < 20000 || day >= 22000 || (i > 0 && g_array_index (found->days, gint32, i - 1) >= day))
        abort ();
    }
  return 0;
}
