/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-channel-form-page"

#include "od-channel-form-page.h"

#include <glib/gi18n.h>

#include "od-channel-form.h"
#include "od-error.h"

/**
 * OdChannelFormPage:
 *
 * "Connect a channel", drawn from the fields of the channel. It checks as one types; what is
 * wrong with a field stands below it.
 */
struct _OdChannelFormPage {
  AdwBin parent_instance;

  AdwPreferencesGroup *group; /* borrowed from the child */
  GtkWidget *add_button;      /* borrowed from the child */
  GHashTable *rows;           /* (owned) key → GtkWidget: where the field is filled in */
  GHashTable *errors;         /* (owned) key → GtkLabel: below it */
  OdDesk *desk;               /* (owned) */
  OdChannelForm *form;        /* (owned) */
  char *channel;              /* (owned) */
  gboolean is_busy;
};

G_DEFINE_FINAL_TYPE (OdChannelFormPage, od_channel_form_page, ADW_TYPE_BIN)

enum { ADDED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
update (OdChannelFormPage *self)
{
  GHashTableIter iter;
  gpointer key, label;

  g_hash_table_iter_init (&iter, self->errors);
  while (g_hash_table_iter_next (&iter, &key, &label))
    {
      const char *error = od_channel_form_get_error (self->form, key);
      GtkWidget *row = g_hash_table_lookup (self->rows, key);

      gtk_label_set_text (label, error != NULL ? error : "");
      gtk_widget_set_visible (gtk_widget_get_ancestor (label, ADW_TYPE_PREFERENCES_ROW), error != NULL);
      if (error != NULL)
        gtk_widget_add_css_class (row, "error");
      else
        gtk_widget_remove_css_class (row, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                                   error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
    }
  gtk_widget_set_sensitive (self->add_button, od_channel_form_get_is_valid (self->form) && !self->is_busy);
}

static const char *
key_of (OdChannelFormPage *self, GtkWidget *row)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (value == row)
      return key;
  return NULL;
}

static void
on_text_changed (OdChannelFormPage *self, GtkEditable *row)
{
  od_channel_form_set_value (self->form, key_of (self, GTK_WIDGET (row)), gtk_editable_get_text (row));
}

static void
on_switched (OdChannelFormPage *self, GParamSpec *pspec, GtkSwitch *row)
{
  od_channel_form_set_value (self->form, key_of (self, GTK_WIDGET (row)),
                             gtk_switch_get_active (row) ? "true" : "false");
}

static GtkWidget *
make_error_row (OdChannelFormPage *self, const char *key)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "form-error");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_set_visible (row, FALSE);
  g_hash_table_insert (self->errors, g_strdup (key), label);
  return row;
}

static void
add_entry (OdChannelFormPage *self, const char *key, const char *title, OdFormFieldKind kind)
{
  GtkWidget *row = kind == OD_FORM_SECRET ? adw_password_entry_row_new () : adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), od_channel_form_get_value (self->form, key));
  if (kind == OD_FORM_INTEGER)
    adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row), GTK_INPUT_PURPOSE_DIGITS);
  else if (kind == OD_FORM_URL)
    adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row), GTK_INPUT_PURPOSE_URL);
  g_hash_table_insert (self->rows, g_strdup (key), row);
  g_signal_connect_object (row, "changed", G_CALLBACK (on_text_changed), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, row);
  adw_preferences_group_add (self->group, make_error_row (self, key));
}

static void
add_switch (OdChannelFormPage *self, const OdFormField *field)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), field->label);
  gtk_switch_set_active (GTK_SWITCH (toggle), g_str_equal (od_channel_form_get_value (self->form, field->key), "true"));
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, field->label, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  g_hash_table_insert (self->rows, g_strdup (field->key), toggle);
  g_signal_connect_object (toggle, "notify::active", G_CALLBACK (on_switched), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, row);
  adw_preferences_group_add (self->group, make_error_row (self, field->key));
}

/* ---- Adding ---- */

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdChannelFormPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 id = od_account_port_add_finish (OD_ACCOUNT_PORT (source), result, &error);

  if (self->form == NULL)
    return; /* closed meanwhile; the account is in the list all the same */
  self->is_busy = FALSE;
  update (self);
  if (id > 0)
    g_signal_emit (self, signals[ADDED], 0);
  else if (!g_error_matches (error, OD_ERROR, OD_ERROR_USAGE) || !od_channel_form_refuse (self->form, error->message))
    g_signal_emit (self, signals[FAILED], 0, error);
}

static void
on_add (OdChannelFormPage *self)
{
  g_autofree char *settings = od_channel_form_dup_settings (self->form);
  g_autoptr (GHashTable) secrets = od_channel_form_dup_secrets (self->form);

  self->is_busy = TRUE;
  update (self);
  od_account_port_add_async (self->desk->accounts, self->channel, od_channel_form_get_value (self->form, OD_FORM_NAME),
                             settings, secrets, NULL, added_cb, g_object_ref (self));
}

static void
od_channel_form_page_dispose (GObject *object)
{
  OdChannelFormPage *self = OD_CHANNEL_FORM_PAGE (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->form);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->errors, g_hash_table_unref);
  g_clear_pointer (&self->desk, od_desk_unref);
  g_clear_pointer (&self->channel, g_free);
  G_OBJECT_CLASS (od_channel_form_page_parent_class)->dispose (object);
}

static void
od_channel_form_page_class_init (OdChannelFormPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_channel_form_page_dispose;

  /**
   * OdChannelFormPage::added:
   *
   * The account exists.
   */
  signals[ADDED] =
      g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdChannelFormPage::failed:
   * @error: why not, if that has no field to stand at
   */
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
od_channel_form_page_init (OdChannelFormPage *self)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *button_group = adw_preferences_group_new ();

  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->errors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->add_button = gtk_button_new_with_mnemonic (_ ("_Connect"));
  gtk_widget_set_halign (self->add_button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->add_button, "pill");
  gtk_widget_add_css_class (self->add_button, "suggested-action");
  g_signal_connect_object (self->add_button, "clicked", G_CALLBACK (on_add), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (button_group), self->add_button);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), self->group);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (button_group));
  adw_bin_set_child (ADW_BIN (self), page);
}

/**
 * od_channel_form_page_new:
 * @channel: what to connect
 *
 * Returns: (transfer none): its form, with the channel's defaults
 */
GtkWidget *
od_channel_form_page_new (OdDesk *desk, const OdChannelInfo *channel)
{
  OdChannelFormPage *self = g_object_new (OD_TYPE_CHANNEL_FORM_PAGE, NULL);

  self->desk = od_desk_ref (desk);
  self->channel = g_strdup (channel->id);
  self->form = od_channel_form_new (channel);
  add_entry (self, OD_FORM_NAME, _ ("Name of this account"), OD_FORM_TEXT);
  for (guint i = 0; i < channel->fields->len; i++)
    {
      const OdFormField *field = channel->fields->pdata[i];

      if (field->kind == OD_FORM_BOOLEAN)
        add_switch (self, field);
      else
        add_entry (self, field->key, field->label, field->kind);
    }
  g_signal_connect_object (self->form, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
