/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-account-group"

#include "od-account-group.h"

#include <glib/gi18n.h>

/**
 * OdAccountGroup:
 *
 * One account: how it is doing, where customers find it, and the ways to pause or remove it.
 */
struct _OdAccountGroup {
  AdwPreferencesGroup parent_instance;

  AdwActionRow *state_row;
  AdwActionRow *address_row;
  AdwActionRow *script_row;
  GtkImage *channel_icon;
  GtkSwitch *enabled_switch;

  OdDesk *desk;        /* (owned) */
  OdAccountItem *item; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdAccountGroup, od_account_group, ADW_TYPE_PREFERENCES_GROUP)

enum { FAILED, COPIED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
update (OdAccountGroup *self)
{
  const OdAccountRow *row = od_account_item_get_row (self->item);
  const OdChannelInfo *channel = od_channel_info_find (self->desk->channels, row->channel);
  g_autofree char *state = od_account_item_dup_state_words (self->item);
  g_autofree char *url = od_account_item_dup_page_url (self->item);
  g_autofree char *script = od_account_item_dup_script (self->item);
  g_autofree char *name = g_markup_escape_text (row->name, -1);
  g_autofree char *words = g_markup_escape_text (state, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->state_row), name);
  adw_action_row_set_subtitle (self->state_row, words);
  gtk_image_set_from_icon_name (self->channel_icon, channel != NULL ? channel->icon_name : "od-chat-symbolic");
  gtk_switch_set_active (self->enabled_switch, row->is_enabled);
  gtk_switch_set_state (self->enabled_switch, row->is_enabled);
  gtk_widget_set_visible (GTK_WIDGET (self->enabled_switch), !row->is_history_only);
  gtk_widget_set_visible (GTK_WIDGET (self->address_row), url != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->script_row), script != NULL);
  if (url != NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (url, -1);

      adw_action_row_set_subtitle (self->address_row, escaped);
      adw_action_row_set_subtitle (self->script_row, script);
    }
}

static void
enabled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdAccountGroup) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_account_port_set_enabled_finish (OD_ACCOUNT_PORT (source), result, &error))
    {
      if (self->desk != NULL)
        update (self); /* the switch goes back */
      g_signal_emit (self, signals[FAILED], 0, error);
    }
}

/* The switch moves at once, its state when the account has followed. */
static gboolean
on_state_set (GtkSwitch *enabled_switch, gboolean is_enabled, OdAccountGroup *self)
{
  const OdAccountRow *row = od_account_item_get_row (self->item);

  if (row->is_enabled != is_enabled)
    od_account_port_set_enabled_async (self->desk->accounts, row->id, is_enabled, NULL, enabled_cb,
                                       g_object_ref (self));
  return GDK_EVENT_STOP;
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdAccountGroup) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_account_port_remove_finish (OD_ACCOUNT_PORT (source), result, &error))
    g_signal_emit (self, signals[FAILED], 0, error);
}

static void
on_response (OdAccountGroup *self, const char *response)
{
  if (g_str_equal (response, "remove"))
    od_account_port_remove_async (self->desk->accounts, od_account_item_get_row (self->item)->id, NULL, removed_cb,
                                  g_object_ref (self));
}

static void
on_remove (OdAccountGroup *self)
{
  g_autofree char *title = g_strdup_printf (_ ("Remove “%s”?"), od_account_item_get_row (self->item)->name);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), title,
                                              _ ("Customers can't write here any more, and what signs you in is "
                                                 "forgotten. All conversations stay."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "remove", _ ("_Remove"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
copy (OdAccountGroup *self, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  g_signal_emit (self, signals[COPIED], 0);
}

static void
on_copy_address (OdAccountGroup *self)
{
  g_autofree char *url = od_account_item_dup_page_url (self->item);

  if (url != NULL)
    copy (self, url);
}

static void
on_copy_script (OdAccountGroup *self)
{
  g_autofree char *script = od_account_item_dup_script (self->item);

  if (script != NULL)
    copy (self, script);
}

static void
on_open (OdAccountGroup *self)
{
  g_autofree char *url = od_account_item_dup_page_url (self->item);

  if (url != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), url, GDK_CURRENT_TIME);
}

static void
od_account_group_dispose (GObject *object)
{
  OdAccountGroup *self = OD_ACCOUNT_GROUP (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_ACCOUNT_GROUP);
  g_clear_object (&self->item);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_account_group_parent_class)->dispose (object);
}

static void
od_account_group_class_init (OdAccountGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_account_group_dispose;

  /**
   * OdAccountGroup::failed:
   * @error: why what was asked for did not happen
   */
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
  /**
   * OdAccountGroup::copied:
   *
   * Something of it is in the clipboard.
   */
  signals[COPIED] =
      g_signal_new ("copied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-account-group.ui");
  gtk_widget_class_bind_template_child (widget_class, OdAccountGroup, state_row);
  gtk_widget_class_bind_template_child (widget_class, OdAccountGroup, address_row);
  gtk_widget_class_bind_template_child (widget_class, OdAccountGroup, script_row);
  gtk_widget_class_bind_template_child (widget_class, OdAccountGroup, channel_icon);
  gtk_widget_class_bind_template_child (widget_class, OdAccountGroup, enabled_switch);
  gtk_widget_class_bind_template_callback (widget_class, on_state_set);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_address);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_script);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
od_account_group_init (OdAccountGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
od_account_group_new (OdDesk *desk, OdAccountItem *item)
{
  OdAccountGroup *self = g_object_new (OD_TYPE_ACCOUNT_GROUP, NULL);

  self->desk = od_desk_ref (desk);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
