/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-moment-words.h"

#include <string.h>

/* Moments in the words of a customer's language, which need not be the desk's: so they are a table here and no strings
 * to be translated, which always are in the language of the desk. */

#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)
#define DAYS_BY_NAME 7 /* from there on the date is said, too */

typedef struct {
  const char *lang;
  const char *weekdays[7]; /* with their preposition, from Monday on */
  const char *months[12];  /* after a day */
  const char *tomorrow;
  const char *role[2]; /* before the time of day */
  const char *soon;    /* nobody knows when */
} Language;

static const Language languages[] = {
  { "en",
    { "on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "on Saturday", "on Sunday" },
    { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December" },
    "tomorrow",
    { "by", "at" },
    "soon" },
  { "ru",
    { "в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье" },
    { "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
      "декабря" },
    "завтра",
    { "до", "в" },
    "скоро" },
};

static const Language *
find (const char *lang)
{
  gsize n = lang != NULL ? strcspn (lang, "-_.@") : 0;

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (strlen (languages[i].lang) == n && g_ascii_strncasecmp (languages[i].lang, lang, n) == 0)
      return &languages[i];
  return NULL;
}

/**
 * od_moment_words_get_desk_lang:
 *
 * Any thread may call this.
 *
 * Returns: (transfer none): the language of this desk, or English
 */
const char *
od_moment_words_get_desk_lang (void)
{
  const char *const *names = g_get_language_names ();

  for (guint i = 0; names[i] != NULL; i++)
    if (find (names[i]) != NULL)
      return find (names[i])->lang;
  return languages[0].lang;
}

static int
count_days (GDateTime *from, GDateTime *to)
{
  GDate first, second;

  g_date_clear (&first, 1);
  g_date_clear (&second, 1);
  g_date_set_dmy (&first, (GDateDay) g_date_time_get_day_of_month (from), (GDateMonth) g_date_time_get_month (from),
                  (GDateYear) g_date_time_get_year (from));
  g_date_set_dmy (&second, (GDateDay) g_date_time_get_day_of_month (to), (GDateMonth) g_date_time_get_month (to),
                  (GDateYear) g_date_time_get_year (to));
  return g_date_days_between (&first, &second);
}

static GDateTime *
get_local (gint64 at_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

/**
 * od_moment_words:
 * @at_us: µs since 1970 UTC; a part of a minute counts as the whole; 0: nobody knows when
 * @now_us: when it is said
 * @lang: (nullable): English, if nothing can be said in it
 *
 * Any thread may call this.
 *
 * Returns: (transfer full): "by 14:30", "tomorrow at 09:00", "on Monday, 9 March, by 10:00"; "soon" if it is past or nobody
 *   knows
 */
char *
od_moment_words (OdMomentRole role, gint64 at_us, gint64 now_us, GTimeZone *zone, const char *lang)
{
  const Language *words = find (lang) != NULL ? find (lang) : &languages[0];
  g_autoptr (GDateTime) now = get_local (now_us, zone), at = NULL;
  g_autofree char *day = NULL, *hour = NULL;
  const char *weekday;
  int n_days;

  if (at_us % MINUTE_US != 0)
    at_us += MINUTE_US - at_us % MINUTE_US;
  at = get_local (at_us, zone);
  if (now == NULL || at == NULL || at_us <= now_us)
    return g_strdup (words->soon);
  n_days = count_days (now, at);
  weekday = words->weekdays[g_date_time_get_day_of_week (at) - 1];
  hour = g_strdup_printf ("%s %02d:%02d", words->role[role], g_date_time_get_hour (at), g_date_time_get_minute (at));
  if (n_days == 0)
    return g_steal_pointer (&hour);
  if (n_days == 1)
    day = g_strdup (words->tomorrow);
  else if (n_days < DAYS_BY_NAME)
    day = g_strdup (weekday);
  else
    day = g_strdup_printf ("%s, %d %s,", weekday, g_date_time_get_day_of_month (at),
                           words->months[g_date_time_get_month (at) - 1]);
  return g_strjoin (" ", day, hour, NULL);
}
