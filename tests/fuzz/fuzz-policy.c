/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "od-sla-policy.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What is read is written, and read again gives the same text. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (OdSlaPolicy) policy = od_sla_policy_new ("A"), again = od_sla_policy_new ("A");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL, *second = NULL;
  OdSlaTimes times;

  if (od_sla_policy_parse_body (policy, (const char *) data, (gssize) size, &error) != (error == NULL))
    abort ();
  if (error != NULL)
    return 0;
  text = od_sla_policy_dup_body (policy);
  if (!od_sla_policy_parse_body (again, text, -1, NULL))
    abort ();
  second = od_sla_policy_dup_body (again);
  if (strcmp (text, second) != 0)
    abort ();
  if (od_sla_times (policy, NULL, OD_CLOCK_FIRST, 1000000, NULL, 0, &times) &&
      (times.due_us <= 1000000 || times.warn1_us > times.due_us || times.warn2_us >= times.due_us))
    abort ();
  return 0;
}
