/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-thread-view"

#include "od-thread-view-private.h"

#include <glib/gi18n.h>

#include "od-message-words.h"
#include "od-read-mark.h"
#include "od-visitor-name.h"

#define LOOK_MS 120 /* after the last movement: which rows are in sight */

G_DEFINE_FINAL_TYPE (OdThreadView, od_thread_view, ADW_TYPE_BIN)

/* ---- Rows -------------------------------------------------------------------- */

static void
setup_cb (OdThreadView *self, GtkListItem *list_item)
{
  gtk_list_item_set_activatable (list_item, FALSE);
  gtk_list_item_set_child (list_item, od_thread_row_new (&self->setting));
}

static void
bind_cb (OdThreadView *self, GtkListItem *list_item)
{
  self->setting.now_us = od_clock_get_real_us (self->desk->clock);
  od_thread_row_set_item (OD_THREAD_ROW (gtk_list_item_get_child (list_item)), gtk_list_item_get_item (list_item));
}

static void
unbind_cb (OdThreadView *self, GtkListItem *list_item)
{
  GtkWidget *row = gtk_list_item_get_child (list_item);

  if (row != NULL)
    od_thread_row_set_item (OD_THREAD_ROW (row), NULL);
}

/* The row in a child of the list; %NULL in one that shows nothing now. */
OdThreadRow *
od_thread_view_row_of (GtkWidget *list_child)
{
  GtkWidget *row = gtk_widget_get_first_child (list_child);

  return row != NULL && OD_IS_THREAD_ROW (row) && od_thread_row_get_item (OD_THREAD_ROW (row)) != NULL
             ? OD_THREAD_ROW (row)
             : NULL;
}

static char *
dup_divider (gpointer view, gint64 conversation_id, gint64 *created_at_us)
{
  OdThreadView *self = view;
  const OdConversationHead *head = od_thread_model_get_head (self->model, conversation_id);
  const OdChannelInfo *channel;

  if (head == NULL)
    return NULL;
  *created_at_us = head->created_at_us;
  channel = od_channel_info_find (self->desk->channels, head->channel);
  return od_message_words_divider (head, channel != NULL ? channel->name : head->channel, self->setting.now_us,
                                   self->setting.zone);
}

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
  if (lowest != NULL && GTK_IS_WINDOW (root) && gtk_window_is_active (GTK_WINDOW (root)))
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
  if (value < page * 1.5)
    od_thread_model_load_older (self->model);
  if (gtk_adjustment_get_upper (self->adjustment) - value - page < page * 1.5)
    od_thread_model_load_newer (self->model);
}

static gboolean
look_cb (gpointer user_data)
{
  OdThreadView *self = user_data;

  self->look_id = 0;
  /* In the middle of a jump nobody sees anything; its end looks again. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->is_settling)
    return G_SOURCE_REMOVE;
  see_rows (self);
  ask_for_more (self);
  show_end_button (self);
  return G_SOURCE_REMOVE;
}

static void
look_soon (OdThreadView *self)
{
  if (self->look_id == 0)
    self->look_id = g_timeout_add (LOOK_MS, look_cb, self);
}

/* ---- Jumps ------------------------------------------------------------------- */

static void
scroll_to (OdThreadView *self, gint64 message_id)
{
  guint position = g_list_model_get_n_items (G_LIST_MODEL (self->model)) - 1;

  if (message_id == 0 || od_thread_model_find (self->model, message_id, &position))
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  OdThreadView *self = OD_THREAD_VIEW (widget);

  if (gtk_widget_get_height (GTK_WIDGET (self->list)) <= 0)
    return G_SOURCE_CONTINUE; /* not laid out yet */
  if (self->n_jumps == 0)
    {
      self->is_settling = FALSE;
      self->tick_id = 0;
      look_soon (self);
      return G_SOURCE_REMOVE;
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0)
    scroll_to (self, self->jumps[0]);
  self->n_jumps--;
  memmove (self->jumps, self->jumps + 1, self->n_jumps * sizeof *self->jumps);
  return G_SOURCE_CONTINUE;
}

static void
jump (OdThreadView *self, const gint64 *message_ids, guint n)
{
  memcpy (self->jumps, message_ids, n * sizeof *message_ids);
  self->n_jumps = n;
  self->is_settling = TRUE;
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
jump_to_end (OdThreadView *self)
{
  jump (self, (gint64[]){ 0 }, 1);
}

/* The row comes to stand at the top: the action scrolls as little as it can, so it comes from below. */
static void
jump_to_top (OdThreadView *self, guint position)
{
  g_autoptr (OdMessageItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  jump (self, (gint64[]){ 0, od_message_item_get_id (item) }, 2);
}

static void
opened_cb (OdThreadView *self, guint position, int anchor)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->model));

  self->n_new = 0;
  self->is_at_end =
      anchor == OD_ANCHOR_END || (position + 1 >= n_items && !od_thread_model_get_has_newer (self->model));
  if (self->is_at_end)
    jump_to_end (self);
  else
    jump_to_top (self, position);
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
  if (self->is_at_end && self->n_jumps == 0)
    jump_to_end (self);
  look_soon (self);
}

/* ---- The reader's place ------------------------------------------------------ */

static void
value_changed_cb (OdThreadView *self)
{
  double end = gtk_adjustment_get_upper (self->adjustment) - gtk_adjustment_get_page_size (self->adjustment);

  look_soon (self);
  if (self->is_settling)
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
  if (self->is_at_end && self->n_jumps == 0)
    jump_to_end (self);
  look_soon (self);
}

static void
current_changed_cb (OdThreadView *self)
{
  const OdConversationRow *row = od_current_conversation_get_row (self->current);

  if (row == NULL)
    return;
  g_free (self->setting.customer_name);
  self->setting.customer_name = od_visitor_name (row->name, row->address);
  look_soon (self);
}

static void
on_end_clicked (OdThreadView *self)
{
  od_thread_view_scroll_to_end (self);
}

/* ---- Keys -------------------------------------------------------------------- */

static gboolean
menu_shortcut_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  while (focus != NULL && gtk_widget_get_parent (focus) != widget)
    focus = gtk_widget_get_parent (focus);
  if (focus == NULL || od_thread_view_row_of (focus) == NULL)
    return GDK_EVENT_PROPAGATE;
  od_thread_row_popup_menu (od_thread_view_row_of (focus));
  return GDK_EVENT_STOP;
}

/* ---- The object -------------------------------------------------------------- */

static void
od_thread_view_dispose (GObject *object)
{
  OdThreadView *self = OD_THREAD_VIEW (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_THREAD_VIEW);
  g_clear_object (&self->read_mark);
  G_OBJECT_CLASS (od_thread_view_parent_class)->dispose (object);
}

static void
od_thread_view_finalize (GObject *object)
{
  OdThreadView *self = OD_THREAD_VIEW (object);

  g_clear_object (&self->model);
  g_clear_object (&self->current);
  g_clear_pointer (&self->desk, od_desk_unref);
  g_clear_pointer (&self->setting.zone, g_time_zone_unref);
  g_free (self->setting.customer_name);
  G_OBJECT_CLASS (od_thread_view_parent_class)->finalize (object);
}

static void
od_thread_view_class_init (OdThreadViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_thread_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_thread_view_finalize;

  /**
   * OdThreadView::reply-to:
   * @message_id: what is to be answered
   * @text: of it
   */
  g_signal_new ("reply-to", OD_TYPE_THREAD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64,
                G_TYPE_STRING);
  /**
   * OdThreadView::trouble:
   * @words: for people
   */
  g_signal_new ("trouble", OD_TYPE_THREAD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  od_thread_view_install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-thread-view.ui");
  gtk_widget_class_bind_template_child (widget_class, OdThreadView, scroller);
  gtk_widget_class_bind_template_child (widget_class, OdThreadView, list);
  gtk_widget_class_bind_template_child (widget_class, OdThreadView, end_revealer);
  gtk_widget_class_bind_template_child (widget_class, OdThreadView, end_button);
  gtk_widget_class_bind_template_child (widget_class, OdThreadView, end_label);
  gtk_widget_class_bind_template_callback (widget_class, on_end_clicked);
}

static void
od_thread_view_init (OdThreadView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_list_view_set_factory (self->list, factory);
  self->adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (value_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "changed", G_CALLBACK (size_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                                                          gtk_callback_action_new (menu_shortcut_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  self->is_at_end = TRUE;
  self->setting.dup_divider = dup_divider;
  self->setting.view = self;
  self->setting.zone = g_time_zone_new_local ();
  self->setting.customer_name = g_strdup ("");
}

/**
 * od_thread_view_new:
 * @current: the conversation that @model shows
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_thread_view_new (OdDesk *desk, OdCurrentConversation *current, OdThreadModel *model)
{
  OdThreadView *self = g_object_new (OD_TYPE_THREAD_VIEW, NULL);
  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (model)));

  self->desk = od_desk_ref (desk);
  self->current = g_object_ref (current);
  self->model = g_object_ref (model);
  self->setting.operator_id = desk->operator_id;
  self->setting.now_us = od_clock_get_real_us (desk->clock);
  self->read_mark = od_read_mark_new (desk, current);
  g_signal_connect_object (current, "changed", G_CALLBACK (current_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "arrived", G_CALLBACK (arrived_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  return GTK_WIDGET (self);
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
  jump_to_top (self, position);
}
