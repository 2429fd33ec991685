/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-inbox-row"

#include "od-row-chips.h"

#include <glib/gi18n.h>

#include "od-row-words.h"
#include "od-sla-badge.h"

#define SIZE 0.8 /* of the row's font */
#define PADDING 7
#define ICON 12
#define GAP 5
#define LINE_GAP 5
#define HEIGHT_MORE 3
#define NARROWEST 40 /* a chip cut further says nothing */

/* The third line of a row: what somebody has said about the conversation. Words on a ground, and where it
 * matters a symbol: colour alone says nothing here. */

typedef struct {
  OdRowCanvas *canvas;
  int x, top, height, ascent;
} Pen;

/* The operator's own word stands beside the promise that the badge shows. */
static gboolean
is_promise_hidden (const OdConversationRow *row)
{
  return row->marks.promised_us != 0 &&
         (row->marks.clock_kind != OD_CLOCK_PROMISE || row->marks.due_us != row->marks.promised_us);
}

static gboolean
has_chips (const OdConversationRow *row, const char *unsent)
{
  return row != NULL &&
         (unsent != NULL || is_promise_hidden (row) || od_row_words_priority (row) != NULL || row->marks.has_draft ||
          row->marks.is_blocked || row->status == OD_STATUS_SPAM || (row->tags != NULL && row->tags[0] != NULL));
}

static int
chip_height (GtkWidget *widget, int *ascent)
{
  int height;

  od_row_font_get_metrics (widget, SIZE, ascent, &height);
  return height + HEIGHT_MORE;
}

/**
 * od_row_chips_measure:
 * @row: (nullable): %NULL while it is not loaded
 * @unsent: (nullable): of od_unsent_words_sign()
 *
 * Returns: how much higher the row is for them; 0 if there are none
 */
int
od_row_chips_measure (GtkWidget *widget, const OdConversationRow *row, const char *unsent)
{
  int ascent;

  return has_chips (row, unsent) ? chip_height (widget, &ascent) + LINE_GAP : 0;
}

/* What has no room is left out; that there is more is said by "…" in the last one. */
static void
draw_chip (Pen *pen, const char *icon, const char *colour, const char *words)
{
  const OdRowFont font = { .colour = colour, .size = SIZE, .is_bold = icon != NULL };
  int text_x = pen->x + PADDING + (icon != NULL ? ICON + GAP : 0);
  int room = pen->canvas->width - text_x - PADDING;
  int width = MIN (od_row_canvas_measure (pen->canvas, &font, words), room);
  GdkRGBA ground;

  if (room < NARROWEST)
    {
      pen->x = pen->canvas->width;
      return;
    }
  od_row_canvas_look_up (pen->canvas, "od_chip", &ground);
  od_row_canvas_disc (pen->canvas, &ground, pen->x, pen->top, text_x + width + PADDING - pen->x, pen->height);
  if (icon != NULL)
    od_row_canvas_icon (pen->canvas, icon, colour, pen->x + PADDING, pen->top + (pen->height - ICON) / 2, ICON);
  od_row_canvas_text (pen->canvas, &font, words, text_x, width, pen->top + HEIGHT_MORE / 2 + pen->ascent);
  pen->x = text_x + width + PADDING + GAP;
}

static void
draw_priority (Pen *pen, const OdConversationRow *row)
{
  const char *words = od_row_words_priority (row);

  if (row->marks.priority == OD_PRIORITY_URGENT)
    draw_chip (pen, "od-urgent-symbolic", "od_late", words);
  else if (row->marks.priority == OD_PRIORITY_HIGH)
    draw_chip (pen, "od-high-symbolic", "od_warn", words);
  else if (words != NULL)
    draw_chip (pen, "od-low-symbolic", "od_dim", words);
}

static void
draw_promise (Pen *pen, const OdConversationRow *row, gint64 now_us)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *words = od_sla_badge_promised (&row->marks, now_us, zone);

  if (words != NULL)
    draw_chip (pen, "od-hourglass-symbolic", row->marks.promised_us <= now_us ? "od_late" : "od_accent_text", words);
}

/**
 * od_row_chips_draw:
 * @unsent: (nullable): as measured with
 * @x: where the line begins
 * @top: the lower edge of what is above
 */
void
od_row_chips_draw (OdRowCanvas *canvas, const OdConversationRow *row, const char *unsent, gint64 now_us, int x, int top)
{
  Pen pen = { .canvas = canvas, .x = x, .top = top + LINE_GAP };

  if (!has_chips (row, unsent))
    return;
  pen.height = chip_height (canvas->widget, &pen.ascent);
  if (unsent != NULL)
    draw_chip (&pen, "od-failed-symbolic", "od_late", unsent);
  draw_promise (&pen, row, now_us);
  draw_priority (&pen, row);
  if (row->marks.has_draft)
    draw_chip (&pen, "od-draft-symbolic", "od_accent_text", _ ("Draft"));
  if (row->status == OD_STATUS_SPAM)
    draw_chip (&pen, "od-spam-symbolic", "od_late", C_ ("conversation", "Spam"));
  if (row->marks.is_blocked)
    draw_chip (&pen, "od-blocked-symbolic", "od_late", C_ ("customer", "Blocked"));
  for (guint i = 0; row->tags != NULL && row->tags[i] != NULL; i++)
    draw_chip (&pen, NULL, NULL, row->tags[i]);
}
