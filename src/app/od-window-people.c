/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include "od-window-private.h"

#include <glib/gi18n.h>

#include "od-customer-deeds.h"
#include "od-customers-window.h"

/* What the window does with the customer who is open, and with all of them. */

static void
take_finding_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_customer_pane_take_finding (OD_WINDOW (widget)->panes.customer);
}

static void
link_customer_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (OD_WINDOW (widget)->panes.customer), "profile.link", "x", (gint64) 0);
}

static void
erase_customer_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (OD_WINDOW (widget)->panes.customer), "profile.erase", NULL);
}

static void
unlinked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_people_port_unlink_finish (OD_PEOPLE_PORT (source), result, &error))
    od_window_show_error (self, error);
}

static void
unlink_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_people_port_unlink_async (OD_WINDOW (widget)->desk->tools.people, g_variant_get_int64 (parameter), NULL,
                               unlinked_cb, g_object_ref (widget));
}

typedef struct {
  GtkWidget *window; /* (unowned) */
  gint64 id;
} Link;

static void
undo_link_cb (gpointer user_data)
{
  Link *link = user_data;

  gtk_widget_activate_action (link->window, "win.unlink", "x", link->id);
}

static void
linked_cb (OdWindow *self, gint64 link_id, const char *name)
{
  AdwToast *toast = od_customer_deeds_make_toast (link_id, name);
  Link *link = g_new (Link, 1);

  *link = (Link){ GTK_WIDGET (self), link_id };
  adw_toast_set_action_name (toast, NULL); /* by the stack, as everything here */
  od_window_offer_undo (self, toast, undo_link_cb, link, g_free);
}

static void
conversation_chosen_cb (OdWindow *self, gint64 conversation_id)
{
  od_window_show_conversation (self, conversation_id);
  gtk_window_present (GTK_WINDOW (self));
}

static void
customers_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdWindow *self = OD_WINDOW (widget);
  GtkWidget *window = od_customers_window_new (GTK_WINDOW (self), self->desk);

  g_signal_connect_object (window, "conversation-chosen", G_CALLBACK (conversation_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

void
od_window_install_people_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.take-finding", NULL, take_finding_action);
  gtk_widget_class_install_action (widget_class, "win.link-customer", NULL, link_customer_action);
  gtk_widget_class_install_action (widget_class, "win.unlink", "x", unlink_action);
  gtk_widget_class_install_action (widget_class, "win.erase-customer", NULL, erase_customer_action);
  gtk_widget_class_install_action (widget_class, "win.customers", NULL, customers_action);
}

/* Enabled in one place, so that button, menu and key agree. */
static void
update_actions (OdWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const OdDeskTools *tools = &self->desk->tools;
  gboolean has_card = od_customer_pane_get_card (self->panes.customer) != NULL;

  gtk_widget_action_set_enabled (widget, "win.take-finding",
                                 has_card && od_customer_pane_has_finding (self->panes.customer));
  gtk_widget_action_set_enabled (widget, "win.link-customer", has_card && tools->people != NULL);
  gtk_widget_action_set_enabled (widget, "win.erase-customer", has_card && tools->erase != NULL);
  gtk_widget_action_set_enabled (widget, "win.customers", tools->people != NULL);
}

/* Once the profile is there: follows what can be done with it. */
void
od_window_follow_customer (OdWindow *self)
{
  OdCustomerPane *pane = self->panes.customer;

  g_signal_connect_object (pane, "card-changed", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pane, "person-changed", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pane, "linked", G_CALLBACK (linked_cb), self, G_CONNECT_SWAPPED);
  update_actions (self);
}
