/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-chart-plot.h"

#define CAPTION_GAP 6
#define SIGN 16       /* of the legend */
#define LEGEND_GAP 14 /* between two of its entries */
#define AXIS_GAP 6
#define EDGE 8
#define LABEL_GAP 4
#define HEIGHT 190 /* of the values */
#define MAX_BAR 48
#define BAR_SHARE 0.76f
#define POINT 10

static void
measure_text (GtkWidget *widget, const char *text, float *width, float *height)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  int w, h;

  pango_layout_get_pixel_size (layout, &w, &h);
  *width = (float) w;
  *height = (float) h;
}

/* From @top on, as many lines as it takes. Returns: where it ends */
static float
lay_out_legend (OdChartPlot *self, GtkWidget *widget, const OdChartData *data, float top, float width)
{
  float x = 0, y = top;

  for (guint s = 0; s < data->series->len; s++)
    {
      const OdChartSeries *series = data->series->pdata[s];
      graphene_rect_t bounds;
      float text_width, text_height;

      measure_text (widget, series->name, &text_width, &text_height);
      text_width += SIGN + AXIS_GAP;
      if (x > 0 && x + text_width > width)
        {
          x = 0;
          y += self->text_height + 4;
        }
      bounds = GRAPHENE_RECT_INIT (x, y, MIN (text_width, width), self->text_height);
      g_array_append_val (self->legend, bounds);
      x += text_width + LEGEND_GAP;
    }
  return y + self->text_height;
}

static float
get_axis_width (GtkWidget *widget, const OdChartData *data)
{
  g_autoptr (GArray) ticks = od_chart_data_dup_ticks (data);
  float widest = 0;

  for (guint i = 0; i < ticks->len; i++)
    {
      g_autofree char *words = data->format (g_array_index (ticks, gint64, i));
      float width, height;

      measure_text (widget, words, &width, &height);
      widest = MAX (widest, width);
    }
  return widest + AXIS_GAP;
}

/* Beside each other; else tilted; where there is no room for that, every second, third, … */
static void
lay_out_labels (OdChartPlot *self, GtkWidget *widget, const OdChartData *data, float width)
{
  float slot = width / (float) MAX (data->categories->len, 1), widest = 0;

  for (guint c = 0; c < data->categories->len; c++)
    {
      float text_width, text_height;

      measure_text (widget, ((const OdChartCategory *) data->categories->pdata[c])->label, &text_width, &text_height);
      widest = MAX (widest, text_width);
    }
  self->label_step = 1;
  self->label_height = self->text_height;
  self->is_tilted = widest + LABEL_GAP > slot && slot >= self->text_height && widest > 2 * self->text_height;
  if (self->is_tilted)
    self->label_height = (MIN (widest, OD_CHART_MAX_LABEL) + self->text_height) * OD_CHART_TILT;
  else if (widest + LABEL_GAP > slot)
    self->label_step = (guint) ((widest + LABEL_GAP) / slot) + 1;
}

/*
 * od_chart_plot_init:
 * @height: of the widget
 */
void
od_chart_plot_init (OdChartPlot *self, GtkWidget *widget, const OdChartData *data, float width, float height)
{
  float left = get_axis_width (widget, data), top, unused;

  self->legend = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  measure_text (widget, "Áy", &unused, &self->text_height);
  top = lay_out_legend (self, widget, data, self->text_height + CAPTION_GAP, width) + self->text_height;
  lay_out_labels (self, widget, data, MAX (width - left - EDGE, 1));
  self->area = GRAPHENE_RECT_INIT (left, top, MAX (width - left - EDGE, 1),
                                   MAX (height - top - self->label_height - AXIS_GAP, 1));
}

void
od_chart_plot_clear (OdChartPlot *self)
{
  g_clear_pointer (&self->legend, g_array_unref);
}

/*
 * od_chart_plot_get_height:
 *
 * Returns: what a chart of that width wants to have
 */
float
od_chart_plot_get_height (GtkWidget *widget, const OdChartData *data, float width)
{
  g_auto (OdChartPlot) plot = { 0 };

  od_chart_plot_init (&plot, widget, data, width, 0);
  return plot.area.origin.y + HEIGHT + plot.label_height + AXIS_GAP;
}

/* ---- where a value is --------------------------------------------------------- */

float
od_chart_plot_get_y (const OdChartPlot *self, const OdChartData *data, gint64 value)
{
  return self->area.origin.y + self->area.size.height * (float) (1 - od_chart_data_get_height (data, value));
}

/*
 * od_chart_plot_get_bar:
 *
 * Returns: the bar, or what is around the point of a line; a value that is none has no height
 */
graphene_rect_t
od_chart_plot_get_bar (const OdChartPlot *self, const OdChartData *data, guint category, guint series)
{
  const OdChartCategory *one = data->categories->pdata[category];
  float slot = self->area.size.width / (float) MAX (data->categories->len, 1);
  float left = self->area.origin.x + slot * (float) category, bottom = self->area.origin.y + self->area.size.height;
  float width = MIN (slot * BAR_SHARE, data->kind == OD_CHART_BARS ? MAX_BAR * (float) data->series->len : MAX_BAR);
  gint64 below = 0;
  float y = od_chart_plot_get_y (self, data, MAX (one->values[series], 0));

  if (data->kind == OD_CHART_LINES)
    return GRAPHENE_RECT_INIT (left + slot / 2 - POINT / 2, y - POINT / 2, POINT, POINT);
  left += (slot - width) / 2;
  if (data->kind == OD_CHART_BARS)
    {
      width /= (float) data->series->len;
      return GRAPHENE_RECT_INIT (left + width * (float) series, y, width, bottom - y);
    }
  for (guint s = 0; s < series; s++)
    below += MAX (one->values[s], 0);
  y = od_chart_plot_get_y (self, data, below + MAX (one->values[series], 0));
  return GRAPHENE_RECT_INIT (left, y, width, od_chart_plot_get_y (self, data, below) - y);
}

/* How far @y is from it. */
static float
get_distance (const graphene_rect_t *bounds, float y)
{
  if (y < bounds->origin.y)
    return bounds->origin.y - y;
  return MAX (y - bounds->origin.y - bounds->size.height, 0);
}

/*
 * od_chart_plot_find:
 *
 * Returns: whether there is a value at or near this place
 */
gboolean
od_chart_plot_find (const OdChartPlot *self, const OdChartData *data, float x, float y, guint *category, guint *series)
{
  float slot = self->area.size.width / (float) MAX (data->categories->len, 1), nearest = G_MAXFLOAT;

  if (data->categories->len == 0 || !graphene_rect_contains_point (&self->area, &GRAPHENE_POINT_INIT (x, y)))
    return FALSE;
  *category = MIN ((guint) ((x - self->area.origin.x) / slot), data->categories->len - 1);
  for (guint s = 0; s < data->series->len; s++)
    {
      graphene_rect_t bounds = od_chart_plot_get_bar (self, data, *category, s);
      float distance = get_distance (&bounds, y);

      if (((const OdChartCategory *) data->categories->pdata[*category])->values[s] < 0)
        continue;
      if (data->kind == OD_CHART_BARS) /* the column says which, however low it is */
        distance = x < bounds.origin.x || x > bounds.origin.x + bounds.size.width ? 1 : 0;
      else if (bounds.size.height <= 0)
        continue;
      if (distance < nearest)
        {
          nearest = distance;
          *series = s;
        }
    }
  return nearest < G_MAXFLOAT;
}
