/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-report.h"
#include "od-time.h"

/* Figures of a report without a store, and periods. */

#define SECOND_US ((gint64) G_USEC_PER_SEC)

static gint64
at (const char *text)
{
  gint64 us;

  g_assert_true (od_time_parse (text, &us, NULL));
  return us;
}

/* ---- percentiles ---- */

static void
test_percentiles_are_of_the_nearest_rank (void)
{
  static const struct {
    const char *why;
    int n;
    gint64 times[12];
    gint64 median, p90;
  } cases[] = {
    { "none", 0, { 0 }, -1, -1 },
    { "one", 1, { 7 }, 7, 7 },
    { "two: the lower is the median", 2, { 9, 3 }, 3, 9 },
    { "three", 3, { 30, 10, 20 }, 20, 30 },
    { "four: place 2 and place 4", 4, { 4, 3, 2, 1 }, 2, 4 },
    { "ten: place 5 and place 9", 10, { 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 }, 5, 9 },
    { "eleven: place 6 and place 10", 11, { 1, 11, 2, 10, 3, 9, 4, 8, 5, 7, 6 }, 6, 10 },
    { "equal ones", 6, { 5, 5, 5, 5, 5, 6 }, 5, 6 },
    { "at once", 3, { 0, 0, 0 }, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OdReportQuery query = { .from_us = 0, .to_us = SECOND_US, .now_us = 0 };
      g_autoptr (OdReport) report = od_report_new (&query);
      const OdReportRow *row;

      od_report_begin_conversation (report, 1, 0, 0, NULL, 0);
      for (int n = 0; n < cases[i].n; n++)
        {
          const OdReportClock clock = { .kind = OD_CLOCK_NEXT,
                                        .state = OD_CLOCK_BREACHED,
                                        .satisfied_us = MAX (cases[i].times[n] * SECOND_US, 1),
                                        .open_s = cases[i].times[n] };

          od_report_add_clock (report, &clock);
        }
      od_report_compute (report, OD_REPORT_TOTAL);
      row = od_report_find_row (report, OD_REPORT_TOTAL, 0);
      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (row->values[OD_REPORT_NEXT_OPEN_MEDIAN], ==, cases[i].median);
      g_assert_cmpint (row->values[OD_REPORT_NEXT_OPEN_P90], ==, cases[i].p90);
      g_assert_cmpint (row->values[OD_REPORT_NEXT_REPLIES], ==, cases[i].n);
      g_assert_cmpint (row->values[OD_REPORT_FIRST_MEDIAN], ==, -1);
    }
}

/* ---- what a clock is ---- */

static void
test_a_clock_is_judged (void)
{
  static const struct {
    const char *why;
    OdReportClock clock; /* seconds */
    int measure;         /* -1: of none */
    gint64 wall_s;
  } cases[] = {
    { "met before its warning", { OD_CLOCK_FIRST, OD_CLOCK_MET, 0, 60, 30, 29, 29, 0 }, OD_REPORT_KEPT, 29 },
    { "met at its warning", { OD_CLOCK_FIRST, OD_CLOCK_MET, 0, 60, 30, 30, 30, 0 }, OD_REPORT_WARNED, 30 },
    { "met without a warning", { OD_CLOCK_FIRST, OD_CLOCK_MET, 0, 60, 0, 60, 60, 0 }, OD_REPORT_KEPT, 60 },
    { "late", { OD_CLOCK_FIRST, OD_CLOCK_BREACHED, 0, 60, 30, 61, 61, 0 }, OD_REPORT_BROKEN, 61 },
    { "never answered", { OD_CLOCK_FIRST, OD_CLOCK_BREACHED, 0, 60, 30, 0, 0, 0 }, OD_REPORT_BROKEN, -1 },
    { "runs", { OD_CLOCK_FIRST, OD_CLOCK_RUNNING, 0, 101, 30, 0, 0, 0 }, OD_REPORT_OPEN, -1 },
    { "due, and nobody was there to note it",
      { OD_CLOCK_FIRST, OD_CLOCK_RUNNING, 0, 100, 30, 0, 0, 0 },
      OD_REPORT_BROKEN,
      -1 },
    { "on its way, and due", { OD_CLOCK_FIRST, OD_CLOCK_AWAITING, 0, 100, 30, 0, 0, 0 }, OD_REPORT_BROKEN, -1 },
    { "on its way", { OD_CLOCK_FIRST, OD_CLOCK_AWAITING, 0, 101, 30, 0, 0, 0 }, OD_REPORT_OPEN, -1 },
    { "stands still", { OD_CLOCK_RESOLUTION, OD_CLOCK_RUNNING, 0, 0, 0, 0, 0, 0 }, OD_REPORT_OPEN, -1 },
    { "no reply needed", { OD_CLOCK_FIRST, OD_CLOCK_WAIVED, 0, 60, 30, 0, 0, 0 }, OD_REPORT_WAIVED, -1 },
    { "spam", { OD_CLOCK_FIRST, OD_CLOCK_CANCELLED, 0, 60, 30, 0, 0, 0 }, -1, -1 },
    { "an end has no time of a reply", { OD_CLOCK_RESOLUTION, OD_CLOCK_MET, 0, 60, 0, 50, 50, 0 }, OD_REPORT_KEPT, -1 },
    { "nor has what was promised", { OD_CLOCK_PROMISE, OD_CLOCK_MET, 0, 60, 0, 50, 50, 0 }, OD_REPORT_KEPT, -1 },
  };
  static const OdReportMeasure all[] = { OD_REPORT_KEPT, OD_REPORT_WARNED, OD_REPORT_BROKEN, OD_REPORT_OPEN,
                                         OD_REPORT_WAIVED };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OdReportQuery query = { .from_us = 0, .to_us = SECOND_US, .now_us = 100 * SECOND_US };
      g_autoptr (OdReport) report = od_report_new (&query);
      OdReportClock clock = cases[i].clock;
      const OdReportRow *row;

      clock.due_us *= SECOND_US;
      clock.warn_us *= SECOND_US;
      clock.satisfied_us *= SECOND_US;
      od_report_begin_conversation (report, 1, 0, 0, NULL, 0);
      od_report_add_clock (report, &clock);
      od_report_compute (report, OD_REPORT_TOTAL);
      row = od_report_find_row (report, OD_REPORT_TOTAL, 0);
      g_test_message ("%s", cases[i].why);
      for (guint m = 0; m < G_N_ELEMENTS (all); m++)
        g_assert_cmpint (row->values[all[m]], ==, (int) all[m] == cases[i].measure);
      g_assert_cmpint (row->values[OD_REPORT_FIRST_MEDIAN], ==, cases[i].wall_s);
    }
}

static void
test_a_begun_second_counts (void)
{
  static const struct {
    gint64 anchor_us, satisfied_us, seconds;
    gboolean is_within;
  } cases[] = {
    { 0, 1, 1, TRUE },
    { 0, 60 * SECOND_US, 60, TRUE },
    { 0, 60 * SECOND_US + 1, 61, FALSE },
    { 500000, 60 * SECOND_US + 500000, 60, TRUE },
    { 900000, 800000, 0, TRUE }, /* the provider's clock is before ours */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OdReportQuery query = { .from_us = 0, .to_us = SECOND_US };
      g_autoptr (OdReport) report = od_report_new (&query);
      const OdReportClock clock = { .kind = OD_CLOCK_FIRST,
                                    .state = OD_CLOCK_MET,
                                    .anchor_us = cases[i].anchor_us,
                                    .satisfied_us = cases[i].satisfied_us };
      const OdReportRow *row;

      od_report_begin_conversation (report, 1, 0, 0, NULL, 0);
      od_report_add_clock (report, &clock);
      od_report_compute (report, OD_REPORT_TOTAL);
      row = od_report_find_row (report, OD_REPORT_TOTAL, 0);
      g_assert_cmpint (row->values[OD_REPORT_FIRST_MEDIAN], ==, cases[i].seconds);
      g_assert_cmpint (row->values[OD_REPORT_FIRST_WITHIN_1M], ==, cases[i].is_within);
      g_assert_cmpint (row->values[OD_REPORT_FIRST_WITHIN_30M], ==, 1);
    }
}

static void
test_a_percentage_is_never_too_good (void)
{
  static const struct {
    guint n_kept, n_broken;
    gint64 percent;
  } cases[] = { { 0, 0, -1 }, { 1, 0, 100 }, { 0, 1, 0 },    { 2, 1, 67 },
                { 1, 2, 33 }, { 1, 1, 50 },  { 999, 1, 99 }, { 1, 999, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OdReportQuery query = { .from_us = 0, .to_us = SECOND_US };
      g_autoptr (OdReport) report = od_report_new (&query);
      OdReportClock clock = { .kind = OD_CLOCK_FIRST };

      od_report_begin_conversation (report, 1, 0, 0, NULL, 0);
      for (guint n = 0; n < cases[i].n_kept + cases[i].n_broken; n++)
        {
          clock.state = n < cases[i].n_kept ? OD_CLOCK_MET : OD_CLOCK_BREACHED;
          od_report_add_clock (report, &clock);
        }
      od_report_compute (report, OD_REPORT_TOTAL);
      g_assert_cmpint (od_report_find_row (report, OD_REPORT_TOTAL, 0)->values[OD_REPORT_KEPT_PERCENT], ==,
                       cases[i].percent);
    }
}

/* ---- periods ---- */

static void
test_periods_are_days_of_the_desk (void)
{
  static const struct {
    OdReportPeriod period;
    const char *zone, *now, *from, *to;
  } cases[] = {
    { OD_REPORT_TODAY, "Europe/Moscow", "2026-03-03T20:59:59Z", "2026-03-02T21:00:00Z", "2026-03-03T21:00:00Z" },
    { OD_REPORT_TODAY, "Europe/Moscow", "2026-03-03T21:00:00Z", "2026-03-03T21:00:00Z", "2026-03-04T21:00:00Z" },
    /* 23 hours, 25 hours */
    { OD_REPORT_TODAY, "Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z" },
    { OD_REPORT_TODAY, "Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z" },
    { OD_REPORT_LAST_7_DAYS, "Europe/Berlin", "2026-03-31T12:00:00Z", "2026-03-24T23:00:00Z", "2026-03-31T22:00:00Z" },
    { OD_REPORT_LAST_30_DAYS, "UTC", "2026-03-30T12:00:00Z", "2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z" },
    { OD_REPORT_THIS_MONTH, "Europe/Moscow", "2026-02-28T22:00:00Z", "2026-02-28T21:00:00Z", "2026-03-01T21:00:00Z" },
    { OD_REPORT_THIS_MONTH, "UTC", "2026-02-28T22:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
      gint64 from_us, to_us;

      g_assert_true (od_report_get_period (cases[i].period, at (cases[i].now), zone, &from_us, &to_us));
      g_assert_cmpint (from_us, ==, at (cases[i].from));
      g_assert_cmpint (to_us, ==, at (cases[i].to));
    }
}

static void
test_a_period_of_ones_own (void)
{
  static const struct {
    const char *from, *to;
    const char *from_is, *to_is; /* NULL: it is none */
  } cases[] = {
    { "2026-03-01", "2026-03-01", "2026-02-28T21:00:00Z", "2026-03-01T21:00:00Z" },
    { "01.03.2026", "2026-03", "2026-02-28T21:00:00Z", "2026-03-31T21:00:00Z" },
    { "2026-03-01T10:00:00Z", "2026-03-01T11:00:00+01:00", NULL, NULL },
    { "2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z", "2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z" },
    { "yesterday", "today", "2026-03-01T21:00:00Z", "2026-03-03T21:00:00Z" },
    { "2026-03-02", "2026-03-01", NULL, NULL },
    { "soon", "today", NULL, NULL },
    { "today", "", NULL, NULL },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Moscow");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 from_us, to_us;
      gboolean ok =
          od_report_read_period (cases[i].from, cases[i].to, at ("2026-03-03T09:00:00Z"), zone, &from_us, &to_us);

      g_assert_cmpint (ok, ==, cases[i].from_is != NULL);
      if (!ok)
        continue;
      g_assert_cmpint (from_us, ==, at (cases[i].from_is));
      g_assert_cmpint (to_us, ==, at (cases[i].to_is));
    }
}

/* The night that has an hour twice, and the one that misses one. */
static void
test_hours_of_a_night_with_a_change (void)
{
  static const struct {
    const char *at;
    const char *day;
    gint64 hour;
  } cases[] = {
    { "2026-10-25T00:30:00Z", "2026-10-25", 2 }, { "2026-10-25T01:30:00Z", "2026-10-25", 2 },
    { "2026-10-25T02:30:00Z", "2026-10-25", 3 }, { "2026-10-24T21:59:59Z", "2026-10-24", 23 },
    { "2026-10-24T22:00:00Z", "2026-10-25", 0 }, { "2026-03-29T00:59:59Z", "2026-03-29", 1 },
    { "2026-03-29T01:00:00Z", "2026-03-29", 3 },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OdReportQuery query = { .from_us = at (cases[i].at), .to_us = at (cases[i].at) + 1, .zone = zone };
      g_autoptr (OdReport) report = od_report_new (&query);
      const GPtrArray *days;

      od_report_begin_conversation (report, 1, 0, 0, NULL, 0);
      od_report_add_message (report, query.from_us, FALSE, 0);
      od_report_compute (report, OD_REPORT_BY_DAY);
      od_report_compute (report, OD_REPORT_BY_HOUR);
      od_report_compute (report, OD_REPORT_BY_WEEKDAY);
      days = od_report_get_rows (report, OD_REPORT_BY_DAY);
      g_assert_cmpuint (days->len, ==, 1);
      g_assert_cmpstr (((OdReportRow *) days->pdata[0])->name, ==, cases[i].day);
      g_assert_cmpuint (od_report_get_rows (report, OD_REPORT_BY_HOUR)->len, ==, 24);
      g_assert_cmpint (od_report_find_row (report, OD_REPORT_BY_HOUR, cases[i].hour)->values[OD_REPORT_MESSAGES], ==,
                       1);
      g_assert_cmpint (od_report_find_row (report, OD_REPORT_BY_WEEKDAY, strstr (cases[i].day, "24") != NULL ? 6 : 7)
                           ->values[OD_REPORT_MESSAGES],
                       ==, 1);
    }
}

static void
test_a_table_says_nothing_a_spreadsheet_computes (void)
{
  const OdReportQuery query = { .from_us = 0, .to_us = SECOND_US };
  g_autoptr (OdReport) report = od_report_new (&query);
  g_autoptr (GString) csv = g_string_new (NULL);

  od_report_add_account (report, 3, "=1+1, \"x\"", "demo");
  od_report_begin_conversation (report, 1, 3, 0, NULL, 0);
  od_report_add_message (report, 0, FALSE, 0);
  od_report_compute (report, OD_REPORT_TOTAL);
  od_report_compute (report, OD_REPORT_BY_ACCOUNT);
  od_report_append_csv (report, csv);
  g_assert_true (g_str_has_prefix (csv->str, "group,key,name,promises,kept,warned,broken,kept_percent,open,waived,"));
  g_assert_nonnull (strstr (csv->str, "\r\ntotal,0,total,0,0,0,0,,0,0,0,,,,,0,0,0,0,0,,,,,0,0,0,0,1,0\r\n"));
  g_assert_nonnull (strstr (csv->str, "\r\naccount,3,\"'=1+1, \"\"x\"\"\",0,"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/percentiles", test_percentiles_are_of_the_nearest_rank);
  g_test_add_func ("/report/clocks", test_a_clock_is_judged);
  g_test_add_func ("/report/begun-second", test_a_begun_second_counts);
  g_test_add_func ("/report/percentage", test_a_percentage_is_never_too_good);
  g_test_add_func ("/report/periods", test_periods_are_days_of_the_desk);
  g_test_add_func ("/report/own-period", test_a_period_of_ones_own);
  g_test_add_func ("/report/dst", test_hours_of_a_night_with_a_change);
  g_test_add_func ("/report/csv", test_a_table_says_nothing_a_spreadsheet_computes);
  return g_test_run ();
}
