/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-report-words.h"

#include <glib/gi18n.h>

#include "od-bizcal.h"
#include "od-channel-info.h"
#include "od-terms-words.h"

const char *
od_report_words_period (OdReportPeriod period)
{
  static const char *const names[] = {
    [OD_REPORT_TODAY] = N_ ("Today"),
    [OD_REPORT_LAST_7_DAYS] = N_ ("Last 7 days"),
    [OD_REPORT_LAST_30_DAYS] = N_ ("Last 30 days"),
    [OD_REPORT_THIS_MONTH] = N_ ("This month"),
    [OD_REPORT_OWN_PERIOD] = N_ ("From … to …"),
  };

  return _ (names[period]);
}

const char *
od_report_words_grouping (OdReportGrouping grouping)
{
  static const char *const names[] = {
    [OD_REPORT_TOTAL] = N_ ("All together"),    [OD_REPORT_BY_KIND] = N_ ("By kind of promise"),
    [OD_REPORT_BY_CHANNEL] = N_ ("By channel"), [OD_REPORT_BY_ACCOUNT] = N_ ("By account"),
    [OD_REPORT_BY_DAY] = N_ ("By day"),         [OD_REPORT_BY_HOUR] = N_ ("By hour"),
    [OD_REPORT_BY_WEEKDAY] = N_ ("By weekday"), [OD_REPORT_BY_OPERATOR] = N_ ("By operator"),
    [OD_REPORT_BY_TAG] = N_ ("By tag"),
  };

  return _ (names[grouping]);
}

const char *
od_report_words_subject (OdReportSubject subject)
{
  static const char *const names[] = {
    [OD_REPORT_SUBJECT_PROMISES] = N_ ("Promises"),
    [OD_REPORT_SUBJECT_FIRST] = N_ ("First Replies"),
    [OD_REPORT_SUBJECT_NEXT] = N_ ("Next Replies"),
    [OD_REPORT_SUBJECT_LOAD] = N_ ("Load"),
  };

  return _ (names[subject]);
}

const char *
od_report_words_measure (OdReportMeasure measure)
{
  static const char *const names[] = {
    [OD_REPORT_PROMISES] = N_ ("Promises"),
    [OD_REPORT_KEPT] = N_ ("Kept"),
    [OD_REPORT_WARNED] = N_ ("Kept after a warning"),
    [OD_REPORT_BROKEN] = N_ ("Broken"),
    [OD_REPORT_KEPT_PERCENT] = N_ ("Kept of all"),
    [OD_REPORT_OPEN] = N_ ("Not due yet"),
    [OD_REPORT_WAIVED] = N_ ("No reply needed"),
    [OD_REPORT_FIRST_REPLIES] = N_ ("First replies"),
    [OD_REPORT_FIRST_MEDIAN] = N_ ("First reply, median"),
    [OD_REPORT_FIRST_P90] = N_ ("First reply, 90 % within"),
    [OD_REPORT_FIRST_OPEN_MEDIAN] = N_ ("First reply, median of working time"),
    [OD_REPORT_FIRST_OPEN_P90] = N_ ("First reply, 90 % within, working time"),
    [OD_REPORT_FIRST_WITHIN_1M] = N_ ("Within 1 min"),
    [OD_REPORT_FIRST_WITHIN_30M] = N_ ("Within 30 min"),
    [OD_REPORT_FIRST_WITHIN_1H] = N_ ("Within 1 h"),
    [OD_REPORT_FIRST_WITHIN_3H] = N_ ("Within 3 h"),
    [OD_REPORT_NEXT_REPLIES] = N_ ("Next replies"),
    [OD_REPORT_NEXT_MEDIAN] = N_ ("Next reply, median"),
    [OD_REPORT_NEXT_P90] = N_ ("Next reply, 90 % within"),
    [OD_REPORT_NEXT_OPEN_MEDIAN] = N_ ("Next reply, median of working time"),
    [OD_REPORT_NEXT_OPEN_P90] = N_ ("Next reply, 90 % within, working time"),
    [OD_REPORT_NEXT_WITHIN_1M] = N_ ("Within 1 min"),
    [OD_REPORT_NEXT_WITHIN_30M] = N_ ("Within 30 min"),
    [OD_REPORT_NEXT_WITHIN_1H] = N_ ("Within 1 h"),
    [OD_REPORT_NEXT_WITHIN_3H] = N_ ("Within 3 h"),
    [OD_REPORT_MESSAGES] = N_ ("Customers’ messages"),
    [OD_REPORT_REPLIES] = N_ ("Replies"),
  };

  return _ (names[measure]);
}

/* ---- values ------------------------------------------------------------------- */

static gboolean
is_time (OdReportMeasure measure)
{
  return (measure >= OD_REPORT_FIRST_MEDIAN && measure <= OD_REPORT_FIRST_OPEN_P90) ||
         (measure >= OD_REPORT_NEXT_MEDIAN && measure <= OD_REPORT_NEXT_OPEN_P90);
}

static char *
format_count (gint64 value)
{
  return value < 0 ? g_strdup ("–") : g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

/* Of an hour on, seconds are of no interest. */
static char *
format_time (gint64 seconds)
{
  if (seconds <= 0)
    /* TRANSLATORS: a time between a question and its answer that is shorter than a second */
    return g_strdup (seconds < 0 ? "–" : C_ ("duration", "0 s"));
  return od_terms_words_duration (seconds >= 3600 ? (seconds + 30) / 60 * 60 : seconds);
}

/**
 * od_report_words_value:
 *
 * Returns: (transfer full): "12", "67 %", "1 min 30 s"; "–" for none
 */
char *
od_report_words_value (OdReportMeasure measure, gint64 value)
{
  if (measure == OD_REPORT_KEPT_PERCENT && value >= 0)
    /* TRANSLATORS: a share: "67 %" */
    return g_strdup_printf (_ ("%d %%"), (int) value);
  return is_time (measure) ? format_time (value) : format_count (value);
}

/* ---- rows --------------------------------------------------------------------- */

static char *
format_day (gint32 day, const char *format)
{
  guint year, month, day_of_month;
  g_autoptr (GDateTime) date = NULL;

  od_bizcal_day_to_ymd (day, &year, &month, &day_of_month);
  date = g_date_time_new_utc ((int) year, (int) month, (int) day_of_month, 0, 0, 0);
  return g_date_time_format (date, format);
}

/**
 * od_report_words_row:
 * @channels: (element-type OdChannelInfo): those of this build
 *
 * Returns: (transfer full): who or what a row is of
 */
char *
od_report_words_row (OdReportGrouping grouping, const OdReportRow *row, GPtrArray *channels)
{
  switch (grouping)
    {
    case OD_REPORT_TOTAL:
      return g_strdup (_ ("All together"));
    case OD_REPORT_BY_KIND:
      return g_strdup (od_terms_words_kind ((OdClockKind) row->key));
    case OD_REPORT_BY_CHANNEL:
      return od_channel_info_dup_name (channels, row->name);
    case OD_REPORT_BY_DAY:
      /* TRANSLATORS: a day in a report: "2 March" */
      return format_day ((gint32) row->key, _ ("%-d %B"));
    case OD_REPORT_BY_WEEKDAY:
      return format_day ((gint32) row->key + 3, "%A"); /* 1970-01-05 was a Monday */
    case OD_REPORT_BY_OPERATOR:
      return g_strdup (row->key == 0 ? _ ("Nobody") : row->name);
    case OD_REPORT_BY_TAG:
      return g_strdup (row->key == 0 ? _ ("No tag") : row->name);
    case OD_REPORT_BY_ACCOUNT:
    case OD_REPORT_BY_HOUR:
    default:
      return g_strdup (row->name);
    }
}

static char *
dup_label (OdReportGrouping grouping, const OdReportRow *row, GPtrArray *channels)
{
  if (grouping == OD_REPORT_BY_HOUR)
    return g_strdup_printf ("%d", (int) row->key);
  if (grouping == OD_REPORT_BY_DAY)
    /* TRANSLATORS: a day below a chart: "2 Mar" */
    return format_day ((gint32) row->key, _ ("%-d %b"));
  if (grouping == OD_REPORT_BY_WEEKDAY)
    return format_day ((gint32) row->key + 3, "%a");
  return od_report_words_row (grouping, row, channels);
}

/**
 * od_report_words_dates:
 *
 * Returns: (transfer full): "2 March 2026 – 8 March 2026", or one day
 */
char *
od_report_words_dates (const OdReportQuery *query)
{
  g_autoptr (GDateTime) from_utc = g_date_time_new_from_unix_utc (query->from_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) last_utc = g_date_time_new_from_unix_utc ((query->to_us - 1) / G_USEC_PER_SEC);
  g_autoptr (GDateTime) from = g_date_time_to_timezone (from_utc, query->zone);
  g_autoptr (GDateTime) last = g_date_time_to_timezone (last_utc, query->zone);
  /* TRANSLATORS: a day with its year: "2 March 2026" */
  g_autofree char *first_day = g_date_time_format (from, _ ("%-d %B %Y"));
  g_autofree char *last_day = g_date_time_format (last, _ ("%-d %B %Y"));

  return g_str_equal (first_day, last_day) ? g_strdup (first_day) : g_strdup_printf ("%s – %s", first_day, last_day);
}

/* ---- tables and pictures ------------------------------------------------------ */

/**
 * od_report_words_get_columns:
 * @is_open: times are working time
 *
 * Returns: (array length=n): what the table shows
 */
const OdReportMeasure *
od_report_words_get_columns (OdReportSubject subject, gboolean is_open, guint *n)
{
  static const OdReportMeasure promises[] = { OD_REPORT_KEPT,         OD_REPORT_WARNED, OD_REPORT_BROKEN,
                                              OD_REPORT_KEPT_PERCENT, OD_REPORT_OPEN,   OD_REPORT_WAIVED };
  static const OdReportMeasure first[][7] = {
    { OD_REPORT_FIRST_REPLIES, OD_REPORT_FIRST_MEDIAN, OD_REPORT_FIRST_P90, OD_REPORT_FIRST_WITHIN_1M,
      OD_REPORT_FIRST_WITHIN_30M, OD_REPORT_FIRST_WITHIN_1H, OD_REPORT_FIRST_WITHIN_3H },
    { OD_REPORT_FIRST_REPLIES, OD_REPORT_FIRST_OPEN_MEDIAN, OD_REPORT_FIRST_OPEN_P90, OD_REPORT_FIRST_WITHIN_1M,
      OD_REPORT_FIRST_WITHIN_30M, OD_REPORT_FIRST_WITHIN_1H, OD_REPORT_FIRST_WITHIN_3H },
  };
  static const OdReportMeasure next[][7] = {
    { OD_REPORT_NEXT_REPLIES, OD_REPORT_NEXT_MEDIAN, OD_REPORT_NEXT_P90, OD_REPORT_NEXT_WITHIN_1M,
      OD_REPORT_NEXT_WITHIN_30M, OD_REPORT_NEXT_WITHIN_1H, OD_REPORT_NEXT_WITHIN_3H },
    { OD_REPORT_NEXT_REPLIES, OD_REPORT_NEXT_OPEN_MEDIAN, OD_REPORT_NEXT_OPEN_P90, OD_REPORT_NEXT_WITHIN_1M,
      OD_REPORT_NEXT_WITHIN_30M, OD_REPORT_NEXT_WITHIN_1H, OD_REPORT_NEXT_WITHIN_3H },
  };
  static const OdReportMeasure load[] = { OD_REPORT_MESSAGES, OD_REPORT_REPLIES };

  *n = subject == OD_REPORT_SUBJECT_PROMISES ? G_N_ELEMENTS (promises)
       : subject == OD_REPORT_SUBJECT_LOAD   ? G_N_ELEMENTS (load)
                                             : 7;
  return subject == OD_REPORT_SUBJECT_PROMISES ? promises
         : subject == OD_REPORT_SUBJECT_LOAD   ? load
         : subject == OD_REPORT_SUBJECT_FIRST  ? first[is_open]
                                               : next[is_open];
}

/**
 * od_report_words_get_parts:
 * @is_open: times are working time
 *
 * Returns: (array length=n): what the series of the picture are
 */
const OdReportMeasure *
od_report_words_get_parts (OdReportChart chart, gboolean is_open, guint *n)
{
  static const OdReportMeasure promises[] = { OD_REPORT_KEPT, OD_REPORT_WARNED, OD_REPORT_BROKEN };
  static const OdReportMeasure waiting[][4] = {
    { OD_REPORT_FIRST_MEDIAN, OD_REPORT_FIRST_P90, OD_REPORT_NEXT_MEDIAN, OD_REPORT_NEXT_P90 },
    { OD_REPORT_FIRST_OPEN_MEDIAN, OD_REPORT_FIRST_OPEN_P90, OD_REPORT_NEXT_OPEN_MEDIAN, OD_REPORT_NEXT_OPEN_P90 },
  };
  static const OdReportMeasure load[] = { OD_REPORT_MESSAGES, OD_REPORT_REPLIES };

  *n = chart == OD_REPORT_CHART_PROMISES ? 3 : chart == OD_REPORT_CHART_WAITING ? 4 : 2;
  return chart == OD_REPORT_CHART_PROMISES ? promises : chart == OD_REPORT_CHART_WAITING ? waiting[is_open] : load;
}

/**
 * od_report_words_draw:
 *
 * Returns: (transfer full): the picture; its categories are the rows of @grouping, its series what
 *   od_report_words_get_parts() tells
 */
OdChartData *
od_report_words_draw (const OdReport *report, OdReportGrouping grouping, OdReportChart chart, gboolean is_open,
                      GPtrArray *channels)
{
  static const char *const titles[] = { N_ ("Promises"), N_ ("How long customers waited"), N_ ("Load") };
  static const OdChartLook looks[][4] = {
    { OD_CHART_GOOD, OD_CHART_CAUTION, OD_CHART_BAD },
    { OD_CHART_FIRST, OD_CHART_FIRST_MOST, OD_CHART_NEXT, OD_CHART_NEXT_MOST },
    { OD_CHART_FIRST, OD_CHART_NEXT },
  };
  const GPtrArray *rows = od_report_get_rows (report, grouping);
  gboolean is_ordered =
      grouping == OD_REPORT_BY_DAY || grouping == OD_REPORT_BY_HOUR || grouping == OD_REPORT_BY_WEEKDAY;
  guint n;
  const OdReportMeasure *parts = od_report_words_get_parts (chart, is_open, &n);
  OdChartKind kind = chart == OD_REPORT_CHART_PROMISES                ? OD_CHART_STACKED
                     : chart == OD_REPORT_CHART_WAITING && is_ordered ? OD_CHART_LINES
                                                                      : OD_CHART_BARS;
  OdChartData *data =
      od_chart_data_new (kind, _ (titles[chart]), chart == OD_REPORT_CHART_WAITING ? format_time : format_count);

  if (chart == OD_REPORT_CHART_WAITING)
    od_chart_data_set_lines (data, od_report_lines_s, OD_N_REPORT_LINE);
  for (guint i = 0; i < n; i++)
    od_chart_data_add_series (data, od_report_words_measure (parts[i]), looks[chart][i]);
  for (guint r = 0; r < rows->len; r++)
    {
      const OdReportRow *row = rows->pdata[r];
      g_autofree char *label = dup_label (grouping, row, channels);
      g_autofree char *name = od_report_words_row (grouping, row, channels);
      gint64 values[4];

      for (guint i = 0; i < n; i++)
        values[i] = row->values[parts[i]];
      od_chart_data_add_category (data, label, name, values);
    }
  return data;
}
