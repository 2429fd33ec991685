/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-bubble-text.h"

#include "od-text-marks.h"

#define MAX_CHARS 54 /* of a line: what is comfortable to read */
#define LEAST_CHARS 4
#define GAP 9 /* between the last word and the time */

typedef struct {
  int for_width;  /* what was asked with; 0: nothing was */
  int width;      /* of the longest line */
  int last_width; /* of the last line */
  int height;
  gboolean ends_rtl; /* the last line runs from right to left: its end is not where the time stands */
} Lines;

/**
 * OdBubbleText:
 *
 * The text of a message with its time and mark at the bottom right: on the last line if they
 * fit there, else on a line of their own. It is as narrow as its longest line, so that a
 * bubble fits its words.
 */
struct _OdBubbleText {
  GtkWidget parent_instance;

  GtkLabel *label;
  GtkWidget *meta; /* (nullable) */
  Lines widest;    /* as widely as it may be */
  Lines narrow;    /* the last width that was less than that */
  guint serial;    /* of the font with which the lines were broken */
};

G_DEFINE_FINAL_TYPE (OdBubbleText, od_bubble_text, GTK_TYPE_WIDGET)

/* Shaping text is most of what a row costs, and GTK asks for sizes many times. */
static void
forget_lines (OdBubbleText *self)
{
  self->widest.for_width = self->narrow.for_width = 0;
}

static Lines
break_lines (OdBubbleText *self, int width)
{
  g_autoptr (PangoLayout) layout = pango_layout_copy (gtk_label_get_layout (self->label));
  PangoLayoutLine *last;
  PangoRectangle extents;
  Lines lines = { .for_width = width };

  if (*gtk_label_get_text (self->label) == '\0')
    return lines;
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_get_pixel_size (layout, &lines.width, &lines.height);
  last = pango_layout_get_line_readonly (layout, pango_layout_get_line_count (layout) - 1);
  pango_layout_line_get_pixel_extents (last, NULL, &extents);
  lines.last_width = extents.width;
  lines.ends_rtl = pango_layout_get_direction (layout, last->start_index) == PANGO_DIRECTION_RTL;
  return lines;
}

static int
max_text_width (OdBubbleText *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self->label));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int width = pango_font_metrics_get_approximate_char_width (metrics) * MAX_CHARS / PANGO_SCALE;

  pango_font_metrics_unref (metrics);
  return width;
}

/* How the text breaks at @width. What is no narrower than its longest line breaks as at the widest. */
static const Lines *
get_lines (OdBubbleText *self, int width)
{
  int most = max_text_width (self);
  guint serial = pango_context_get_serial (gtk_widget_get_pango_context (GTK_WIDGET (self->label)));

  if (self->serial != serial)
    forget_lines (self);
  self->serial = serial;
  if (self->widest.for_width != most)
    self->widest = break_lines (self, most);
  if (width >= self->widest.width)
    return &self->widest;
  if (self->narrow.for_width != width)
    self->narrow = break_lines (self, width);
  return &self->narrow;
}

/* A word may break anywhere if it must. */
static int
least_text_width (OdBubbleText *self)
{
  return max_text_width (self) * LEAST_CHARS / MAX_CHARS;
}

static void
measure_meta (OdBubbleText *self, int *width, int *height)
{
  *width = *height = 0;
  if (self->meta == NULL || !gtk_widget_should_layout (self->meta))
    return;
  gtk_widget_measure (self->meta, GTK_ORIENTATION_HORIZONTAL, -1, NULL, width, NULL, NULL);
  gtk_widget_measure (self->meta, GTK_ORIENTATION_VERTICAL, -1, NULL, height, NULL, NULL);
}

static gboolean
meta_fits (const Lines *lines, int meta_width, int width)
{
  return lines->height > 0 && !lines->ends_rtl && lines->last_width + GAP + meta_width <= width;
}

static void
measure_width (OdBubbleText *self, int *minimum, int *natural)
{
  int meta_width, meta_height, all;
  const Lines *lines = get_lines (self, max_text_width (self));

  measure_meta (self, &meta_width, &meta_height);
  *minimum = MAX (MIN (least_text_width (self), lines->width), meta_width);
  all = lines->height == 0 ? meta_width : lines->last_width + GAP + meta_width;
  if (lines->ends_rtl || all > max_text_width (self))
    all = meta_width; /* goes below */
  *natural = MAX (MAX (lines->width, all), *minimum);
}

static void
od_bubble_text_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                        int *minimum_baseline, int *natural_baseline)
{
  OdBubbleText *self = OD_BUBBLE_TEXT (widget);
  int meta_width, meta_height, label_height, least, widest;
  const Lines *lines;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (self, minimum, natural);
      return;
    }
  /* Nobody gives it more than it asks for, but asks with the width of the whole row. */
  measure_width (self, &least, &widest);
  for_size = for_size < 0 ? widest : CLAMP (for_size, least, widest);
  measure_meta (self, &meta_width, &meta_height);
  lines = get_lines (self, for_size);
  label_height = lines->height;
  if (!meta_fits (lines, meta_width, for_size))
    label_height += meta_height;
  *minimum = *natural = MAX (label_height, meta_height);
}

static void
od_bubble_text_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  OdBubbleText *self = OD_BUBBLE_TEXT (widget);
  int meta_width, meta_height;
  const Lines *lines = get_lines (self, width);
  GtkAllocation area = { 0, 0, width, height };

  measure_meta (self, &meta_width, &meta_height);
  if (!meta_fits (lines, meta_width, width))
    area.height = MAX (height - meta_height, 0);
  gtk_widget_size_allocate (GTK_WIDGET (self->label), &area, -1);
  if (self->meta != NULL && gtk_widget_should_layout (self->meta))
    {
      area = (GtkAllocation){ width - meta_width, height - meta_height, meta_width, meta_height };
      gtk_widget_size_allocate (self->meta, &area, -1);
    }
}

static GtkSizeRequestMode
od_bubble_text_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
od_bubble_text_dispose (GObject *object)
{
  OdBubbleText *self = OD_BUBBLE_TEXT (object);

  if (self->label != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->label));
  self->label = NULL;
  g_clear_pointer (&self->meta, gtk_widget_unparent);
  G_OBJECT_CLASS (od_bubble_text_parent_class)->dispose (object);
}

static void
od_bubble_text_class_init (OdBubbleTextClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_bubble_text_dispose;
  widget_class->measure = od_bubble_text_measure;
  widget_class->size_allocate = od_bubble_text_size_allocate;
  widget_class->get_request_mode = od_bubble_text_get_request_mode;
}

static void
od_bubble_text_init (OdBubbleText *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (self->label, GTK_NATURAL_WRAP_NONE);
  gtk_label_set_selectable (self->label, TRUE);
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_yalign (self->label, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "body");
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));
  g_signal_connect_object (self->label, "notify::label", G_CALLBACK (forget_lines), self, G_CONNECT_SWAPPED);
}

GtkWidget *
od_bubble_text_new (void)
{
  return g_object_new (OD_TYPE_BUBBLE_TEXT, NULL);
}

/**
 * od_bubble_text_get_label:
 *
 * Returns: (transfer none): where the text is set
 */
GtkLabel *
od_bubble_text_get_label (OdBubbleText *self)
{
  g_return_val_if_fail (OD_IS_BUBBLE_TEXT (self), NULL);

  return self->label;
}

/**
 * od_bubble_text_set_marks:
 * @words: (nullable): to be pointed out where they stand in the text as it is now
 */
void
od_bubble_text_set_marks (OdBubbleText *self, const char *const *words)
{
  g_autoptr (GArray) marks = NULL;
  g_autoptr (PangoAttrList) attributes = NULL;

  g_return_if_fail (OD_IS_BUBBLE_TEXT (self));

  marks = od_text_marks_find (gtk_label_get_text (self->label), words);
  attributes = marks->len > 0 ? pango_attr_list_new () : NULL;
  for (guint i = 0; i < marks->len; i++)
    {
      const OdTextMark *mark = &g_array_index (marks, OdTextMark, i);
      PangoAttribute *each[] = { pango_attr_background_new (0xffff, 0xe0e0, 0x6060),
                                 pango_attr_foreground_new (0, 0, 0),
                                 pango_attr_underline_new (PANGO_UNDERLINE_SINGLE) };

      for (guint a = 0; a < G_N_ELEMENTS (each); a++)
        {
          each[a]->start_index = mark->start_byte;
          each[a]->end_index = mark->end_byte;
          pango_attr_list_insert (attributes, each[a]);
        }
    }
  if (attributes != NULL || gtk_label_get_attributes (self->label) != NULL)
    gtk_label_set_attributes (self->label, attributes);
}

/**
 * od_bubble_text_set_meta:
 * @meta: (transfer floating): what stands at the bottom right
 */
void
od_bubble_text_set_meta (OdBubbleText *self, GtkWidget *meta)
{
  g_return_if_fail (OD_IS_BUBBLE_TEXT (self) && self->meta == NULL);

  self->meta = meta;
  gtk_widget_set_parent (meta, GTK_WIDGET (self));
}
