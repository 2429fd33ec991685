/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-accounts-window"

#include "od-accounts-window.h"

#include <glib/gi18n.h>

#include "od-account-group.h"
#include "od-channel-form-page.h"
#include "od-error-words.h"
#include "od-escape.h"

/**
 * OdAccountsWindow:
 *
 * The accounts of the desk, each with its state and what can be done about it, and the form
 * by which a channel is connected.
 *
 * Actions: `accounts.connect` (s): the id of a channel.
 */
struct _OdAccountsWindow {
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkWidget *back_button;
  GtkMenuButton *add_button;
  GtkStack *stack;
  AdwBin *list_bin;
  AdwBin *form_bin;

  OdDesk *desk;            /* (owned) */
  OdAccountList *accounts; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdAccountsWindow, od_accounts_window, ADW_TYPE_WINDOW)

static void
on_failed (OdAccountsWindow *self, GError *error)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (od_error_words (error)));
}

static void
on_copied (OdAccountsWindow *self)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Copied")));
}

static void
show_list (OdAccountsWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

  adw_bin_set_child (self->form_bin, NULL);
  adw_window_title_set_title (self->title, _ ("Accounts"));
  gtk_widget_set_visible (self->back_button, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->add_button), TRUE);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

static void
fill_list (OdAccountsWindow *self)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (OdAccountItem) item = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);
      GtkWidget *group = od_account_group_new (self->desk, item);

      g_signal_connect_object (group, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (group, "copied", G_CALLBACK (on_copied), self, G_CONNECT_SWAPPED);
      adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (group));
    }
  adw_bin_set_child (self->list_bin, GTK_WIDGET (page));
  if (adw_bin_get_child (self->form_bin) == NULL)
    show_list (self);
}

static void
on_added (OdAccountsWindow *self)
{
  show_list (self);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Connected")));
}

static void
show_form (OdAccountsWindow *self, const OdChannelInfo *channel)
{
  GtkWidget *form = od_channel_form_page_new (self->desk, channel);
  g_autofree char *title = g_strdup_printf (_ ("Connect %s"), channel->name);

  g_signal_connect_object (form, "added", G_CALLBACK (on_added), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (form, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->form_bin, form);
  adw_window_title_set_title (self->title, title);
  gtk_widget_set_visible (self->back_button, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->add_button), FALSE);
  gtk_stack_set_visible_child_name (self->stack, "form");
}

static void
connect_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  OdAccountsWindow *self = OD_ACCOUNTS_WINDOW (widget);
  const OdChannelInfo *channel = od_channel_info_find (self->desk->channels, g_variant_get_string (parameter, NULL));

  if (channel != NULL)
    show_form (self, channel);
}

static void
on_back (OdAccountsWindow *self)
{
  show_list (self);
}

static void
fill_menu (OdAccountsWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < self->desk->channels->len; i++)
    {
      const OdChannelInfo *channel = self->desk->channels->pdata[i];
      g_autoptr (GMenuItem) item = g_menu_item_new (channel->name, NULL);

      g_menu_item_set_action_and_target (item, "accounts.connect", "s", channel->id);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (self->add_button, G_MENU_MODEL (menu));
}

static void
od_accounts_window_dispose (GObject *object)
{
  OdAccountsWindow *self = OD_ACCOUNTS_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_ACCOUNTS_WINDOW);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_accounts_window_parent_class)->dispose (object);
}

static void
od_accounts_window_class_init (OdAccountsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_accounts_window_dispose;
  gtk_widget_class_install_action (widget_class, "accounts.connect", "s", connect_action);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-accounts-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OdAccountsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, OdAccountsWindow, title);
  gtk_widget_class_bind_template_child (widget_class, OdAccountsWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, OdAccountsWindow, add_button);
  gtk_widget_class_bind_template_child (widget_class, OdAccountsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, OdAccountsWindow, list_bin);
  gtk_widget_class_bind_template_child (widget_class, OdAccountsWindow, form_bin);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
}

static void
od_accounts_window_init (OdAccountsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  od_escape_closes (GTK_WINDOW (self), NULL);
}

/**
 * od_accounts_window_new:
 * @parent: stays below it
 * @starts_with_form: whether the operator came to connect a channel: the form of the first one
 *
 * Returns: (transfer none): a modal window, not yet presented
 */
GtkWidget *
od_accounts_window_new (GtkWindow *parent, OdDesk *desk, OdAccountList *accounts, gboolean starts_with_form)
{
  OdAccountsWindow *self = g_object_new (OD_TYPE_ACCOUNTS_WINDOW, "transient-for", parent, NULL);

  self->desk = od_desk_ref (desk);
  self->accounts = g_object_ref (accounts);
  fill_menu (self);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (fill_list), self, G_CONNECT_SWAPPED);
  fill_list (self);
  if (starts_with_form && desk->channels->len > 0)
    show_form (self, desk->channels->pdata[0]);
  return GTK_WIDGET (self);
}
