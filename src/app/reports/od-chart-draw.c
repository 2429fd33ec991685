/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-chart-plot.h"

#include <math.h>

/* What a chart looks like. Colours are those of the style; each look has a pattern, a stroke and a sign of its own. */

typedef enum {
  PATTERN_SOLID,
  PATTERN_STRIPES,
  PATTERN_GRID,
  PATTERN_LEVEL,
} Pattern;

typedef enum {
  SIGN_CIRCLE,
  SIGN_SQUARE,
  SIGN_TRIANGLE,
  SIGN_DIAMOND,
} Sign;

static const struct {
  const char *colour;
  Pattern pattern;
  Sign sign;
  gboolean is_dashed;
} looks[OD_N_CHART_LOOK] = {
  [OD_CHART_GOOD] = { "od_ok", PATTERN_SOLID, SIGN_CIRCLE, FALSE },
  [OD_CHART_CAUTION] = { "od_warn", PATTERN_STRIPES, SIGN_SQUARE, FALSE },
  [OD_CHART_BAD] = { "od_late", PATTERN_GRID, SIGN_TRIANGLE, FALSE },
  [OD_CHART_FIRST] = { "od_accent", PATTERN_SOLID, SIGN_CIRCLE, FALSE },
  [OD_CHART_FIRST_MOST] = { "od_accent", PATTERN_STRIPES, SIGN_SQUARE, TRUE },
  [OD_CHART_NEXT] = { "od_chart_next", PATTERN_LEVEL, SIGN_TRIANGLE, FALSE },
  [OD_CHART_NEXT_MOST] = { "od_chart_next", PATTERN_GRID, SIGN_DIAMOND, TRUE },
};

#define STRIPE 5
#define SIGN_SIZE 9
#define LEGEND_SIGN 16

typedef struct {
  const OdChartPlot *plot;
  const OdChartData *data;
  GtkWidget *widget;
  GtkSnapshot *snapshot;
  cairo_t *cr;
  GdkRGBA text, dim;
} Drawing;

static GdkRGBA
look_up (GtkWidget *widget, const char *name)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA colour;

  if (!gtk_style_context_lookup_color (context, name, &colour))
    gtk_style_context_get_color (context, &colour);
  return colour;
}

static void
set_colour (cairo_t *cr, GdkRGBA colour, double alpha)
{
  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, colour.alpha * alpha);
}

static void
draw_text (Drawing *self, const char *words, float x, float y, float max_width, const GdkRGBA *colour)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (self->widget, words);

  if (max_width > 0)
    {
      pango_layout_set_width (layout, (int) max_width * PANGO_SCALE);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_single_paragraph_mode (layout, TRUE);
    }
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (self->snapshot, layout, colour);
  gtk_snapshot_restore (self->snapshot);
}

static float
get_width (GtkWidget *widget, const char *words)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, words);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return (float) width;
}

/* ---- bars --------------------------------------------------------------------- */

static void
draw_pattern (cairo_t *cr, Pattern pattern, const graphene_rect_t *bounds)
{
  float x = bounds->origin.x, y = bounds->origin.y, w = bounds->size.width, h = bounds->size.height;

  for (float at = 0; pattern != PATTERN_LEVEL && at < w + h; at += STRIPE)
    {
      cairo_move_to (cr, x + at - h, y + h);
      cairo_line_to (cr, x + at, y);
      if (pattern != PATTERN_GRID)
        continue;
      cairo_move_to (cr, x + at - h, y);
      cairo_line_to (cr, x + at, y + h);
    }
  for (float at = h; pattern == PATTERN_LEVEL && at > 0; at -= STRIPE - 1)
    {
      cairo_move_to (cr, x, y + at);
      cairo_line_to (cr, x + w, y + at);
    }
}

static void
draw_bar (Drawing *self, OdChartLook look, graphene_rect_t bounds)
{
  GdkRGBA colour = look_up (self->widget, looks[look].colour);
  Pattern pattern = looks[look].pattern;
  cairo_t *cr = self->cr;

  if (bounds.size.width > 6)
    graphene_rect_inset (&bounds, 1, 0);
  cairo_save (cr);
  cairo_rectangle (cr, bounds.origin.x, bounds.origin.y, bounds.size.width, bounds.size.height);
  set_colour (cr, colour, pattern == PATTERN_SOLID ? 0.9 : 0.2);
  cairo_fill_preserve (cr);
  if (pattern != PATTERN_SOLID)
    {
      cairo_clip_preserve (cr);
      cairo_new_path (cr);
      draw_pattern (cr, pattern, &bounds);
      set_colour (cr, colour, 0.85);
      cairo_set_line_width (cr, 1.2);
      cairo_stroke (cr);
      cairo_reset_clip (cr);
      cairo_rectangle (cr, bounds.origin.x, bounds.origin.y, bounds.size.width, bounds.size.height);
    }
  set_colour (cr, colour, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_bars (Drawing *self)
{
  for (guint c = 0; c < self->data->categories->len; c++)
    for (guint s = 0; s < self->data->series->len; s++)
      {
        const OdChartCategory *category = self->data->categories->pdata[c];
        const OdChartSeries *series = self->data->series->pdata[s];

        if (category->values[s] > 0)
          draw_bar (self, series->look, od_chart_plot_get_bar (self->plot, self->data, c, s));
      }
}

/* ---- lines -------------------------------------------------------------------- */

static void
draw_sign (cairo_t *cr, Sign sign, float x, float y)
{
  const float r = SIGN_SIZE / 2.0f;

  cairo_new_path (cr);
  switch (sign)
    {
    case SIGN_SQUARE:
      cairo_rectangle (cr, x - r + 0.5, y - r + 0.5, SIGN_SIZE - 1, SIGN_SIZE - 1);
      break;
    case SIGN_TRIANGLE:
      cairo_move_to (cr, x, y - r);
      cairo_line_to (cr, x + r, y + r - 1);
      cairo_line_to (cr, x - r, y + r - 1);
      cairo_close_path (cr);
      break;
    case SIGN_DIAMOND:
      cairo_move_to (cr, x, y - r);
      cairo_line_to (cr, x + r, y);
      cairo_line_to (cr, x, y + r);
      cairo_line_to (cr, x - r, y);
      cairo_close_path (cr);
      break;
    case SIGN_CIRCLE:
    default:
      cairo_arc (cr, x, y, r - 0.5, 0, 2 * G_PI);
    }
  cairo_fill (cr);
}

static graphene_point_t
get_centre (Drawing *self, guint category, guint series)
{
  graphene_rect_t bounds = od_chart_plot_get_bar (self->plot, self->data, category, series);
  graphene_point_t centre;

  graphene_rect_get_center (&bounds, &centre);
  return centre;
}

/* A value that is none interrupts the line. */
static void
draw_line (Drawing *self, guint s)
{
  static const double dashes[] = { 5, 3 };
  const OdChartSeries *series = self->data->series->pdata[s];
  gboolean is_drawing = FALSE;

  cairo_save (self->cr);
  set_colour (self->cr, look_up (self->widget, looks[series->look].colour), 1);
  cairo_set_line_width (self->cr, 1.6);
  if (looks[series->look].is_dashed)
    cairo_set_dash (self->cr, dashes, G_N_ELEMENTS (dashes), 0);
  for (guint c = 0; c < self->data->categories->len; c++)
    {
      graphene_point_t centre = get_centre (self, c, s);
      gboolean has_value = ((const OdChartCategory *) self->data->categories->pdata[c])->values[s] >= 0;

      if (has_value && is_drawing)
        cairo_line_to (self->cr, centre.x, centre.y);
      else if (has_value)
        cairo_move_to (self->cr, centre.x, centre.y);
      is_drawing = has_value;
    }
  cairo_stroke (self->cr);
  for (guint c = 0; c < self->data->categories->len; c++)
    {
      graphene_point_t centre = get_centre (self, c, s);

      if (((const OdChartCategory *) self->data->categories->pdata[c])->values[s] >= 0)
        draw_sign (self->cr, looks[series->look].sign, centre.x, centre.y);
    }
  cairo_restore (self->cr);
}

/* ---- around them -------------------------------------------------------------- */

/* Lines that are near each other keep their words apart. */
static void
draw_axis (Drawing *self)
{
  g_autoptr (GArray) ticks = od_chart_data_dup_ticks (self->data);
  const graphene_rect_t *area = &self->plot->area;
  float last = G_MAXFLOAT;

  for (guint i = 0; i < ticks->len; i++)
    {
      gint64 tick = g_array_index (ticks, gint64, i);
      g_autofree char *words = self->data->format (tick);
      float y = od_chart_plot_get_y (self->plot, self->data, tick), text_y = y - self->plot->text_height / 2;

      text_y = MIN (text_y, last - self->plot->text_height);
      last = text_y;
      set_colour (self->cr, self->text, tick == 0 ? 0.6 : 0.22);
      cairo_set_line_width (self->cr, 1);
      cairo_move_to (self->cr, area->origin.x, floorf (y) + 0.5);
      cairo_line_to (self->cr, area->origin.x + area->size.width, floorf (y) + 0.5);
      cairo_stroke (self->cr);
      draw_text (self, words, area->origin.x - 6 - get_width (self->widget, words), text_y, 0, &self->dim);
    }
}

/* It ends below the middle of its bar, and begins as far to the left as there is room. */
static void
draw_tilted (Drawing *self, const char *words, float x, float y)
{
  float room = MIN ((float) OD_CHART_MAX_LABEL, x / OD_CHART_TILT), width = MIN (get_width (self->widget, words), room);

  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_rotate (self->snapshot, -45);
  draw_text (self, words, -width, 0, room + 1, &self->dim);
  gtk_snapshot_restore (self->snapshot);
}

static void
draw_labels (Drawing *self)
{
  const graphene_rect_t *area = &self->plot->area;
  guint n = self->data->categories->len, step = self->plot->label_step;
  float slot = area->size.width / (float) MAX (n, 1), bottom = area->origin.y + area->size.height;

  for (guint c = 0; c < n; c += step)
    {
      const OdChartCategory *category = self->data->categories->pdata[c];
      float room = slot * (float) step - 4, width = MIN (get_width (self->widget, category->label), room);
      float middle = area->origin.x + slot * ((float) c + 0.5f), x = middle - width / 2;

      if (self->plot->is_tilted)
        draw_tilted (self, category->label, middle, bottom + 3);
      else
        draw_text (self, category->label, MIN (MAX (x, 0), area->origin.x + area->size.width + 8 - width), bottom + 3,
                   room, &self->dim);
    }
}

static void
draw_legend (Drawing *self)
{
  for (guint s = 0; s < self->data->series->len; s++)
    {
      const OdChartSeries *series = self->data->series->pdata[s];
      const graphene_rect_t *bounds = &g_array_index (self->plot->legend, graphene_rect_t, s);
      float middle = bounds->origin.y + bounds->size.height / 2;

      if (self->data->kind == OD_CHART_LINES)
        {
          set_colour (self->cr, look_up (self->widget, looks[series->look].colour), 1);
          draw_sign (self->cr, looks[series->look].sign, bounds->origin.x + LEGEND_SIGN / 2.0f, middle);
        }
      else
        draw_bar (self, series->look, GRAPHENE_RECT_INIT (bounds->origin.x, middle - 5, LEGEND_SIGN - 2, 11));
      draw_text (self, series->name, bounds->origin.x + LEGEND_SIGN + 6, bounds->origin.y,
                 bounds->size.width - LEGEND_SIGN - 5, &self->text);
    }
}

/*
 * od_chart_plot_draw:
 *
 * Draws everything but what is chosen.
 */
void
od_chart_plot_draw (const OdChartPlot *self, GtkWidget *widget, GtkSnapshot *snapshot, const OdChartData *data)
{
  Drawing drawing = { .plot = self, .data = data, .widget = widget, .snapshot = snapshot };

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &drawing.text);
  drawing.dim = look_up (widget, "od_dim");
  drawing.cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                                         (float) gtk_widget_get_height (widget)));
  draw_axis (&drawing);
  if (data->kind == OD_CHART_LINES)
    for (guint s = 0; s < data->series->len; s++)
      draw_line (&drawing, s);
  else
    draw_bars (&drawing);
  draw_labels (&drawing);
  draw_legend (&drawing);
  cairo_destroy (drawing.cr);
}
