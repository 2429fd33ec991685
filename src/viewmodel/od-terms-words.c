/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-terms-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-bizcal-json.h"
#include "od-error-words.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-time.h"

/**
 * od_terms_words_spans:
 *
 * Returns: (transfer full): `09:00–13:00, 14:00–18:00`, as od_terms_words_parse_spans() reads it; "" for none
 */
char *
od_terms_words_spans (const OdBizcalSpan *spans, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *start = od_bizcal_minute_format ((guint) spans[i].start_min);
      g_autofree char *end = od_bizcal_minute_format ((guint) spans[i].end_min);

      g_string_append_printf (text, "%s%s–%s", i > 0 ? ", " : "", start, end);
    }
  return g_string_free (text, FALSE);
}

static void
skip_spaces (const char **p)
{
  while (g_unichar_isspace (g_utf8_get_char (*p)))
    *p = g_utf8_next_char (*p);
}

static gboolean
read_number (const char **p, guint max, guint *value)
{
  *value = 0;
  if (!g_ascii_isdigit (**p))
    return FALSE;
  for (; g_ascii_isdigit (**p); (*p)++)
    {
      *value = *value * 10 + (guint) (**p - '0');
      if (*value > max)
        return FALSE;
    }
  return TRUE;
}

/* "9", "9:30", "09.30" */
static gboolean
read_minute (const char **p, gint16 *minute)
{
  guint hours, minutes = 0;

  skip_spaces (p);
  if (!read_number (p, 24, &hours))
    return FALSE;
  if (**p == ':' || **p == '.')
    {
      (*p)++;
      if (!read_number (p, 59, &minutes))
        return FALSE;
    }
  *minute = (gint16) (hours * 60 + minutes);
  skip_spaces (p);
  return *minute <= OD_BIZCAL_MINUTES_PER_DAY;
}

static gboolean
read_dash (const char **p)
{
  gunichar c = g_utf8_get_char (*p);

  if (c != '-' && c != 0x2013 && c != 0x2014)
    return FALSE;
  *p = g_utf8_next_char (*p);
  return TRUE;
}

/**
 * od_terms_words_parse_spans:
 * @text: hours as people write them: `9-13, 14:00–18:00`; nothing: closed
 * @spans: (element-type OdBizcalSpan): filled
 *
 * Returns: %FALSE if @text is none, or too many
 */
gboolean
od_terms_words_parse_spans (const char *text, GArray *spans)
{
  const char *p = text;

  g_array_set_size (spans, 0);
  skip_spaces (&p);
  while (*p != '\0')
    {
      OdBizcalSpan span;

      if (!read_minute (&p, &span.start_min) || !read_dash (&p) || !read_minute (&p, &span.end_min) ||
          span.start_min == OD_BIZCAL_MINUTES_PER_DAY || spans->len == OD_LIMIT_CALENDAR_SPANS)
        return FALSE;
      g_array_append_val (spans, span);
      if (*p == ',' || *p == ';')
        p++;
      else if (*p != '\0')
        return FALSE;
      skip_spaces (&p);
    }
  return TRUE;
}

/* ---- how long ---- */

static const struct {
  gint64 seconds;
  const char *words;
  const char *names[6]; /* that are understood, in any language */
} units[] = {
  { 86400, NC_ ("duration", "%d d"), { "d", "day", "days", "д", "дн" } },
  { 3600, NC_ ("duration", "%d h"), { "h", "hour", "hours", "ч", "час" } },
  { 60, NC_ ("duration", "%d min"), { "min", "m", "minutes", "мин", "м" } },
  { 1, NC_ ("duration", "%d s"), { "s", "sec", "seconds", "с", "сек" } },
};

/**
 * od_terms_words_duration:
 *
 * Returns: (transfer full): `1 h 30 min`, as od_terms_words_parse_duration() reads it; "" for 0. Days are 24 hours: of
 *   working time there are none, so hours are the largest unit.
 */
char *
od_terms_words_duration (gint64 seconds)
{
  GString *text = g_string_new (NULL);

  for (guint i = 1; i < G_N_ELEMENTS (units); i++)
    {
      int n = (int) (seconds / units[i].seconds);
      const char *format = g_dpgettext2 (NULL, "duration", units[i].words);

      seconds %= units[i].seconds;
      if (n == 0)
        continue;
      if (text->len > 0)
        g_string_append_c (text, ' ');
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      g_string_append_printf (text, format, n);
#pragma GCC diagnostic pop
    }
  return g_string_free (text, FALSE);
}

static gint64
read_unit (const char **p)
{
  const char *start = *p;
  g_autofree char *name = NULL;

  while (g_unichar_isalpha (g_utf8_get_char (*p)))
    *p = g_utf8_next_char (*p);
  if (**p == '.')
    (*p)++;
  name = g_utf8_strdown (start, (gssize) (*p - start - (*p > start && (*p)[-1] == '.')));
  if (*name == '\0')
    return 60;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    for (guint k = 0; units[i].names[k] != NULL; k++)
      if (g_str_equal (units[i].names[k], name))
        return units[i].seconds;
  return 0;
}

/**
 * od_terms_words_parse_duration:
 * @text: `1 h 30 min`, `90` (minutes), `45 с`; nothing is 0
 * @seconds: (out): up to %OD_LIMIT_CALENDAR_TARGET_S
 */
gboolean
od_terms_words_parse_duration (const char *text, gint64 *seconds)
{
  const char *p = text;

  *seconds = 0;
  skip_spaces (&p);
  while (*p != '\0')
    {
      guint value;
      gint64 unit;

      if (!read_number (&p, OD_LIMIT_CALENDAR_TARGET_S, &value))
        return FALSE;
      skip_spaces (&p);
      unit = read_unit (&p);
      *seconds += unit * value;
      if (unit == 0 || *seconds > OD_LIMIT_CALENDAR_TARGET_S)
        return FALSE;
      skip_spaces (&p);
    }
  return TRUE;
}

/* ---- when ---- */

/**
 * od_terms_words_moment:
 *
 * Returns: (transfer full): as od_terms_words_parse_moment() reads it, with seconds if there are any
 */
char *
od_terms_words_moment (gint64 us, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  if (us / G_USEC_PER_SEC % 60 != 0)
    /* TRANSLATORS: a moment that can be typed, to the second: either this, or "%d.%m.%Y %H:%M:%S" */
    return g_date_time_format (local, C_ ("typed", "%Y-%m-%d %H:%M:%S"));
  /* TRANSLATORS: a moment that can be typed: either this, or "%d.%m.%Y %H:%M" */
  return g_date_time_format (local, C_ ("typed", "%Y-%m-%d %H:%M"));
}

/* "2026-03-05", "05.03.2026", "5.3.2026": what stands for a day is gone from @p then. */
static gboolean
read_day (const char **p, gint32 *day)
{
  guint first, month, last;
  char separator;

  if (!read_number (p, 9999, &first) || (**p != '-' && **p != '.'))
    return FALSE;
  separator = *(*p)++;
  if (!read_number (p, 12, &month) || **p != separator)
    return FALSE;
  (*p)++;
  if (!read_number (p, 9999, &last))
    return FALSE;
  *day = separator == '-' ? od_bizcal_day_from_ymd (first, month, last) : od_bizcal_day_from_ymd (last, month, first);
  return *day != G_MININT32;
}

/**
 * od_terms_words_parse_moment:
 * @text: `2026-03-05 16:30` or `5.3.2026 16:30`
 */
gboolean
od_terms_words_parse_moment (const char *text, GTimeZone *zone, gint64 *us)
{
  const char *p = text;
  g_autoptr (GDateTime) local = NULL;
  guint year, month, day_of_month;
  gint16 minute;
  gint32 day;

  skip_spaces (&p);
  if (!read_day (&p, &day) || !g_unichar_isspace (g_utf8_get_char (p)) || !read_minute (&p, &minute) || *p != '\0' ||
      minute == OD_BIZCAL_MINUTES_PER_DAY)
    return FALSE;
  od_bizcal_day_to_ymd (day, &year, &month, &day_of_month);
  local = g_date_time_new (zone, (int) year, (int) month, (int) day_of_month, minute / 60, minute % 60, 0);
  if (local == NULL)
    return FALSE;
  *us = g_date_time_to_unix (local) * G_USEC_PER_SEC;
  return *us >= 0 && *us <= OD_TIME_MAX_US;
}

static char *
format_when (gint64 us, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  if (us / G_USEC_PER_SEC % 60 != 0)
    /* TRANSLATORS: a moment, to the second: "Fri 6 Mar, 10:30:20" */
    return g_date_time_format (local, _ ("%a %-d %b, %H:%M:%S"));
  /* TRANSLATORS: a moment: "Fri 6 Mar, 10:30" */
  return g_date_time_format (local, _ ("%a %-d %b, %H:%M"));
}

/* ---- what is promised ---- */

/**
 * od_terms_words_kind:
 *
 * Returns: (transfer none): "First reply"
 */
const char *
od_terms_words_kind (OdClockKind kind)
{
  static const char *const names[OD_N_CLOCK_KIND] = {
    [OD_CLOCK_FIRST] = N_ ("First reply"),
    [OD_CLOCK_NEXT] = N_ ("Next reply"),
    [OD_CLOCK_RESOLUTION] = N_ ("Resolution"),
    [OD_CLOCK_PROMISE] = N_ ("Agreed time"),
  };

  g_return_val_if_fail (kind > 0 && kind < OD_N_CLOCK_KIND, "");

  return _ (names[kind]);
}

/**
 * od_terms_words_policy:
 *
 * Returns: (transfer full): `First reply: 3 h of working time · Next reply: 30 min`
 */
char *
od_terms_words_policy (const OdSlaPolicy *policy)
{
  GString *text = g_string_new (NULL);

  for (OdClockKind kind = OD_CLOCK_FIRST; kind <= OD_CLOCK_RESOLUTION; kind++)
    {
      const OdSlaTarget *target = &policy->targets[kind];
      g_autofree char *duration = od_terms_words_duration (target->target_s);

      if (target->target_s == 0)
        continue;
      if (text->len > 0)
        g_string_append (text, " · ");
      if (target->is_working)
        /* TRANSLATORS: "First reply: 3 h of working time" */
        g_string_append_printf (text, _ ("%s: %s of working time"), od_terms_words_kind (kind), duration);
      else
        /* TRANSLATORS: "First reply: 30 min" */
        g_string_append_printf (text, _ ("%s: %s"), od_terms_words_kind (kind), duration);
    }
  if (text->len == 0)
    g_string_append (text, _ ("Agreed times only"));
  return g_string_free (text, FALSE);
}

/**
 * od_terms_words_calendar:
 *
 * Returns: (transfer full): `Europe/Moscow · 45 h a week · 3 exceptions`
 */
char *
od_terms_words_calendar (const OdBizcal *hours)
{
  gint64 minutes = 0;
  guint n, n_exceptions = od_bizcal_get_n_exceptions (hours);
  g_autofree char *exceptions = NULL, *duration = NULL;

  for (guint weekday = 1; weekday <= 7; weekday++)
    {
      const OdBizcalSpan *spans = od_bizcal_get_weekly (hours, weekday, &n);

      for (guint i = 0; i < n; i++)
        minutes += (spans[i].end_min > spans[i].start_min ? 0 : OD_BIZCAL_MINUTES_PER_DAY) + spans[i].end_min -
                   spans[i].start_min;
    }
  duration = minutes > 0 ? od_terms_words_duration (minutes * 60) : g_strdup (_ ("0 h"));
  exceptions = g_strdup_printf (ngettext ("%u exception", "%u exceptions", n_exceptions), n_exceptions);
  if (od_bizcal_get_is_always (hours))
    return g_strdup (_ ("Around the clock"));
  /* TRANSLATORS: a time zone, how long is open, days that are not as usual: "Europe/Moscow · 45 h a week · 3 exceptions" */
  return g_strdup_printf (_ ("%s · %s a week · %s"), od_bizcal_get_zone_name (hours), duration, exceptions);
}

/**
 * od_terms_words_forecast:
 * @hours: (nullable): of its calendar
 * @anchor_us: when somebody writes
 * @zone: in which it is said
 *
 * Returns: (transfer full): what would happen then, in sentences
 */
char *
od_terms_words_forecast (const OdSlaPolicy *policy, const OdBizcal *hours, OdClockKind kind, gint64 anchor_us,
                         GTimeZone *zone)
{
  GString *text = g_string_new (NULL);
  g_autofree char *due = NULL;
  OdSlaTimes times;
  gint64 first_us, second_us;

  if (!od_sla_times (policy, hours, kind, anchor_us, NULL, 0, &times) || times.due_us > OD_TIME_MAX_US)
    {
      /* TRANSLATORS: "First reply: nothing is promised." */
      g_string_append_printf (text, _ ("%s: nothing is promised."), od_terms_words_kind (kind));
      return g_string_free (text, FALSE);
    }
  due = format_when (times.due_us, zone);
  /* TRANSLATORS: "First reply: due Fri 6 Mar, 10:30." */
  g_string_append_printf (text, _ ("%s: due %s."), od_terms_words_kind (kind), due);
  first_us = times.warn1_us != 0 && times.warn2_us != 0 ? MIN (times.warn1_us, times.warn2_us)
                                                        : MAX (times.warn1_us, times.warn2_us);
  second_us = times.warn1_us != 0 && times.warn2_us != 0 ? MAX (times.warn1_us, times.warn2_us) : 0;
  if (first_us != 0)
    {
      g_autofree char *first = format_when (first_us, zone);
      g_autofree char *second = second_us > first_us ? format_when (second_us, zone) : NULL;

      g_string_append_c (text, ' ');
      if (second != NULL)
        /* TRANSLATORS: two moments */
        g_string_append_printf (text, _ ("Warnings %s and %s."), first, second);
      else
        /* TRANSLATORS: a moment: "Warning Fri 6 Mar, 09:54." */
        g_string_append_printf (text, _ ("Warning %s."), first);
    }
  if (times.fell_back)
    {
      g_string_append_c (text, ' ');
      g_string_append (text, _ ("Nothing is open within 400 days, so it is counted around the clock."));
    }
  return g_string_free (text, FALSE);
}

/* ---- what became of it ---- */

/**
 * od_terms_words_import:
 * @n_kept: days that were set by hand
 * @n_skipped: events that are no holidays
 * @is_full: there was no room for all days
 *
 * Returns: (transfer full): what an import of holidays did, for people
 */
char *
od_terms_words_import (guint n_added, guint n_kept, guint n_skipped, gboolean is_full)
{
  GString *words = g_string_new (NULL);

  if (is_full)
    g_string_append_printf (words, "%s ", _ ("There are too many days that are not as usual."));
  g_string_append_printf (words, ngettext ("%u day was added.", "%u days were added.", n_added), n_added);
  if (n_kept > 0)
    {
      g_string_append_c (words, ' ');
      g_string_append_printf (
          words, ngettext ("%u day keeps what was set for it.", "%u days keep what was set for them.", n_kept), n_kept);
    }
  if (n_skipped > 0)
    {
      g_string_append_c (words, ' ');
      g_string_append_printf (words,
                              ngettext ("%u event was left out: it is not for whole days once or every year.",
                                        "%u events were left out: they are not for whole days once or every year.",
                                        n_skipped),
                              n_skipped);
    }
  return g_string_free (words, FALSE);
}

/**
 * od_terms_words_save_error:
 * @error: of saving working hours or a promise
 *
 * Returns: (transfer none): for people
 */
const char *
od_terms_words_save_error (const GError *error)
{
  return g_error_matches (error, OD_ERROR, OD_ERROR_REJECTED)
             ? _ ("It was changed elsewhere meanwhile. Close this and open it again to see it.")
             : od_error_words (error);
}
