/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * OdRowCanvas: what a row that draws itself draws on. All x are counted from where lines begin:
 * from the right in a right-to-left language. Lengths are logical pixels. Lives as long as one snapshot.
 */
typedef struct {
  GtkWidget *widget;      /* not owned */
  GtkSnapshot *snapshot;  /* not owned */
  GtkIconTheme *icons;    /* not owned */
  GtkStyleContext *style; /* not owned */
  PangoContext *pango;    /* not owned */
  PangoLayout *layout;    /* (owned): one for all texts */
  int width, height, scale;
  gboolean is_rtl;
} OdRowCanvas;

/**
 * OdRowFont: how a text is written, against the row's own font.
 */
typedef struct {
  const char *colour; /* a name of style.css; NULL: as the row's text */
  double size;        /* 1.0: the same */
  gboolean is_bold;
  gboolean has_equal_digits;
} OdRowFont;

void od_row_canvas_begin (OdRowCanvas *self, GtkWidget *widget, GtkSnapshot *snapshot);
void od_row_canvas_end (OdRowCanvas *self);
int od_row_canvas_measure (OdRowCanvas *self, const OdRowFont *font, const char *text);
int od_row_canvas_text (OdRowCanvas *self, const OdRowFont *font, const char *text, int x, int width, int baseline);
void od_row_canvas_icon (OdRowCanvas *self, const char *icon_name, const char *colour, int x, int y, int size);
void od_row_canvas_disc (OdRowCanvas *self, const GdkRGBA *colour, int x, int y, int width, int height);
void od_row_canvas_avatar (OdRowCanvas *self, const char *name, const char *initials, int x, int y, int size);
void od_row_canvas_look_up (OdRowCanvas *self, const char *name, GdkRGBA *colour);
void od_row_font_get_metrics (GtkWidget *widget, double size, int *ascent, int *height);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OdRowCanvas, od_row_canvas_end)

const GdkRGBA *od_row_canvas_get_tint (const char *name);
char *od_row_canvas_dup_letters (const char *words);

G_END_DECLS
