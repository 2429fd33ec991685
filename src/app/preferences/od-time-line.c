/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-time-line.h"

#include <glib/gi18n.h>

#include "od-terms-words.h"
#include "od-time.h"

#define BAR_TOP 24
#define BAR_HEIGHT 18
#define HEIGHT 68

/**
 * OdTimeLine:
 *
 * From a message to its due time: what of it is working time, and where the warnings are. Says the same in words to who
 * can't see it.
 */
struct _OdTimeLine {
  GtkWidget parent_instance;

  OdBizcal *hours; /* (owned) (nullable): %NULL: around the clock */
  gint64 anchor_us;
  OdSlaTimes times;
};

G_DEFINE_FINAL_TYPE (OdTimeLine, od_time_line, GTK_TYPE_WIDGET)

typedef struct {
  OdTimeLine *line;
  GtkSnapshot *snapshot;
  gint64 from_us, until_us;
  double width;
  GdkRGBA colour; /* of text */
} Drawing;

static double
to_x (const Drawing *drawing, gint64 us)
{
  return drawing->width * (double) (us - drawing->from_us) / (double) (drawing->until_us - drawing->from_us);
}

static void
fill (const Drawing *drawing, gint64 from_us, gint64 until_us, GdkRGBA colour, double alpha)
{
  double from = to_x (drawing, MAX (from_us, drawing->from_us)),
         until = to_x (drawing, MIN (until_us, drawing->until_us));

  colour.alpha = (float) alpha;
  if (until > from)
    gtk_snapshot_append_color (drawing->snapshot, &colour,
                               &GRAPHENE_RECT_INIT ((float) from, BAR_TOP, (float) (until - from), BAR_HEIGHT));
}

/* A stroke through the bar, and a word above or below it. */
static void
draw_mark (Drawing *drawing, gint64 us, const char *word, const char *colour_name, gboolean is_above)
{
  GtkWidget *widget = GTK_WIDGET (drawing->line);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, word);
  GdkRGBA colour = drawing->colour;
  double x = to_x (drawing, us);
  int width, height;

  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), colour_name, &colour);
  gtk_snapshot_append_color (
      drawing->snapshot, &colour,
      &GRAPHENE_RECT_INIT ((float) CLAMP (x - 1, 0, drawing->width - 2), BAR_TOP - 3, 2, BAR_HEIGHT + 6));
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (drawing->snapshot);
  gtk_snapshot_translate (drawing->snapshot,
                          &GRAPHENE_POINT_INIT ((float) CLAMP (x - width / 2.0, 0, MAX (drawing->width - width, 0)),
                                                (float) (is_above ? 2 : BAR_TOP + BAR_HEIGHT + 4)));
  gtk_snapshot_append_layout (drawing->snapshot, layout, &drawing->colour);
  gtk_snapshot_restore (drawing->snapshot);
}

static void
draw_hours (Drawing *drawing)
{
  OdBizcal *hours = drawing->line->hours;
  GdkRGBA ok = drawing->colour;

  gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (drawing->line)), "od_ok", &ok);
  fill (drawing, drawing->from_us, drawing->until_us, drawing->colour, 0.12);
  if (hours == NULL)
    {
      fill (drawing, drawing->from_us, drawing->until_us, ok, 0.45);
      return;
    }
  for (gint32 day = od_bizcal_get_day (hours, drawing->from_us); day <= od_bizcal_get_day (hours, drawing->until_us);
       day++)
    {
      g_autoptr (GArray) open = od_bizcal_dup_day (hours, day);

      for (guint i = 0; i < open->len; i++)
        {
          const OdBizcalInterval *one = &g_array_index (open, OdBizcalInterval, i);

          fill (drawing, one->from_us, one->until_us, ok, 0.45);
        }
    }
}

static void
od_time_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  OdTimeLine *self = OD_TIME_LINE (widget);
  gint64 length_us = self->times.due_us - self->anchor_us;
  Drawing drawing = { .line = self, .snapshot = snapshot, .width = gtk_widget_get_width (widget) };

  if (length_us <= 0 || self->times.due_us > OD_TIME_MAX_US || drawing.width < 10)
    return;
  drawing.from_us = MAX (self->anchor_us - length_us / 12, 0);
  drawing.until_us = MIN (self->times.due_us + length_us / 12, OD_TIME_MAX_US);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &drawing.colour);
  draw_hours (&drawing);
  /* TRANSLATORS: marks on a line of time: a message comes, a warning, the end */
  draw_mark (&drawing, self->anchor_us, C_ ("time line", "message"), "od_accent", TRUE);
  if (self->times.warn1_us != 0)
    draw_mark (&drawing, self->times.warn1_us, C_ ("time line", "warning"), "od_warn", FALSE);
  if (self->times.warn2_us != 0)
    draw_mark (&drawing, self->times.warn2_us, self->times.warn1_us == 0 ? C_ ("time line", "warning") : "", "od_warn",
               FALSE);
  draw_mark (&drawing, self->times.due_us, C_ ("time line", "due"), "od_late", TRUE);
}

static void
od_time_line_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 120;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 400;
  *minimum_baseline = *natural_baseline = -1;
}

static void
od_time_line_dispose (GObject *object)
{
  OdTimeLine *self = OD_TIME_LINE (object);

  g_clear_pointer (&self->hours, od_bizcal_unref);
  G_OBJECT_CLASS (od_time_line_parent_class)->dispose (object);
}

static void
od_time_line_class_init (OdTimeLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_time_line_dispose;
  widget_class->snapshot = od_time_line_snapshot;
  widget_class->measure = od_time_line_measure;
  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
od_time_line_init (OdTimeLine *self)
{
}

/**
 * od_time_line_new:
 *
 * Returns: (transfer floating): nothing on it yet
 */
GtkWidget *
od_time_line_new (void)
{
  return g_object_new (OD_TYPE_TIME_LINE, NULL);
}

/**
 * od_time_line_set:
 * @hours: (nullable): %NULL: around the clock
 * @words: the same in words
 */
void
od_time_line_set (OdTimeLine *self, OdBizcal *hours, gint64 anchor_us, const OdSlaTimes *times, const char *words)
{
  OdBizcal *old = self->hours;

  self->hours = hours != NULL ? od_bizcal_ref (hours) : NULL;
  g_clear_pointer (&old, od_bizcal_unref);
  self->anchor_us = anchor_us;
  self->times = *times;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
