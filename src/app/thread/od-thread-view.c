/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-thread-view"

#include "od-thread-view-private.h"

#include <glib/gi18n.h>

#include "od-media-block.h"
#include "od-message-words.h"
#include "od-read-mark.h"
#include "od-unsent-words.h"
#include "od-visitor-name.h"

G_DEFINE_FINAL_TYPE (OdThreadView, od_thread_view, ADW_TYPE_BIN)

/* ---- Rows -------------------------------------------------------------------- */

static void
setup_cb (OdThreadView *self, GtkListItem *list_item)
{
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
  g_autofree char *channel = NULL;

  if (head == NULL)
    return NULL;
  *created_at_us = head->created_at_us;
  channel = od_channel_info_dup_name (self->desk->channels, head->channel);
  return od_message_words_divider (head, channel, self->setting.now_us, self->setting.zone);
}

static const OdMessageRow *
find_newer (gpointer view, const OdMessageRow *held)
{
  return od_thread_model_find_newer (OD_THREAD_VIEW (view)->model, held);
}

static char *
dup_unsent (gpointer view, const OdMessageRow *row)
{
  OdThreadView *self = view;
  const OdConversationHead *head = od_thread_model_get_head (self->model, row->conversation_id);

  return head != NULL && self->setting.accounts != NULL
             ? od_unsent_words_reason (od_account_list_find (self->setting.accounts, head->account_id))
             : NULL;
}

/* The row on screen that shows a message; %NULL if it is not there. */
OdThreadRow *
od_thread_view_find_row (OdThreadView *self, gint64 message_id)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      OdThreadRow *row = od_thread_view_row_of (child);

      if (row != NULL && od_message_item_get_id (od_thread_row_get_item (row)) == message_id)
        return row;
    }
  return NULL;
}

/* ---- The conversation -------------------------------------------------------- */

static void
current_changed_cb (OdThreadView *self)
{
  const OdConversationRow *row = od_current_conversation_get_row (self->current);

  if (row == NULL && od_current_conversation_get_id (self->current) != 0)
    return; /* it comes */
  od_media_turn_to (self->setting.media, row != NULL ? row->customer_id : 0);
  if (row == NULL)
    return;
  g_free (self->setting.customer_name);
  self->setting.customer_name = od_visitor_name (row->name, row->address);
  od_thread_view_look_soon (self);
}

static void
on_end_clicked (OdThreadView *self)
{
  od_thread_view_scroll_to_end (self);
}

/* ---- Keys -------------------------------------------------------------------- */

/* The row that has the focus, in it or on it; %NULL if none has. */
static OdThreadRow *
find_focused_row (GtkWidget *list)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (list));

  while (focus != NULL && gtk_widget_get_parent (focus) != list)
    focus = gtk_widget_get_parent (focus);
  return focus != NULL ? od_thread_view_row_of (focus) : NULL;
}

static gboolean
menu_shortcut_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  OdThreadRow *row = find_focused_row (widget);

  if (row == NULL || od_media_block_has_menu (focus))
    return GDK_EVENT_PROPAGATE;
  od_thread_view_show_menu (OD_THREAD_VIEW (gtk_widget_get_ancestor (widget, OD_TYPE_THREAD_VIEW)), row, NULL);
  return GDK_EVENT_STOP;
}

/* Enter: a line that stands for several events shows them. */
static void
on_activate (OdThreadView *self, guint position)
{
  g_autoptr (OdMessageItem) item = g_list_model_get_item (G_LIST_MODEL (self->folds), position);

  if (item != NULL && od_message_item_get_fold (item, NULL) > 0)
    od_thread_folds_toggle (self->folds, od_message_item_get_id (item));
}

/* ---- The object -------------------------------------------------------------- */

static void
od_thread_view_dispose (GObject *object)
{
  OdThreadView *self = OD_THREAD_VIEW (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  if (self->jumps.tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->jumps.tick_id);
  self->jumps.tick_id = 0;
  if (self->times.midnight_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->times.midnight_id);
  if (self->times.count_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->times.count_id);
  self->times = (OdThreadTimes){ 0 };
  g_clear_weak_pointer (&self->pointer.hovered);
  g_clear_pointer (&self->pointer.popover, gtk_widget_unparent);
  g_clear_pointer (&self->pointer.emoji, gtk_widget_unparent);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_THREAD_VIEW);
  g_clear_object (&self->read_mark);
  if (self->setting.media != NULL)
    od_media_close (self->setting.media);
  G_OBJECT_CLASS (od_thread_view_parent_class)->dispose (object);
}

static void
od_thread_view_finalize (GObject *object)
{
  OdThreadView *self = OD_THREAD_VIEW (object);

  g_clear_object (&self->setting.accounts);
  g_clear_object (&self->folds);
  g_clear_object (&self->model);
  g_clear_object (&self->current);
  g_clear_pointer (&self->desk, od_desk_unref);
  g_clear_pointer (&self->setting.zone, g_time_zone_unref);
  g_free (self->setting.customer_name);
  g_strfreev (self->setting.marks);
  g_clear_pointer (&self->setting.media, od_media_unref);
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
   * OdThreadView::edit-requested:
   * @message_id: of one's own, that can be changed
   * @is_note: whether it is a note
   * @text: what it says
   */
  g_signal_new ("edit-requested", OD_TYPE_THREAD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                G_TYPE_INT64, G_TYPE_BOOLEAN, G_TYPE_STRING);
  /**
   * OdThreadView::text-moved:
   * @text: is to be said in the open conversation
   */
  g_signal_new ("text-moved", OD_TYPE_THREAD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_STRING);
  /**
   * OdThreadView::take-back:
   * @message_id: one that did not leave, and is to be a draft again
   */
  g_signal_new ("take-back", OD_TYPE_THREAD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  /**
   * OdThreadView::trouble:
   * @words: for people
   */
  g_signal_new ("trouble", OD_TYPE_THREAD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * OdThreadView::seen:
   * @message_id: lowest message of the open conversation that is in sight
   */
  g_signal_new ("seen", OD_TYPE_THREAD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  od_thread_view_install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-thread-view.ui");
  gtk_widget_class_bind_template_child (widget_class, OdThreadView, scroller);
  gtk_widget_class_bind_template_child (widget_class, OdThreadView, list);
  gtk_widget_class_bind_template_child (widget_class, OdThreadView, end_revealer);
  gtk_widget_class_bind_template_child (widget_class, OdThreadView, end_button);
  gtk_widget_class_bind_template_child (widget_class, OdThreadView, end_label);
  gtk_widget_class_bind_template_callback (widget_class, on_end_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
od_thread_view_init (OdThreadView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  /* Before the text of a message, whose own menu offers next to nothing. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_list_view_set_factory (self->list, factory);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                                                          gtk_callback_action_new (menu_shortcut_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  self->is_at_end = TRUE;
  self->setting.dup_divider = dup_divider;
  self->setting.find_newer = find_newer;
  self->setting.dup_unsent = dup_unsent;
  self->setting.count_down = od_thread_view_count_down;
  self->setting.view = self;
  self->setting.zone = g_time_zone_new_local ();
  self->setting.customer_name = g_strdup ("");
}

static void
tell (gpointer view, const char *words)
{
  g_signal_emit_by_name (view, "trouble", words);
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
  g_autoptr (GtkNoSelection) selection = NULL;

  self->desk = od_desk_ref (desk);
  self->current = g_object_ref (current);
  self->model = g_object_ref (model);
  self->folds = od_thread_folds_new (G_LIST_MODEL (model));
  self->setting.operator_id = desk->operator_id;
  self->setting.media = od_media_new (desk, model, tell, self);
  self->setting.now_us = od_clock_get_real_us (desk->clock);
  self->read_mark = od_read_mark_new (desk, current);
  g_signal_connect_object (current, "changed", G_CALLBACK (current_changed_cb), self, G_CONNECT_SWAPPED);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->folds)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  od_thread_view_watch_scrolling (self);
  od_thread_view_watch_pointer (self);
  od_thread_view_watch_time (self);
  return GTK_WIDGET (self);
}

static void
accounts_changed_cb (OdThreadView *self)
{
  self->setting.now_us = od_clock_get_real_us (self->desk->clock);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      OdThreadRow *row = od_thread_view_row_of (child);

      if (row != NULL && od_message_item_get_row (od_thread_row_get_item (row))->delivery == OD_DELIVERY_QUEUED)
        od_thread_row_refresh (row);
    }
}

/**
 * od_thread_view_set_accounts:
 * @accounts: how those are doing that messages wait for
 */
void
od_thread_view_set_accounts (OdThreadView *self, OdAccountList *accounts)
{
  g_return_if_fail (OD_IS_THREAD_VIEW (self) && self->setting.accounts == NULL);

  self->setting.accounts = g_object_ref (accounts);
  g_signal_connect_object (accounts, "changed", G_CALLBACK (accounts_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * od_thread_view_set_marks:
 * @words: (nullable): to be pointed out in every text
 */
void
od_thread_view_set_marks (OdThreadView *self, const char *const *words)
{
  g_return_if_fail (OD_IS_THREAD_VIEW (self));

  g_strfreev (self->setting.marks);
  self->setting.marks = g_strdupv ((GStrv) words);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      OdThreadRow *row = od_thread_view_row_of (child);

      if (row != NULL)
        od_thread_row_show_marks (row);
    }
}
