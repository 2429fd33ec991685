/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "od-conversation-status.h"
#include "od-snooze-phrase.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define MAX_OFFERED 6

/* Any phrase, at any time of some years in three zones: what is read is to come, and every suggestion is read so. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const zones[] = { "Europe/Moscow", "Europe/Berlin", "America/New_York" };
  static GTimeZone *known[G_N_ELEMENTS (zones)];
  g_autofree char *text = size > 5 ? g_strndup ((const char *) data + 5, size - 5) : g_strdup ("");
  g_autoptr (GPtrArray) found = NULL;
  guint32 seconds = 0;
  guint which = size > 4 ? data[4] % G_N_ELEMENTS (zones) : 0;
  gint64 now_us, until_us = 0;

  if (known[which] == NULL)
    known[which] = g_time_zone_new_identifier (zones[which]);
  memcpy (&seconds, data, MIN (size, 4));
  now_us = (gint64) seconds * G_USEC_PER_SEC;
  if (od_snooze_phrase_parse (text, now_us, known[which], NULL, &until_us) == OD_SNOOZE_READING_OK &&
      until_us <= now_us)
    abort ();
  found = od_snooze_phrase_suggest (text, now_us, known[which], NULL, size % 2 ? "ru" : "en", MAX_OFFERED);
  if (found->len > MAX_OFFERED)
    abort ();
  for (guint i = 0; i < found->len; i++)
    {
      const OdSnoozeSuggestion *one = found->pdata[i];

      if (od_snooze_phrase_parse (one->phrase, now_us, known[which], NULL, &until_us) != OD_SNOOZE_READING_OK ||
          until_us != one->until_us)
        abort ();
    }
  return 0;
}
