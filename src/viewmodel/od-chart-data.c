/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-chart-data.h"

#include <glib/gi18n.h>
#include <math.h>

#define N_SUMMARY 8 /* categories that are read out; a table has them all */
#define N_TICKS 5

static void
series_free (gpointer data)
{
  g_free (((OdChartSeries *) data)->name);
  g_free (data);
}

static void
category_free (gpointer data)
{
  OdChartCategory *category = data;

  g_free (category->label);
  g_free (category->name);
  g_free (category->values);
  g_free (category);
}

/**
 * od_chart_data_new:
 * @title: translated
 * @format: makes words of a value
 *
 * Returns: (transfer full): with nothing in it
 */
OdChartData *
od_chart_data_new (OdChartKind kind, const char *title, OdChartFormat format)
{
  OdChartData *self = g_rc_box_new0 (OdChartData);

  self->kind = kind;
  self->title = g_strdup (title);
  self->format = format;
  self->series = g_ptr_array_new_with_free_func (series_free);
  self->categories = g_ptr_array_new_with_free_func (category_free);
  return self;
}

OdChartData *
od_chart_data_ref (OdChartData *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  OdChartData *self = data;

  g_free (self->title);
  g_ptr_array_unref (self->series);
  g_ptr_array_unref (self->categories);
}

void
od_chart_data_unref (OdChartData *self)
{
  g_rc_box_release_full (self, clear);
}

/**
 * od_chart_data_set_lines:
 * @lines: (array length=n_lines): ascending, > 1; static
 *
 * Values are durations from now on: their axis is logarithmic and has these lines.
 */
void
od_chart_data_set_lines (OdChartData *self, const gint64 *lines, guint n_lines)
{
  self->lines = lines;
  self->n_lines = n_lines;
}

/**
 * od_chart_data_add_series:
 *
 * Before any category.
 */
void
od_chart_data_add_series (OdChartData *self, const char *name, OdChartLook look)
{
  OdChartSeries *series = g_new0 (OdChartSeries, 1);

  series->name = g_strdup (name);
  series->look = look;
  g_ptr_array_add (self->series, series);
}

/**
 * od_chart_data_add_category:
 * @values: (array): one of each series
 */
void
od_chart_data_add_category (OdChartData *self, const char *label, const char *name, const gint64 *values)
{
  OdChartCategory *category = g_new0 (OdChartCategory, 1);

  category->label = g_strdup (label);
  category->name = g_strdup (name);
  category->values = g_memdup2 (values, self->series->len * sizeof *values);
  g_ptr_array_add (self->categories, category);
}

/* ---- the axis ----------------------------------------------------------------- */

static gint64
get_highest (const OdChartData *self)
{
  gint64 highest = 0;

  for (guint c = 0; c < self->categories->len; c++)
    {
      const OdChartCategory *category = self->categories->pdata[c];
      gint64 sum = 0;

      for (guint s = 0; s < self->series->len; s++)
        {
          sum += MAX (category->values[s], 0);
          highest = MAX (highest, category->values[s]);
        }
      if (self->kind == OD_CHART_STACKED)
        highest = MAX (highest, sum);
    }
  return highest;
}

/* 1, 2 or 5, with noughts: so that not more than N_TICKS of them reach @highest. */
static gint64
get_step (gint64 highest)
{
  gint64 step = 1;

  for (guint i = 0; step * N_TICKS < highest; i++)
    step = i % 3 == 1 ? step / 2 * 5 : step * 2;
  return step;
}

/**
 * od_chart_data_get_top:
 *
 * Returns: the value at the end of the axis, > 0
 */
gint64
od_chart_data_get_top (const OdChartData *self)
{
  gint64 highest = get_highest (self), step;

  if (self->lines != NULL)
    return MAX (highest, self->lines[self->n_lines - 1]) * 3 / 2;
  step = get_step (MAX (highest, 1));
  return (MAX (highest, 1) + step - 1) / step * step;
}

/**
 * od_chart_data_get_height:
 *
 * Returns: where on the axis: 0 to 1
 */
double
od_chart_data_get_height (const OdChartData *self, gint64 value)
{
  double top = (double) od_chart_data_get_top (self);
  double height = self->lines != NULL ? log ((double) MAX (value, 1)) / log (top) : (double) value / top;

  return CLAMP (height, 0, 1);
}

/**
 * od_chart_data_dup_ticks:
 *
 * Returns: (transfer full) (element-type gint64): values that have a line across the chart, ascending
 */
GArray *
od_chart_data_dup_ticks (const OdChartData *self)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 top = od_chart_data_get_top (self), step = get_step (top);

  if (self->lines != NULL)
    return g_array_append_vals (ticks, self->lines, self->n_lines);
  for (gint64 tick = 0; tick <= top; tick += step)
    g_array_append_val (ticks, tick);
  return ticks;
}

/* ---- words -------------------------------------------------------------------- */

/**
 * od_chart_data_dup_words:
 *
 * Returns: (transfer full): "Telegram, Broken: 3"
 */
char *
od_chart_data_dup_words (const OdChartData *self, guint category, guint series)
{
  const OdChartCategory *one = self->categories->pdata[category];
  const OdChartSeries *what = self->series->pdata[series];
  g_autofree char *value = self->format (one->values[series]);

  /* TRANSLATORS: a number in a chart: whose, what it is, and how much: "Telegram, Broken: 3" */
  return g_strdup_printf (_ ("%s, %s: %s"), one->name, what->name, value);
}

/**
 * od_chart_data_dup_summary:
 *
 * Returns: (transfer full): what is in it, for who cannot see it; the beginning, if it is much
 */
char *
od_chart_data_dup_summary (const OdChartData *self)
{
  GString *text = g_string_new (NULL);

  for (guint c = 0; c < MIN (self->categories->len, N_SUMMARY); c++)
    for (guint s = 0; s < self->series->len; s++)
      {
        g_autofree char *words = od_chart_data_dup_words (self, c, s);

        g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", words);
      }
  if (self->categories->len > N_SUMMARY)
    g_string_append (text, "; …");
  return g_string_free (text, FALSE);
}
