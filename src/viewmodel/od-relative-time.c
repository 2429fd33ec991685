/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-relative-time.h"

#include <glib/gi18n.h>

#include "od-conversation-status.h"

#define SECOND_US ((gint64) G_USEC_PER_SEC)
#define MINUTE_US (60 * SECOND_US)
#define HOUR_US (60 * MINUTE_US)

static GDateTime *
local_time (gint64 us, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (us / SECOND_US);

  return g_date_time_to_timezone (utc, zone);
}

/* Days between two dates as a calendar counts them, whatever the clocks did in between. */
static int
calendar_days (GDateTime *from, GDateTime *to)
{
  GDate a, b;

  g_date_clear (&a, 1);
  g_date_clear (&b, 1);
  g_date_set_dmy (&a, g_date_time_get_day_of_month (from), g_date_time_get_month (from), g_date_time_get_year (from));
  g_date_set_dmy (&b, g_date_time_get_day_of_month (to), g_date_time_get_month (to), g_date_time_get_year (to));
  return g_date_days_between (&a, &b);
}

/**
 * od_relative_time_short:
 * @at_us: when it happened, µs since 1970 UTC
 * @now_us: now, µs since 1970 UTC
 * @zone: of the operator
 *
 * For a list, where a few letters must do: "now", "5 min", "14:05" earlier today, "Fri" within
 * six days, "3 Mar" this year, "3 Mar 2024" before. A moment up to a minute ahead (clocks
 * differ) is now; one further ahead is written as a date.
 *
 * Returns: (transfer full): in the language of the program
 */
char *
od_relative_time_short (gint64 at_us, gint64 now_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) at = local_time (at_us, zone);
  g_autoptr (GDateTime) now = local_time (now_us, zone);
  int days = calendar_days (at, now);

  if (ABS (now_us - at_us) < MINUTE_US)
    return g_strdup (C_ ("time", "now"));
  if (now_us > at_us && now_us - at_us < HOUR_US)
    /* TRANSLATORS: how long ago, as short as can be: "5 min" */
    return g_strdup_printf (_ ("%d min"), (int) ((now_us - at_us) / MINUTE_US));
  if (days == 0)
    /* TRANSLATORS: time of day, for g_date_time_format(): "14:05" */
    return g_date_time_format (at, _ ("%H:%M"));
  if (days > 0 && days < 7)
    /* TRANSLATORS: day of the week, for g_date_time_format(): "Fri" */
    return g_date_time_format (at, _ ("%a"));
  if (g_date_time_get_year (at) == g_date_time_get_year (now))
    /* TRANSLATORS: day of this year, for g_date_time_format(): "3 Mar" */
    return g_date_time_format (at, _ ("%-d %b"));
  /* TRANSLATORS: day of another year, for g_date_time_format(): "3 Mar 2024" */
  return g_date_time_format (at, _ ("%-d %b %Y"));
}

/**
 * od_relative_time_spoken:
 *
 * As od_relative_time_short(), in words that a screen reader can say in a sentence.
 *
 * Returns: (transfer full): "just now", "5 minutes ago", "at 14:05", "on Friday", "on 3 March 2026"
 */
char *
od_relative_time_spoken (gint64 at_us, gint64 now_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) at = local_time (at_us, zone);
  g_autoptr (GDateTime) now = local_time (now_us, zone);
  int days = calendar_days (at, now);

  if (ABS (now_us - at_us) < MINUTE_US)
    return g_strdup (_ ("just now"));
  if (now_us > at_us && now_us - at_us < HOUR_US)
    {
      int minutes = (int) ((now_us - at_us) / MINUTE_US);

      return g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", (gulong) minutes), minutes);
    }
  if (days == 0)
    return g_date_time_format (at, _ ("at %H:%M"));
  if (days > 0 && days < 7)
    return g_date_time_format (at, _ ("on %A"));
  return g_date_time_format (at, _ ("on %-d %B %Y"));
}

/**
 * od_relative_time_future:
 * @at_us: a moment to come, or %OD_SNOOZE_UNTIL_REPLY
 *
 * Returns: (transfer full): "16:30", "tomorrow 9:00", "Mon 9:00", "3 Mar 9:00"; "the customer writes"
 */
char *
od_relative_time_future (gint64 at_us, gint64 now_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) at = local_time (at_us, zone);
  g_autoptr (GDateTime) now = local_time (now_us, zone);
  int days = calendar_days (now, at);

  if (at_us == OD_SNOOZE_UNTIL_REPLY)
    /* TRANSLATORS: in place of a moment: "snoozed until the customer writes" */
    return g_strdup (_ ("the customer writes"));
  if (days <= 0)
    return g_date_time_format (at, _ ("%H:%M"));
  if (days == 1)
    return g_date_time_format (at, _ ("tomorrow %H:%M"));
  if (days < 7)
    return g_date_time_format (at, _ ("%a %H:%M"));
  return g_date_time_format (at, _ ("%-d %b %H:%M"));
}

/**
 * od_relative_time_moment:
 * @at_us: a moment, or %OD_SNOOZE_UNTIL_REPLY
 *
 * Returns: (transfer full): with its day of the week: "Fri, 16 Jan, 9:00"; the year if it is another one
 */
char *
od_relative_time_moment (gint64 at_us, gint64 now_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) at = local_time (at_us, zone);
  g_autoptr (GDateTime) now = local_time (now_us, zone);

  if (at_us == OD_SNOOZE_UNTIL_REPLY)
    return g_strdup (_ ("the customer writes"));
  if (g_date_time_get_year (at) != g_date_time_get_year (now))
    /* TRANSLATORS: a moment of another year, for g_date_time_format(): "Fri, 15 Jan 2027, 9:00" */
    return g_date_time_format (at, _ ("%a, %-d %b %Y, %-H:%M"));
  /* TRANSLATORS: a moment, for g_date_time_format(): "Fri, 16 Jan, 9:00" */
  return g_date_time_format (at, _ ("%a, %-d %b, %-H:%M"));
}
