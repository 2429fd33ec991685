/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-inbox-row"

#include "od-inbox-row.h"

#include <glib/gi18n.h>

#include "od-row-canvas.h"
#include "od-row-chips.h"
#include "od-row-when.h"
#include "od-row-words.h"
#include "od-sla-badge.h"
#include "od-unsent-words.h"
#include "od-visitor-name.h"

#define MOST_SHOWN 99
#define AVATAR 44
#define ASSIGNEE 18
#define CHECK 22
#define BADGE 20
#define BADGE_ICON 12
#define MARK 14
#define GAP 6
#define WIDE_GAP 12
#define LINE_GAP 3
#define PILL_PADDING 6
#define PREVIEW_SIZE 0.94
#define SMALL_SIZE 0.87
#define COUNT_SIZE 0.82
#define LEAVING_OPACITY 0.55
#define WAIT_BAR 3

/**
 * OdInboxRow:
 *
 * One conversation in the list: who, on which channel, what was said last and by whom, when,
 * and what is still to do about it. It has no children and draws itself, because the list keeps
 * 200 of them. A screen reader gets all of it as sentences.
 */
struct _OdInboxRow {
  GtkWidget parent_instance;

  OdDesk *desk;             /* (owned) */
  OdAccountList *accounts;  /* (owned) (nullable) */
  OdConversationItem *item; /* (owned) (nullable) */
  gulong changed_id;
  GdkRectangle assignee_area;   /* in the widget; empty if there is none */
  GdkRectangle unanswered_area; /* likewise */
  int chips_height;
  OdSlaLevel level;   /* as it was told */
  gint64 next_us;     /* when the badge says something else; %G_MAXINT64: never */
  gboolean is_marked; /* one of many that are selected */
};

G_DEFINE_FINAL_TYPE (OdInboxRow, od_inbox_row, GTK_TYPE_WIDGET)

static guint timed_signal;

static const OdConversationRow *
get_row (OdInboxRow *self)
{
  return self->item != NULL ? od_conversation_item_get_row (self->item) : NULL;
}

static const OdAccountRow *
get_account (OdInboxRow *self, const OdConversationRow *row)
{
  return self->accounts != NULL ? od_account_list_find (self->accounts, row->account_id) : NULL;
}

/* (nullable): that a reply did not leave */
static const char *
get_unsent (OdInboxRow *self, const OdConversationRow *row)
{
  return row != NULL ? od_unsent_words_sign (row, get_account (self, row)) : NULL;
}

static gboolean
is_others (OdInboxRow *self, const OdConversationRow *row)
{
  return row->assignee_id != 0 && row->assignee_id != self->desk->operator_id;
}

/* ---- Drawing ----------------------------------------------------------------- */

typedef struct {
  int name_baseline, name_middle;
  int preview_baseline, preview_middle;
  int chips_top;
} Lines;

static Lines
place_lines (OdInboxRow *self, const OdConversationRow *row)
{
  int name_ascent, name_height, preview_ascent, preview_height, top, chips_height;

  od_row_font_get_metrics (GTK_WIDGET (self), 1, &name_ascent, &name_height);
  od_row_font_get_metrics (GTK_WIDGET (self), PREVIEW_SIZE, &preview_ascent, &preview_height);
  chips_height = od_row_chips_measure (GTK_WIDGET (self), row, get_unsent (self, row));
  top = (gtk_widget_get_height (GTK_WIDGET (self)) - name_height - LINE_GAP - preview_height - chips_height) / 2;
  return (Lines){
    .name_baseline = top + name_ascent,
    .name_middle = top + name_height / 2,
    .preview_baseline = top + name_height + LINE_GAP + preview_ascent,
    .preview_middle = top + name_height + LINE_GAP + preview_height / 2,
    .chips_top = top + name_height + LINE_GAP + preview_height,
  };
}

/* In place of the avatar: it is one of those that something will be done to. */
static void
draw_check (OdRowCanvas *canvas, int top)
{
  GdkRGBA ground;

  od_row_canvas_look_up (canvas, "od_accent", &ground);
  od_row_canvas_disc (canvas, &ground, 0, top, AVATAR, AVATAR);
  od_row_canvas_icon (canvas, "od-check-symbolic", "od_accent_fg", (AVATAR - CHECK) / 2, top + (AVATAR - CHECK) / 2,
                      CHECK);
}

static void
draw_who (OdInboxRow *self, OdRowCanvas *canvas, const OdConversationRow *row)
{
  g_autofree char *name = od_visitor_name (row->name, row->address);
  g_autofree char *initials = od_visitor_initials (row->name, row->address);
  int top = (canvas->height - AVATAR) / 2;
  int badge_x = AVATAR - BADGE + 4;
  int badge_y = top + AVATAR - BADGE + 3;
  GdkRGBA ground, edge;

  if (self->is_marked)
    {
      draw_check (canvas, top);
      return;
    }
  od_row_canvas_avatar (canvas, name, initials, 0, top, AVATAR);
  od_row_canvas_look_up (canvas, "od_line", &edge);
  od_row_canvas_look_up (canvas, "od_list_bg", &ground);
  od_row_canvas_disc (canvas, &edge, badge_x, badge_y, BADGE, BADGE);
  od_row_canvas_disc (canvas, &ground, badge_x + 1, badge_y + 1, BADGE - 2, BADGE - 2);
  od_row_canvas_icon (canvas, od_channel_info_get_icon (self->desk->channels, row->channel), NULL,
                      badge_x + (BADGE - BADGE_ICON) / 2, badge_y + (BADGE - BADGE_ICON) / 2, BADGE_ICON);
}

static void
draw_name_line (OdInboxRow *self, OdRowCanvas *canvas, const OdConversationRow *row, const Lines *lines)
{
  const OdRowFont bold = { .size = 1, .is_bold = TRUE };
  gint64 now_us = od_clock_get_real_us (self->desk->clock);
  g_autofree char *name = od_visitor_name (row->name, row->address);
  int end = od_row_when_draw (canvas, row, now_us, lines->name_middle, lines->name_baseline) - GAP;

  if (row->snoozed_until_us > now_us)
    {
      od_row_canvas_icon (canvas, "od-moon-symbolic", "od_dim", end - MARK, lines->name_middle - MARK / 2, MARK);
      end -= MARK + GAP;
    }
  od_row_canvas_text (canvas, &bold, name, AVATAR + WIDE_GAP, end - AVATAR - WIDE_GAP, lines->name_baseline);
}

/* A line at the edge, for the eye that runs down the list; the end of the first line says it, too. */
static void
draw_wait (OdInboxRow *self, OdRowCanvas *canvas, const OdConversationRow *row)
{
  static const char *const colours[] = {
    [OD_ROW_WAIT_SHORT] = "od_accent",
    [OD_ROW_WAIT_LONG] = "od_note_line",
    [OD_ROW_WAIT_LATE] = "od_late",
  };
  OdRowWait wait = od_row_words_get_wait (row, od_clock_get_real_us (self->desk->clock));
  GdkRGBA colour;

  if (wait == OD_ROW_WAIT_NOT)
    return;
  od_row_canvas_look_up (canvas, colours[wait], &colour);
  od_row_canvas_disc (canvas, &colour, -WAIT_BAR - GAP, 0, WAIT_BAR, canvas->height);
}

static int
draw_unread (OdRowCanvas *canvas, guint n_unread, int end, const Lines *lines)
{
  const OdRowFont font = { .colour = "od_accent_fg", .size = COUNT_SIZE, .is_bold = TRUE, .has_equal_digits = TRUE };
  g_autofree char *count =
      n_unread > MOST_SHOWN ? g_strdup_printf ("%d+", MOST_SHOWN) : g_strdup_printf ("%u", n_unread);
  int text_width = od_row_canvas_measure (canvas, &font, count);
  int ascent, height, width;
  GdkRGBA ground;

  od_row_font_get_metrics (canvas->widget, COUNT_SIZE, &ascent, &height);
  width = MAX (text_width + 2 * PILL_PADDING, height + 2);
  od_row_canvas_look_up (canvas, "od_accent", &ground);
  od_row_canvas_disc (canvas, &ground, end - width, lines->preview_middle - (height + 2) / 2, width, height + 2);
  od_row_canvas_text (canvas, &font, count, end - width + (width - text_width) / 2, text_width,
                      lines->preview_middle - (height + 2) / 2 + 1 + ascent);
  return end - width - GAP;
}

/* What is still to do, from the end of the line: returns where the rest of it must end. */
static int
draw_marks (OdInboxRow *self, OdRowCanvas *canvas, const OdConversationRow *row, const Lines *lines)
{
  int end = canvas->width;

  self->unanswered_area = self->assignee_area = (GdkRectangle){ 0 };
  if (row->n_unread > 0)
    end = draw_unread (canvas, row->n_unread, end, lines);
  else if (row->waiting_since_us != 0)
    {
      int x = end - MARK;

      od_row_canvas_icon (canvas, "od-unanswered-symbolic", "od_accent", x, lines->preview_middle - MARK / 2, MARK);
      self->unanswered_area = (GdkRectangle){ x, lines->preview_middle - MARK / 2, MARK, MARK };
      end -= MARK + GAP;
    }
  if (is_others (self, row))
    {
      g_autofree char *initials = od_visitor_initials (row->assignee_name, "");
      int x = end - ASSIGNEE;

      od_row_canvas_avatar (canvas, row->assignee_name, initials, x, lines->preview_middle - ASSIGNEE / 2, ASSIGNEE);
      self->assignee_area = (GdkRectangle){ x, lines->preview_middle - ASSIGNEE / 2, ASSIGNEE, ASSIGNEE };
      end -= ASSIGNEE + GAP;
    }
  return end;
}

static void
draw_preview_line (OdInboxRow *self, OdRowCanvas *canvas, const OdConversationRow *row, const Lines *lines)
{
  gboolean is_unread = row->n_unread > 0 || row->waiting_since_us != 0;
  const OdRowFont font = { .colour = is_unread ? NULL : "od_dim", .size = PREVIEW_SIZE };
  g_autofree char *preview = od_row_words_preview (row, self->desk->operator_name);
  const char *icon = od_row_words_get_icon (row);
  int end = draw_marks (self, canvas, row, lines);
  int x = AVATAR + WIDE_GAP;

  if (icon != NULL)
    {
      const char *colour = g_str_equal (icon, "od-failed-symbolic") ? "od_late" : "od_dim";

      od_row_canvas_icon (canvas, icon, colour, x, lines->preview_middle - MARK / 2, MARK);
      x += MARK + GAP;
    }
  od_row_canvas_text (canvas, &font, preview, x, end - x, lines->preview_baseline);
}

static void
od_inbox_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  OdInboxRow *self = OD_INBOX_ROW (widget);
  const OdConversationRow *row = get_row (self);
  g_auto (OdRowCanvas) canvas = { 0 };
  Lines lines;

  if (row == NULL)
    return; /* not loaded yet */
  lines = place_lines (self, row);
  od_row_canvas_begin (&canvas, widget, snapshot);
  draw_wait (self, &canvas, row);
  draw_who (self, &canvas, row);
  draw_name_line (self, &canvas, row, &lines);
  draw_preview_line (self, &canvas, row, &lines);
  od_row_chips_draw (&canvas, row, get_unsent (self, row), od_clock_get_real_us (self->desk->clock), AVATAR + WIDE_GAP,
                     lines.chips_top);
}

static void
od_inbox_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  OdInboxRow *self = OD_INBOX_ROW (widget);
  const OdConversationRow *row = get_row (self);
  int ascent, name_height, preview_height, chips_height;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = *natural = 2 * AVATAR;
      return;
    }
  od_row_font_get_metrics (widget, 1, &ascent, &name_height);
  od_row_font_get_metrics (widget, PREVIEW_SIZE, &ascent, &preview_height);
  /* What is not loaded yet is as high as what was there before: the list need not be laid out twice. */
  chips_height = row != NULL ? od_row_chips_measure (widget, row, get_unsent (self, row)) : self->chips_height;
  *minimum = *natural = MAX (AVATAR, name_height + LINE_GAP + preview_height + chips_height);
}

static gboolean
is_in (OdInboxRow *self, const GdkRectangle *area, int x, int y)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = width - x;
  return x >= area->x && x < area->x + area->width && y >= area->y && y < area->y + area->height;
}

static gboolean
od_inbox_row_query_tooltip (GtkWidget *widget, int x, int y, gboolean is_by_keyboard, GtkTooltip *tooltip)
{
  OdInboxRow *self = OD_INBOX_ROW (widget);
  const OdConversationRow *row = get_row (self);

  if (row == NULL)
    return FALSE;
  if (is_in (self, &self->assignee_area, x, y))
    {
      g_autofree char *words = g_strdup_printf (_ ("Assigned to %s"), row->assignee_name);

      gtk_tooltip_set_text (tooltip, words);
      return TRUE;
    }
  if (is_in (self, &self->unanswered_area, x, y))
    {
      gtk_tooltip_set_text (tooltip, _ ("Not answered yet"));
      return TRUE;
    }
  if (get_unsent (self, row) != NULL)
    {
      g_autofree char *words = od_unsent_words_sentence (row, get_account (self, row));

      gtk_tooltip_set_text (tooltip, words);
      return TRUE;
    }
  return FALSE;
}

/* ---- The object -------------------------------------------------------------- */

static void
plan_tick (OdInboxRow *self, const OdConversationRow *row)
{
  gint64 now_us = od_clock_get_real_us (self->desk->clock);

  self->level = od_sla_badge_get_level (&row->marks, now_us);
  self->next_us = od_sla_badge_get_next_us (&row->marks, now_us);
  if (self->next_us != G_MAXINT64)
    g_signal_emit (self, timed_signal, 0, self->next_us);
}

/* Everything that it shows, and that it did not leave first of what is wrong. */
static char *
dup_sentence (OdInboxRow *self, const OdConversationRow *row)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *channel = od_channel_info_dup_name (self->desk->channels, row->channel);
  g_autofree char *unsent =
      get_unsent (self, row) != NULL ? od_unsent_words_sentence (row, get_account (self, row)) : NULL;
  g_autofree char *plain =
      od_row_words_sentence (row, channel, self->desk->operator_name, od_clock_get_real_us (self->desk->clock), zone);
  g_autofree char *whole = unsent != NULL ? g_strjoin (" ", plain, unsent, NULL) : g_steal_pointer (&plain);

  if (!od_conversation_item_get_is_leaving (self->item))
    return g_steal_pointer (&whole);
  /* TRANSLATORS: what a row says, and that it stays in the list only as long as it is open */
  return g_strdup_printf (_ ("%s No longer in this view."), whole);
}

/**
 * od_inbox_row_update:
 *
 * Writes everything again: the item has changed, or a minute has passed.
 */
void
od_inbox_row_update (OdInboxRow *self)
{
  const OdConversationRow *row;
  g_autofree char *sentence = NULL;
  GtkWidget *parent;
  int chips_height;

  g_return_if_fail (OD_IS_INBOX_ROW (self));

  row = get_row (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (row == NULL)
    return;
  chips_height = od_row_chips_measure (GTK_WIDGET (self), row, get_unsent (self, row));
  if (chips_height != self->chips_height)
    gtk_widget_queue_resize (GTK_WIDGET (self)); /* they take a line of their own */
  self->chips_height = chips_height;
  gtk_widget_set_opacity (GTK_WIDGET (self), od_conversation_item_get_is_leaving (self->item) ? LEAVING_OPACITY : 1.0);
  sentence = dup_sentence (self, row);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  parent = gtk_widget_get_parent (GTK_WIDGET (self)); /* the list item, which has no name of its own */
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  plan_tick (self, row);
}

/**
 * od_inbox_row_tick:
 *
 * The badge counts on; what a screen reader is told changes only when the promise's level does.
 *
 * Returns: when the row has to be told again; %G_MAXINT64: never
 */
gint64
od_inbox_row_tick (OdInboxRow *self)
{
  const OdConversationRow *row;
  gint64 now_us;

  g_return_val_if_fail (OD_IS_INBOX_ROW (self), G_MAXINT64);

  row = get_row (self);
  if (row == NULL)
    return G_MAXINT64;
  now_us = od_clock_get_real_us (self->desk->clock);
  if (now_us < self->next_us)
    return self->next_us;
  if (od_sla_badge_get_level (&row->marks, now_us) != self->level)
    {
      od_inbox_row_update (self);
      return self->next_us;
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
  self->next_us = od_sla_badge_get_next_us (&row->marks, now_us);
  return self->next_us;
}

static void
od_inbox_row_dispose (GObject *object)
{
  OdInboxRow *self = OD_INBOX_ROW (object);

  od_inbox_row_set_item (self, NULL);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_inbox_row_parent_class)->dispose (object);
}

static void
od_inbox_row_class_init (OdInboxRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_inbox_row_dispose;
  widget_class->snapshot = od_inbox_row_snapshot;
  widget_class->measure = od_inbox_row_measure;
  widget_class->query_tooltip = od_inbox_row_query_tooltip;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);

  /**
   * OdInboxRow::timed:
   * @next_us: when od_inbox_row_tick() is wanted
   */
  timed_signal = g_signal_new ("timed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                               1, G_TYPE_INT64);
}

static void
od_inbox_row_init (OdInboxRow *self)
{
  self->next_us = G_MAXINT64;
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

/**
 * od_inbox_row_new:
 * @accounts: (nullable): how those are doing that the rows are of; when that changes, od_inbox_row_update() is wanted
 */
GtkWidget *
od_inbox_row_new (OdDesk *desk, OdAccountList *accounts)
{
  OdInboxRow *self = g_object_new (OD_TYPE_INBOX_ROW, NULL);

  self->desk = od_desk_ref (desk);
  g_set_object (&self->accounts, accounts);
  return GTK_WIDGET (self);
}

/**
 * od_inbox_row_set_item:
 * @item: (nullable): what to show; empty until it is loaded
 */
void
od_inbox_row_set_item (OdInboxRow *self, OdConversationItem *item)
{
  g_return_if_fail (OD_IS_INBOX_ROW (self));

  if (self->item == item)
    return;
  if (self->item != NULL)
    g_clear_signal_handler (&self->changed_id, self->item);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  self->changed_id = g_signal_connect_swapped (item, "changed", G_CALLBACK (od_inbox_row_update), self);
  od_inbox_row_update (self);
}

/**
 * od_inbox_row_set_is_marked:
 * @is_marked: whether it is one of many that are selected
 */
void
od_inbox_row_set_is_marked (OdInboxRow *self, gboolean is_marked)
{
  g_return_if_fail (OD_IS_INBOX_ROW (self));

  if (self->is_marked == is_marked)
    return;
  self->is_marked = is_marked;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
