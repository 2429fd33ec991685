/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-snooze-phrase-private.h"

gboolean
od_snooze_token_is_sign (const OdSnoozeToken *token, char sign)
{
  return token->kind == OD_SNOOZE_TOKEN_SIGN && token->value == sign;
}

gboolean
od_snooze_token_is_number (const OdSnoozeToken *token, int max)
{
  return token->kind == OD_SNOOZE_TOKEN_NUMBER && token->value <= max;
}

gboolean
od_snooze_reader_take (OdSnoozeReader *self, guint n)
{
  self->before = self->at[n - 1].kind;
  self->at += n;
  return TRUE;
}

/* A second day is a contradiction. */
void
od_snooze_reader_say_day (OdSnoozeReader *self, OdSnoozeDay kind, int day)
{
  if (self->said.day_kind != OD_SNOOZE_DAY_NONE)
    self->problem = OD_SNOOZE_READING_UNKNOWN;
  self->said.day_kind = kind;
  self->said.day = day;
}

static void
say_date (OdSnoozeReader *self, int day, int month, int year)
{
  od_snooze_reader_say_day (self, OD_SNOOZE_DAY_DATE, day);
  self->said.month = month;
  self->said.year = year > 0 && year < 100 ? 2000 + year : year;
}

/* 2027-01-15, 15.01, 15.01.2027, 15/1, 1/15 */
static gboolean
read_written_date (OdSnoozeReader *self)
{
  const OdSnoozeToken *at = self->at;
  char sign = od_snooze_token_is_sign (&at[1], '.') ? '.' : od_snooze_token_is_sign (&at[1], '/') ? '/' : '-';
  gboolean has_third, is_turned;

  if (!od_snooze_token_is_number (&at[0], 9999) || !od_snooze_token_is_sign (&at[1], sign) ||
      !od_snooze_token_is_number (&at[2], 99))
    return FALSE;
  has_third = od_snooze_token_is_sign (&at[3], sign) && od_snooze_token_is_number (&at[4], 9999) &&
              (at[4].n_digits == 2 || at[4].n_digits == 4);
  if (at[0].n_digits == 4)
    {
      if (!has_third || sign != '-')
        return FALSE;
      say_date (self, at[4].value, at[2].value, at[0].value);
      return od_snooze_reader_take (self, 5);
    }
  if (sign == '-')
    return FALSE;
  if (!has_third && sign == '.' &&
      (self->before == OD_SNOOZE_TOKEN_AT || self->said.day_kind != OD_SNOOZE_DAY_NONE || at[2].value > 12 ||
       at[2].value == 0 || at[0].value == 0 || at[3].kind == OD_SNOOZE_TOKEN_UNIT))
    return FALSE;
  is_turned = sign == '/' && at[2].value > 12 && at[0].value <= 12;
  say_date (self, at[is_turned ? 2 : 0].value, at[is_turned ? 0 : 2].value, has_third ? at[4].value : 0);
  return od_snooze_reader_take (self, has_third ? 5 : 3);
}

/* A year, and the word for it. */
static guint
read_year (const OdSnoozeToken *at, int *year)
{
  guint n = od_snooze_token_is_sign (at, ',') ? 1 : 0;

  if (at[n].kind != OD_SNOOZE_TOKEN_NUMBER || at[n].n_digits != 4 || od_snooze_token_is_sign (&at[n + 1], ':'))
    return 0;
  *year = at[n++].value;
  if (at[n].kind == OD_SNOOZE_TOKEN_UNIT && at[n].value == OD_SNOOZE_UNIT_YEAR)
    n++;
  return n;
}

static gboolean
is_day_number (const OdSnoozeToken *at)
{
  return at->kind == OD_SNOOZE_TOKEN_NUMBER && at->n_digits <= 2 && !od_snooze_token_is_sign (&at[1], ':') &&
         at[1].kind != OD_SNOOZE_TOKEN_MERIDIEM;
}

/* 15 January 2027, Jan 15, in March */
static gboolean
read_named_date (OdSnoozeReader *self)
{
  const OdSnoozeToken *at = self->at;
  int day = 1, month, year = 0;
  guint n = 0;

  if (is_day_number (at))
    {
      n = at[1].kind == OD_SNOOZE_TOKEN_FILLER ? 2 : 1;
      if (at[n].kind != OD_SNOOZE_TOKEN_MONTH)
        return FALSE;
      day = at[0].value;
      month = at[n++].value;
    }
  else if (at[0].kind == OD_SNOOZE_TOKEN_MONTH)
    {
      month = at[n++].value;
      if (is_day_number (&at[n]))
        day = at[n++].value;
    }
  else
    return FALSE;
  n += read_year (&at[n], &year);
  say_date (self, day, month, year);
  return od_snooze_reader_take (self, n);
}

/* 15th, 15 числа */
static gboolean
read_day_of_month (OdSnoozeReader *self)
{
  const OdSnoozeToken *at = self->at;
  gboolean has_word = at[1].kind == OD_SNOOZE_TOKEN_DATE;

  if (!is_day_number (at) || (!at->is_ordinal && !has_word))
    return FALSE;
  od_snooze_reader_say_day (self, OD_SNOOZE_DAY_OF_MONTH, at->value);
  return od_snooze_reader_take (self, has_word ? 2 : 1);
}

/* Every way of writing a day with a number in it, or a month. */
gboolean
od_snooze_reader_read_date (OdSnoozeReader *self)
{
  return read_written_date (self) || read_named_date (self) || read_day_of_month (self);
}
