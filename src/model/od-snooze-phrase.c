/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-snooze-phrase.h"

#include <glib/gi18n.h>

#include "od-conversation-status.h"
#include "od-snooze-phrase-private.h"

#define MORNING_MIN (9 * 60)
#define EVENING_MIN (18 * 60)
#define LATER_MIN (3 * 60)

/* Takes some tokens away, or none if they are not its own. */
typedef gboolean (*Rule) (OdSnoozeReader *self);

static void
say_time (OdSnoozeReader *self, int hour, int minute)
{
  if (self->said.has_time)
    self->problem = OD_SNOOZE_READING_UNKNOWN;
  self->said.has_time = TRUE;
  self->said.hour = hour;
  self->said.minute = minute;
}

static void
say_part (OdSnoozeReader *self, OdSnoozePart part)
{
  if (self->said.part != OD_SNOOZE_PART_NONE)
    self->problem = OD_SNOOZE_READING_UNKNOWN;
  self->said.part = part;
}

static void
say_length (OdSnoozeReader *self, gint64 amount, OdSnoozeUnit unit)
{
  static const int minutes[] = { [OD_SNOOZE_UNIT_MINUTE] = 1, [OD_SNOOZE_UNIT_HOUR] = 60 };
  static const int days[] = { [OD_SNOOZE_UNIT_DAY] = 1, [OD_SNOOZE_UNIT_WEEK] = 7 };

  self->said.has_length = TRUE;
  self->last_unit = unit;
  if (unit <= OD_SNOOZE_UNIT_HOUR)
    self->said.minutes += amount * minutes[unit];
  else if (unit <= OD_SNOOZE_UNIT_WEEK)
    self->said.days += (int) amount * days[unit];
  else
    self->said.months += (int) amount * (unit == OD_SNOOZE_UNIT_YEAR ? 12 : 1);
}

/* Half of what has halves: an hour, a year; -1 for the rest. */
static gboolean
say_half (OdSnoozeReader *self, int halves, OdSnoozeUnit unit)
{
  if (unit == OD_SNOOZE_UNIT_HOUR)
    say_length (self, 30 * halves, OD_SNOOZE_UNIT_MINUTE);
  else if (unit == OD_SNOOZE_UNIT_YEAR)
    say_length (self, 6 * halves, OD_SNOOZE_UNIT_MONTH);
  else if (unit == OD_SNOOZE_UNIT_DAY)
    say_length (self, 12 * halves, OD_SNOOZE_UNIT_HOUR);
  else
    return FALSE;
  return TRUE;
}

/* ---- Rules ---- */

/* 1.5 hours */
static gboolean
read_decimal_length (OdSnoozeReader *self)
{
  const OdSnoozeToken *at = self->at;
  int tenths = at[2].value;

  if (!od_snooze_token_is_number (&at[0], 999) ||
      !(od_snooze_token_is_sign (&at[1], '.') || od_snooze_token_is_sign (&at[1], ',')) ||
      !od_snooze_token_is_number (&at[2], 9) || at[3].kind != OD_SNOOZE_TOKEN_UNIT ||
      at[3].value != OD_SNOOZE_UNIT_HOUR || at[2].n_digits != 1)
    return FALSE;
  say_length (self, at[0].value * 60 + tenths * 6, OD_SNOOZE_UNIT_MINUTE);
  return od_snooze_reader_take (self, 4);
}

/* "at 3 hours" is how Russian says three o'clock; "3 hours of the day" is, too. */
static gboolean
is_clock_hour (OdSnoozeReader *self, const OdSnoozeToken *unit)
{
  gboolean has_part = unit->kind == OD_SNOOZE_TOKEN_UNIT &&
                      (unit[1].kind == OD_SNOOZE_TOKEN_PART ||
                       (unit[1].kind == OD_SNOOZE_TOKEN_UNIT && unit[1].value == OD_SNOOZE_UNIT_DAY));

  return unit->kind == OD_SNOOZE_TOKEN_UNIT && unit->value == OD_SNOOZE_UNIT_HOUR &&
         (self->before == OD_SNOOZE_TOKEN_AT || has_part);
}

/* 2 hours, an hour, two weeks, 1h30, half an hour, полтора часа */
static gboolean
read_length (OdSnoozeReader *self)
{
  const OdSnoozeToken *at = self->at;
  guint n = 0;

  if (at->kind == OD_SNOOZE_TOKEN_HALF_HOUR)
    {
      say_half (self, 1, OD_SNOOZE_UNIT_HOUR);
      return od_snooze_reader_take (self, 1);
    }
  if (at->kind == OD_SNOOZE_TOKEN_HALF || at->kind == OD_SNOOZE_TOKEN_ONE_HALF)
    {
      n = at[1].kind == OD_SNOOZE_TOKEN_COUNT ? 2 : 1;
      if (at[n].kind == OD_SNOOZE_TOKEN_UNIT)
        return say_half (self, at->kind == OD_SNOOZE_TOKEN_HALF ? 1 : 3, (OdSnoozeUnit) at[n].value) &&
               od_snooze_reader_take (self, n + 1);
      /* "an hour and a half" */
      return self->before == OD_SNOOZE_TOKEN_UNIT && self->said.has_length && say_half (self, 1, self->last_unit) &&
             od_snooze_reader_take (self, 1);
    }
  if (at->kind == OD_SNOOZE_TOKEN_NUMBER && !at->is_ordinal)
    n = 1;
  for (; at[n].kind == OD_SNOOZE_TOKEN_COUNT; n++)
    if (n > 2)
      return FALSE;
  if (n > 0 && at[n].kind == OD_SNOOZE_TOKEN_FILLER) /* a couple of hours */
    n++;
  if (n == 0 || at[n].kind != OD_SNOOZE_TOKEN_UNIT || is_clock_hour (self, &at[n]))
    return FALSE;
  say_length (self, at[n - 1].kind == OD_SNOOZE_TOKEN_FILLER ? at[n - 2].value : at[n - 1].value,
              (OdSnoozeUnit) at[n].value);
  if (at[n].value == OD_SNOOZE_UNIT_HOUR && od_snooze_token_is_number (&at[n + 1], 59) && at[n + 1].n_digits == 2 &&
      at[n + 2].kind != OD_SNOOZE_TOKEN_UNIT && !od_snooze_token_is_sign (&at[n + 2], ':'))
    {
      say_length (self, at[n + 1].value, OD_SNOOZE_UNIT_MINUTE);
      n++;
    }
  return od_snooze_reader_take (self, n + 1);
}

/* "через час", "hour": one of them */
static gboolean
read_bare_unit (OdSnoozeReader *self)
{
  if (self->at->kind != OD_SNOOZE_TOKEN_UNIT)
    return FALSE;
  if (is_clock_hour (self, self->at)) /* "в час дня" */
    {
      say_time (self, 1, 0);
      self->said.is_bare = TRUE;
    }
  else if (self->before == OD_SNOOZE_TOKEN_IN || self->before == OD_SNOOZE_TOKEN_FOR ||
           self->before == OD_SNOOZE_TOKEN_END)
    say_length (self, 1, (OdSnoozeUnit) self->at->value);
  else
    return FALSE;
  return od_snooze_reader_take (self, 1);
}

/* the day after tomorrow, after lunch */
static gboolean
read_after (OdSnoozeReader *self)
{
  const OdSnoozeToken *at = self->at;

  if (at[0].kind == OD_SNOOZE_TOKEN_UNIT && at[0].value == OD_SNOOZE_UNIT_DAY && at[1].kind == OD_SNOOZE_TOKEN_AFTER &&
      at[2].kind == OD_SNOOZE_TOKEN_DAY)
    {
      od_snooze_reader_say_day (self, OD_SNOOZE_DAY_OFFSET, at[2].value + 1);
      return od_snooze_reader_take (self, 3);
    }
  if (at[0].kind == OD_SNOOZE_TOKEN_AFTER && at[1].kind == OD_SNOOZE_TOKEN_PART && at[1].value == OD_SNOOZE_PART_LUNCH)
    {
      say_part (self, OD_SNOOZE_PART_AFTERNOON);
      return od_snooze_reader_take (self, 2);
    }
  return FALSE;
}

/* next week, this evening, the end of the month, the beginning of next week */
static gboolean
read_period (OdSnoozeReader *self)
{
  const OdSnoozeToken *at = self->at;
  OdSnoozeDay kind = OD_SNOOZE_DAY_NONE;
  guint n = 0;

  if (at->kind == OD_SNOOZE_TOKEN_FINISH_OF)
    {
      od_snooze_reader_say_day (self, OD_SNOOZE_DAY_FINISH, 0);
      self->said.unit = (OdSnoozeUnit) at->value;
      return od_snooze_reader_take (self, 1);
    }
  if (at->kind == OD_SNOOZE_TOKEN_START || at->kind == OD_SNOOZE_TOKEN_FINISH)
    kind = at[n++].kind == OD_SNOOZE_TOKEN_START ? OD_SNOOZE_DAY_START : OD_SNOOZE_DAY_FINISH;
  while (kind != OD_SNOOZE_DAY_NONE && at[n].kind == OD_SNOOZE_TOKEN_FILLER)
    n++;
  if (at[n].kind == OD_SNOOZE_TOKEN_NEXT || at[n].kind == OD_SNOOZE_TOKEN_THIS)
    {
      if (self->said.shift != 0)
        self->problem = OD_SNOOZE_READING_UNKNOWN;
      self->said.shift = at[n++].kind == OD_SNOOZE_TOKEN_NEXT ? 1 : -1;
      kind = kind == OD_SNOOZE_DAY_NONE ? OD_SNOOZE_DAY_START : kind;
    }
  else if (kind == OD_SNOOZE_DAY_NONE)
    return FALSE;
  if (at[n].kind != OD_SNOOZE_TOKEN_UNIT || at[n].value < OD_SNOOZE_UNIT_DAY)
    return kind == OD_SNOOZE_DAY_START && n == 1 && at->kind != OD_SNOOZE_TOKEN_START &&
           od_snooze_reader_take (self, n);
  if (kind == OD_SNOOZE_DAY_START && self->said.shift == -1)
    return FALSE; /* "this week" is no moment */
  self->said.unit = (OdSnoozeUnit) at[n].value;
  if (self->said.day_kind == OD_SNOOZE_DAY_WEEKDAY && kind == OD_SNOOZE_DAY_START &&
      self->said.unit == OD_SNOOZE_UNIT_WEEK)
    return od_snooze_reader_take (self, n + 1); /* "friday next week" */
  od_snooze_reader_say_day (self, kind, 0);
  return od_snooze_reader_take (self, n + 1);
}

/* tomorrow, Friday, the weekend */
static gboolean
read_day (OdSnoozeReader *self)
{
  int weekday = self->at->kind == OD_SNOOZE_TOKEN_WEEKEND ? 6 : self->at->value;

  if (self->at->kind == OD_SNOOZE_TOKEN_DAY)
    od_snooze_reader_say_day (self, OD_SNOOZE_DAY_OFFSET, self->at->value);
  else if (self->at->kind == OD_SNOOZE_TOKEN_WEEKDAY || self->at->kind == OD_SNOOZE_TOKEN_WEEKEND)
    {
      if (self->said.day_kind == OD_SNOOZE_DAY_START && self->said.unit == OD_SNOOZE_UNIT_WEEK)
        {
          self->said.day_kind = OD_SNOOZE_DAY_NONE; /* "next week on Friday" */
          self->said.shift = 1;
        }
      od_snooze_reader_say_day (self, OD_SNOOZE_DAY_WEEKDAY, weekday);
    }
  else
    return FALSE;
  return od_snooze_reader_take (self, 1);
}

/* 9:30, 9.30, 9 pm, 9 часов, midnight, and a number alone */
static gboolean
read_time (OdSnoozeReader *self)
{
  const OdSnoozeToken *at = self->at;
  gboolean has_minutes = (od_snooze_token_is_sign (&at[1], ':') || od_snooze_token_is_sign (&at[1], '.')) &&
                         at[2].kind == OD_SNOOZE_TOKEN_NUMBER && at[2].n_digits == 2;
  guint n = has_minutes ? 3 : 1;
  int hour = at->value, minute = has_minutes ? at[2].value : 0;

  if (at->kind == OD_SNOOZE_TOKEN_MIDNIGHT)
    {
      say_time (self, 0, 0);
      return od_snooze_reader_take (self, 1);
    }
  if (at->kind != OD_SNOOZE_TOKEN_NUMBER || at->is_ordinal || self->before == OD_SNOOZE_TOKEN_IN)
    return FALSE;
  if (hour > 23 || at->n_digits > 2 || minute > 59)
    self->problem = OD_SNOOZE_READING_NO_SUCH_TIME;
  self->said.is_bare = !has_minutes && at->n_digits == 1;
  if (at[n].kind == OD_SNOOZE_TOKEN_MERIDIEM)
    {
      if (hour < 1 || hour > 12)
        self->problem = OD_SNOOZE_READING_NO_SUCH_TIME;
      hour = hour % 12 + at[n++].value;
      self->said.is_bare = FALSE;
    }
  else if (!has_minutes && is_clock_hour (self, &at[n]))
    {
      n++;
      if (od_snooze_token_is_number (&at[n], 59) && at[n + 1].kind == OD_SNOOZE_TOKEN_UNIT &&
          at[n + 1].value == OD_SNOOZE_UNIT_MINUTE)
        {
          minute = at[n].value;
          n += 2;
        }
    }
  say_time (self, hour, minute);
  return od_snooze_reader_take (self, n);
}

static gboolean
read_part (OdSnoozeReader *self)
{
  const OdSnoozeToken *at = self->at;

  if (at->kind == OD_SNOOZE_TOKEN_UNIT && at->value == OD_SNOOZE_UNIT_DAY && self->said.has_time)
    say_part (self, OD_SNOOZE_PART_AFTERNOON); /* "3 часа дня" */
  else if (at->kind == OD_SNOOZE_TOKEN_PART)
    say_part (self, (OdSnoozePart) at->value);
  else if (at->kind == OD_SNOOZE_TOKEN_TODAY_PART)
    {
      od_snooze_reader_say_day (self, OD_SNOOZE_DAY_OFFSET, 0);
      say_part (self, (OdSnoozePart) at->value);
    }
  else
    return FALSE;
  return od_snooze_reader_take (self, 1);
}

/* What changes nothing, or all. */
static gboolean
read_rest (OdSnoozeReader *self)
{
  const OdSnoozeToken *at = self->at;

  if (at->kind == OD_SNOOZE_TOKEN_REPLY)
    self->is_until_reply = TRUE;
  else if (at->kind == OD_SNOOZE_TOKEN_WHO)
    self->n_who++;
  else if (at->kind == OD_SNOOZE_TOKEN_LATER)
    self->is_later = TRUE;
  else if (at->kind == OD_SNOOZE_TOKEN_NOW)
    self->problem = self->said.has_length ? self->problem : OD_SNOOZE_READING_PAST;
  else if (at->kind == OD_SNOOZE_TOKEN_FILLER || od_snooze_token_is_sign (at, ',') ||
           od_snooze_token_is_sign (at, '.') || od_snooze_token_is_sign (at, '-') ||
           od_snooze_token_is_sign (at, '+') || od_snooze_token_is_sign (at, '!') ||
           (at->kind == OD_SNOOZE_TOKEN_COUNT && at[1].kind == OD_SNOOZE_TOKEN_HALF))
    {
      self->at++; /* what stood before still matters */
      return TRUE;
    }
  else if (at->kind != OD_SNOOZE_TOKEN_AT && at->kind != OD_SNOOZE_TOKEN_FOR && at->kind != OD_SNOOZE_TOKEN_IN)
    return FALSE;
  return od_snooze_reader_take (self, 1);
}

static OdSnoozeReading
read_all (OdSnoozeReader *self)
{
  static const Rule rules[] = { od_snooze_reader_read_date,
                                read_decimal_length,
                                read_length,
                                read_after,
                                read_period,
                                read_day,
                                read_time,
                                read_part,
                                read_bare_unit,
                                read_rest };

  while (self->at->kind != OD_SNOOZE_TOKEN_END && self->problem == OD_SNOOZE_READING_OK)
    {
      guint i = 0;

      while (i < G_N_ELEMENTS (rules) && !rules[i](self))
        i++;
      if (i == G_N_ELEMENTS (rules))
        return OD_SNOOZE_READING_UNKNOWN;
    }
  return self->problem;
}

static gboolean
says_nothing (const OdSnoozeSaid *said)
{
  return !said->has_length && said->day_kind == OD_SNOOZE_DAY_NONE && !said->has_time &&
         said->part == OD_SNOOZE_PART_NONE;
}

/**
 * od_snooze_phrase_parse:
 * @text: what was typed, in English or Russian, or both; any bytes
 * @now_us: now, µs since 1970 UTC
 * @zone: in which days begin
 * @hours: (nullable): of a working day; %NULL: from nine to six
 * @until_us: (out): µs since 1970 UTC, after @now_us, or %OD_SNOOZE_UNTIL_REPLY; left alone on failure
 *
 * Hours and minutes are counted as they pass; days, weeks and months by the calendar, and end in the morning unless a
 * time is said. A month later than the 31st is the last day of a shorter one. What has no year, or no day, is the next
 * time to come; "next Friday" is in the next week. "at 5" is in the afternoon, "at 05" and "at 7" are not. A time that
 * the clocks leave out is the moment they go on from; of one they show twice, the first to come. Any thread.
 */
OdSnoozeReading
od_snooze_phrase_parse (const char *text, gint64 now_us, GTimeZone *zone, const OdSnoozeHours *hours, gint64 *until_us)
{
  static const OdSnoozeHours usual = { .morning_min = MORNING_MIN, .evening_min = EVENING_MIN };
  OdSnoozeToken tokens[OD_SNOOZE_MAX_TOKENS + 8] = { 0 }; /* rules look ahead past the end */
  OdSnoozeReader self = { .at = tokens, .before = OD_SNOOZE_TOKEN_END };
  guint n = od_snooze_lexicon_read (text, tokens);
  OdSnoozeReading reading;

  g_return_val_if_fail (zone != NULL, OD_SNOOZE_READING_UNKNOWN);

  if (n == G_MAXUINT)
    return OD_SNOOZE_READING_UNKNOWN;
  if (n == 0)
    return OD_SNOOZE_READING_EMPTY;
  reading = read_all (&self);
  if (reading != OD_SNOOZE_READING_OK)
    return reading;
  if (self.is_until_reply || self.n_who > 0)
    {
      if (!self.is_until_reply || !says_nothing (&self.said))
        return OD_SNOOZE_READING_UNKNOWN;
      *until_us = OD_SNOOZE_UNTIL_REPLY;
      return OD_SNOOZE_READING_OK;
    }
  if (self.is_later && !self.said.has_length && !self.said.has_time && self.said.part == OD_SNOOZE_PART_NONE &&
      (self.said.day_kind == OD_SNOOZE_DAY_NONE || (self.said.day_kind == OD_SNOOZE_DAY_OFFSET && self.said.day == 0)))
    {
      self.said.day_kind = OD_SNOOZE_DAY_NONE;
      say_length (&self, LATER_MIN, OD_SNOOZE_UNIT_MINUTE);
    }
  return od_snooze_said_resolve (&self.said, now_us, zone, hours != NULL ? hours : &usual, until_us);
}

/**
 * od_snooze_reading_words:
 *
 * Returns: (transfer none): what to tell who typed it, a sentence
 */
const char *
od_snooze_reading_words (OdSnoozeReading reading)
{
  switch (reading)
    {
    case OD_SNOOZE_READING_EMPTY:
      return _ ("Type a time, such as “tomorrow 9” or “in 2 hours”.");
    case OD_SNOOZE_READING_NO_SUCH_DAY:
      return _ ("There is no such day.");
    case OD_SNOOZE_READING_NO_SUCH_TIME:
      return _ ("There is no such time of day.");
    case OD_SNOOZE_READING_PAST:
      return _ ("This moment is over. Choose a later one.");
    case OD_SNOOZE_READING_TOO_FAR:
      return _ ("This is too far away.");
    case OD_SNOOZE_READING_OK:
    case OD_SNOOZE_READING_UNKNOWN:
    default:
      return _ ("This is not understood. Try “friday 15:00” or “in 3 days”.");
    }
}
