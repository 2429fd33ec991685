/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-row-when.h"

#include "od-relative-time.h"
#include "od-row-words.h"
#include "od-sla-badge.h"

#define SIZE 0.87 /* of the row's font */
#define ICON 14
#define ICON_GAP 4
#define PADDING 6
#define HEIGHT_MORE 4

typedef struct {
  char *text;         /* (owned) */
  const char *icon;   /* (nullable) */
  const char *colour; /* (nullable): of style.css; the text's own */
  const char *ground; /* (nullable): likewise; none */
} When;

static When
choose (const OdConversationRow *row, gint64 now_us)
{
  static const struct {
    const char *colour, *ground;
  } looks[] = {
    [OD_SLA_LEVEL_NONE] = { "od_dim", NULL },
    [OD_SLA_LEVEL_OK] = { NULL, "od_chip" },
    [OD_SLA_LEVEL_AMBER] = { "od_warn", "od_warn_bg" },
    [OD_SLA_LEVEL_RED] = { "od_late", "od_late_bg" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  OdRowWait wait = od_row_words_get_wait (row, now_us);

  if (row->marks.sends_at_us > now_us)
    return (When){ od_relative_time_future (row->marks.sends_at_us, now_us, zone), "od-queued-symbolic", "od_dim",
                   NULL };
  if (row->marks.due_us != 0)
    {
      OdSlaLevel level = od_sla_badge_get_level (&row->marks, now_us);

      return (When){ od_sla_badge_text (&row->marks, now_us), od_sla_badge_get_icon (level), looks[level].colour,
                     looks[level].ground };
    }
  if (wait == OD_ROW_WAIT_LATE)
    return (When){ od_relative_time_short (row->waiting_since_us, now_us, zone), "od-late-symbolic", "od_late", NULL };
  if (wait == OD_ROW_WAIT_LONG)
    return (When){ od_relative_time_short (row->waiting_since_us, now_us, zone), "od-hourglass-symbolic", "od_warn",
                   NULL };
  return (When){ od_relative_time_short (row->last_at_us, now_us, zone), NULL, "od_dim", NULL };
}

/**
 * od_row_when_draw:
 * @now_us: now
 * @middle: of the line
 * @baseline: of its letters
 *
 * What the end of a row's first line says: when it is sent, if it waits for that; else how long there is to keep what is
 * promised, or since when it is broken, on a ground that the eye finds first; else when something was said last, and how
 * long the customer has waited.
 *
 * Returns: where it begins
 */
int
od_row_when_draw (OdRowCanvas *canvas, const OdConversationRow *row, gint64 now_us, int middle, int baseline)
{
  When when = choose (row, now_us);
  g_autofree char *text = when.text;
  const OdRowFont font = { .colour = when.colour, .size = SIZE, .has_equal_digits = TRUE };
  int width = od_row_canvas_measure (canvas, &font, text);
  int padding = when.ground != NULL ? PADDING : 0;
  int start = canvas->width - width - 2 * padding - (when.icon != NULL ? ICON + ICON_GAP : 0);
  int ascent, height;
  GdkRGBA ground;

  if (when.ground != NULL)
    {
      od_row_font_get_metrics (canvas->widget, SIZE, &ascent, &height);
      height += HEIGHT_MORE;
      od_row_canvas_look_up (canvas, when.ground, &ground);
      od_row_canvas_disc (canvas, &ground, start, middle - height / 2, canvas->width - start, height);
    }
  if (when.icon != NULL)
    od_row_canvas_icon (canvas, when.icon, when.colour, start + padding, middle - ICON / 2, ICON);
  od_row_canvas_text (canvas, &font, text, canvas->width - padding - width, width, baseline);
  return start;
}
