/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-notify-picture"

#include "od-notify-picture.h"

#include <pango/pangocairo.h>

#include "od-row-canvas.h"

#define INITIALS_SIZE 0.4 /* of the picture */

/* Cairo multiplies colours with their alpha; what goes over the bus is not multiplied. */
static GVariant *
take_pixels (cairo_surface_t *surface, int size)
{
  guchar *pixels = g_new (guchar, (gsize) size * (gsize) size * 4);
  guchar *to = pixels;

  cairo_surface_flush (surface);
  for (int y = 0; y < size; y++)
    {
      const guchar *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);
      const guint32 *from = (const guint32 *) (gconstpointer) row;

      for (int x = 0; x < size; x++, from++, to += 4)
        {
          guint alpha = *from >> 24;

          to[0] = alpha != 0 ? (guchar) (((*from >> 16) & 0xff) * 255 / alpha) : 0;
          to[1] = alpha != 0 ? (guchar) (((*from >> 8) & 0xff) * 255 / alpha) : 0;
          to[2] = alpha != 0 ? (guchar) ((*from & 0xff) * 255 / alpha) : 0;
          to[3] = (guchar) alpha;
        }
    }
  return g_variant_new (
      "(iiibii@ay)", size, size, size * 4, TRUE, 8, 4,
      g_variant_new_from_data (G_VARIANT_TYPE_BYTESTRING, pixels, (gsize) (to - pixels), TRUE, g_free, pixels));
}

static void
draw_letters (cairo_t *cairo, const char *initials, int size)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cairo);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Sans Bold");
  g_autofree char *letters = od_row_canvas_dup_letters (initials);
  PangoRectangle extents;

  pango_font_description_set_absolute_size (font, size * INITIALS_SIZE * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, letters, -1);
  pango_layout_get_pixel_extents (layout, NULL, &extents);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_move_to (cairo, (size - extents.width) / 2.0, (size - extents.height) / 2.0);
  pango_cairo_show_layout (cairo, layout);
}

/**
 * od_notify_picture_new:
 * @person: as it is shown: chooses the colour, as in the list of conversations
 * @initials: "" for a disc without letters
 * @size: px, > 0
 *
 * Any thread.
 *
 * Returns: (transfer floating): what stands beside a notification, as the hint "image-data" wants it
 */
GVariant *
od_notify_picture_new (const char *person, const char *initials, int size)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, size, size);
  cairo_t *cairo = cairo_create (surface);
  const GdkRGBA *tint = od_row_canvas_get_tint (person);
  GVariant *picture;

  cairo_set_source_rgb (cairo, (double) tint->red, (double) tint->green, (double) tint->blue);
  cairo_arc (cairo, size / 2.0, size / 2.0, size / 2.0, 0, 2 * G_PI);
  cairo_fill (cairo);
  if (*initials != '\0')
    draw_letters (cairo, initials, size);
  picture = take_pixels (surface, size);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  return picture;
}
