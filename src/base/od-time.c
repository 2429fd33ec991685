/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-time.h"

#include "od-error.h"

#define US_PER_DAY (86400 * (gint64) G_USEC_PER_SEC)

/* GDate counts days from 1 January of the year 1; this is 1 January 1970. */
#define EPOCH_DAY 719163

/* Exactly @n digits with a value of @min to @max; moves *p behind them. */
static gboolean
read_digits (const char **p, guint n, guint min, guint max, guint *out)
{
  guint value = 0;

  for (guint i = 0; i < n; i++, (*p)++)
    {
      if (!g_ascii_isdigit (**p))
        return FALSE;
      value = value * 10 + (guint) (**p - '0');
    }
  *out = value;
  return value >= min && value <= max;
}

static gboolean
read_char (const char **p, char upper)
{
  if (g_ascii_toupper (**p) != upper)
    return FALSE;
  (*p)++;
  return TRUE;
}

/* Nothing, or a point and 1 to 6 digits. */
static gboolean
read_fraction (const char **p, gint64 *us)
{
  gint64 unit = G_USEC_PER_SEC;

  *us = 0;
  if (**p != '.')
    return TRUE;
  for ((*p)++; g_ascii_isdigit (**p); (*p)++)
    {
      unit /= 10;
      if (unit == 0)
        return FALSE;
      *us += (**p - '0') * unit;
    }
  return unit < G_USEC_PER_SEC;
}

static gboolean
read_offset (const char **p, gint64 *us)
{
  int sign = **p == '-' ? -1 : 1;
  guint hours, minutes;

  *us = 0;
  if (read_char (p, 'Z'))
    return TRUE;
  if (**p != '+' && **p != '-')
    return FALSE;
  (*p)++;
  if (!read_digits (p, 2, 0, 23, &hours) || !read_char (p, ':') || !read_digits (p, 2, 0, 59, &minutes))
    return FALSE;
  *us = sign * (gint64) (hours * 3600 + minutes * 60) * G_USEC_PER_SEC;
  return TRUE;
}

static gboolean
read_all (const char *p, gint64 *out_us)
{
  guint year, month, day, hour, minute, second;
  gint64 fraction_us, offset_us;
  GDate date;

  if (!read_digits (&p, 4, 1969, 9999, &year) || !read_char (&p, '-') || !read_digits (&p, 2, 1, 12, &month) ||
      !read_char (&p, '-') || !read_digits (&p, 2, 1, 31, &day) ||
      !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year) || !read_char (&p, 'T') ||
      !read_digits (&p, 2, 0, 23, &hour) || !read_char (&p, ':') || !read_digits (&p, 2, 0, 59, &minute) ||
      !read_char (&p, ':') || !read_digits (&p, 2, 0, 59, &second) || !read_fraction (&p, &fraction_us) ||
      !read_offset (&p, &offset_us) || *p != '\0')
    return FALSE;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  *out_us = ((gint64) g_date_get_julian (&date) - EPOCH_DAY) * US_PER_DAY +
            (gint64) (hour * 3600 + minute * 60 + second) * G_USEC_PER_SEC + fraction_us - offset_us;
  return *out_us >= 0 && *out_us <= OD_TIME_MAX_US;
}

/**
 * od_time_parse:
 * @text: `2026-03-08T14:05:09.25+03:00` or `…Z`
 * @out_us: (out): the moment, 0 to %OD_TIME_MAX_US, µs since 1970 UTC; untouched on error
 *
 * Reads RFC 3339, strictly: date, `T`, time with seconds, an offset (always), nothing around it; the fraction has 1 to
 * 6 digits, because more could not be given back; a leap second is refused; the moment lies in 1970 to 9999 UTC. Any
 * thread may call this.
 *
 * Returns: %FALSE with %OD_ERROR_MALFORMED otherwise
 */
gboolean
od_time_parse (const char *text, gint64 *out_us, GError **error)
{
  gint64 us;

  g_return_val_if_fail (text != NULL && out_us != NULL, FALSE);

  if (!read_all (text, &us))
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_MALFORMED,
                           "Not an RFC 3339 time with an offset between 1970 and 9999");
      return FALSE;
    }
  *out_us = us;
  return TRUE;
}

/**
 * od_time_format:
 * @us: the moment, 0 to %OD_TIME_MAX_US, µs since 1970 UTC
 *
 * Returns: (transfer full): RFC 3339 in UTC, `2026-03-08T11:05:09.25Z`; the fraction only when it is not zero, and then
 * without zeros at its end
 */
char *
od_time_format (gint64 us)
{
  guint second_of_day;
  gint64 fraction_us;
  GDate date;
  GString *out;

  g_return_val_if_fail (us >= 0 && us <= OD_TIME_MAX_US, NULL);

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) (us / US_PER_DAY) + EPOCH_DAY);
  second_of_day = (guint) (us % US_PER_DAY / G_USEC_PER_SEC);
  fraction_us = us % G_USEC_PER_SEC;

  out = g_string_sized_new (28);
  g_string_printf (out, "%04u-%02u-%02uT%02u:%02u:%02u", g_date_get_year (&date), (guint) g_date_get_month (&date),
                   g_date_get_day (&date), second_of_day / 3600, second_of_day / 60 % 60, second_of_day % 60);
  if (fraction_us != 0)
    {
      g_string_append_printf (out, ".%06" G_GINT64_FORMAT, fraction_us);
      while (out->str[out->len - 1] == '0')
        g_string_truncate (out, out->len - 1);
    }
  g_string_append_c (out, 'Z');
  return g_string_free (out, FALSE);
}
