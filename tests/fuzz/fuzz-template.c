/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "od-limits.h"
#include "od-template.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check (gboolean is_true)
{
  if (!is_true)
    abort ();
}

/* Parts lie in the text, in order; what is filled is valid, and what stays unfilled is where it says. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *raw = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (raw, -1);
  g_autofree char *first_name = od_template_first_name (text);
  g_autoptr (GHashTable) values = od_template_values_new ();
  g_autoptr (GArray) parts = od_template_find_unfilled (text);
  g_autoptr (GArray) left = NULL;
  g_autofree char *filled = NULL;
  gsize after = 0;

  /* A name that is cut ends with "…", which is longer than the letter it may stand for. */
  check (g_utf8_validate (first_name, -1, NULL) && strlen (first_name) <= strlen (text) + strlen ("…"));
  for (guint i = 0; i < parts->len; i++)
    {
      const OdTemplatePart *part = &g_array_index (parts, OdTemplatePart, i);

      check (part->start_byte >= after && part->end_byte <= strlen (text) && part->name_start_byte > part->start_byte);
      check (part->name_end_byte > part->name_start_byte && part->name_end_byte < part->end_byte);
      check (text[part->start_byte] == '{' && text[part->end_byte - 1] == '}');
      after = part->end_byte;
    }
  od_template_values_set (values, "customer.name", text);
  filled = od_template_fill (text, values, &left);
  check (g_utf8_validate (filled, -1, NULL) && left->len <= parts->len);
  for (guint i = 0; i < left->len; i++)
    {
      const OdTemplatePart *part = &g_array_index (left, OdTemplatePart, i);

      check (part->end_byte <= strlen (filled) && filled[part->start_byte] == '{' && filled[part->end_byte - 1] == '}');
      check (memchr (filled + part->start_byte + 1, '{', part->end_byte - part->start_byte - 1) == NULL);
    }
  return 0;
}
