/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-customers-window"

#include "od-customers-window.h"

#include <glib/gi18n.h>

#include "od-customer-deeds.h"
#include "od-customer-pane.h"
#include "od-customers-columns.h"
#include "od-error-words.h"
#include "od-error.h"
#include "od-escape.h"
#include "od-people-file-dialog.h"
#include "od-people-list.h"

/**
 * OdCustomersWindow:
 *
 * All customers: found, sorted by a click on a column, and beside the list the profile of the one who is selected.
 */
struct _OdCustomersWindow {
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkSearchEntry *search_entry;
  AdwFlap *flap;
  GtkStack *stack;
  GtkColumnView *view;
  AdwBin *profile_bin;
  OdCustomerPane *pane; /* in @profile_bin */

  OdDesk *desk;                /* (owned) */
  OdPeopleList *list;          /* (owned) */
  GtkSelectionModel *selected; /* (owned) */
  GCancellable *cancellable;   /* (owned) */
  guint fit_id;                /* idle that follows a new width */
  gboolean is_asked;           /* for others than are shown, or in another order */
};

G_DEFINE_FINAL_TYPE (OdCustomersWindow, od_customers_window, ADW_TYPE_WINDOW)

enum { CONVERSATION_CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
say (OdCustomersWindow *self, const char *words)
{
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
failed_cb (OdCustomersWindow *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, od_error_words (error));
}

/* A question that is not finished yet is nothing to shout about. */
static void
list_failed_cb (OdCustomersWindow *self, const GError *error)
{
  if (g_error_matches (error, OD_ERROR, OD_ERROR_USAGE))
    gtk_widget_add_css_class (GTK_WIDGET (self->search_entry), "error");
  else
    failed_cb (self, error);
}

/* ---- The list ------------------------------------------------------------------ */

static void
ask (OdCustomersWindow *self)
{
  OdPeopleOrder order = OD_PEOPLE_BY_LAST_SEEN;
  gboolean is_reversed = FALSE;

  self->is_asked = TRUE;
  od_customers_columns_get_order (self->view, &order, &is_reversed);
  gtk_widget_remove_css_class (GTK_WIDGET (self->search_entry), "error");
  od_people_list_set_query (self->list, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)), order, is_reversed);
}

/* Those who were selected are somewhere else now, if at all; what was looked for begins at its top. */
static void
replaced_cb (OdCustomersWindow *self)
{
  gtk_selection_model_unselect_all (self->selected);
  if (self->is_asked)
    gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view)), 0);
  self->is_asked = FALSE;
}

static void
loaded_cb (OdCustomersWindow *self)
{
  guint n = od_people_list_get_n (self->list);
  g_autofree char *words = g_strdup_printf (ngettext ("%u customer", "%u customers", n), n);

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "nobody");
  adw_window_title_set_subtitle (self->title, words);
}

static guint64
get_n_selected (OdCustomersWindow *self)
{
  g_autoptr (GtkBitset) positions = gtk_selection_model_get_selection (self->selected);

  return gtk_bitset_get_size (positions);
}

/* Returns: the @nth of those selected; 0 if there is none */
static gint64
get_selected_id (OdCustomersWindow *self, guint nth)
{
  g_autoptr (GtkBitset) positions = gtk_selection_model_get_selection (self->selected);

  if (nth >= gtk_bitset_get_size (positions))
    return 0;
  return od_people_list_get_id (self->list, gtk_bitset_get_nth (positions, nth));
}

static void
selection_changed_cb (OdCustomersWindow *self)
{
  guint64 n = get_n_selected (self);
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "customers.open", n == 1);
  gtk_widget_action_set_enabled (widget, "customers.link", n == 2);
  gtk_widget_action_set_enabled (widget, "customers.erase", n == 1 && self->desk->tools.erase != NULL);
  od_customer_pane_set_customer (self->pane, n == 1 ? get_selected_id (self, 0) : 0, 0);
}

static void
on_search_changed (OdCustomersWindow *self)
{
  ask (self);
}

static void
on_search_stopped (OdCustomersWindow *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
on_search_activated (OdCustomersWindow *self)
{
  if (od_people_list_get_id (self->list, 0) == 0)
    return;
  gtk_selection_model_select_item (self->selected, 0, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* ---- Opening ------------------------------------------------------------------- */

static void
choose (OdCustomersWindow *self, gint64 conversation_id)
{
  g_signal_emit (self, signals[CONVERSATION_CHOSEN], 0, conversation_id);
  gtk_window_close (GTK_WINDOW (self));
}

static void
card_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OdCustomerCard) card = od_customer_port_load_finish (OD_CUSTOMER_PORT (source), result, &error);
  OdCustomersWindow *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the window is gone */
  self = user_data;
  if (card == NULL)
    failed_cb (self, error);
  else if (card->conversations->len > 0)
    choose (self, ((const OdConversationHead *) card->conversations->pdata[0])->id);
  else
    say (self, _ ("There is no conversation with this customer yet"));
}

static void
on_activate (OdCustomersWindow *self, guint position)
{
  od_customer_port_load_async (self->desk->customers, od_people_list_get_id (self->list, position), self->cancellable,
                               card_cb, self);
}

static void
earlier_chosen_cb (OdCustomersWindow *self, gint64 conversation_id)
{
  choose (self, conversation_id);
}

/* ---- Actions ------------------------------------------------------------------- */

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdCustomersWindow *self = OD_CUSTOMERS_WINDOW (widget);

  od_customer_port_load_async (self->desk->customers, get_selected_id (self, 0), self->cancellable, card_cb, self);
}

static void
link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdCustomersWindow *self = OD_CUSTOMERS_WINDOW (widget);

  od_customer_deeds_link (GTK_WIDGET (self->pane), self->desk, get_selected_id (self, 0), get_selected_id (self, 1));
}

static void
erase_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (OD_CUSTOMERS_WINDOW (widget)->pane), "profile.erase", NULL);
}

static void
say_cb (GtkWindow *window, const char *words)
{
  if (OD_CUSTOMERS_WINDOW (window)->toasts != NULL)
    say (OD_CUSTOMERS_WINDOW (window), words);
}

static void
import_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_people_file_dialog_import (GTK_WINDOW (widget), OD_CUSTOMERS_WINDOW (widget)->desk, say_cb);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdCustomersWindow *self = OD_CUSTOMERS_WINDOW (widget);

  od_people_file_dialog_export (GTK_WINDOW (self), self->desk,
                                gtk_editable_get_text (GTK_EDITABLE (self->search_entry)), say_cb);
}

static void
find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (OD_CUSTOMERS_WINDOW (widget)->search_entry));
}

static void
unlinked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdCustomersWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_people_port_unlink_finish (OD_PEOPLE_PORT (source), result, &error) && self->toasts != NULL)
    failed_cb (self, error);
}

static void
unlink_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_people_port_unlink_async (OD_CUSTOMERS_WINDOW (widget)->desk->tools.people, g_variant_get_int64 (parameter), NULL,
                               unlinked_cb, g_object_ref (widget));
}

static void
linked_cb (OdCustomersWindow *self, gint64 link_id, const char *name)
{
  adw_toast_overlay_add_toast (self->toasts, od_customer_deeds_make_toast (link_id, name));
}

/* Folded, the profile is a guest. */
static void
on_folded (OdCustomersWindow *self)
{
  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_folded (self->flap));
}

/* ---- The object ---------------------------------------------------------------- */

static gboolean
fit_cb (gpointer user_data)
{
  OdCustomersWindow *self = user_data;

  self->fit_id = 0;
  od_customers_columns_fit (self->view, gtk_widget_get_width (GTK_WIDGET (self->stack)));
  return G_SOURCE_REMOVE;
}

static void
od_customers_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  OdCustomersWindow *self = OD_CUSTOMERS_WINDOW (widget);

  GTK_WIDGET_CLASS (od_customers_window_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->fit_id == 0 && self->desk != NULL) /* not while sizes are being told */
    self->fit_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_cb, self, NULL);
}

static void
od_customers_window_dispose (GObject *object)
{
  OdCustomersWindow *self = OD_CUSTOMERS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->fit_id, g_source_remove);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->selected != NULL)
    g_signal_handlers_disconnect_by_data (self->selected, self);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->view), self);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_CUSTOMERS_WINDOW);
  g_clear_object (&self->selected);
  g_clear_object (&self->list);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_customers_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "customers.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "customers.link", NULL, link_action);
  gtk_widget_class_install_action (widget_class, "customers.erase", NULL, erase_action);
  gtk_widget_class_install_action (widget_class, "customers.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "customers.import", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "customers.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "win.unlink", "x", unlink_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "customers.find", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, GDK_CONTROL_MASK, "customers.link", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
}

static void
od_customers_window_class_init (OdCustomersWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_customers_window_dispose;
  widget_class->size_allocate = od_customers_window_size_allocate;

  /**
   * OdCustomersWindow::conversation-chosen:
   * @conversation_id: to be opened; the window closes
   */
  signals[CONVERSATION_CHOSEN] = g_signal_new ("conversation-chosen", OD_TYPE_CUSTOMERS_WINDOW, G_SIGNAL_RUN_LAST, 0,
                                               NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-customers-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OdCustomersWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, OdCustomersWindow, title);
  gtk_widget_class_bind_template_child (widget_class, OdCustomersWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, OdCustomersWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, OdCustomersWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, OdCustomersWindow, view);
  gtk_widget_class_bind_template_child (widget_class, OdCustomersWindow, profile_bin);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_folded);
}

static void
od_customers_window_init (OdCustomersWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  od_escape_closes (GTK_WINDOW (self), NULL);
}

/**
 * od_customers_window_new:
 * @desk: has people
 *
 * Returns: (transfer none): over @parent, not yet presented
 */
GtkWidget *
od_customers_window_new (GtkWindow *parent, OdDesk *desk)
{
  OdCustomersWindow *self = g_object_new (OD_TYPE_CUSTOMERS_WINDOW, "transient-for", parent, NULL);

  self->desk = od_desk_ref (desk);
  self->list = od_people_list_new (desk);
  self->selected = GTK_SELECTION_MODEL (gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->list))));
  self->pane = OD_CUSTOMER_PANE (od_customer_pane_new (desk));
  adw_bin_set_child (self->profile_bin, GTK_WIDGET (self->pane));
  od_customers_columns_add (self->view, desk);
  gtk_column_view_set_model (self->view, self->selected);
  g_signal_connect_swapped (self->list, "replaced", G_CALLBACK (replaced_cb), self);
  g_signal_connect_swapped (self->list, "loaded", G_CALLBACK (loaded_cb), self);
  g_signal_connect_swapped (self->list, "failed", G_CALLBACK (list_failed_cb), self);
  g_signal_connect_swapped (self->selected, "selection-changed", G_CALLBACK (selection_changed_cb), self);
  g_signal_connect_swapped (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (ask), self);
  g_signal_connect_object (self->pane, "conversation-chosen", G_CALLBACK (earlier_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pane, "linked", G_CALLBACK (linked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pane, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "customers.import", desk->tools.people_files != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "customers.export", desk->tools.people_files != NULL);
  selection_changed_cb (self);
  ask (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  return GTK_WIDGET (self);
}
