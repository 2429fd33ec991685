/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-thread-view"

#include <glib/gi18n.h>

#include "od-media-block.h"
#include "od-thread-menu.h"
#include "od-thread-view-private.h"

/* What hangs on one message: its menu, its emoji; and which message the pointer means. The list
 * has the gestures, not each of its rows. */

static OdThreadRow *
pick_row (OdThreadView *self, double x, double y, GtkWidget **picked)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->list), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = widget != NULL ? gtk_widget_get_ancestor (widget, OD_TYPE_THREAD_ROW) : NULL;

  if (picked != NULL)
    *picked = widget;
  return row != NULL && od_thread_row_get_item (OD_THREAD_ROW (row)) != NULL ? OD_THREAD_ROW (row) : NULL;
}

static gboolean
is_in_bubble (OdThreadRow *row, GtkWidget *picked)
{
  GtkWidget *bubble = od_thread_row_get_bubble (row);

  return picked != NULL && (picked == bubble || gtk_widget_is_ancestor (picked, bubble));
}

/* ---- Popovers ---------------------------------------------------------------- */

/* Where the popover of a row points to that was not asked for with the pointer. */
static void
point_at_row (OdThreadView *self, gint64 message_id, GdkRectangle *at)
{
  OdThreadRow *row = od_thread_view_find_row (self, message_id);
  graphene_rect_t bounds;

  *at = (GdkRectangle){ gtk_widget_get_width (GTK_WIDGET (self)) / 2, gtk_widget_get_height (GTK_WIDGET (self)) / 2, 1,
                        1 };
  if (row != NULL && gtk_widget_compute_bounds (od_thread_row_get_bubble (row), GTK_WIDGET (self), &bounds))
    *at = (GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                          (int) bounds.size.height };
}

/*
 * od_thread_view_popup:
 * @popover: (transfer floating): takes the place of the one before
 * @at: (nullable): in the view; %NULL: at the message
 */
void
od_thread_view_popup (OdThreadView *self, GtkWidget *popover, gint64 message_id, const GdkRectangle *at)
{
  GdkRectangle place;

  if (at != NULL)
    place = *at;
  else
    point_at_row (self, message_id, &place);
  g_clear_pointer (&self->pointer.popover, gtk_widget_unparent);
  self->pointer.popover = popover;
  gtk_widget_set_parent (popover, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &place);
  gtk_popover_popup (GTK_POPOVER (popover));
}

void
od_thread_view_show_menu (OdThreadView *self, OdThreadRow *row, const GdkRectangle *at)
{
  const OdMessageRow *message = od_message_item_get_row (od_thread_row_get_item (row));
  OdMessageDeeds deeds = od_thread_view_get_deeds (self, message);
  g_autoptr (GMenuModel) model = NULL;
  GtkWidget *menu;

  if (deeds == 0)
    return;
  model = od_thread_menu_new (message, deeds,
                              at != NULL ? gtk_label_get_current_uri (od_thread_row_get_label (row)) : NULL);
  menu = gtk_popover_menu_new_from_model (model);
  if (at != NULL)
    {
      gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
      gtk_widget_set_halign (menu, GTK_ALIGN_START);
    }
  od_thread_view_popup (self, menu, message->id, at);
}

void
od_thread_view_pick_emoji (OdThreadView *self, gint64 message_id)
{
  OdThreadRow *row = od_thread_view_find_row (self, message_id);

  if (row != NULL)
    od_thread_view_popup (self, od_thread_menu_new_emoji (od_message_item_get_row (od_thread_row_get_item (row))),
                          message_id, NULL);
}

/* GTK asks for the coloured form of what has no other. */
static char *
dup_plain_emoji (const char *picked)
{
  char *emoji = g_strdup (picked);

  if (g_utf8_get_char (emoji) >= 0x1F000 && g_str_has_suffix (emoji, "\uFE0F"))
    emoji[strlen (emoji) - strlen ("\uFE0F")] = '\0';
  return emoji;
}

static void
emoji_picked_cb (OdThreadView *self, const char *picked)
{
  g_autofree char *emoji = dup_plain_emoji (picked);

  gtk_widget_activate_action (GTK_WIDGET (self), "thread.react", "(xs)", self->pointer.emoji_message_id, emoji);
}

void
od_thread_view_pick_any_emoji (OdThreadView *self, gint64 message_id)
{
  GdkRectangle at;

  if (self->pointer.popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->pointer.popover));
  self->pointer.emoji_message_id = message_id;
  if (self->pointer.emoji == NULL) /* some thousand widgets: only for who wants them */
    {
      self->pointer.emoji = gtk_emoji_chooser_new ();
      gtk_widget_set_parent (self->pointer.emoji, GTK_WIDGET (self));
      g_signal_connect_object (self->pointer.emoji, "emoji-picked", G_CALLBACK (emoji_picked_cb), self,
                               G_CONNECT_SWAPPED);
    }
  point_at_row (self, message_id, &at);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->pointer.emoji), &at);
  gtk_popover_popup (GTK_POPOVER (self->pointer.emoji));
}

/* ---- The pointer ------------------------------------------------------------- */

static void
hover (OdThreadView *self, OdThreadRow *row)
{
  OdThreadRow *old = self->pointer.hovered;

  if (row == old)
    return;
  g_set_weak_pointer (&self->pointer.hovered, row);
  if (old != NULL)
    od_thread_row_set_is_hovered (old, FALSE);
  if (row != NULL)
    od_thread_row_set_is_hovered (row, TRUE);
}

static void
on_motion (OdThreadView *self, double x, double y)
{
  hover (self, pick_row (self, x, y, NULL));
}

static void
on_leave (OdThreadView *self)
{
  hover (self, NULL);
}

static void
show_menu_at (OdThreadView *self, OdThreadRow *row, double x, double y)
{
  double view_x, view_y;

  if (gtk_widget_translate_coordinates (GTK_WIDGET (self->list), GTK_WIDGET (self), x, y, &view_x, &view_y))
    od_thread_view_show_menu (self, row, &(GdkRectangle){ (int) view_x, (int) view_y, 1, 1 });
}

static void
on_secondary_pressed (OdThreadView *self, int n_press, double x, double y, GtkGesture *gesture)
{
  GtkWidget *picked;
  OdThreadRow *row = pick_row (self, x, y, &picked);

  if (row == NULL || !is_in_bubble (row, picked) || od_media_block_has_menu (picked))
    return; /* a file has its own */
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  show_menu_at (self, row, x, y);
}

static void
on_long_pressed (OdThreadView *self, double x, double y)
{
  OdThreadRow *row = pick_row (self, x, y, NULL);

  if (row != NULL)
    show_menu_at (self, row, x, y);
}

/* A double click answers. */
static void
on_primary_pressed (OdThreadView *self, int n_press, double x, double y, GtkGesture *gesture)
{
  GtkWidget *picked;
  OdThreadRow *row;
  const OdMessageRow *message;

  if (n_press != 2)
    return;
  row = pick_row (self, x, y, &picked);
  if (row == NULL || !is_in_bubble (row, picked) || gtk_widget_get_ancestor (picked, GTK_TYPE_BUTTON) != NULL)
    return;
  message = od_message_item_get_row (od_thread_row_get_item (row));
  if ((od_thread_view_get_deeds (self, message) & OD_DEED_REPLY) == 0)
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_activate_action (GTK_WIDGET (self), "thread.reply-to", "x", message->id);
}

static void
add_controller (OdThreadView *self, gpointer controller)
{
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->list), controller);
}

void
od_thread_view_watch_pointer (OdThreadView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *secondary = gtk_gesture_click_new ();
  GtkGesture *primary = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (secondary, "pressed", G_CALLBACK (on_secondary_pressed), self);
  g_signal_connect_swapped (primary, "pressed", G_CALLBACK (on_primary_pressed), self);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_swapped (press, "pressed", G_CALLBACK (on_long_pressed), self);
  add_controller (self, motion);
  add_controller (self, secondary);
  add_controller (self, primary);
  add_controller (self, press);
}
