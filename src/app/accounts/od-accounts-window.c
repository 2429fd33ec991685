/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-accounts-window"

#include "od-accounts-window.h"

#include <glib/gi18n.h>

#include "od-account-page.h"
#include "od-channel-form-page.h"
#include "od-channel-form.h"
#include "od-channel-pick-page.h"
#include "od-error-words.h"
#include "od-escape.h"
#include "od-health-words.h"
#include "od-trouble-bar.h"

#define REFRESH_US (20 * (gint64) G_USEC_PER_SEC) /* "5 minutes ago", and what is not told */

/**
 * OdAccountsWindow:
 *
 * The accounts of the desk, a page for each of them, the channels there are, and the form by which one is connected or
 * changed: a page at a time.
 *
 * Actions: `accounts.pick`: shows the channels; `accounts.connect` (s): the id of a channel; `accounts.show` (x): an
 * account; `accounts.back`.
 */
struct _OdAccountsWindow {
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkWidget *back_button;
  GtkWidget *add_button;
  GtkStack *stack;
  AdwBin *bar_bin;
  AdwBin *list_bin;
  AdwBin *page_bin;

  OdDesk *desk;            /* (owned) */
  OdAccountList *accounts; /* (owned) */
  guint refresh_id;        /* of the clock; while somebody looks */
  gint64 shown_id;         /* of the account whose page, or form, is there; 0: none */
  gboolean is_form;        /* it is its form, or one of a new account */
};

G_DEFINE_FINAL_TYPE (OdAccountsWindow, od_accounts_window, ADW_TYPE_WINDOW)

static void
on_failed (OdAccountsWindow *self, GError *error)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (od_error_words (error)));
}

static void
on_erasing (OdAccountsWindow *self)
{
  adw_toast_overlay_add_toast (self->toasts,
                               adw_toast_new (_ ("The history is being erased. That goes on by itself.")));
}

static void
on_copied (OdAccountsWindow *self)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Copied")));
}

/* @page: (nullable): %NULL: the list */
static void
show_page (OdAccountsWindow *self, GtkWidget *page, const char *title, gint64 account_id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

  self->shown_id = account_id;
  self->is_form = page != NULL && OD_IS_CHANNEL_FORM_PAGE (page);
  gtk_window_set_default_widget (GTK_WINDOW (self), NULL);
  gtk_window_set_focus (GTK_WINDOW (self), NULL); /* GTK 4.8 looks for it in what goes away */
  adw_bin_set_child (self->page_bin, page);
  adw_window_title_set_title (self->title, title);
  gtk_widget_set_visible (self->back_button, page != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "accounts.back", page != NULL); /* then Escape closes the window */
  gtk_widget_set_visible (self->add_button, page == NULL);
  gtk_stack_set_visible_child_name (self->stack, page != NULL ? "page" : n > 0 ? "list" : "empty");
  if (page != NULL && self->is_form)
    od_channel_form_page_ask (OD_CHANNEL_FORM_PAGE (page), OD_FORM_NAME);
  else if (page != NULL)
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
show_list (OdAccountsWindow *self)
{
  show_page (self, NULL, _ ("Accounts"), 0);
  gtk_widget_child_focus (GTK_WIDGET (self->list_bin), GTK_DIR_TAB_FORWARD);
}

static OdAccountItem *
find_item (OdAccountsWindow *self, gint64 account_id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (OdAccountItem) item = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (od_account_item_get_row (item)->id == account_id)
        return g_steal_pointer (&item);
    }
  return NULL;
}

/* ---- One account ---- */

static void show_account (OdAccountsWindow *self, gint64 account_id);

static void
on_saved (OdAccountsWindow *self)
{
  gint64 account_id = self->shown_id;

  if (account_id != 0)
    show_account (self, account_id);
  else
    show_list (self);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (account_id != 0 ? _ ("Saved") : _ ("Added")));
}

static void
show_form (OdAccountsWindow *self, const OdChannelInfo *channel, const OdAccountRow *row)
{
  GtkWidget *form = od_channel_form_page_new (self->desk, channel, row);
  g_autofree char *title = row != NULL ? g_strdup (row->name) : g_strdup_printf (_ ("Connect %s"), channel->name);

  g_signal_connect_object (form, "saved", G_CALLBACK (on_saved), self, G_CONNECT_SWAPPED);
  show_page (self, form, title, row != NULL ? row->id : 0);
}

static void
on_edit (OdAccountsWindow *self, gboolean is_secret)
{
  g_autoptr (OdAccountItem) item = find_item (self, self->shown_id);
  const OdAccountRow *row = item != NULL ? od_account_item_get_row (item) : NULL;
  const OdChannelInfo *channel = row != NULL ? od_channel_info_find (self->desk->channels, row->channel) : NULL;

  if (row == NULL)
    return;
  if (channel == NULL)
    {
      adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("This Omnidesk does not have the channel")));
      return;
    }
  show_form (self, channel, row);
  for (const OdChannelField *field = channel->fields; is_secret && field->key != NULL; field++)
    if (field->type == OD_FIELD_SECRET && field->default_value == NULL)
      {
        od_channel_form_page_ask (OD_CHANNEL_FORM_PAGE (adw_bin_get_child (self->page_bin)), field->key);
        break;
      }
}

static void
show_account (OdAccountsWindow *self, gint64 account_id)
{
  g_autoptr (OdAccountItem) item = find_item (self, account_id);
  GtkWidget *page;

  if (item == NULL)
    {
      show_list (self);
      return;
    }
  page = od_account_page_new (self->desk, item);
  g_signal_connect_object (page, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "erasing", G_CALLBACK (on_erasing), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "copied", G_CALLBACK (on_copied), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "edit", G_CALLBACK (on_edit), self, G_CONNECT_SWAPPED);
  show_page (self, page, od_account_item_get_row (item)->name, account_id);
}

/* ---- The list ---- */

static void
update_row (AdwActionRow *row, OdAccountItem *item)
{
  const OdAccountRow *account = od_account_item_get_row (item);
  g_autofree char *state = od_account_item_dup_state_words (item);
  g_autofree char *title = g_markup_escape_text (account->name, -1);
  g_autofree char *subtitle = g_markup_escape_text (state, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, subtitle);
  gtk_image_set_from_icon_name (g_object_get_data (G_OBJECT (row), "state"), od_health_words_icon (account));
}

static void
on_row_activated (OdAccountsWindow *self, AdwActionRow *row)
{
  OdAccountItem *item = g_object_get_data (G_OBJECT (row), "item");

  show_account (self, od_account_item_get_row (item)->id);
}

static GtkWidget *
make_row (OdAccountsWindow *self, OdAccountItem *item)
{
  GtkWidget *row = adw_action_row_new (), *state = gtk_image_new ();
  const OdChannelInfo *channel = od_channel_info_find (self->desk->channels, od_account_item_get_row (item)->channel);

  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), channel != NULL ? channel->icon_name : "od-chat-symbolic");
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), state);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "item", g_object_ref (item), g_object_unref);
  g_object_set_data (G_OBJECT (row), "state", state);
  g_signal_connect_object (item, "changed", G_CALLBACK (update_row), row, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_row_activated), self, G_CONNECT_SWAPPED);
  update_row (ADW_ACTION_ROW (row), item);
  return row;
}

static void
add_group (OdAccountsWindow *self, AdwPreferencesPage *page, const char *title, gboolean is_history_only)
{
  GtkWidget *group = adw_preferences_group_new ();
  guint n = 0;

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (OdAccountItem) item = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (od_account_item_get_row (item)->is_history_only != is_history_only)
        continue;
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (self, item));
      n++;
    }
  gtk_widget_set_visible (group, n > 0);
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (group));
}

static void
fill_list (OdAccountsWindow *self)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());

  add_group (self, page, "", FALSE);
  add_group (self, page, _ ("Imported Histories and Removed Accounts"), TRUE);
  adw_bin_set_child (self->list_bin, GTK_WIDGET (page));
  if (adw_bin_get_child (self->page_bin) == NULL)
    show_list (self);
  else if (self->shown_id != 0 && !self->is_form)
    show_account (self, self->shown_id); /* another object is the same account now */
}

/* ---- Actions ---- */

static void
pick_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  OdAccountsWindow *self = OD_ACCOUNTS_WINDOW (widget);

  show_page (self, od_channel_pick_page_new (self->desk), _ ("Connect a Channel"), 0);
}

static void
connect_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  OdAccountsWindow *self = OD_ACCOUNTS_WINDOW (widget);
  const OdChannelInfo *channel = od_channel_info_find (self->desk->channels, g_variant_get_string (parameter, NULL));

  if (channel != NULL)
    show_form (self, channel, NULL);
}

static void
show_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  show_account (OD_ACCOUNTS_WINDOW (widget), g_variant_get_int64 (parameter));
}

/* From a form to where one came from, from anything else to the list. */
static void
go_back (GtkWindow *window)
{
  OdAccountsWindow *self = OD_ACCOUNTS_WINDOW (window);

  if (self->is_form && self->shown_id != 0)
    show_account (self, self->shown_id);
  else if (self->is_form)
    pick_action (GTK_WIDGET (self), NULL, NULL);
  else
    show_list (self);
}

/* Whether something was typed into the form that is there. */
static gboolean
is_changed (OdAccountsWindow *self)
{
  return self->is_form &&
         od_channel_form_page_get_is_changed (OD_CHANNEL_FORM_PAGE (adw_bin_get_child (self->page_bin)));
}

static void
back_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  if (is_changed (OD_ACCOUNTS_WINDOW (widget)))
    od_escape_ask (GTK_WINDOW (widget), go_back);
  else
    go_back (GTK_WINDOW (widget));
}

static gboolean
od_accounts_window_close_request (GtkWindow *window)
{
  if (!is_changed (OD_ACCOUNTS_WINDOW (window)))
    return GTK_WINDOW_CLASS (od_accounts_window_parent_class)->close_request (window);
  od_escape_ask (window, gtk_window_destroy);
  return GDK_EVENT_STOP;
}

static gboolean
refresh_cb (gpointer user_data)
{
  OdAccountsWindow *self = user_data;

  od_account_list_refresh (self->accounts);
  return G_SOURCE_CONTINUE;
}

static void
od_accounts_window_map (GtkWidget *widget)
{
  OdAccountsWindow *self = OD_ACCOUNTS_WINDOW (widget);

  GTK_WIDGET_CLASS (od_accounts_window_parent_class)->map (widget);
  od_account_list_refresh (self->accounts);
  self->refresh_id = od_clock_add_timeout (self->desk->clock, REFRESH_US, refresh_cb, self, NULL);
}

static void
od_accounts_window_unmap (GtkWidget *widget)
{
  OdAccountsWindow *self = OD_ACCOUNTS_WINDOW (widget);

  od_clock_remove_timeout (self->desk->clock, self->refresh_id);
  GTK_WIDGET_CLASS (od_accounts_window_parent_class)->unmap (widget);
}

static void
od_accounts_window_dispose (GObject *object)
{
  OdAccountsWindow *self = OD_ACCOUNTS_WINDOW (object);

  if (self->page_bin != NULL)
    {
      gtk_window_set_default_widget (GTK_WINDOW (self), NULL);
      gtk_window_set_focus (GTK_WINDOW (self), NULL);
      adw_bin_set_child (self->page_bin, NULL);
    }
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
  GTK_WINDOW_CLASS (klass)->close_request = od_accounts_window_close_request;
  widget_class->map = od_accounts_window_map;
  widget_class->unmap = od_accounts_window_unmap;
  gtk_widget_class_install_action (widget_class, "accounts.pick", NULL, pick_action);
  gtk_widget_class_install_action (widget_class, "accounts.connect", "s", connect_action);
  gtk_widget_class_install_action (widget_class, "accounts.show", "x", show_action);
  gtk_widget_class_install_action (widget_class, "accounts.back", NULL, back_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "accounts.back", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-accounts-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OdAccountsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, OdAccountsWindow, title);
  gtk_widget_class_bind_template_child (widget_class, OdAccountsWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, OdAccountsWindow, add_button);
  gtk_widget_class_bind_template_child (widget_class, OdAccountsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, OdAccountsWindow, list_bin);
  gtk_widget_class_bind_template_child (widget_class, OdAccountsWindow, bar_bin);
  gtk_widget_class_bind_template_child (widget_class, OdAccountsWindow, page_bin);
}

static void
od_accounts_window_init (OdAccountsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  od_escape_closes (GTK_WINDOW (self), "accounts.back");
}

/**
 * od_accounts_window_new:
 * @parent: stays below it
 * @starts_with_channels: whether the operator came to connect a channel
 *
 * Returns: (transfer none): a modal window, not yet presented
 */
GtkWidget *
od_accounts_window_new (GtkWindow *parent, OdDesk *desk, OdAccountList *accounts, gboolean starts_with_channels)
{
  OdAccountsWindow *self = g_object_new (OD_TYPE_ACCOUNTS_WINDOW, "transient-for", parent, NULL);

  self->desk = od_desk_ref (desk);
  self->accounts = g_object_ref (accounts);
  adw_bin_set_child (self->bar_bin, od_trouble_bar_new_for_key_ring (desk, accounts));
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (fill_list), self, G_CONNECT_SWAPPED);
  fill_list (self);
  if (starts_with_channels)
    gtk_widget_activate_action (GTK_WIDGET (self), "accounts.pick", NULL);
  return GTK_WIDGET (self);
}
