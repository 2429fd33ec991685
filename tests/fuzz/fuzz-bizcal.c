/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>

#include "od-bizcal.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What is read is written and read again as the same; a promise by it is kept in its open time. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const gint64 start_us = G_GINT64_CONSTANT (1774746000) * G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdBizcal) cal = od_bizcal_parse ((const char *) data, (gssize) size, &error);
  g_autoptr (OdBizcal) again = NULL;
  g_autofree char *text = NULL;
  gboolean fell_back;
  gint64 due_us;

  if ((cal == NULL) == (error == NULL))
    abort ();
  if (cal == NULL)
    return 0;
  text = od_bizcal_to_string (cal);
  again = od_bizcal_parse (text, -1, NULL);
  if (again == NULL || !od_bizcal_equal (cal, again))
    abort ();
  due_us = od_bizcal_due (cal, start_us, 10000, &fell_back);
  if (due_us < start_us + 10000 * (gint64) G_USEC_PER_SEC ||
      (!fell_back && od_bizcal_open_seconds (cal, start_us, due_us, NULL, 0) != 10000))
    abort ();
  return 0;
}
