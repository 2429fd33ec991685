/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-promise-phrase.h"

#include <string.h>

#include "od-conversation-status.h"
#include "od-limits.h"

#define MAX_DIGITS 5 /* of minutes: a number alone is no time of the day here */

/**
 * od_promise_phrase_clean:
 * @text: until when somebody promises to be back: "10", "10 minutes", "by 18:00", "до 18:00"
 *
 * Returns: (transfer full): the same for od_snooze_phrase_parse(): a number alone is minutes, as in "back in 15"
 */
char *
od_promise_phrase_clean (const char *text)
{
  static const char *const leads[] = { "by ", "until ", "till ", "до ", "к " };
  g_autofree char *clean = g_strstrip (g_strdup (text));
  g_autofree char *folded = g_utf8_strdown (clean, -1);
  gsize len;

  for (guint i = 0; i < G_N_ELEMENTS (leads); i++)
    if (g_str_has_prefix (folded, leads[i]))
      return g_strstrip (g_strdup (folded + strlen (leads[i])));
  len = strlen (clean);
  if (len == 0 || len > MAX_DIGITS || strspn (clean, "0123456789") != len)
    return g_steal_pointer (&clean);
  return g_strdup_printf ("%s min", clean);
}

/**
 * od_promise_phrase_is_possible:
 * @until_us: of od_snooze_phrase_parse()
 *
 * Returns: whether it is a moment that somebody can promise to be back by: it is to come, and not too far
 */
gboolean
od_promise_phrase_is_possible (gint64 until_us, gint64 now_us)
{
  return until_us != OD_SNOOZE_UNTIL_REPLY && until_us > now_us &&
         until_us - now_us <= OD_LIMIT_PROMISE_MIN * 60 * (gint64) G_USEC_PER_SEC;
}

/**
 * od_promise_phrase_parse:
 * @text: as typed
 * @now_us: now, µs since 1970 UTC
 * @zone: of who types
 * @until_us: (out): µs since 1970 UTC
 *
 * Until when somebody promises to be back, in words.
 *
 * Returns: %OD_SNOOZE_READING_TOO_FAR, too, for what is no promise ("until reply")
 */
OdSnoozeReading
od_promise_phrase_parse (const char *text, gint64 now_us, GTimeZone *zone, gint64 *until_us)
{
  g_autofree char *phrase = od_promise_phrase_clean (text);
  OdSnoozeReading reading = od_snooze_phrase_parse (phrase, now_us, zone, NULL, until_us);

  if (reading == OD_SNOOZE_READING_OK && !od_promise_phrase_is_possible (*until_us, now_us))
    return OD_SNOOZE_READING_TOO_FAR;
  return reading;
}
