/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-inbox-list"

#include "od-inbox-list.h"

#include <glib/gi18n.h>

#include "od-id-selection.h"
#include "od-inbox-row.h"
#include "od-next-unanswered.h"
#include "od-popup-menu.h"

/**
 * OdInboxList:
 *
 * The rows of the conversations, the one that is open, and those that are marked. Enter on a row goes
 * on to writing.
 *
 * Actions: `inbox-list.mark`: begins to mark many, with the one that is open.
 */
struct _OdInboxList {
  AdwBin parent_instance;

  OdDesk *desk;             /* (owned) */
  OdAccountList *accounts;  /* (owned) (nullable) */
  OdConversationList *list; /* (owned) */
  OdIdSelection *selection; /* (owned) */
  GCancellable *finding;    /* (owned) (nullable): of the question for the next that waits */
  GMenuModel *menu;         /* (owned) (nullable): of a row */
  GtkWidget *popover;       /* (owned) (nullable): which shows it */
  GtkListView *view;        /* borrowed from the child */
  guint last_position;      /* where the selection was seen last */
  gint64 tick_us;           /* when the first badge counts on */
  guint tick_id;            /* of that; 0 if none does, or nobody can see it */
  gboolean had_focus;       /* before the order changed */
};

G_DEFINE_FINAL_TYPE (OdInboxList, od_inbox_list, ADW_TYPE_BIN)

enum { CONVERSATION_CHOSEN, MARKS_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void plan_tick (OdInboxList *self, gint64 next_us);

/* ---- Rows ---- */

/* What is selected is marked as soon as there are many. */
static void
show_mark (GtkListItem *list_item, OdInboxList *self)
{
  od_inbox_row_set_is_marked (OD_INBOX_ROW (gtk_list_item_get_child (list_item)),
                              gtk_list_item_get_selected (list_item) && od_inbox_list_get_n_marked (self) > 0);
}

static void
on_selected_changed (GtkListItem *list_item, GParamSpec *pspec, OdInboxList *self)
{
  show_mark (list_item, self);
}

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, OdInboxList *self)
{
  GtkWidget *row = od_inbox_row_new (self->desk, self->accounts);

  gtk_list_item_set_child (list_item, row);
  g_object_set_data (G_OBJECT (row), "list-item", list_item);
  g_signal_connect_object (row, "timed", G_CALLBACK (plan_tick), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list_item, "notify::selected", G_CALLBACK (on_selected_changed), self, 0);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, OdInboxList *self)
{
  od_inbox_row_set_item (OD_INBOX_ROW (gtk_list_item_get_child (list_item)), gtk_list_item_get_item (list_item));
  show_mark (list_item, self);
}

/* The view knows which rows there are; a list of our own once kept one that was gone. */
static void
for_each_row (OdInboxList *self, void (*func) (OdInboxList *self, GtkWidget *row))
{
  for (GtkWidget *place = gtk_widget_get_first_child (GTK_WIDGET (self->view)); place != NULL;
       place = gtk_widget_get_next_sibling (place))
    {
      GtkWidget *row = gtk_widget_get_first_child (place);

      if (OD_IS_INBOX_ROW (row))
        func (self, row);
    }
}

static void
show_row_mark (OdInboxList *self, GtkWidget *row)
{
  show_mark (g_object_get_data (G_OBJECT (row), "list-item"), self);
}

static void
tell_row_time (OdInboxList *self, GtkWidget *row)
{
  od_inbox_row_update (OD_INBOX_ROW (row));
}

static void
unbind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, OdInboxList *self)
{
  od_inbox_row_set_item (OD_INBOX_ROW (gtk_list_item_get_child (list_item)), NULL);
}

/* ---- Badges that count: one source for all of them ---- */

static void
tick_row (OdInboxList *self, GtkWidget *row)
{
  plan_tick (self, od_inbox_row_tick (OD_INBOX_ROW (row)));
}

static gboolean
tick_cb (gpointer user_data)
{
  OdInboxList *self = user_data;

  self->tick_id = 0;
  for_each_row (self, tick_row);
  return G_SOURCE_REMOVE;
}

static void
stop_ticking (OdInboxList *self)
{
  if (self->tick_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->tick_id);
  self->tick_id = 0;
}

static void
plan_tick (OdInboxList *self, gint64 next_us)
{
  gint64 now_us = od_clock_get_real_us (self->desk->clock);

  if (next_us == G_MAXINT64 || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      (self->tick_id != 0 && self->tick_us <= next_us))
    return;
  stop_ticking (self);
  self->tick_us = next_us;
  self->tick_id = od_clock_add_timeout (self->desk->clock, MAX (next_us - now_us, 0), tick_cb, self, NULL);
}

static void
od_inbox_list_map (GtkWidget *widget)
{
  OdInboxList *self = OD_INBOX_LIST (widget);

  GTK_WIDGET_CLASS (od_inbox_list_parent_class)->map (widget);
  for_each_row (self, tick_row);
}

static void
od_inbox_list_unmap (GtkWidget *widget)
{
  stop_ticking (OD_INBOX_LIST (widget));
  GTK_WIDGET_CLASS (od_inbox_list_parent_class)->unmap (widget);
}

/* ---- Choosing ---- */

static gint64
customer_at (OdInboxList *self, guint position)
{
  g_autoptr (OdConversationItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  const OdConversationRow *row = item != NULL ? od_conversation_item_get_row (item) : NULL;

  return row != NULL ? row->customer_id : 0;
}

static void
on_selected (OdInboxList *self)
{
  gint64 id = od_id_selection_get_id (self->selection);

  od_conversation_list_set_kept (self->list, id);
  if (id != 0 && od_conversation_list_find (self->list, id, &self->last_position))
    g_signal_emit (self, signals[CONVERSATION_CHOSEN], 0, id, customer_at (self, self->last_position));
}

static void
on_list_activate (OdInboxList *self, guint position)
{
  gint64 id = od_conversation_list_get_id (self->list, position);

  od_id_selection_set_id (self->selection, id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-composer", NULL);
}

/* By the view's own action: what Shift selects then begins there. */
static void
go_to (OdInboxList *self, guint position)
{
  od_id_selection_show_all (self->selection);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.select-item", "(ubb)", position, FALSE, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

/* Rows go and come when much changes: the focus stays in the list. */
static void
on_order_changing (OdInboxList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  self->had_focus = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view));
}

static void
on_order_changed (OdInboxList *self)
{
  GtkWidget *focus;

  if (!od_conversation_list_get_is_loaded (self->list)) /* another view begins at its top, the focus, too */
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", 0);
  focus = self->had_focus ? gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))) : NULL;

  if (self->had_focus && (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view))))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_marks_changed (OdInboxList *self)
{
  for_each_row (self, show_row_mark);
  g_signal_emit (self, signals[MARKS_CHANGED], 0);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  OdConversationList *list = OD_CONVERSATION_LIST (source);
  gint64 id = od_next_unanswered_finish (list, result, &error);
  OdInboxList *self = user_data;
  guint position;

  if (error != NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_info ("Could not look for who waits: %s", error->message); /* the list tells of its own failures */
      return;
    }
  g_clear_object (&self->finding);
  if (id == 0 || !od_conversation_list_find (list, id, &position))
    return;
  go_to (self, position);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-composer",
                              NULL); /* who asks for the next wants to answer */
}

/* ---- The menu of a row ---- */

/* (nullable): the row that has @widget, or is in it */
static GtkListItem *
item_of (GtkWidget *widget)
{
  GtkWidget *child = widget != NULL ? gtk_widget_get_first_child (widget) : NULL;
  GtkWidget *row = widget != NULL ? gtk_widget_get_ancestor (widget, OD_TYPE_INBOX_ROW) : NULL;

  if (row == NULL && child != NULL && OD_IS_INBOX_ROW (child))
    row = child; /* what the view puts around it has the focus */
  return row != NULL ? g_object_get_data (G_OBJECT (row), "list-item") : NULL;
}

/* For the marked ones, if it is one of them; else it is opened first. */
static gboolean
show_menu (OdInboxList *self, GtkListItem *list_item, const GdkRectangle *at)
{
  if (list_item == NULL || self->menu == NULL)
    return FALSE;
  if (od_inbox_list_get_n_marked (self) == 0 || !gtk_list_item_get_selected (list_item))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), gtk_list_item_get_position (list_item),
                                     TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "inbox-list.mark", od_inbox_list_get_n_marked (self) == 0);
  od_popup_menu (&self->popover, GTK_WIDGET (self), self->menu, at);
  return TRUE;
}

static void
on_long_pressed (GtkGesture *gesture, double x, double y, OdInboxList *self)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  show_menu (self, item_of (widget), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
}

static void
on_pressed (GtkGesture *gesture, int n_press, double x, double y, OdInboxList *self)
{
  on_long_pressed (gesture, x, y, self);
}

static gboolean
menu_binding (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  graphene_rect_t bounds;

  if (focus == NULL || !gtk_widget_compute_bounds (focus, widget, &bounds))
    return FALSE;
  return show_menu (OD_INBOX_LIST (widget), item_of (focus),
                    &(GdkRectangle){ (int) (bounds.origin.x + bounds.size.width / 2),
                                     (int) (bounds.origin.y + bounds.size.height / 2), 1, 1 });
}

static void
mark_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdInboxList *self = OD_INBOX_LIST (widget);
  guint position;

  if (od_conversation_list_find (self->list, od_id_selection_get_id (self->selection), &position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, FALSE);
}

static void
install_menu (OdInboxList *self)
{
  GtkGesture *click = gtk_gesture_click_new (), *touch = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (touch), TRUE);
  g_signal_connect (touch, "pressed", G_CALLBACK (on_long_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (touch));
}

/* ---- Life ---- */

static gboolean
od_inbox_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (OD_INBOX_LIST (widget)->view));
}

static void
od_inbox_list_dispose (GObject *object)
{
  OdInboxList *self = OD_INBOX_LIST (object);

  g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->menu);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_inbox_list_parent_class)->dispose (object);
}

static void
od_inbox_list_class_init (OdInboxListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_inbox_list_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = od_inbox_list_grab_focus;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "inbox-list.mark", NULL, mark_action);
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Menu, 0, menu_binding, NULL);
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_F10, GDK_SHIFT_MASK, menu_binding, NULL);
  GTK_WIDGET_CLASS (klass)->map = od_inbox_list_map;
  GTK_WIDGET_CLASS (klass)->unmap = od_inbox_list_unmap;

  /**
   * OdInboxList::conversation-chosen:
   * @conversation_id: what is selected now
   * @customer_id: whose it is; 0 if the row is not loaded yet
   */
  signals[CONVERSATION_CHOSEN] = g_signal_new ("conversation-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                               NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
  /**
   * OdInboxList::marks-changed:
   *
   * Others are marked, or none any more.
   */
  signals[MARKS_CHANGED] =
      g_signal_new ("marks-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_inbox_list_init (OdInboxList *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_row), self, 0);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (NULL, g_steal_pointer (&factory)));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "conversation-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Conversations"), -1);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (on_list_activate), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  adw_bin_set_child (ADW_BIN (self), scrolled);
  install_menu (self);
}

/**
 * od_inbox_list_new:
 * @accounts: (nullable): how those of the conversations are doing
 */
GtkWidget *
od_inbox_list_new (OdDesk *desk, OdAccountList *accounts, OdConversationList *list)
{
  OdInboxList *self = g_object_new (OD_TYPE_INBOX_LIST, NULL);

  self->desk = od_desk_ref (desk);
  g_set_object (&self->accounts, accounts);
  if (accounts != NULL)
    g_signal_connect_object (accounts, "changed", G_CALLBACK (od_inbox_list_tell_time), self, G_CONNECT_SWAPPED);
  self->list = g_object_ref (list);
  g_signal_connect_object (list, "order-changing", G_CALLBACK (on_order_changing), self, G_CONNECT_SWAPPED);
  self->selection = od_id_selection_new (list);
  g_signal_connect_object (list, "order-changed", G_CALLBACK (on_order_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::id", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::n-marked", G_CALLBACK (on_marks_changed), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  return GTK_WIDGET (self);
}

/**
 * od_inbox_list_set_menu:
 * @menu: what a row offers, of actions that are for the open conversation or the marked ones
 */
void
od_inbox_list_set_menu (OdInboxList *self, GMenuModel *menu)
{
  g_return_if_fail (OD_IS_INBOX_LIST (self));

  g_set_object (&self->menu, menu);
}

/**
 * od_inbox_list_select:
 * @conversation_id: marks it and, if the list has it, tells with "conversation-chosen"
 */
void
od_inbox_list_select (OdInboxList *self, gint64 conversation_id)
{
  g_return_if_fail (OD_IS_INBOX_LIST (self));

  od_id_selection_set_id (self->selection, conversation_id);
}

/**
 * od_inbox_list_step:
 * @by: 1 for the next conversation, -1 for the one before
 *
 * From the selected one; if that has left the list, from where it was.
 */
void
od_inbox_list_step (OdInboxList *self, int by)
{
  gint64 id;
  guint n, position;

  g_return_if_fail (OD_IS_INBOX_LIST (self));

  n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  if (n == 0)
    return;
  id = od_id_selection_get_id (self->selection);
  if (id == 0)
    position = by > 0 ? 0 : n - 1;
  else if (!od_conversation_list_find (self->list, id, &position))
    position = MIN (self->last_position - (by < 0 && self->last_position > 0 ? 1 : 0), n - 1);
  else if (by < 0)
    position = position > 0 ? position - 1 : 0;
  else
    position = MIN (position + 1, n - 1);
  go_to (self, position);
}

/**
 * od_inbox_list_step_to_unanswered:
 *
 * Goes to the next conversation, in the order of the list and around its end, in which a
 * customer waits: of the whole view, not of the rows that are loaded.
 */
void
od_inbox_list_step_to_unanswered (OdInboxList *self)
{
  g_return_if_fail (OD_IS_INBOX_LIST (self));

  g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  self->finding = g_cancellable_new ();
  od_next_unanswered_async (self->list, self->desk, od_id_selection_get_id (self->selection), self->finding, found_cb,
                            self);
}

/**
 * od_inbox_list_tell_time:
 *
 * Writes the rows again: a minute has passed.
 */
void
od_inbox_list_tell_time (OdInboxList *self)
{
  g_return_if_fail (OD_IS_INBOX_LIST (self));

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    for_each_row (self, tell_row_time);
}

/**
 * od_inbox_list_get_n_marked:
 *
 * Returns: how many conversations are marked; 0 as long as there is only the one that is open
 */
guint
od_inbox_list_get_n_marked (OdInboxList *self)
{
  g_return_val_if_fail (OD_IS_INBOX_LIST (self), 0);

  return self->selection != NULL ? od_id_selection_get_n_marked (self->selection) : 0;
}

/**
 * od_inbox_list_dup_marked:
 * @n_ids: (out): how many
 *
 * Returns: (transfer full) (array length=n_ids): the marked conversations, in the order of the list
 */
gint64 *
od_inbox_list_dup_marked (OdInboxList *self, guint *n_ids)
{
  g_return_val_if_fail (OD_IS_INBOX_LIST (self), NULL);

  return od_id_selection_dup_marked (self->selection, n_ids);
}

/**
 * od_inbox_list_mark_all:
 *
 * All of the view, whether their rows are loaded or not.
 */
void
od_inbox_list_mark_all (OdInboxList *self)
{
  g_return_if_fail (OD_IS_INBOX_LIST (self));

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
}

/**
 * od_inbox_list_unmark_all:
 *
 * Returns: whether any was marked
 */
gboolean
od_inbox_list_unmark_all (OdInboxList *self)
{
  gboolean was_marked;

  g_return_val_if_fail (OD_IS_INBOX_LIST (self), FALSE);

  was_marked = od_id_selection_get_n_marked (self->selection) > 0;
  od_id_selection_unmark_all (self->selection);
  return was_marked;
}
