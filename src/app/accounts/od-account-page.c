/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-account-page"

#include "od-account-page.h"

#include <glib/gi18n.h>

#include "od-account-removal.h"
#include "od-health-words.h"
#include "od-take-over.h"

/**
 * OdAccountPage:
 *
 * One account: how it is doing and what helps, where customers find it, and the ways to change, try, pause or remove it.
 */
struct _OdAccountPage {
  AdwBin parent_instance;

  AdwPreferencesPage *page;
  AdwActionRow *state_row;
  AdwActionRow *remedy_row;
  AdwPreferencesGroup *health_group;
  AdwPreferencesGroup *address_group;
  AdwActionRow *address_row;
  AdwActionRow *script_row;
  AdwActionRow *test_row;
  GtkWidget *edit_row;
  AdwActionRow *remove_row;
  GtkButton *remove_button;
  GtkImage *state_icon;
  GtkSwitch *enabled_switch;
  GtkButton *remedy_button;
  AdwActionRow *lines[OD_N_HEALTH_LINE];

  OdDesk *desk;              /* (owned) */
  OdAccountItem *item;       /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gboolean is_testing;
  gboolean is_asking; /* whether it is to go, or it goes */
};

G_DEFINE_FINAL_TYPE (OdAccountPage, od_account_page, ADW_TYPE_BIN)

enum { FAILED, COPIED, EDIT, ERASING, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
set_subtitle (AdwActionRow *row, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (row, escaped);
}

/* ---- how it does ---- */

static void
update_remedy (OdAccountPage *self, const OdAccountRow *row)
{
  static const char *const labels[] = {
    [OD_HEALTH_REMEDY_NONE] = "",
    [OD_HEALTH_REMEDY_UNLOCK] = N_ ("_Unlock…"),
    [OD_HEALTH_REMEDY_SECRET] = N_ ("_Change Token…"),
    [OD_HEALTH_REMEDY_EDIT] = N_ ("_Change Settings…"),
    [OD_HEALTH_REMEDY_AGAIN] = N_ ("_Try Again"),
    [OD_HEALTH_REMEDY_TAKE_OVER] = N_ ("_Take Over…"),
  };
  OdHealthRemedy remedy = od_health_words_remedy (row);

  gtk_widget_set_visible (GTK_WIDGET (self->remedy_row), remedy != OD_HEALTH_REMEDY_NONE);
  if (remedy != OD_HEALTH_REMEDY_NONE)
    gtk_button_set_label (self->remedy_button, _ (labels[remedy]));
}

static void
update_health (OdAccountPage *self, const OdAccountRow *row)
{
  const OdChannelInfo *channel = od_channel_info_find (self->desk->channels, row->channel);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 now_us = od_clock_get_real_us (self->desk->clock);

  gtk_widget_set_visible (GTK_WIDGET (self->health_group), !row->is_history_only);
  for (guint i = 0; i < OD_N_HEALTH_LINE; i++)
    {
      g_autofree char *text =
          od_health_words_line (row, (OdHealthLine) i, channel != NULL ? channel->retention_s : 0, now_us, zone);

      gtk_widget_set_visible (GTK_WIDGET (self->lines[i]), text != NULL);
      if (text != NULL)
        set_subtitle (self->lines[i], text);
    }
}

static void
update_address (OdAccountPage *self)
{
  g_autofree char *url = od_account_item_dup_page_url (self->item);
  g_autofree char *script = od_account_item_dup_script (self->item);
  g_autofree char *address = od_account_item_dup_address (self->item);
  g_autofree char *escaped = address != NULL ? g_markup_escape_text (address, -1) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->address_group), url != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->script_row), script != NULL);
  if (url == NULL)
    return;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->address_row),
                                 escaped != NULL ? escaped : _ ("Customer's page"));
  set_subtitle (self->address_row, url);
  if (script != NULL)
    adw_action_row_set_subtitle (self->script_row, script);
}

static void
update (OdAccountPage *self)
{
  const OdAccountRow *row = od_account_item_get_row (self->item);
  g_autofree char *state = od_account_item_dup_state_words (self->item);
  g_autofree char *channel = od_channel_info_dup_name (self->desk->channels, row->channel);
  g_autofree char *name = g_markup_escape_text (channel, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->state_row), name);
  set_subtitle (self->state_row, state);
  gtk_image_set_from_icon_name (self->state_icon, od_health_words_icon (row));
  gtk_switch_set_active (self->enabled_switch, row->is_enabled);
  gtk_switch_set_state (self->enabled_switch, row->is_enabled);
  gtk_widget_set_visible (GTK_WIDGET (self->enabled_switch), !row->is_history_only);
  gtk_widget_set_visible (GTK_WIDGET (self->test_row), !row->is_history_only);
  gtk_widget_set_visible (self->edit_row, !row->is_history_only);
  if (row->is_history_only)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->remove_row), _ ("History"));
      adw_action_row_set_subtitle (self->remove_row, _ ("Conversations stay until you erase them."));
      gtk_button_set_label (self->remove_button, _ ("_Erase…"));
    }
  update_remedy (self, row);
  update_health (self, row);
  update_address (self);
}

static void
enabled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdAccountPage) self = user_data;
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
on_state_set (GtkSwitch *enabled_switch, gboolean is_enabled, OdAccountPage *self)
{
  const OdAccountRow *row = od_account_item_get_row (self->item);

  if (row->is_enabled != is_enabled)
    od_account_port_set_enabled_async (self->desk->accounts, row->id, is_enabled, NULL, enabled_cb,
                                       g_object_ref (self));
  return GDK_EVENT_STOP;
}

static void
set_enabled (OdAccountPage *self, gboolean is_enabled)
{
  od_account_port_set_enabled_async (self->desk->accounts, od_account_item_get_row (self->item)->id, is_enabled, NULL,
                                     enabled_cb, g_object_ref (self));
}

static void
on_pause (OdAccountPage *self)
{
  set_enabled (self, FALSE);
}

/* ---- what helps ---- */

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* One that stays locked goes on saying so. */
  if (!od_key_ring_port_unlock_finish (OD_KEY_RING_PORT (source), result, &error))
    g_debug ("The key ring stays locked: %s", error->message);
}

static void
on_edit (OdAccountPage *self)
{
  g_signal_emit (self, signals[EDIT], 0, FALSE);
}

static void
on_remedy (OdAccountPage *self)
{
  switch (od_health_words_remedy (od_account_item_get_row (self->item)))
    {
    case OD_HEALTH_REMEDY_UNLOCK:
      if (self->desk->tools.key_ring != NULL)
        od_key_ring_port_unlock_async (self->desk->tools.key_ring, NULL, unlocked_cb, NULL);
      break;
    case OD_HEALTH_REMEDY_SECRET:
      g_signal_emit (self, signals[EDIT], 0, TRUE);
      break;
    case OD_HEALTH_REMEDY_EDIT:
      on_edit (self);
      break;
    case OD_HEALTH_REMEDY_AGAIN:
      set_enabled (self, TRUE);
      break;
    case OD_HEALTH_REMEDY_TAKE_OVER:
      od_take_over_ask (GTK_WIDGET (self), self->desk->accounts, od_account_item_get_row (self->item));
      break;
    case OD_HEALTH_REMEDY_NONE:
    default:
      break;
    }
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdAccountPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = od_account_port_probe_finish (OD_ACCOUNT_PORT (source), result, &error);
  g_autofree char *words = name != NULL ? od_health_words_tested (name) : od_health_words_refused (error);

  if (self->desk == NULL)
    return; /* closed meanwhile */
  self->is_testing = FALSE;
  set_subtitle (self->test_row, words);
}

static void
on_test (OdAccountPage *self)
{
  OdAccountTry what = { .account_id = od_account_item_get_row (self->item)->id };

  if (self->is_testing)
    return; /* the button keeps the focus */
  self->is_testing = TRUE;
  set_subtitle (self->test_row, _ ("Connecting for a try…"));
  od_account_port_probe_async (self->desk->accounts, &what, self->cancellable, tested_cb, g_object_ref (self));
}

/* ---- the end of it ---- */

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdAccountPage) self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_asking = FALSE;
  if (!od_account_removal_finish (result, &error) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error);
}

static void
on_erasing (OdAccountPage *self)
{
  g_signal_emit (self, signals[ERASING], 0);
}

static void
on_remove (OdAccountPage *self)
{
  if (self->is_asking)
    return; /* the button keeps the focus */
  self->is_asking = TRUE;
  od_account_removal_ask_async (GTK_WIDGET (self), self->desk, od_account_item_get_row (self->item),
                                G_CALLBACK (on_erasing), self->cancellable, removed_cb, g_object_ref (self));
}

static void
copy (OdAccountPage *self, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  g_signal_emit (self, signals[COPIED], 0);
}

static void
on_copy_address (OdAccountPage *self)
{
  g_autofree char *url = od_account_item_dup_page_url (self->item);

  if (url != NULL)
    copy (self, url);
}

static void
on_copy_script (OdAccountPage *self)
{
  g_autofree char *script = od_account_item_dup_script (self->item);

  if (script != NULL)
    copy (self, script);
}

static void
on_open (OdAccountPage *self)
{
  g_autofree char *url = od_account_item_dup_page_url (self->item);

  if (url != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), url, GDK_CURRENT_TIME);
}

static void
od_account_page_dispose (GObject *object)
{
  OdAccountPage *self = OD_ACCOUNT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL); /* before the template takes it away behind the bin's back */
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_ACCOUNT_PAGE);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->item);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_account_page_parent_class)->dispose (object);
}

static void
od_account_page_class_init (OdAccountPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_account_page_dispose;

  /**
   * OdAccountPage::failed:
   * @error: why what was asked for did not happen
   */
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
  /**
   * OdAccountPage::copied:
   *
   * Something of it is in the clipboard.
   */
  signals[COPIED] =
      g_signal_new ("copied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * OdAccountPage::erasing:
   *
   * Its history goes; that takes a while.
   */
  signals[ERASING] =
      g_signal_new ("erasing", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * OdAccountPage::edit:
   * @is_secret: whether what signs it in is to be typed anew
   *
   * Its settings are to be changed.
   */
  signals[EDIT] = g_signal_new ("edit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-account-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OdAccountPage, page);
  gtk_widget_class_bind_template_child (widget_class, OdAccountPage, state_row);
  gtk_widget_class_bind_template_child (widget_class, OdAccountPage, remedy_row);
  gtk_widget_class_bind_template_child (widget_class, OdAccountPage, health_group);
  gtk_widget_class_bind_template_child (widget_class, OdAccountPage, address_group);
  gtk_widget_class_bind_template_child (widget_class, OdAccountPage, address_row);
  gtk_widget_class_bind_template_child (widget_class, OdAccountPage, script_row);
  gtk_widget_class_bind_template_child (widget_class, OdAccountPage, test_row);
  gtk_widget_class_bind_template_child (widget_class, OdAccountPage, edit_row);
  gtk_widget_class_bind_template_child (widget_class, OdAccountPage, remove_row);
  gtk_widget_class_bind_template_child (widget_class, OdAccountPage, remove_button);
  gtk_widget_class_bind_template_child (widget_class, OdAccountPage, state_icon);
  gtk_widget_class_bind_template_child (widget_class, OdAccountPage, enabled_switch);
  gtk_widget_class_bind_template_child (widget_class, OdAccountPage, remedy_button);
  gtk_widget_class_bind_template_callback (widget_class, on_state_set);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_address);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_script);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_bind_template_callback (widget_class, on_remedy);
  gtk_widget_class_bind_template_callback (widget_class, on_pause);
  gtk_widget_class_bind_template_callback (widget_class, on_edit);
  gtk_widget_class_bind_template_callback (widget_class, on_test);
}

static void
od_account_page_init (OdAccountPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < OD_N_HEALTH_LINE; i++)
    {
      self->lines[i] = ADW_ACTION_ROW (adw_action_row_new ());
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->lines[i]), od_health_words_title ((OdHealthLine) i));
      adw_action_row_set_subtitle_lines (self->lines[i], 0);
      adw_preferences_group_add (self->health_group, GTK_WIDGET (self->lines[i]));
    }
}

/**
 * od_account_page_new:
 *
 * Returns: (transfer none): what there is to know of an account and to do with it
 */
GtkWidget *
od_account_page_new (OdDesk *desk, OdAccountItem *item)
{
  OdAccountPage *self = g_object_new (OD_TYPE_ACCOUNT_PAGE, NULL);

  self->desk = od_desk_ref (desk);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
