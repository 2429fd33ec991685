/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "od-custom-field.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* The first byte is the kind. What is accepted is text that is accepted again and stays as it is. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *options[] = { "Small", "Очень большой", NULL };
  OdCustomField field = { .options = (GStrv) options };
  g_autofree char *text = NULL, *stored = NULL, *again = NULL;
  g_autoptr (GError) error = NULL;

  if (size == 0)
    return 0;
  field.kind = (OdCustomFieldKind) (data[0] % OD_N_CUSTOM_FIELD);
  text = g_strndup ((const char *) data + 1, size - 1);
  if (!od_custom_field_check (&field, text, &stored, &error))
    {
      if (error == NULL || stored != NULL)
        abort ();
      return 0;
    }
  if (!g_utf8_validate (stored, -1, NULL) || !od_custom_field_check (&field, stored, &again, NULL) ||
      strcmp (stored, again) != 0)
    abort ();
  return 0;
}
