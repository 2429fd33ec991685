/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-transcript-pages.h"

#include <glib/gi18n.h>

#define FONT "Sans 10"
#define HEADER_PT 28.0
#define FOOTER_PT 24.0
#define BAR_PT 2.0
#define INDENT_PT 10.0
#define GAP_PT 7.0
#define PICTURE_GAP_PT 4.0
#define MAX_PICTURE_WIDTH_PT 200.0
#define MAX_PICTURE_HEIGHT_PT 150.0
#define MIN_UNDER_HEADING_PT 60.0

/* Where a page begins: a transcript's line, and in it a row of its text or, behind those, a picture. */
typedef struct {
  guint line;
  guint row;
} Place;

struct _OdTranscriptPages {
  GPtrArray *lines;     /* (owned) (element-type OdTranscriptLine) */
  GHashTable *pictures; /* (owned) (element-type filename cairo_surface_t) */
  GArray *pages;        /* (owned) (element-type Place): where each begins */
  char *title;          /* (owned) */
  char *made;           /* (owned) */
  double width, height;
  double used; /* of the page that is being filled */
  Place next;  /* what comes on it next */
};

/* Visits the rows of one line of the transcript: draws them, or finds out what fits. */
typedef struct {
  cairo_t *cr; /* (nullable): NULL only measures */
  double y;
} Pen;

OdTranscriptPages *
od_transcript_pages_new (GPtrArray *lines, const char *title, const char *made)
{
  OdTranscriptPages *self = g_new0 (OdTranscriptPages, 1);

  self->lines = g_ptr_array_ref (lines);
  self->pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cairo_surface_destroy);
  self->pages = g_array_new (FALSE, TRUE, sizeof (Place));
  self->title = od_transcript_clean (title, TRUE);
  self->made = g_strdup (made);
  return self;
}

void
od_transcript_pages_free (OdTranscriptPages *self)
{
  g_ptr_array_unref (self->lines);
  g_hash_table_unref (self->pictures);
  g_array_unref (self->pages);
  g_free (self->title);
  g_free (self->made);
  g_free (self);
}

/**
 * od_transcript_pages_add_picture:
 * @path: of the file, as the lines have it
 * @picture: small already; copied
 *
 * Before the first page is made.
 */
void
od_transcript_pages_add_picture (OdTranscriptPages *self, const char *path, const OdPicture *picture)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, picture->width, picture->height);
  g_autoptr (GdkTexture) texture = NULL;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return;
    }
  texture = gdk_memory_texture_new (picture->width, picture->height, GDK_MEMORY_R8G8B8A8, picture->pixels,
                                    (gsize) picture->width * 4);
  gdk_texture_download (texture, cairo_image_surface_get_data (surface),
                        (gsize) cairo_image_surface_get_stride (surface));
  cairo_surface_mark_dirty (surface);
  g_hash_table_replace (self->pictures, g_strdup (path), surface);
}

static void
append_part (GString *out, const char *before, const char *text, const char *after)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (out, before);
  g_string_append (out, escaped);
  g_string_append (out, after);
}

static void
append_files (GString *out, const OdTranscriptLine *line)
{
  for (guint i = 0; line->files != NULL && i < line->files->len; i++)
    {
      g_autofree char *words = g_strdup_printf (_ ("File: %s"), ((OdTranscriptFile *) line->files->pdata[i])->words);

      append_part (out, "\n<span size=\"small\">", words, "</span>");
    }
}

static char *
message_markup (const OdTranscriptLine *line)
{
  GString *out = g_string_new (NULL);

  append_part (out, "<b>\u2068", line->author, "\u2069</b>");
  append_part (out, "  <span size=\"small\" foreground=\"#5e5c64\">", line->time, "");
  if (line->kind == OD_TRANSCRIPT_NOTE)
    append_part (out, " · ", _ ("Private note"), "");
  if (line->marks != NULL)
    append_part (out, " · ", line->marks, "");
  g_string_append (out, "</span>");
  if (line->quote != NULL)
    append_part (out, "\n<span foreground=\"#5e5c64\"><i>› ", line->quote, "</i></span>");
  if (*line->text != '\0')
    append_part (out, "\n", line->text, "");
  append_files (out, line);
  if (line->reactions != NULL)
    append_part (out, "\n", line->reactions, "");
  return g_string_free (out, FALSE);
}

static gboolean
is_message (const OdTranscriptLine *line)
{
  return line->kind == OD_TRANSCRIPT_IN || line->kind == OD_TRANSCRIPT_OUT || line->kind == OD_TRANSCRIPT_NOTE;
}

static void
set_line (const OdTranscriptPages *self, PangoLayout *layout, const OdTranscriptLine *line)
{
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string (FONT);
  g_autofree char *markup = NULL;
  double width = is_message (line) ? self->width - INDENT_PT : self->width;

  if (is_message (line))
    markup = message_markup (line);
  else if (line->kind == OD_TRANSCRIPT_DIVIDER)
    markup = g_markup_printf_escaped ("<span size=\"large\"><b>%s</b></span>", line->text);
  else
    markup = g_markup_printf_escaped ("<span size=\"small\" foreground=\"#5e5c64\">%s%s%s</span>", line->time,
                                      *line->time != '\0' ? " · " : "", line->text);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, is_message (line) || line->kind == OD_TRANSCRIPT_DIVIDER ? PANGO_ALIGN_LEFT
                                                                                               : PANGO_ALIGN_CENTER);
  pango_layout_set_markup (layout, markup, -1);
}

static void
draw_bar (const OdTranscriptPages *self, cairo_t *cr, const OdTranscriptLine *line, double y, double height)
{
  if (!is_message (line))
    return;
  if (line->kind == OD_TRANSCRIPT_OUT)
    cairo_set_source_rgb (cr, 0.21, 0.52, 0.89);
  else if (line->kind == OD_TRANSCRIPT_NOTE)
    cairo_set_source_rgb (cr, 0.90, 0.65, 0.04);
  else
    cairo_set_source_rgb (cr, 0.75, 0.75, 0.77);
  cairo_rectangle (cr, 0, y, BAR_PT, height);
  cairo_fill (cr);
}

/* One row of text; its height if it fits above @bottom, else -1. */
static double
put_row (const OdTranscriptPages *self, Pen *pen, const OdTranscriptLine *line, PangoLayoutIter *iter, double bottom)
{
  PangoRectangle rect;
  double height, baseline;

  pango_layout_iter_get_line_extents (iter, NULL, &rect);
  height = (double) rect.height / PANGO_SCALE;
  baseline = (double) (pango_layout_iter_get_baseline (iter) - rect.y) / PANGO_SCALE;
  if (pen->y + height > bottom && pen->y > HEADER_PT)
    return -1;
  if (pen->cr != NULL)
    {
      draw_bar (self, pen->cr, line, pen->y, height);
      cairo_set_source_rgb (pen->cr, 0.1, 0.1, 0.12);
      cairo_move_to (pen->cr, (double) rect.x / PANGO_SCALE + (is_message (line) ? INDENT_PT : 0), pen->y + baseline);
      pango_cairo_show_layout_line (pen->cr, pango_layout_iter_get_line_readonly (iter));
    }
  return height;
}

static cairo_surface_t *
get_picture (const OdTranscriptPages *self, const OdTranscriptLine *line, guint index)
{
  const OdTranscriptFile *file = g_ptr_array_index (line->files, index);

  return file->path != NULL ? g_hash_table_lookup (self->pictures, file->path) : NULL;
}

static double
put_picture (const OdTranscriptPages *self, Pen *pen, const OdTranscriptLine *line, cairo_surface_t *picture,
             double bottom)
{
  int width = cairo_image_surface_get_width (picture), height = cairo_image_surface_get_height (picture);
  double scale = MIN (MIN (MAX_PICTURE_WIDTH_PT / width, MAX_PICTURE_HEIGHT_PT / height), 1.0);
  double tall = height * scale + PICTURE_GAP_PT;

  if (pen->y + tall > bottom && pen->y > HEADER_PT)
    return -1;
  if (pen->cr != NULL)
    {
      draw_bar (self, pen->cr, line, pen->y, tall);
      cairo_save (pen->cr);
      cairo_translate (pen->cr, INDENT_PT, pen->y + PICTURE_GAP_PT);
      cairo_scale (pen->cr, scale, scale);
      cairo_set_source_surface (pen->cr, picture, 0, 0);
      cairo_paint (pen->cr);
      cairo_restore (pen->cr);
    }
  return tall;
}

/* The rows of a line from @row on, as far as they fit; returns whether all do, else @row is the first that does not. */
static gboolean
put_line (const OdTranscriptPages *self, Pen *pen, PangoLayout *layout, const OdTranscriptLine *line, guint *row)
{
  double bottom = self->height - FOOTER_PT;
  PangoLayoutIter *iter;
  double height = 0;
  guint at = 0;

  set_line (self, layout, line);
  iter = pango_layout_get_iter (layout);
  do
    if (at >= *row)
      {
        height = put_row (self, pen, line, iter, bottom);
        if (height < 0)
          break;
        pen->y += height;
      }
  while (at++, pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  for (guint i = 0; line->files != NULL && height >= 0 && i < line->files->len; i++, at++)
    {
      cairo_surface_t *picture = get_picture (self, line, i);

      if (at < *row || picture == NULL)
        continue;
      height = put_picture (self, pen, line, picture, bottom);
      if (height < 0)
        break;
      pen->y += height;
    }
  *row = height < 0 ? at : 0;
  pen->y += GAP_PT;
  return height >= 0;
}

static void
begin_page (OdTranscriptPages *self)
{
  g_array_append_val (self->pages, self->next);
  self->used = HEADER_PT;
}

/* A heading is not left alone at the end of a page. */
static gboolean
must_break_before (const OdTranscriptPages *self, const OdTranscriptLine *line)
{
  return (line->kind == OD_TRANSCRIPT_DIVIDER || line->kind == OD_TRANSCRIPT_DAY) && self->used > HEADER_PT &&
         self->used + MIN_UNDER_HEADING_PT > self->height - FOOTER_PT;
}

/**
 * od_transcript_pages_paginate:
 * @layout: scratch, of the context that is drawn with; 1 unit is 1 point
 * @width: of the paper without its margins, points
 * @height: likewise
 * @budget_us: how long it may take now
 *
 * Finds where pages break, bit by bit.
 *
 * Returns: %TRUE when all pages are known, %FALSE to be called again
 */
gboolean
od_transcript_pages_paginate (OdTranscriptPages *self, PangoLayout *layout, double width, double height,
                              gint64 budget_us)
{
  gint64 until_us = g_get_monotonic_time () + budget_us;

  self->width = width;
  self->height = height;
  if (self->pages->len == 0)
    begin_page (self);
  while (self->next.line < self->lines->len)
    {
      const OdTranscriptLine *line = g_ptr_array_index (self->lines, self->next.line);
      Pen pen = { NULL, 0 };

      if (self->next.row == 0 && must_break_before (self, line))
        begin_page (self);
      pen.y = self->used;
      if (put_line (self, &pen, layout, line, &self->next.row))
        {
          self->used = pen.y;
          self->next.line++;
        }
      else
        begin_page (self);
      if (g_get_monotonic_time () >= until_us)
        return self->next.line >= self->lines->len;
    }
  return TRUE;
}

guint
od_transcript_pages_get_n_pages (OdTranscriptPages *self)
{
  return self->pages->len;
}

static void
draw_edge (const OdTranscriptPages *self, cairo_t *cr, PangoLayout *layout, const char *text, double y,
           PangoAlignment alignment)
{
  g_autofree char *markup = g_markup_printf_escaped ("<span size=\"small\" foreground=\"#5e5c64\">%s</span>", text);

  pango_layout_set_width (layout, (int) (self->width * PANGO_SCALE));
  pango_layout_set_alignment (layout, alignment);
  pango_layout_set_markup (layout, markup, -1);
  cairo_move_to (cr, 0, y);
  pango_cairo_show_layout (cr, layout);
}

/**
 * od_transcript_pages_draw:
 * @page: below od_transcript_pages_get_n_pages()
 */
void
od_transcript_pages_draw (OdTranscriptPages *self, cairo_t *cr, PangoLayout *layout, guint page)
{
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string (FONT);
  g_autofree char *number = g_strdup_printf (_ ("Page %1$u of %2$u"), page + 1, self->pages->len);
  Place at = g_array_index (self->pages, Place, page);
  Place end = { self->lines->len, 0 };
  Pen pen = { cr, HEADER_PT };

  if (page + 1 < self->pages->len)
    end = g_array_index (self->pages, Place, page + 1);
  pango_layout_set_font_description (layout, font);
  draw_edge (self, cr, layout, self->title, 0, PANGO_ALIGN_LEFT);
  draw_edge (self, cr, layout, self->made, 0, PANGO_ALIGN_RIGHT);
  draw_edge (self, cr, layout, number, self->height - FOOTER_PT + 10, PANGO_ALIGN_CENTER);
  for (; at.line < end.line || (at.line == end.line && at.row < end.row); at.line++, at.row = 0)
    if (!put_line (self, &pen, layout, g_ptr_array_index (self->lines, at.line), &at.row))
      break;
}
