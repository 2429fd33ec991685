/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-ical.h"

#include <libical/ical.h>
#include <string.h>

#include "od-bizcal.h"
#include "od-error.h"
#include "od-limits.h"

/* Whole days of an iCalendar file. libical reads it; how much of it, and how far a rule is followed, is decided here. */

typedef struct {
  OdHolidays *found; /* (owned) */
  gint32 from_day, until_day;
} Reading;

/**
 * od_ical_is_supported:
 *
 * Returns: whether this build reads iCalendar files
 */
gboolean
od_ical_is_supported (void)
{
  return TRUE;
}

void
od_holidays_free (OdHolidays *self)
{
  g_array_unref (self->days);
  g_free (self);
}

static gboolean
to_day (struct icaltimetype time, gint32 *day)
{
  if (icaltime_is_null_time (time) || !time.is_date || time.year < 1970 || time.year > 9999 || time.month < 1 ||
      time.day < 1)
    return FALSE;
  *day = od_bizcal_day_from_ymd ((guint) time.year, (guint) time.month, (guint) time.day);
  return *day != G_MININT32;
}

static gboolean
is_excluded (icalcomponent *event, gint32 day)
{
  for (icalproperty *p = icalcomponent_get_first_property (event, ICAL_EXDATE_PROPERTY); p != NULL;
       p = icalcomponent_get_next_property (event, ICAL_EXDATE_PROPERTY))
    {
      gint32 excluded;

      if (to_day (icalproperty_get_exdate (p), &excluded) && excluded == day)
        return TRUE;
    }
  return FALSE;
}

static gboolean
add (Reading *reading, icalcomponent *event, gint32 day, gint32 n_days)
{
  if (is_excluded (event, day))
    return TRUE;
  for (gint32 i = 0; i < n_days; i++)
    if (day + i >= reading->from_day && day + i < reading->until_day)
      {
        gint32 one = day + i;

        if (reading->found->days->len >= OD_LIMIT_ICAL_DAYS)
          return FALSE;
        g_array_append_val (reading->found->days, one);
      }
  return TRUE;
}

#define NONE ICAL_RECURRENCE_ARRAY_MAX

/* One day in every year: the same date, or the n-th weekday of a month. libical's own walk over a rule that never comes
 * (30 February) takes a second, so the few rules that holidays have are followed here. */
static gboolean
is_simple_rule (const struct icalrecurrencetype *rule)
{
  gboolean is_nth = rule->by_day[0] != NONE;

  if (rule->freq != ICAL_YEARLY_RECURRENCE || rule->interval < 1 || rule->rscale != NULL ||
      rule->by_second[0] != NONE || rule->by_minute[0] != NONE || rule->by_hour[0] != NONE ||
      rule->by_week_no[0] != NONE || rule->by_year_day[0] != NONE || rule->by_set_pos[0] != NONE)
    return FALSE;
  if ((rule->by_month[0] != NONE && rule->by_month[1] != NONE) ||
      (rule->by_month_day[0] != NONE && (rule->by_month_day[1] != NONE || rule->by_month_day[0] < 1 || is_nth)))
    return FALSE;
  return !is_nth || (rule->by_day[1] == NONE && rule->by_month[0] != NONE &&
                     icalrecurrencetype_day_position (rule->by_day[0]) != 0);
}

/* The @n-th weekday @wanted (0: Sunday) of a month; from its end if @n is negative. */
static gint32
find_weekday (guint year, guint month, int wanted, int n)
{
  gint32 first = od_bizcal_day_from_ymd (year, month, 1);
  gint32 next = month == 12 ? od_bizcal_day_from_ymd (year + 1, 1, 1) : od_bizcal_day_from_ymd (year, month + 1, 1);
  gint32 day;

  if (first < 0 || next < 0)
    return G_MININT32;
  if (n > 0)
    day = first + (wanted - (first + 4) % 7 + 7) % 7 + (n - 1) * 7; /* 1970-01-01 was a Thursday */
  else
    day = next - 1 - ((next - 1 + 4) % 7 - wanted + 7) % 7 + (n + 1) * 7;
  return day >= first && day < next ? day : G_MININT32;
}

static gint32
find_day (const struct icalrecurrencetype *rule, struct icaltimetype start, guint year)
{
  guint month = rule->by_month[0] != NONE ? (guint) rule->by_month[0] : (guint) start.month;
  guint day = rule->by_month_day[0] != NONE ? (guint) rule->by_month_day[0] : (guint) start.day;

  if (rule->by_day[0] == NONE)
    return od_bizcal_day_from_ymd (year, month, day);
  return find_weekday (year, month, (int) icalrecurrencetype_day_day_of_week (rule->by_day[0]) - ICAL_SUNDAY_WEEKDAY,
                       icalrecurrencetype_day_position (rule->by_day[0]));
}

/* FALSE: too many. */
static gboolean
repeat (Reading *reading, icalcomponent *event, struct icalrecurrencetype rule, struct icaltimetype start,
        gint32 n_days)
{
  gint32 first = od_bizcal_day_from_ymd ((guint) start.year, (guint) start.month, (guint) start.day);
  gint32 until = reading->until_day;
  int n = 0;

  if (!is_simple_rule (&rule))
    {
      reading->found->n_skipped++;
      return TRUE;
    }
  if (!icaltime_is_null_time (rule.until))
    until = MIN (
        until, od_bizcal_day_from_ymd ((guint) rule.until.year, (guint) rule.until.month, (guint) rule.until.day) + 1);
  for (guint year = (guint) start.year; year <= 9999; year += (guint) rule.interval)
    {
      gint32 day = find_day (&rule, start, year);

      if (od_bizcal_day_from_ymd (year, 1, 1) >= until || (rule.count > 0 && n == rule.count))
        break;
      if (day < first || day >= until)
        continue;
      n++;
      if (!add (reading, event, day, n_days))
        return FALSE;
    }
  return TRUE;
}

/* FALSE: too many. */
static gboolean
read_event (Reading *reading, icalcomponent *event)
{
  struct icaltimetype start = icalcomponent_get_dtstart (event);
  icalproperty *rule = icalcomponent_get_first_property (event, ICAL_RRULE_PROPERTY);
  gint32 day, end;

  if (icalcomponent_get_status (event) == ICAL_STATUS_CANCELLED)
    return TRUE;
  if (!to_day (start, &day) || icalcomponent_get_first_property (event, ICAL_RECURRENCEID_PROPERTY) != NULL)
    {
      reading->found->n_skipped++;
      return TRUE;
    }
  if (!to_day (icalcomponent_get_dtend (event), &end) || end <= day)
    end = day + 1;
  end = MIN (end, day + OD_LIMIT_ICAL_EVENT_DAYS);
  return rule != NULL ? repeat (reading, event, icalproperty_get_rrule (rule), start, end - day)
                      : add (reading, event, day, end - day);
}

static gboolean
read_calendar (Reading *reading, icalcomponent *calendar, guint *n_events)
{
  for (icalcomponent *event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT); event != NULL;
       event = icalcomponent_get_next_component (calendar, ICAL_VEVENT_COMPONENT))
    if (++*n_events > OD_LIMIT_ICAL_EVENTS || !read_event (reading, event))
      return FALSE;
  return TRUE;
}

/* FALSE: too much of anything; *is_found: there is a calendar. */
static gboolean
read_root (Reading *reading, icalcomponent *root, gboolean *is_found)
{
  guint n_events = 0;

  *is_found = icalcomponent_isa (root) == ICAL_VCALENDAR_COMPONENT;
  if (*is_found)
    return read_calendar (reading, root, &n_events);
  for (icalcomponent *one = icalcomponent_get_first_component (root, ICAL_VCALENDAR_COMPONENT); one != NULL;
       one = icalcomponent_get_next_component (root, ICAL_VCALENDAR_COMPONENT))
    {
      *is_found = TRUE;
      if (!read_calendar (reading, one, &n_events))
        return FALSE;
    }
  return TRUE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint32 x = *(const gint32 *) a, y = *(const gint32 *) b;

  return (x > y) - (x < y);
}

static void
sort_once (GArray *days)
{
  guint n = 0;

  g_array_sort (days, compare);
  for (guint i = 0; i < days->len; i++)
    if (n == 0 || g_array_index (days, gint32, i) != g_array_index (days, gint32, n - 1))
      g_array_index (days, gint32, n++) = g_array_index (days, gint32, i);
  g_array_set_size (days, n);
}

/* The lines of a file as they are read: those that were folded in one piece, and no empty ones. libical is given these, so
 * that what is checked and what it reads are the same. */
static char *
unfold (const char *text, gsize len)
{
  GString *lines = g_string_sized_new (len);

  for (const char *at = text; at < text + len && *at != '\0'; at++)
    {
      gboolean is_end = FALSE;

      for (; at < text + len && (*at == '\r' || *at == '\n'); at++)
        is_end = TRUE;
      if (at == text + len || *at == '\0')
        break;
      if (is_end && (*at == ' ' || *at == '\t'))
        continue;
      if (is_end)
        g_string_append_c (lines, '\n');
      g_string_append_c (lines, *at);
    }
  g_string_append_c (lines, '\n');
  return g_string_free (lines, FALSE);
}

/* Whether @line is for @word, however it is written; *is_plain: "WORD:NAME" and nothing else. */
static gboolean
is_for (const char *line, const char *word, gboolean *is_plain)
{
  const char *start = line + strspn (line, " \t\v\f"), *name = start + strlen (word) + 1;
  gsize n;

  if (g_ascii_strncasecmp (start, word, strlen (word)) != 0 || g_ascii_isalnum (name[-1]) || name[-1] == '-')
    return FALSE;
  if (start != line || name[-1] != ':')
    *is_plain = FALSE;
  else
    {
      n = strspn (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");
      *is_plain = n > 0 && name[n + strspn (name + n, " \t")] == '\n';
    }
  return TRUE;
}

/* Components in each other, which libical would follow without end, or one that ends and never began, of which it speaks
 * on standard error. */
static gboolean
check_nesting (const char *text, GError **error)
{
  guint depth = 0;

  for (const char *line = text; line != NULL; line = strchr (line, '\n'))
    {
      gboolean is_plain = TRUE, is_begin, is_end;

      line += *line == '\n';
      is_begin = is_for (line, "BEGIN", &is_plain);
      is_end = !is_begin && is_for (line, "END", &is_plain);
      if (!is_plain)
        {
          g_set_error_literal (error, OD_ERROR, OD_ERROR_MALFORMED, "a BEGIN or END of another kind");
          return FALSE;
        }
      if (is_begin && ++depth > OD_LIMIT_ICAL_DEPTH)
        {
          g_set_error_literal (error, OD_ERROR, OD_ERROR_TOO_LARGE, "components in components");
          return FALSE;
        }
      if (is_end && depth-- == 0)
        {
          g_set_error_literal (error, OD_ERROR, OD_ERROR_MALFORMED, "an END without a BEGIN");
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * od_ical_read_holidays:
 * @text: an iCalendar file, UTF-8
 * @from_day: days before are left out, days since 1970-01-01
 * @until_day: exclusive
 *
 * Events for whole days, also those that come back every year. Any thread.
 *
 * Returns: (transfer full): %NULL with %OD_ERROR_MALFORMED (no calendar, not UTF-8), %OD_ERROR_TOO_LARGE, or
 *   %OD_ERROR_REJECTED if this build can't
 */
OdHolidays *
od_ical_read_holidays (const char *text, gsize len, gint32 from_day, gint32 until_day, GError **error)
{
  g_autoptr (OdHolidays) found = NULL;
  g_autofree char *copy = NULL;
  Reading reading = { .from_day = from_day, .until_day = until_day };
  icalcomponent *root;
  gboolean is_found = FALSE, ok = TRUE;

  if (len > OD_LIMIT_ICAL_BYTES)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "more than %d bytes", OD_LIMIT_ICAL_BYTES);
      return NULL;
    }
  if (!g_utf8_validate (text, (gssize) len, NULL))
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_MALFORMED, "not UTF-8");
      return NULL;
    }
  copy = unfold (text, len);
  if (!check_nesting (copy, error))
    return NULL;
  found = g_new0 (OdHolidays, 1);
  found->days = g_array_new (FALSE, FALSE, sizeof (gint32));
  reading.found = found;
  root = icalparser_parse_string (copy);
  if (root != NULL)
    ok = read_root (&reading, root, &is_found);
  g_clear_pointer (&root, icalcomponent_free);
  if (!ok || !is_found)
    {
      g_set_error_literal (error, OD_ERROR, ok ? OD_ERROR_MALFORMED : OD_ERROR_TOO_LARGE,
                           ok ? "no VCALENDAR" : "too many events or days");
      return NULL;
    }
  sort_once (found->days);
  return g_steal_pointer (&found);
}
