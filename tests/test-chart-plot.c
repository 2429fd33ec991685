/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>

#include "od-chart-plot.h"

/* Where the words of a chart are, for widths of windows. */

static char *
format (gint64 value)
{
  return g_strdup_printf ("%d", (int) value);
}

static OdChartData *
new_data (const char *const *labels, guint n)
{
  OdChartData *data = od_chart_data_new (OD_CHART_STACKED, "Promises", format);
  const gint64 values[] = { 5 };

  od_chart_data_add_series (data, "Kept", OD_CHART_GOOD);
  for (guint i = 0; i < n; i++)
    od_chart_data_add_category (data, labels[i], labels[i], values);
  return data;
}

/* Nobody is left out where names fit, if they are tilted. */
static void
test_names (void)
{
  static const char *const names[] = { "delivery to Tver",   "returns",   "wholesale and invoices",
                                       "damaged on the way", "discounts", "complaints 2026",
                                       "bloggers",           "vip" };
  g_autoptr (OdChartData) data = new_data (names, G_N_ELEMENTS (names));
  GtkWidget *widget = g_object_ref_sink (gtk_label_new (NULL));
  g_auto (OdChartPlot) wide = { 0 }, narrow = { 0 };

  od_chart_plot_init (&wide, widget, data, 3000, 300);
  g_assert_false (wide.is_tilted);
  g_assert_cmpuint (wide.label_step, ==, 1);
  od_chart_plot_init (&narrow, widget, data, 400, 300);
  g_assert_true (narrow.is_tilted);
  g_assert_cmpuint (narrow.label_step, ==, 1);
  g_assert_cmpfloat (narrow.label_height, >, wide.label_height);
  g_assert_cmpfloat (narrow.area.size.height, <, wide.area.size.height);
  g_assert_cmpfloat (narrow.area.origin.y + narrow.area.size.height + narrow.label_height, <=, 300);
  /* The chart is so much higher: its values have the same room. */
  g_assert_cmpfloat (od_chart_plot_get_height (widget, data, 400), >, od_chart_plot_get_height (widget, data, 3000));
  g_object_unref (widget);
}

/* Hours are in a row: some of them say where the others are. */
static void
test_hours (void)
{
  static const char *const hours[] = { "0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9",  "10", "11",
                                       "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23" };
  g_autoptr (OdChartData) data = new_data (hours, G_N_ELEMENTS (hours));
  GtkWidget *widget = g_object_ref_sink (gtk_label_new (NULL));
  g_auto (OdChartPlot) wide = { 0 }, narrow = { 0 };

  od_chart_plot_init (&wide, widget, data, 980, 300);
  g_assert_cmpuint (wide.label_step, ==, 1);
  od_chart_plot_init (&narrow, widget, data, 300, 300);
  g_assert_false (narrow.is_tilted);
  g_assert_cmpuint (narrow.label_step, >, 1);
  g_object_unref (widget);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart-plot/names", test_names);
  g_test_add_func ("/chart-plot/hours", test_hours);
  return g_test_run ();
}
