/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-inbox-pane"

#include "od-inbox-pane.h"

#include <glib/gi18n.h>

#include "od-conversation-list.h"
#include "od-found-list.h"
#include "od-inbox-list.h"
#include "od-query-completion.h"
#include "od-query-hint.h"
#include "od-query-words.h"
#include "od-search-list.h"
#include "od-selection-bar.h"
#include "od-trouble-bar.h"
#include "od-view-orders.h"
#include "od-welcome.h"

#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)

/**
 * OdInboxPane:
 *
 * The conversations of one view, and what was found as long as something is searched for.
 *
 * Actions: `inbox.order` (s): "urgent", "waiting", "newest", "oldest", "activity".
 */
struct _OdInboxPane {
  AdwBin parent_instance;

  AdwHeaderBar *header;
  AdwWindowTitle *title;
  GtkButton *sidebar_button;
  GtkSearchEntry *search_entry;
  AdwBin *trouble_bin;
  GtkBox *count_box;
  GtkLabel *count_label;
  AdwBin *selection_bin;
  GtkButton *save_button;
  GtkMenuButton *order_button;
  GtkStack *stack;

  OdDesk *desk;             /* (owned) */
  OdViewList *views;        /* (owned) */
  OdView *view;             /* (owned) (nullable) */
  OdConversationList *list; /* (owned) */
  OdInboxList *rows;        /* borrowed from stack */
  OdSearchList *found;      /* (owned) */
  OdFoundList *found_list;  /* borrowed from stack */
  OdViewOrders *orders;     /* (owned): where the operator chose one */
  guint minute_id;          /* timeout of the clock */
};

G_DEFINE_FINAL_TYPE (OdInboxPane, od_inbox_pane, ADW_TYPE_BIN)

enum { CONVERSATION_CHOSEN, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static const char *const order_labels[OD_N_ORDER] = {
  [OD_ORDER_URGENT] = N_ ("Most urgent"),     [OD_ORDER_WAITING] = N_ ("Waiting longest"),
  [OD_ORDER_NEWEST] = N_ ("Newest"),          [OD_ORDER_OLDEST] = N_ ("Oldest"),
  [OD_ORDER_ACTIVITY] = N_ ("Last activity"),
};

/* ---- What is shown ---- */

static gboolean
is_searching (OdInboxPane *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) != '\0';
}

static const char *
choose_page (OdInboxPane *self)
{
  static const char *const pages[] = {
    [OD_LIST_PAGE_LOADING] = "loading",   [OD_LIST_PAGE_ROWS] = "rows",        [OD_LIST_PAGE_ALL_ANSWERED] = "answered",
    [OD_LIST_PAGE_NOBODY_YET] = "nobody", [OD_LIST_PAGE_EMPTY_VIEW] = "empty",
  };
  const OdViewQuery *query = od_view_get_query (self->view);
  guint n_found = g_list_model_get_n_items (G_LIST_MODEL (self->found));

  if (is_searching (self) && (n_found > 0 || od_search_list_get_is_busy (self->found)))
    return "found";
  if (is_searching (self)) /* a mistake is told above, nothing was searched for */
    return od_query_words_is_mistake (gtk_editable_get_text (GTK_EDITABLE (self->search_entry))) ? "loading"
                                                                                                 : "nothing";
  return pages[od_list_page_choose (od_conversation_list_get_is_loaded (self->list),
                                    g_list_model_get_n_items (G_LIST_MODEL (self->list)), query->scope,
                                    query->channel != NULL || query->assignee_id != 0 || query->filter != NULL,
                                    od_view_list_get_n_conversations (self->views))];
}

static void
update_page (OdInboxPane *self)
{
  const char *page;
  gboolean is_rows, is_many;

  if (self->view == NULL)
    return;
  page = choose_page (self);
  is_rows = g_str_equal (page, "rows");
  gtk_stack_set_visible_child_name (self->stack, page);
  is_many = is_rows && od_inbox_list_get_n_marked (self->rows) > 0;
  gtk_widget_set_visible (GTK_WIDGET (self->selection_bin), is_many);
  gtk_widget_set_visible (GTK_WIDGET (self->count_box), (is_rows || g_str_equal (page, "found")) && !is_many);
  gtk_widget_set_visible (GTK_WIDGET (self->order_button), is_rows);
  gtk_widget_set_visible (GTK_WIDGET (self->save_button), !is_rows && self->desk->tools.views != NULL);
  if (is_rows || g_str_equal (page, "found"))
    {
      guint n = od_conversation_list_get_n_matching (self->list);
      g_autofree char *words = is_rows ? g_strdup_printf (ngettext ("%'u conversation", "%'u conversations", n), n)
                                       : od_search_list_dup_words (self->found);

      gtk_label_set_text (self->count_label, words);
    }
}

static gboolean
minute_cb (gpointer user_data)
{
  OdInboxPane *self = user_data;

  od_inbox_list_tell_time (self->rows);
  od_conversation_list_refresh (self->list); /* what was snoozed may be due */
  od_view_list_refresh (self->views);
  return G_SOURCE_CONTINUE;
}

/* ---- Choosing ---- */

static void
choose (OdInboxPane *self, gint64 conversation_id, gint64 customer_id, gint64 message_id)
{
  g_signal_emit (self, signals[CONVERSATION_CHOSEN], 0, conversation_id, customer_id, message_id);
}

static void
on_row_chosen (OdInboxPane *self, gint64 conversation_id, gint64 customer_id)
{
  choose (self, conversation_id, customer_id, 0);
}

static void
on_hit_chosen (OdInboxPane *self, OdSearchItem *item)
{
  const OdSearchHit *hit = od_search_item_get_hit (item);

  gboolean is_message = hit->what == OD_SEARCH_WHAT_MESSAGE || hit->what == OD_SEARCH_WHAT_FILE;

  if (hit->conversation_id == 0)
    return; /* somebody who never wrote */
  od_inbox_list_select (self->rows, hit->conversation_id);
  choose (self, hit->conversation_id, hit->customer_id, is_message ? hit->message_id : 0);
}

/* ---- Search ---- */

static void
on_search_changed (OdInboxPane *self)
{
  od_found_list_begin (self->found_list);
  od_search_list_set_text (self->found, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  update_page (self);
}

static void
on_search_activate (OdInboxPane *self)
{
  if (is_searching (self))
    od_found_list_activate (self->found_list);
}

static void
on_stop_search (OdInboxPane *self)
{
  od_inbox_pane_close_search (self);
}

/* Up and down walk through what was found while the cursor stays in the entry; with Ctrl from kind to kind. */
static gboolean
on_search_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, OdInboxPane *self)
{
  gboolean is_stepped;

  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_Up)
    return GDK_EVENT_PROPAGATE;
  if ((state & GDK_CONTROL_MASK) != 0)
    is_stepped = od_found_list_step_group (self->found_list, keyval == GDK_KEY_Down ? 1 : -1);
  else
    is_stepped = od_found_list_step (self->found_list, keyval == GDK_KEY_Down ? 1 : -1);
  return is_stepped ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

/* ---- Order ---- */

static void
ask (OdInboxPane *self)
{
  OdViewQuery query = *od_view_get_query (self->view);

  query.order = od_view_orders_get (self->orders, self->view);
  gtk_menu_button_set_label (self->order_button, _ (order_labels[query.order]));
  od_conversation_list_set_query (self->list, &query);
  update_page (self);
}

static void
order_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  OdInboxPane *self = OD_INBOX_PANE (widget);
  OdOrder order;

  if (self->view == NULL || !od_order_parse (g_variant_get_string (parameter, NULL), &order))
    return;
  od_view_orders_set (self->orders, self->view, order);
  ask (self);
}

/* The view that is shown has become another one. */
static void
on_view_changed (OdInboxPane *self)
{
  adw_window_title_set_title (self->title, od_view_get_title (self->view));
  ask (self);
}

/* What is searched for, to be found again with one click. */
static void
save_search_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (OD_INBOX_PANE (widget)->search_entry));

  gtk_widget_activate_action (widget, "win.save-view", "s", text);
}

/* ---- Many ---- */

static void
on_marks_changed (OdInboxPane *self)
{
  od_selection_bar_set_n (OD_SELECTION_BAR (adw_bin_get_child (self->selection_bin)),
                          od_inbox_list_get_n_marked (self->rows), od_conversation_list_get_n_matching (self->list));
  update_page (self);
}

static void
mark_all_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  od_inbox_list_mark_all (OD_INBOX_PANE (widget)->rows);
}

static void
unmark_all_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  OdInboxPane *self = OD_INBOX_PANE (widget);

  if (od_inbox_list_unmark_all (self->rows))
    gtk_widget_grab_focus (GTK_WIDGET (self->rows));
}

/* ---- Life ---- */

static void
on_failed (OdInboxPane *self, GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
od_inbox_pane_dispose (GObject *object)
{
  OdInboxPane *self = OD_INBOX_PANE (object);

  if (self->minute_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->minute_id);
  self->minute_id = 0;
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_INBOX_PANE);
  g_clear_object (&self->list);
  g_clear_object (&self->found);
  g_clear_object (&self->orders);
  g_clear_object (&self->view);
  g_clear_object (&self->views);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_inbox_pane_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-inbox-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, OdInboxPane, header);
  gtk_widget_class_bind_template_child (widget_class, OdInboxPane, title);
  gtk_widget_class_bind_template_child (widget_class, OdInboxPane, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, OdInboxPane, search_entry);
  gtk_widget_class_bind_template_child_full (widget_class, "help_button", FALSE, 0);
  gtk_widget_class_bind_template_child_full (widget_class, "hint_bin", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, OdInboxPane, trouble_bin);
  gtk_widget_class_bind_template_child (widget_class, OdInboxPane, count_box);
  gtk_widget_class_bind_template_child (widget_class, OdInboxPane, count_label);
  gtk_widget_class_bind_template_child (widget_class, OdInboxPane, selection_bin);
  gtk_widget_class_bind_template_child (widget_class, OdInboxPane, save_button);
  gtk_widget_class_bind_template_child (widget_class, OdInboxPane, order_button);
  gtk_widget_class_bind_template_child (widget_class, OdInboxPane, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_search_key);
}

static void
od_inbox_pane_class_init (OdInboxPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_inbox_pane_dispose;

  /**
   * OdInboxPane::conversation-chosen:
   * @conversation_id: what the operator wants to see
   * @customer_id: whose it is; 0 if the row is not loaded yet
   * @message_id: the message that was found; 0 to begin where one stopped reading
   */
  signals[CONVERSATION_CHOSEN] =
      g_signal_new ("conversation-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_INT64, G_TYPE_INT64, G_TYPE_INT64);
  /**
   * OdInboxPane::failed:
   * @error: why something could not be read
   */
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "inbox.order", "s", order_action);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "inbox.save-search", NULL, save_search_action);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "inbox.select-all", NULL, mark_all_action);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "inbox.select-none", NULL, unmark_all_action);
  bind_template (GTK_WIDGET_CLASS (klass));
}

/* What helps with the query language. */
static void
add_query_parts (OdInboxPane *self)
{
  GObject *help_button = gtk_widget_get_template_child (GTK_WIDGET (self), OD_TYPE_INBOX_PANE, "help_button");
  GObject *hint_bin = gtk_widget_get_template_child (GTK_WIDGET (self), OD_TYPE_INBOX_PANE, "hint_bin");

  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (help_button), od_query_hint_make_help, NULL, NULL);
  adw_bin_set_child (ADW_BIN (hint_bin), od_query_hint_new (self->desk->clock, self->search_entry));
  od_query_completion_new (self->desk, GTK_EDITABLE (self->search_entry));
}

static void
od_inbox_pane_init (OdInboxPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
make_lists (OdInboxPane *self, OdAccountList *accounts)
{
  self->rows = OD_INBOX_LIST (od_inbox_list_new (self->desk, accounts, self->list));
  g_signal_connect_object (self->rows, "conversation-chosen", G_CALLBACK (on_row_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rows, "marks-changed", G_CALLBACK (on_marks_changed), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->rows), "rows");
  self->found_list = OD_FOUND_LIST (od_found_list_new (self->desk, self->found));
  g_signal_connect_object (self->found_list, "hit-chosen", G_CALLBACK (on_hit_chosen), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->found_list), "found");
}

/**
 * od_inbox_pane_new:
 * @state: (nullable): where the orders of views are remembered
 *
 * Returns: (transfer none): a pane without a view
 */
GtkWidget *
od_inbox_pane_new (OdDesk *desk, OdAccountList *accounts, OdViewList *views, GSettings *state)
{
  OdInboxPane *self = g_object_new (OD_TYPE_INBOX_PANE, NULL);

  self->desk = od_desk_ref (desk);
  self->views = g_object_ref (views);
  self->orders = od_view_orders_new (state);
  self->list = od_conversation_list_new (desk);
  self->found = od_search_list_new (desk);
  make_lists (self, accounts);
  self->minute_id = od_clock_add_timeout (desk->clock, MINUTE_US, minute_cb, self, NULL);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::is-loaded", G_CALLBACK (update_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->found, "finished", G_CALLBACK (update_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->found, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (views, "notify::n-conversations", G_CALLBACK (update_page), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->selection_bin, od_selection_bar_new ());
  adw_bin_set_child (self->trouble_bin, od_trouble_bar_new (desk, accounts));
  add_query_parts (self);
  return GTK_WIDGET (self);
}

/**
 * od_inbox_pane_set_view:
 * @view: what to show from now on; a search is closed
 */
void
od_inbox_pane_set_view (OdInboxPane *self, OdView *view)
{
  g_return_if_fail (OD_IS_INBOX_PANE (self));

  od_inbox_pane_close_search (self);
  od_inbox_list_unmark_all (self->rows);
  if (self->view == view)
    return;
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_func (self->view, on_view_changed, self);
  g_set_object (&self->view, view);
  g_signal_connect_object (view, "changed", G_CALLBACK (on_view_changed), self, G_CONNECT_SWAPPED);
  on_view_changed (self);
}

/**
 * od_inbox_pane_get_view:
 *
 * Returns: (transfer none) (nullable): what is shown
 */
OdView *
od_inbox_pane_get_view (OdInboxPane *self)
{
  g_return_val_if_fail (OD_IS_INBOX_PANE (self), NULL);

  return self->view;
}

/**
 * od_inbox_pane_set_is_folded:
 * @sidebar_is_folded: the views slide over: a button brings them
 * @is_alone: no other pane is beside it: it has the window's buttons
 */
void
od_inbox_pane_set_is_folded (OdInboxPane *self, gboolean sidebar_is_folded, gboolean is_alone)
{
  g_return_if_fail (OD_IS_INBOX_PANE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->sidebar_button), sidebar_is_folded);
  adw_header_bar_set_show_start_title_buttons (self->header, sidebar_is_folded);
  adw_header_bar_set_show_end_title_buttons (self->header, is_alone);
}

/**
 * od_inbox_pane_get_list:
 *
 * Returns: (transfer none): its rows, to be stepped through
 */
OdInboxList *
od_inbox_pane_get_list (OdInboxPane *self)
{
  g_return_val_if_fail (OD_IS_INBOX_PANE (self), NULL);

  return self->rows;
}

/**
 * od_inbox_pane_search:
 * @text: a query
 */
void
od_inbox_pane_search (OdInboxPane *self, const char *text)
{
  g_return_if_fail (OD_IS_INBOX_PANE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), text);
  on_search_changed (self);
}

void
od_inbox_pane_focus_search (OdInboxPane *self)
{
  g_return_if_fail (OD_IS_INBOX_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/**
 * od_inbox_pane_close_search:
 *
 * Returns: whether there was something to close
 */
gboolean
od_inbox_pane_close_search (OdInboxPane *self)
{
  g_return_val_if_fail (OD_IS_INBOX_PANE (self), FALSE);

  if (!is_searching (self))
    return FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  on_search_changed (self);
  return TRUE;
}
