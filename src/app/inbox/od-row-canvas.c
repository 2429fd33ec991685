/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-row-canvas.h"

/* A list keeps about 200 rows alive. One widget that draws itself costs a tenth of one that is built of widgets. */

#define DEFAULT_AVATAR_ICON "avatar-default-symbolic"
#define INITIALS_SIZE 0.4 /* of the avatar */
#define ICON_SIZE 0.5
#define N_TINTS 8

/* People are told apart by these; the letters on them are white, at 4.5 : 1 or more. */
static const GdkRGBA tints[N_TINTS] = {
  { 0.16f, 0.40f, 0.66f, 1 }, { 0.10f, 0.45f, 0.48f, 1 }, { 0.15f, 0.47f, 0.28f, 1 }, { 0.56f, 0.39f, 0.07f, 1 },
  { 0.68f, 0.29f, 0.09f, 1 }, { 0.66f, 0.20f, 0.26f, 1 }, { 0.50f, 0.25f, 0.58f, 1 }, { 0.38f, 0.34f, 0.62f, 1 },
};

/**
 * od_row_canvas_begin:
 * @self: (out caller-allocates): to be ended by od_row_canvas_end()
 */
void
od_row_canvas_begin (OdRowCanvas *self, GtkWidget *widget, GtkSnapshot *snapshot)
{
  *self = (OdRowCanvas){
    .widget = widget,
    .snapshot = snapshot,
    .icons = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)),
    .style = gtk_widget_get_style_context (widget),
    .pango = gtk_widget_get_pango_context (widget),
    .width = gtk_widget_get_width (widget),
    .height = gtk_widget_get_height (widget),
    .scale = gtk_widget_get_scale_factor (widget),
    .is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL,
  };
  self->layout = pango_layout_new (self->pango);
  pango_layout_set_single_paragraph_mode (self->layout, TRUE);
}

void
od_row_canvas_end (OdRowCanvas *self)
{
  g_clear_object (&self->layout);
}

/**
 * od_row_canvas_look_up:
 * @name: (nullable): of a colour in style.css; %NULL for the text's own
 * @colour: (out)
 */
void
od_row_canvas_look_up (OdRowCanvas *self, const char *name, GdkRGBA *colour)
{
  if (name == NULL || !gtk_style_context_lookup_color (self->style, name, colour))
    gtk_style_context_get_color (self->style, colour);
}

static int
mirror (const OdRowCanvas *self, int x, int width)
{
  return self->is_rtl ? self->width - x - width : x;
}

static void
set_text (OdRowCanvas *self, const OdRowFont *font, const char *text, int width)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  if (font->size != 1.0)
    pango_attr_list_insert (attributes, pango_attr_scale_new (font->size));
  if (font->is_bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if (font->has_equal_digits)
    pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (self->layout, attributes);
  pango_layout_set_ellipsize (self->layout, width >= 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  pango_layout_set_width (self->layout, width >= 0 ? width * PANGO_SCALE : -1);
  pango_layout_set_text (self->layout, text, -1);
}

/**
 * od_row_canvas_measure:
 *
 * Returns: how wide @text is
 */
int
od_row_canvas_measure (OdRowCanvas *self, const OdRowFont *font, const char *text)
{
  int width;

  set_text (self, font, text, -1);
  pango_layout_get_pixel_size (self->layout, &width, NULL);
  return width;
}

static void
draw_layout (OdRowCanvas *self, const GdkRGBA *colour, int x, int baseline)
{
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (
      self->snapshot,
      &GRAPHENE_POINT_INIT ((float) x, (float) (baseline - PANGO_PIXELS (pango_layout_get_baseline (self->layout)))));
  gtk_snapshot_append_layout (self->snapshot, self->layout, colour);
  gtk_snapshot_restore (self->snapshot);
}

/**
 * od_row_canvas_text:
 * @width: what does not fit into it is left out with "…"
 * @baseline: y of the line the letters stand on
 *
 * Returns: the width it took
 */
int
od_row_canvas_text (OdRowCanvas *self, const OdRowFont *font, const char *text, int x, int width, int baseline)
{
  PangoRectangle extents;
  GdkRGBA colour;

  if (*text == '\0' || width <= 0)
    return 0;
  set_text (self, font, text, width);
  pango_layout_get_pixel_extents (self->layout, NULL, &extents);
  od_row_canvas_look_up (self, font->colour, &colour);
  /* Words of the other direction stand at the far end of the layout: bring them to where lines begin here. */
  draw_layout (self, &colour, mirror (self, x, extents.width) - extents.x, baseline);
  return extents.width;
}

static void
draw_icon (OdRowCanvas *self, const char *icon_name, const GdkRGBA *colour, int x, int y, int size)
{
  g_autoptr (GtkIconPaintable) icon =
      gtk_icon_theme_lookup_icon (self->icons, icon_name, NULL, size, self->scale,
                                  gtk_widget_get_direction (self->widget), GTK_ICON_LOOKUP_FORCE_SYMBOLIC);

  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), self->snapshot, size, size, colour, 1);
  gtk_snapshot_restore (self->snapshot);
}

/**
 * od_row_canvas_icon:
 * @icon_name: of a symbolic one
 * @colour: (nullable): name in style.css
 */
void
od_row_canvas_icon (OdRowCanvas *self, const char *icon_name, const char *colour, int x, int y, int size)
{
  GdkRGBA rgba;

  od_row_canvas_look_up (self, colour, &rgba);
  draw_icon (self, icon_name, &rgba, mirror (self, x, size), y, size);
}

/**
 * od_row_canvas_disc:
 *
 * A shape with round ends.
 */
void
od_row_canvas_disc (OdRowCanvas *self, const GdkRGBA *colour, int x, int y, int width, int height)
{
  GskRoundedRect shape;
  graphene_rect_t area = GRAPHENE_RECT_INIT ((float) mirror (self, x, width), (float) y, (float) width, (float) height);

  gsk_rounded_rect_init_from_rect (&shape, &area, (float) MIN (width, height) / 2);
  gtk_snapshot_push_rounded_clip (self->snapshot, &shape);
  gtk_snapshot_append_color (self->snapshot, colour, &area);
  gtk_snapshot_pop (self->snapshot);
}

/**
 * od_row_canvas_get_tint:
 * @name: of a person, as it is shown
 *
 * Any thread.
 *
 * Returns: (transfer none): the colour of their avatar
 */
const GdkRGBA *
od_row_canvas_get_tint (const char *name)
{
  return &tints[g_str_hash (name) % N_TINTS];
}

/**
 * od_row_canvas_dup_letters:
 * @words: not empty
 *
 * Any thread.
 *
 * Returns: (transfer full): "Maria Petrova": "MP"; "Никита Т.": "НТ"
 */
char *
od_row_canvas_dup_letters (const char *words)
{
  const char *last = strrchr (words, ' ');
  gunichar letters[] = { g_utf8_get_char (words), last != NULL ? g_utf8_get_char (last + 1) : 0, 0 };

  for (guint i = 0; i < 2; i++)
    letters[i] = g_unichar_toupper (letters[i]);
  return g_ucs4_to_utf8 (letters, -1, NULL, NULL, NULL);
}

/**
 * od_row_canvas_avatar:
 * @name: chooses the colour
 * @initials: whose first letters to write; "" for a figure instead
 */
void
od_row_canvas_avatar (OdRowCanvas *self, const char *name, const char *initials, int x, int y, int size)
{
  const GdkRGBA white = { 1, 1, 1, 1 };
  g_autoptr (PangoAttrList) attributes = NULL;
  g_autofree char *letters = NULL;
  PangoRectangle extents;

  od_row_canvas_disc (self, od_row_canvas_get_tint (name), x, y, size, size);
  if (*initials == '\0')
    {
      int icon = (int) (size * ICON_SIZE);

      draw_icon (self, DEFAULT_AVATAR_ICON, &white, mirror (self, x, size) + (size - icon) / 2, y + (size - icon) / 2,
                 icon);
      return;
    }
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_size_new_absolute ((int) (size * INITIALS_SIZE * PANGO_SCALE)));
  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (self->layout, attributes);
  pango_layout_set_width (self->layout, -1);
  letters = od_row_canvas_dup_letters (initials);
  pango_layout_set_text (self->layout, letters, -1);
  pango_layout_get_pixel_extents (self->layout, NULL, &extents);
  draw_layout (self, &white, mirror (self, x, size) + (size - extents.width) / 2,
               y + (size - extents.height) / 2 + PANGO_PIXELS (pango_layout_get_baseline (self->layout)));
}

/**
 * od_row_font_get_metrics:
 * @size: against the widget's own font
 * @ascent: (out): from the top of a line to its baseline
 * @height: (out): of a line
 */
void
od_row_font_get_metrics (GtkWidget *widget, double size, int *ascent, int *height)
{
  /* Pango asks the font anew each time, a tenth of a millisecond; all rows have the same one. Main thread. */
  static struct {
    PangoFontDescription *font;
    double resolution;
    int ascent, descent;
  } last;
  PangoContext *pango = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (pango);
  double resolution = pango_cairo_context_get_resolution (pango);

  if (last.font == NULL || resolution != last.resolution || !pango_font_description_equal (font, last.font))
    {
      PangoFontMetrics *metrics = pango_context_get_metrics (pango, NULL, NULL);

      g_clear_pointer (&last.font, pango_font_description_free);
      last.font = pango_font_description_copy (font);
      last.resolution = resolution;
      last.ascent = pango_font_metrics_get_ascent (metrics);
      last.descent = pango_font_metrics_get_descent (metrics);
      pango_font_metrics_unref (metrics);
    }
  *ascent = PANGO_PIXELS_CEIL ((int) (last.ascent * size));
  *height = *ascent + PANGO_PIXELS_CEIL ((int) (last.descent * size));
}
