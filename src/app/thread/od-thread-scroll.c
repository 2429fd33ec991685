/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-thread-view"

#include <glib/gi18n.h>

#include "od-thread-view-private.h"

#define LOOK_MS 120   /* after the last movement: which rows are in sight */
#define PAGES_AHEAD 4 /* heights of the view that are loaded beyond it: a thrown wheel must not reach the end of them */

/* Where in the thread the reader is, and how they get somewhere else. */

/* ---- In sight ---------------------------------------------------------------- */

static gboolean
is_in_sight (OdThreadView *self, GtkWidget *child)
{
  graphene_rect_t bounds;
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self->scroller));
  float bottom;

  if (!gtk_widget_get_mapped (child) || !gtk_widget_compute_bounds (child, GTK_WIDGET (self->scroller), &bounds))
    return FALSE;
  bottom = bounds.origin.y + bounds.size.height;
  /* Its end is in view, or it is all one sees. */
  return (bottom > 0 && bottom <= height + 4) || (bounds.origin.y <= 0 && bottom >= height);
}

static void
see_rows (OdThreadView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gint64 conversation_id = od_thread_model_get_conversation_id (self->model);
  const OdMessageRow *lowest = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      OdThreadRow *row = od_thread_view_row_of (child);
      const OdMessageRow *message;

      if (row == NULL || !is_in_sight (self, child))
        continue;
      message = od_message_item_get_row (od_thread_row_get_item (row));
      if (message->id == self->flash_id)
        {
          self->flash_id = 0;
          od_thread_row_flash (row);
        }
      if (message->conversation_id == conversation_id &&
          (lowest == NULL || od_message_row_compare (lowest, message) < 0))
        lowest = message;
    }
  if (lowest == NULL)
    return;
  g_signal_emit_by_name (self, "seen", lowest->id);
  if (GTK_IS_WINDOW (root) && gtk_window_is_active (GTK_WINDOW (root)))
    od_read_mark_see (self->read_mark, lowest->id);
}

static void
show_end_button (OdThreadView *self)
{
  double below = gtk_adjustment_get_upper (self->adjustment) - gtk_adjustment_get_page_size (self->adjustment) -
                 gtk_adjustment_get_value (self->adjustment);
  gboolean is_far = !self->is_at_end && (self->n_new > 0 || od_thread_model_get_has_newer (self->model) ||
                                         below > gtk_adjustment_get_page_size (self->adjustment) / 2);

  if (self->n_new > 0)
    {
      g_autofree char *words =
          g_strdup_printf (ngettext ("%u new message", "%u new messages", self->n_new), self->n_new);

      gtk_label_set_text (self->end_label, words);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->end_label), self->n_new > 0);
  gtk_revealer_set_reveal_child (self->end_revealer, is_far);
  /* A hidden button takes no key. */
  gtk_widget_set_can_focus (GTK_WIDGET (self->end_revealer), is_far);
}

static void
ask_for_more (OdThreadView *self)
{
  double value = gtk_adjustment_get_value (self->adjustment);
  double page = gtk_adjustment_get_page_size (self->adjustment);

  if (page <= 0 || g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0)
    return;
  if (value < page * PAGES_AHEAD)
    od_thread_model_load_older (self->model);
  if (gtk_adjustment_get_upper (self->adjustment) - value - page < page * PAGES_AHEAD)
    od_thread_model_load_newer (self->model);
}

static gboolean
look_cb (gpointer user_data)
{
  OdThreadView *self = user_data;

  self->look_id = 0;
  /* In the middle of a jump nobody sees anything; its end looks again. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->jumps.is_settling)
    return G_SOURCE_REMOVE;
  see_rows (self);
  ask_for_more (self);
  show_end_button (self);
  return G_SOURCE_REMOVE;
}

void
od_thread_view_look_soon (OdThreadView *self)
{
  if (self->look_id == 0)
    self->look_id = g_timeout_add (LOOK_MS, look_cb, self);
}

/* ---- Jumps ------------------------------------------------------------------- */

static void
scroll_to (OdThreadView *self, gint64 message_id)
{
  guint position = g_list_model_get_n_items (G_LIST_MODEL (self->folds)) - 1;

  if (message_id == 0 || od_thread_folds_find (self->folds, message_id, &position))
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  OdThreadView *self = OD_THREAD_VIEW (widget);

  if (gtk_widget_get_height (GTK_WIDGET (self->list)) <= 0)
    return G_SOURCE_CONTINUE; /* not laid out yet */
  if (self->jumps.n == 0)
    {
      self->jumps.is_settling = FALSE;
      self->jumps.tick_id = 0;
      od_thread_view_look_soon (self);
      return G_SOURCE_REMOVE;
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0)
    scroll_to (self, self->jumps.ids[0]);
  self->jumps.n--;
  memmove (self->jumps.ids, self->jumps.ids + 1, self->jumps.n * sizeof *self->jumps.ids);
  return G_SOURCE_CONTINUE;
}

static void
jump (OdThreadView *self, const gint64 *message_ids, guint n)
{
  memcpy (self->jumps.ids, message_ids, n * sizeof *message_ids);
  self->jumps.n = n;
  self->jumps.is_settling = TRUE;
  if (self->jumps.tick_id == 0)
    self->jumps.tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
jump_to_end (OdThreadView *self)
{
  jump (self, (gint64[]){ 0 }, 1);
}

/* The row comes to stand at the top: the action scrolls as little as it can, so it comes from below. */
static void
jump_to_top (OdThreadView *self, gint64 message_id)
{
  jump (self, (gint64[]){ 0, message_id }, 2);
}

static void
opened_cb (OdThreadView *self, guint position, int anchor)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  g_autoptr (OdMessageItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  if (self->shown_id != od_thread_model_get_conversation_id (self->model))
    od_thread_folds_close_all (self->folds);
  self->shown_id = od_thread_model_get_conversation_id (self->model);
  self->n_new = 0;
  self->is_at_end =
      anchor == OD_ANCHOR_END || (position + 1 >= n_items && !od_thread_model_get_has_newer (self->model));
  if (self->is_at_end || item == NULL)
    jump_to_end (self);
  else
    jump_to_top (self, od_message_item_get_id (item));
}

static void
arrived_cb (OdThreadView *self)
{
  if (!self->is_at_end)
    self->n_new++;
  show_end_button (self);
}

static void
items_changed_cb (OdThreadView *self)
{
  if (self->is_at_end && self->jumps.n == 0)
    jump_to_end (self);
  od_thread_view_look_soon (self);
}

/* ---- The reader's place ------------------------------------------------------ */

static void
value_changed_cb (OdThreadView *self)
{
  double end = gtk_adjustment_get_upper (self->adjustment) - gtk_adjustment_get_page_size (self->adjustment);

  od_thread_view_look_soon (self);
  if (self->jumps.is_settling)
    return;
  self->is_at_end =
      gtk_adjustment_get_value (self->adjustment) >= end - 2 && !od_thread_model_get_has_newer (self->model);
  if (self->is_at_end)
    self->n_new = 0;
}

/* Rows got another height, or the window did: the end moved, the reader did not. */
static void
size_changed_cb (OdThreadView *self)
{
  if (self->is_at_end && self->jumps.n == 0)
    jump_to_end (self);
  od_thread_view_look_soon (self);
}

/* Once, when there is a model. */
void
od_thread_view_watch_scrolling (OdThreadView *self)
{
  self->adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (value_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "changed", G_CALLBACK (size_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "arrived", G_CALLBACK (arrived_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->folds, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

/**
 * od_thread_view_scroll_to_end:
 *
 * Goes to the newest message, and stays there.
 */
void
od_thread_view_scroll_to_end (OdThreadView *self)
{
  g_return_if_fail (OD_IS_THREAD_VIEW (self));

  self->n_new = 0;
  if (od_thread_model_get_has_newer (self->model))
    {
      od_thread_model_reopen (self->model, OD_ANCHOR_END, 0);
      return;
    }
  self->is_at_end = TRUE;
  jump_to_end (self);
  show_end_button (self);
}

/**
 * od_thread_view_jump:
 * @message_id: of the thread, loaded or not
 *
 * Goes to a message and points it out.
 */
void
od_thread_view_jump (OdThreadView *self, gint64 message_id)
{
  guint position;

  g_return_if_fail (OD_IS_THREAD_VIEW (self));

  self->flash_id = message_id;
  if (!od_thread_model_find (self->model, message_id, &position))
    {
      od_thread_model_reopen (self->model, OD_ANCHOR_MESSAGE, message_id);
      return;
    }
  self->is_at_end = FALSE;
  jump_to_top (self, message_id);
}

/* The uppermost message in sight that stays in sight whatever the scope is; 0 if there is none. */
static gint64
find_anchor (OdThreadView *self)
{
  gint64 conversation_id = od_thread_model_get_conversation_id (self->model);
  const OdMessageRow *first = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      OdThreadRow *row = od_thread_view_row_of (child);
      const OdMessageRow *message = row != NULL ? od_message_item_get_row (od_thread_row_get_item (row)) : NULL;

      if (message != NULL && message->conversation_id == conversation_id && is_in_sight (self, child) &&
          (first == NULL || od_message_row_compare (message, first) < 0))
        first = message;
    }
  return first != NULL ? first->id : 0;
}

/**
 * od_thread_view_set_scope:
 *
 * Shows more of the customer, or less, and stays where the reader is.
 */
void
od_thread_view_set_scope (OdThreadView *self, OdThreadScope scope)
{
  gint64 conversation_id;
  gint64 anchor_id;

  g_return_if_fail (OD_IS_THREAD_VIEW (self));

  conversation_id = od_thread_model_get_conversation_id (self->model);
  if (conversation_id == 0)
    return;
  anchor_id = self->is_at_end ? 0 : find_anchor (self);
  od_thread_model_open (self->model, conversation_id, scope, anchor_id != 0 ? OD_ANCHOR_MESSAGE : OD_ANCHOR_END,
                        anchor_id);
}

/**
 * od_thread_view_get_is_at_end:
 *
 * Returns: whether the newest message is in sight
 */
gboolean
od_thread_view_get_is_at_end (OdThreadView *self)
{
  g_return_val_if_fail (OD_IS_THREAD_VIEW (self), FALSE);

  return self->is_at_end;
}
