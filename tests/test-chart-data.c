/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-chart-data.h"
#include "od-report-words.h"

/* What a chart shows, without a display. */

static char *
format (gint64 value)
{
  return value < 0 ? g_strdup ("–") : g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

static OdChartData *
make (OdChartKind kind, const gint64 *values, guint n)
{
  OdChartData *data = od_chart_data_new (kind, "Title", format);

  od_chart_data_add_series (data, "Kept", OD_CHART_GOOD);
  od_chart_data_add_series (data, "Broken", OD_CHART_BAD);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("Day %u", i + 1);

      od_chart_data_add_category (data, "d", name, values + 2 * i);
    }
  return data;
}

static char *
describe_ticks (const OdChartData *data)
{
  g_autoptr (GArray) ticks = od_chart_data_dup_ticks (data);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ticks->len; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " ", g_array_index (ticks, gint64, i));
  return g_string_free (text, FALSE);
}

static void
test_the_axis_of_numbers (void)
{
  static const struct {
    OdChartKind kind;
    gint64 values[2];
    gint64 top;
    const char *ticks;
  } cases[] = {
    { OD_CHART_BARS, { 0, 0 }, 1, "0 1 " },
    { OD_CHART_BARS, { 1, -1 }, 1, "0 1 " },
    { OD_CHART_BARS, { 5, 3 }, 5, "0 1 2 3 4 5 " },
    { OD_CHART_BARS, { 6, 3 }, 6, "0 2 4 6 " },
    { OD_CHART_STACKED, { 6, 3 }, 10, "0 2 4 6 8 10 " },
    { OD_CHART_STACKED, { 6, -1 }, 6, "0 2 4 6 " },
    { OD_CHART_BARS, { 11, 25 }, 25, "0 5 10 15 20 25 " },
    { OD_CHART_BARS, { 26, 1 }, 30, "0 10 20 30 " },
    { OD_CHART_BARS, { 99, 1 }, 100, "0 20 40 60 80 100 " },
    { OD_CHART_BARS, { 1000001, 1 }, 1500000, "0 500000 1000000 1500000 " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdChartData) data = make (cases[i].kind, cases[i].values, 1);
      g_autofree char *ticks = describe_ticks (data);

      g_assert_cmpint (od_chart_data_get_top (data), ==, cases[i].top);
      g_assert_cmpstr (ticks, ==, cases[i].ticks);
      g_assert_cmpfloat (od_chart_data_get_height (data, cases[i].top), ==, 1);
      g_assert_cmpfloat (od_chart_data_get_height (data, 0), ==, 0);
    }
}

static void
test_the_axis_of_waiting (void)
{
  const gint64 values[] = { 30, 7200 };
  g_autoptr (OdChartData) data = make (OD_CHART_LINES, values, 1);
  g_autofree char *ticks = NULL;

  od_chart_data_set_lines (data, od_report_lines_s, OD_N_REPORT_LINE);
  ticks = describe_ticks (data);
  g_assert_cmpstr (ticks, ==, "60 1800 3600 10800 ");
  g_assert_cmpint (od_chart_data_get_top (data), ==, 16200);
  g_assert_cmpfloat (od_chart_data_get_height (data, 0), ==, 0);
  g_assert_cmpfloat (od_chart_data_get_height (data, 1), ==, 0);
  g_assert_cmpfloat (od_chart_data_get_height (data, 60), <, od_chart_data_get_height (data, 1800));
  g_assert_cmpfloat (od_chart_data_get_height (data, 10800), <, 1);
  g_assert_cmpfloat (od_chart_data_get_height (data, G_MAXINT32), ==, 1);
}

static void
test_words (void)
{
  const gint64 values[] = { 3, 1, 0, -1 };
  g_autoptr (OdChartData) data = make (OD_CHART_STACKED, values, 2);
  g_autofree char *words = od_chart_data_dup_words (data, 0, 1);
  g_autofree char *summary = od_chart_data_dup_summary (data);

  g_assert_cmpstr (words, ==, "Day 1, Broken: 1");
  g_assert_cmpstr (summary, ==, "Day 1, Kept: 3; Day 1, Broken: 1; Day 2, Kept: 0; Day 2, Broken: –");
}

static void
test_values_as_people_read_them (void)
{
  static const struct {
    OdReportMeasure measure;
    gint64 value;
    const char *words;
  } cases[] = {
    { OD_REPORT_KEPT, 12, "12" },
    { OD_REPORT_KEPT_PERCENT, 67, "67 %" },
    { OD_REPORT_KEPT_PERCENT, -1, "–" },
    { OD_REPORT_FIRST_MEDIAN, 90, "1 min 30 s" },
    { OD_REPORT_FIRST_MEDIAN, 0, "0 s" },
    { OD_REPORT_FIRST_MEDIAN, -1, "–" },
    { OD_REPORT_NEXT_OPEN_P90, 5425, "1 h 30 min" },
    { OD_REPORT_NEXT_P90, 57600, "16 h" },
    { OD_REPORT_NEXT_WITHIN_1H, 7, "7" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = od_report_words_value (cases[i].measure, cases[i].value);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart-data/numbers", test_the_axis_of_numbers);
  g_test_add_func ("/chart-data/waiting", test_the_axis_of_waiting);
  g_test_add_func ("/chart-data/words", test_words);
  g_test_add_func ("/chart-data/values", test_values_as_people_read_them);
  return g_test_run ();
}
