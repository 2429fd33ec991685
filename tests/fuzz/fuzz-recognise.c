/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "od-limits.h"
#include "od-recognise.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What is recognised is text, not too long, of a kind that is known. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const kinds[] = { "order", "tracking", "phone", "email", NULL };
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GPtrArray) found = od_recognise (text, NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const OdRecognised *recognised = found->pdata[i];

      if (!g_strv_contains (kinds, recognised->kind) || !g_utf8_validate (recognised->value, -1, NULL) ||
          *recognised->value == '\0' || strlen (recognised->value) > 2 * OD_LIMIT_ADDRESS_BYTES)
        abort ();
    }
  return 0;
}
