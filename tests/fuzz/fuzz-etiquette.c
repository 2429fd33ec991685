/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>

#include "od-etiquette.h"
#include "od-promise.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* A reply of any text under any flags: no rule reads past an end, every finding has words, a promise is no longer than it may be. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *raw = size > 1 ? g_strndup ((const char *) data + 1, size - 1) : g_strdup ("");
  g_autofree char *text = g_utf8_make_valid (raw, -1);
  const char *const said[] = { text, "order 1042", NULL };
  OdEtiquetteInput input = { .text = text, .customer_name = text, .customer_texts = said, .n_own_in_a_row = 1 };
  guint n_rules, minutes;
  const OdEtiquetteRule *rules = od_etiquette_get_rules (&n_rules);

  input.flags = size > 0 ? (OdEtiquetteFlags) (data[0] & 15) : OD_ETIQUETTE_NONE;
  for (guint i = 0; i < n_rules; i++)
    {
      g_autoptr (OdEtiquetteFinding) finding = NULL;
      const char *off[16];
      guint n = 0;

      for (guint j = 0; j < n_rules; j++)
        if (j != i)
          off[n++] = rules[j].id;
      off[n] = NULL;
      finding = od_etiquette_check (&input, off);
      if (finding != NULL && (finding->rule != &rules[i] || *finding->words == '\0'))
        abort ();
    }
  od_promise_find (text, &minutes);
  if (minutes > OD_PROMISE_MAX_MINUTES)
    abort ();
  return 0;
}
