/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "od-quiet-hours.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What is read is written, and read again is the same; an end of the quiet comes behind now, and is not quiet. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size), *written = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (GError) error = NULL;
  const gint64 now_us = G_GINT64_CONSTANT (1767261600000000);
  OdQuietHours hours = { 0 }, again = { 0 };
  gint64 end_us;

  if (od_quiet_hours_parse_json (&hours, text, &error) != (error == NULL))
    abort ();
  if (error != NULL)
    return 0;
  written = od_quiet_hours_to_json (&hours);
  if (!od_quiet_hours_parse_json (&again, written, NULL) || memcmp (&hours, &again, sizeof hours) != 0)
    abort ();
  end_us = od_quiet_hours_get_end_us (&hours, now_us, zone);
  if (end_us != 0 && (end_us <= now_us || od_quiet_hours_contains (&hours, end_us, zone)))
    abort ();
  if (end_us != 0 && !od_quiet_hours_contains (&hours, now_us, zone))
    abort ();
  return 0;
}
