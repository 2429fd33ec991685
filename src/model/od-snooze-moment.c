/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-conversation-status.h"
#include "od-limits.h"
#include "od-snooze-phrase-private.h"

#define DAY_MIN (24 * 60)
#define NOON_MIN (12 * 60)
#define LUNCH_MIN (13 * 60)
#define AFTERNOON_MIN (14 * 60)
#define EARLIEST_BARE_HOUR 7 /* "at 5" is in the afternoon, "at 7" is not */
#define FRIDAY 5
#define SATURDAY 6
#define GAP_MAX_MIN (3 * 60) /* a clock put forward leaves out no more */

/* Where and when a phrase is read. */
typedef struct {
  gint64 now_us;
  GTimeZone *zone;
  const OdSnoozeHours *hours;
  GDate today;
} Place;

static gboolean
is_wall_clock (GDateTime *at, const GDate *date, int minute)
{
  return g_date_time_get_year (at) == g_date_get_year (date) &&
         g_date_time_get_month (at) == (int) g_date_get_month (date) &&
         g_date_time_get_day_of_month (at) == g_date_get_day (date) &&
         g_date_time_get_hour (at) * 60 + g_date_time_get_minute (at) == minute;
}

static GDateTime *
look_at_clock (gint64 unix_s, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_s);

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

/* When a clock in @zone shows this. What the clocks leave out is the first moment after; of what they show twice it is
 * the first that is to come. 0 if it is beyond all calendars. */
static gint64
moment_of (const Place *place, const GDate *date, int minute)
{
  static const int steps_min[] = { 60, 30 };
  GDate day = *date;

  for (int passed = 0; passed <= GAP_MAX_MIN; passed++, minute++)
    {
      g_autoptr (GDateTime) at = NULL;
      gint64 unix_s;

      if (minute >= DAY_MIN)
        {
          g_date_add_days (&day, 1);
          minute -= DAY_MIN;
        }
      at = g_date_time_new (place->zone, g_date_get_year (&day), (int) g_date_get_month (&day), g_date_get_day (&day),
                            minute / 60, minute % 60, 0);
      if (at == NULL)
        return 0;
      if (!is_wall_clock (at, &day, minute))
        continue;
      unix_s = g_date_time_to_unix (at);
      for (guint i = 0; i < G_N_ELEMENTS (steps_min); i++)
        {
          g_autoptr (GDateTime) earlier = look_at_clock (unix_s - steps_min[i] * 60, place->zone);
          g_autoptr (GDateTime) later = look_at_clock (unix_s + steps_min[i] * 60, place->zone);
          gint64 earlier_us = (unix_s - steps_min[i] * 60) * G_USEC_PER_SEC;

          if (is_wall_clock (earlier, &day, minute) && earlier_us > place->now_us)
            return earlier_us;
          if (is_wall_clock (later, &day, minute) && unix_s * G_USEC_PER_SEC <= place->now_us)
            return (unix_s + steps_min[i] * 60) * G_USEC_PER_SEC;
        }
      return unix_s * G_USEC_PER_SEC;
    }
  return 0;
}

static int
minute_of_part (OdSnoozePart part, const OdSnoozeHours *hours)
{
  switch (part)
    {
    case OD_SNOOZE_PART_NOON:
      return NOON_MIN;
    case OD_SNOOZE_PART_LUNCH:
      return LUNCH_MIN;
    case OD_SNOOZE_PART_AFTERNOON:
      return AFTERNOON_MIN;
    case OD_SNOOZE_PART_EVENING:
    case OD_SNOOZE_PART_NIGHT:
      return (int) hours->evening_min;
    case OD_SNOOZE_PART_NONE:
    case OD_SNOOZE_PART_MORNING:
    default:
      return (int) hours->morning_min;
    }
}

/* "3 in the afternoon", "at 5", "12 at night": minutes after midnight; -1 if there is no such time. */
static int
minute_of_day (const OdSnoozeSaid *said, const OdSnoozeHours *hours)
{
  int hour = said->hour;

  if (!said->has_time)
    return minute_of_part (said->part, hours);
  if (hour > 23 || said->minute > 59)
    return -1;
  switch (said->part)
    {
    case OD_SNOOZE_PART_NOON:
    case OD_SNOOZE_PART_LUNCH:
    case OD_SNOOZE_PART_AFTERNOON:
    case OD_SNOOZE_PART_EVENING:
      hour += hour < 12 ? 12 : 0;
      break;
    case OD_SNOOZE_PART_NIGHT:
      if (hour == 12)
        hour = 0;
      else if (hour > 5 && hour < 12)
        hour += 12;
      break;
    case OD_SNOOZE_PART_MORNING:
      break;
    case OD_SNOOZE_PART_NONE:
    default:
      if (said->is_bare && hour > 0 && hour < EARLIEST_BARE_HOUR)
        hour += 12;
      break;
    }
  return hour * 60 + said->minute;
}

/* ---- Days ---- */

static OdSnoozeReading
accept (const Place *place, gint64 at_us, gint64 *until_us)
{
  g_autoptr (GDateTime) now = look_at_clock (place->now_us / G_USEC_PER_SEC, place->zone);
  g_autoptr (GDateTime) last = g_date_time_add_years (now, OD_LIMIT_SNOOZE_YEARS);

  if (at_us == 0 || at_us / G_USEC_PER_SEC > g_date_time_to_unix (last))
    return OD_SNOOZE_READING_TOO_FAR;
  if (at_us <= place->now_us)
    return OD_SNOOZE_READING_PAST;
  *until_us = at_us;
  return OD_SNOOZE_READING_OK;
}

/* The first of a row of days that is to come: @step days apart. */
static OdSnoozeReading
roll_days (const Place *place, GDate date, guint step, int minute, gint64 *until_us)
{
  gint64 at_us = moment_of (place, &date, minute);

  if (at_us != 0 && at_us <= place->now_us && step > 0)
    {
      g_date_add_days (&date, step);
      at_us = moment_of (place, &date, minute);
    }
  return accept (place, at_us, until_us);
}

static GDate
monday_of (const Place *place, int weeks)
{
  GDate date = place->today;

  g_date_subtract_days (&date, (guint) g_date_get_weekday (&date) - 1);
  g_date_add_days (&date, 7 * (guint) weeks);
  return date;
}

static OdSnoozeReading
resolve_weekday (const OdSnoozeSaid *said, const Place *place, int minute, gint64 *until_us)
{
  GDate date = monday_of (place, said->shift == 1 ? 1 : 0);

  g_date_add_days (&date, (guint) said->day - 1);
  if (said->shift == 0 && g_date_compare (&date, &place->today) < 0)
    g_date_add_days (&date, 7);
  return roll_days (place, date, said->shift == 0 ? 7 : 0, minute, until_us);
}

/* A day of a month, in the first year that has it and is to come; with a year, that one. */
static OdSnoozeReading
resolve_date (const OdSnoozeSaid *said, const Place *place, int minute, gint64 *until_us)
{
  GDateMonth month = (GDateMonth) said->month;
  GDateYear year = g_date_get_year (&place->today);

  if (said->month < 1 || said->month > 12 || said->day < 1 || said->day > g_date_get_days_in_month (month, 2000))
    return OD_SNOOZE_READING_NO_SUCH_DAY;
  if (said->year != 0 && !g_date_valid_dmy ((GDateDay) said->day, month, (GDateYear) said->year))
    return OD_SNOOZE_READING_NO_SUCH_DAY;
  for (GDateYear y = said->year != 0 ? (GDateYear) said->year : year; y <= year + OD_LIMIT_SNOOZE_YEARS; y++)
    {
      GDate date;
      OdSnoozeReading reading;

      if (!g_date_valid_dmy ((GDateDay) said->day, month, y))
        continue;
      g_date_clear (&date, 1);
      g_date_set_dmy (&date, (GDateDay) said->day, month, y);
      reading = accept (place, moment_of (place, &date, minute), until_us);
      if (reading != OD_SNOOZE_READING_PAST || said->year != 0)
        return reading;
    }
  return OD_SNOOZE_READING_TOO_FAR;
}

static GDate
first_of_month (const Place *place, int months)
{
  GDate date = place->today;

  g_date_set_day (&date, 1);
  g_date_add_months (&date, (guint) months);
  return date;
}

/* @day of this month or of the next that has it; 0: the last one. */
static OdSnoozeReading
resolve_day_of_month (int day, int shift, const Place *place, int minute, gint64 *until_us)
{
  if (day < 0 || day > 31)
    return OD_SNOOZE_READING_NO_SUCH_DAY;
  for (int months = shift == 1 ? 1 : 0; months <= 12; months++)
    {
      GDate date = first_of_month (place, months);
      int days = g_date_get_days_in_month (g_date_get_month (&date), g_date_get_year (&date));
      OdSnoozeReading reading;

      if (day > days)
        continue;
      g_date_add_days (&date, (guint) (day > 0 ? day : days) - 1);
      reading = accept (place, moment_of (place, &date, minute), until_us);
      if (reading != OD_SNOOZE_READING_PAST)
        return reading;
    }
  return OD_SNOOZE_READING_NO_SUCH_DAY;
}

static OdSnoozeReading
resolve_start (const OdSnoozeSaid *said, const Place *place, int minute, gint64 *until_us)
{
  GDate date = place->today;

  if (said->unit == OD_SNOOZE_UNIT_WEEK)
    date = monday_of (place, 1);
  else if (said->unit == OD_SNOOZE_UNIT_MONTH)
    date = first_of_month (place, 1);
  else if (said->unit == OD_SNOOZE_UNIT_YEAR)
    g_date_set_dmy (&date, 1, G_DATE_JANUARY, (GDateYear) (g_date_get_year (&date) + 1));
  else
    g_date_add_days (&date, 1);
  return accept (place, moment_of (place, &date, minute), until_us);
}

static OdSnoozeReading
resolve_finish (const OdSnoozeSaid *said, const Place *place, int minute, gint64 *until_us)
{
  OdSnoozeSaid other = *said;
  GDate date = place->today;

  if (said->unit == OD_SNOOZE_UNIT_WEEK)
    {
      other.day = FRIDAY;
      return resolve_weekday (&other, place, minute, until_us);
    }
  if (said->unit == OD_SNOOZE_UNIT_MONTH)
    return resolve_day_of_month (0, said->shift, place, minute, until_us);
  if (said->unit == OD_SNOOZE_UNIT_YEAR)
    {
      other.day = 31;
      other.month = 12;
      other.year = said->shift == 1 ? g_date_get_year (&date) + 1 : 0;
      return resolve_date (&other, place, minute, until_us);
    }
  if (!said->has_time && said->part == OD_SNOOZE_PART_NONE)
    minute = (int) place->hours->evening_min;
  if (said->shift == 1)
    g_date_add_days (&date, 1);
  return accept (place, moment_of (place, &date, minute), until_us);
}

/* "today" alone is its morning, or else its evening. */
static OdSnoozeReading
resolve_offset (const OdSnoozeSaid *said, const Place *place, int minute, gint64 *until_us)
{
  GDate date = place->today;
  OdSnoozeReading reading;

  g_date_add_days (&date, (guint) said->day);
  reading = accept (place, moment_of (place, &date, minute), until_us);
  if (reading == OD_SNOOZE_READING_PAST && !said->has_time && said->part == OD_SNOOZE_PART_NONE)
    reading = accept (place, moment_of (place, &date, (int) place->hours->evening_min), until_us);
  return reading;
}

/* ---- Lengths ---- */

/* Months and days by the calendar, then hours and minutes as they pass. Days alone end in the morning. */
static OdSnoozeReading
resolve_length (const OdSnoozeSaid *said, const Place *place, int minute, gint64 *until_us)
{
  GDate date = place->today;
  gboolean has_clock = said->has_time || said->part != OD_SNOOZE_PART_NONE;
  gint64 from_us = place->now_us;

  if (said->minutes > 0 && has_clock)
    return OD_SNOOZE_READING_UNKNOWN;
  if (said->months > 12 * OD_LIMIT_SNOOZE_YEARS || said->days > 366 * OD_LIMIT_SNOOZE_YEARS)
    return OD_SNOOZE_READING_TOO_FAR;
  g_date_add_months (&date, (guint) said->months);
  g_date_add_days (&date, (guint) said->days);
  if (said->minutes == 0)
    return accept (place, moment_of (place, &date, minute), until_us);
  if (said->months + said->days > 0)
    {
      g_autoptr (GDateTime) now = look_at_clock (from_us / G_USEC_PER_SEC, place->zone);

      from_us = moment_of (place, &date, g_date_time_get_hour (now) * 60 + g_date_time_get_minute (now));
    }
  return accept (place, from_us + said->minutes * 60 * G_USEC_PER_SEC, until_us);
}

/**
 * od_snooze_said_resolve:
 * @now_us: between 1970 and the end of calendars
 *
 * Returns: %OD_SNOOZE_READING_OK with a moment after @now_us in @until_us
 */
OdSnoozeReading
od_snooze_said_resolve (const OdSnoozeSaid *said, gint64 now_us, GTimeZone *zone, const OdSnoozeHours *hours,
                        gint64 *until_us)
{
  Place place = { .now_us = now_us, .zone = zone, .hours = hours };
  g_autoptr (GDateTime) now = look_at_clock (now_us / G_USEC_PER_SEC, zone);
  int minute = minute_of_day (said, hours);

  if (minute < 0)
    return OD_SNOOZE_READING_NO_SUCH_TIME;
  g_date_clear (&place.today, 1);
  g_date_set_dmy (&place.today, (GDateDay) g_date_time_get_day_of_month (now), (GDateMonth) g_date_time_get_month (now),
                  (GDateYear) g_date_time_get_year (now));
  if (said->has_length)
    return said->day_kind == OD_SNOOZE_DAY_NONE && said->shift == 0 ? resolve_length (said, &place, minute, until_us)
                                                                    : OD_SNOOZE_READING_UNKNOWN;
  switch (said->day_kind)
    {
    case OD_SNOOZE_DAY_OFFSET:
      return resolve_offset (said, &place, minute, until_us);
    case OD_SNOOZE_DAY_WEEKDAY:
      return resolve_weekday (said, &place, minute, until_us);
    case OD_SNOOZE_DAY_DATE:
      return resolve_date (said, &place, minute, until_us);
    case OD_SNOOZE_DAY_OF_MONTH:
      return said->day > 0 ? resolve_day_of_month (said->day, said->shift, &place, minute, until_us)
                           : OD_SNOOZE_READING_NO_SUCH_DAY;
    case OD_SNOOZE_DAY_START:
      return resolve_start (said, &place, minute, until_us);
    case OD_SNOOZE_DAY_FINISH:
      return resolve_finish (said, &place, minute, until_us);
    case OD_SNOOZE_DAY_NONE:
    default:
      if (!said->has_time && said->part == OD_SNOOZE_PART_NONE)
        return OD_SNOOZE_READING_UNKNOWN;
      return roll_days (&place, place.today, said->shift == -1 ? 0 : 1, minute, until_us);
    }
}
