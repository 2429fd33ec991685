/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-channel-form-page"

#include "od-channel-form-page.h"

#include <glib/gi18n.h>

#include "od-health-words.h"
#include "od-channel-form.h"
#include "od-error.h"

/**
 * OdChannelFormPage:
 *
 * "Connect a channel", or the settings of an account, drawn from the fields of the channel. It checks as one types; what
 * is wrong with a field stands below it, and comes into view when one wants to go on. What was typed can be tried before
 * it is kept.
 */
struct _OdChannelFormPage {
  AdwBin parent_instance;

  AdwPreferencesGroup *group;   /* borrowed from the child */
  AdwExpanderRow *more_row;     /* (nullable): borrowed from the child */
  GtkWidget *save_button;       /* borrowed from the child */
  GtkWidget *test_button;       /* borrowed from the child */
  GtkWidget *result_box;        /* borrowed from the child */
  GtkImage *result_icon;        /* borrowed from the child */
  GtkLabel *result_label;       /* borrowed from the child */
  GHashTable *rows;             /* (owned) key → GtkWidget: where the field is filled in */
  GHashTable *errors;           /* (owned) key → GtkLabel: below it */
  OdDesk *desk;                 /* (owned) */
  OdChannelForm *form;          /* (owned) */
  const OdChannelInfo *channel; /* (unowned): of the desk */
  GCancellable *cancellable;    /* (owned): of a test */
  gint64 account_id;            /* 0: a new one */
  gboolean is_busy;             /* its buttons do nothing; they keep the focus */
  gboolean is_changed;          /* something was typed that is not kept */
};

G_DEFINE_FINAL_TYPE (OdChannelFormPage, od_channel_form_page, ADW_TYPE_BIN)

enum { SAVED, N_SIGNALS };

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
}

/* @icon_name: (nullable): nothing is known any more */
static void
say (OdChannelFormPage *self, const char *icon_name, const char *words)
{
  gtk_widget_set_visible (self->result_box, icon_name != NULL);
  if (icon_name == NULL)
    return;
  gtk_image_set_from_icon_name (self->result_icon, icon_name);
  gtk_label_set_text (self->result_label, words);
}

static void
take_value (OdChannelFormPage *self, gpointer row, const char *value)
{
  say (self, NULL, NULL);
  self->is_changed = TRUE;
  od_channel_form_set_value (self->form, g_object_get_data (row, "key"), value);
}

static void
on_text_changed (OdChannelFormPage *self, GtkEditable *row)
{
  take_value (self, row, gtk_editable_get_text (row));
}

static void
on_switched (OdChannelFormPage *self, GParamSpec *pspec, GtkSwitch *row)
{
  take_value (self, row, gtk_switch_get_active (row) ? "true" : "false");
}

/* The page scrolls to what has the focus. */
static void
show_field (OdChannelFormPage *self, const char *key)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, key);

  if (row == NULL)
    return;
  if (self->more_row != NULL && gtk_widget_is_ancestor (row, GTK_WIDGET (self->more_row)))
    adw_expander_row_set_expanded (self->more_row, TRUE);
  gtk_widget_grab_focus (row);
}

static gboolean
check (OdChannelFormPage *self)
{
  const char *wrong = od_channel_form_blame (self->form);

  if (wrong != NULL)
    show_field (self, wrong);
  return wrong == NULL;
}

/* ---- The rows ---- */

static GtkWidget *
make_text_row (GtkWidget **label, const char *css_class)
{
  GtkWidget *row = adw_preferences_row_new ();

  *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (*label), 0);
  gtk_label_set_wrap (GTK_LABEL (*label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (*label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (*label, css_class);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), *label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

static void
remember_row (OdChannelFormPage *self, const char *key, GtkWidget *row)
{
  g_object_set_data (G_OBJECT (row), "key", (gpointer) g_intern_string (key));
  g_hash_table_insert (self->rows, g_strdup (key), row);
}

static void
add_row (OdChannelFormPage *self, GtkWidget *row, gboolean is_advanced)
{
  if (is_advanced)
    adw_expander_row_add_row (self->more_row, row);
  else
    adw_preferences_group_add (self->group, row);
}

/* Below the field: what it is, and what is wrong with it. */
static void
add_words (OdChannelFormPage *self, const char *key, const char *hint, GtkWidget *field, gboolean is_advanced)
{
  GtkWidget *label;
  GtkWidget *row = make_text_row (&label, "form-error");

  gtk_widget_set_visible (row, FALSE);
  g_hash_table_insert (self->errors, g_strdup (key), label);
  add_row (self, row, is_advanced);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, label, NULL, -1);
  if (hint == NULL)
    return;
  row = make_text_row (&label, "form-hint");
  gtk_label_set_text (GTK_LABEL (label), hint);
  add_row (self, row, is_advanced);
}

static void
add_entry (OdChannelFormPage *self, const char *key, const char *title, OdFieldType type, const char *hint,
           gboolean is_advanced)
{
  GtkWidget *row = type == OD_FIELD_SECRET ? adw_password_entry_row_new () : adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), od_channel_form_get_value (self->form, key));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  if (type == OD_FIELD_INTEGER)
    adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row), GTK_INPUT_PURPOSE_DIGITS);
  else if (type == OD_FIELD_URL)
    adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row), GTK_INPUT_PURPOSE_URL);
  remember_row (self, key, row);
  g_signal_connect_object (row, "changed", G_CALLBACK (on_text_changed), self, G_CONNECT_SWAPPED);
  add_row (self, row, is_advanced);
  add_words (self, key, hint, row, is_advanced);
}

static void
add_switch (OdChannelFormPage *self, const OdChannelField *field, gboolean is_advanced)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (field->label));
  gtk_switch_set_active (GTK_SWITCH (toggle), g_str_equal (od_channel_form_get_value (self->form, field->key), "true"));
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (field->label), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  remember_row (self, field->key, toggle);
  g_signal_connect_object (toggle, "notify::active", G_CALLBACK (on_switched), self, G_CONNECT_SWAPPED);
  add_row (self, row, is_advanced);
  add_words (self, field->key, field->hint != NULL ? _ (field->hint) : NULL, toggle, is_advanced);
}

static void
add_field (OdChannelFormPage *self, const OdChannelField *field)
{
  gboolean is_advanced = (field->flags & OD_FIELD_ADVANCED) != 0;
  g_autofree char *hint = od_channel_form_dup_hint (self->form, field);

  if (is_advanced && self->more_row == NULL)
    {
      self->more_row = ADW_EXPANDER_ROW (adw_expander_row_new ());
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->more_row), _ ("More Settings"));
      adw_preferences_group_add (self->group, GTK_WIDGET (self->more_row));
    }
  if (field->type == OD_FIELD_BOOLEAN)
    add_switch (self, field, is_advanced);
  else
    add_entry (self, field->key, _ (field->label), field->type, hint, is_advanced);
}

/* ---- Testing ---- */

static void
take_error (OdChannelFormPage *self, const GError *error)
{
  const char *key =
      g_error_matches (error, OD_ERROR, OD_ERROR_USAGE) ? od_channel_form_refuse (self->form, error->message) : NULL;
  g_autofree char *words = key == NULL ? od_health_words_refused (error) : NULL;

  if (key != NULL)
    show_field (self, key);
  else
    say (self, "dialog-warning-symbolic", words);
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdChannelFormPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = od_account_port_probe_finish (OD_ACCOUNT_PORT (source), result, &error);
  g_autofree char *words = NULL;

  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return; /* closed meanwhile */
  self->is_busy = FALSE;
  say (self, NULL, NULL);
  if (name == NULL)
    {
      take_error (self, error);
      return;
    }
  words = od_health_words_tested (name);
  say (self, "object-select-symbolic", words);
}

static void
on_test (OdChannelFormPage *self)
{
  g_autofree char *settings = od_channel_form_dup_settings (self->form);
  g_autoptr (GHashTable) secrets = od_channel_form_dup_secrets (self->form);
  OdAccountTry what = {
    .account_id = self->account_id, .channel = self->channel->id, .settings = settings, .secrets = secrets
  };

  if (self->is_busy || !check (self))
    return;
  self->is_busy = TRUE;
  say (self, "content-loading-symbolic", _ ("Connecting for a try…"));
  od_account_port_probe_async (self->desk->accounts, &what, self->cancellable, tested_cb, g_object_ref (self));
}

/* ---- Saving ---- */

static void
end_saving (OdChannelFormPage *self, gboolean is_saved, const GError *error)
{
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return; /* closed meanwhile; it is in the list all the same */
  self->is_busy = FALSE;
  say (self, NULL, NULL);
  self->is_changed = self->is_changed && !is_saved;
  if (is_saved)
    g_signal_emit (self, signals[SAVED], 0);
  else
    take_error (self, error);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdChannelFormPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 id = od_account_port_add_finish (OD_ACCOUNT_PORT (source), result, &error);

  end_saving (self, id > 0, error);
}

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdChannelFormPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_saved = od_account_port_edit_finish (OD_ACCOUNT_PORT (source), result, &error);

  end_saving (self, is_saved, error);
}

static void
on_save (OdChannelFormPage *self)
{
  g_autofree char *settings = od_channel_form_dup_settings (self->form);
  g_autoptr (GHashTable) secrets = od_channel_form_dup_secrets (self->form);
  const char *name = od_channel_form_get_value (self->form, OD_FORM_NAME);

  if (self->is_busy || !check (self))
    return;
  self->is_busy = TRUE;
  if (g_hash_table_size (secrets) > 0)
    say (self, "content-loading-symbolic", _ ("Asking the key ring…"));
  if (self->account_id == 0)
    od_account_port_add_async (self->desk->accounts, self->channel->id, name, settings, secrets, NULL, added_cb,
                               g_object_ref (self));
  else
    od_account_port_edit_async (self->desk->accounts, self->account_id, name, settings, secrets, NULL, edited_cb,
                                g_object_ref (self));
}

/* ---- The page ---- */

static void
od_channel_form_page_dispose (GObject *object)
{
  OdChannelFormPage *self = OD_CHANNEL_FORM_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->form);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->errors, g_hash_table_unref);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_channel_form_page_parent_class)->dispose (object);
}

/* Nobody waits for a test any more. */
static void
od_channel_form_page_unroot (GtkWidget *widget)
{
  g_cancellable_cancel (OD_CHANNEL_FORM_PAGE (widget)->cancellable);
  GTK_WIDGET_CLASS (od_channel_form_page_parent_class)->unroot (widget);
}

/* Enter in a field is the button. */
static void
on_map (OdChannelFormPage *self)
{
  gtk_window_set_default_widget (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->save_button);
}

static void
od_channel_form_page_class_init (OdChannelFormPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_channel_form_page_dispose;
  GTK_WIDGET_CLASS (klass)->unroot = od_channel_form_page_unroot;

  /**
   * OdChannelFormPage::saved:
   *
   * The account exists, or is as it was typed.
   */
  signals[SAVED] =
      g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_button (OdChannelFormPage *self, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_add_css_class (button, "pill");
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_buttons (OdChannelFormPage *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *box = gtk_flow_box_new ();

  self->test_button = make_button (self, _ ("_Test Connection"), G_CALLBACK (on_test));
  self->save_button = make_button (self, _ ("_Connect"), G_CALLBACK (on_save));
  gtk_widget_add_css_class (self->save_button, "suggested-action");
  self->result_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  self->result_icon = GTK_IMAGE (gtk_image_new ());
  self->result_label =
      GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "wrap", TRUE, "wrap-mode",
                               PANGO_WRAP_WORD_CHAR, "xalign", 0.0, "hexpand", TRUE, NULL));
  gtk_box_append (GTK_BOX (self->result_box), GTK_WIDGET (self->result_icon));
  gtk_box_append (GTK_BOX (self->result_box), GTK_WIDGET (self->result_label));
  gtk_widget_set_margin_bottom (self->result_box, 12);
  gtk_widget_set_visible (self->result_box, FALSE);
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 2);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (box), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (box), 6);
  gtk_flow_box_append (GTK_FLOW_BOX (box), self->test_button);
  gtk_flow_box_append (GTK_FLOW_BOX (box), self->save_button);
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL; child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_focusable (child, FALSE); /* the button in it is */
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->result_box);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), box);
  return group;
}

static void
od_channel_form_page_init (OdChannelFormPage *self)
{
  GtkWidget *page = adw_preferences_page_new ();

  self->cancellable = g_cancellable_new ();
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->errors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), self->group);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (make_buttons (self)));
  adw_bin_set_child (ADW_BIN (self), page);
  g_signal_connect (self, "map", G_CALLBACK (on_map), NULL);
}

/* Where to get what is asked for. */
static void
add_help (OdChannelFormPage *self)
{
  g_autofree char *escaped = NULL;

  if (self->channel->help == NULL)
    return;
  escaped = g_markup_escape_text (self->channel->help, -1);
  adw_preferences_group_set_description (self->group, escaped);
  if (self->channel->help_url != NULL)
    adw_preferences_group_set_header_suffix (self->group,
                                             gtk_link_button_new_with_label (self->channel->help_url, _ ("Read More")));
}

/**
 * od_channel_form_page_new:
 * @channel: what to connect
 * @account: (nullable): the one to change; %NULL: a new one
 *
 * Returns: (transfer none): its form, with the channel's defaults or the account's settings
 */
GtkWidget *
od_channel_form_page_new (OdDesk *desk, const OdChannelInfo *channel, const OdAccountRow *account)
{
  OdChannelFormPage *self = g_object_new (OD_TYPE_CHANNEL_FORM_PAGE, NULL);

  self->desk = od_desk_ref (desk);
  self->channel = channel;
  self->account_id = account != NULL ? account->id : 0;
  self->form = account != NULL ? od_channel_form_new_for_account (channel, account) : od_channel_form_new (channel);
  if (account != NULL)
    gtk_button_set_label (GTK_BUTTON (self->save_button), _ ("_Save"));
  add_help (self);
  add_entry (self, OD_FORM_NAME, _ ("Name of this account"), OD_FIELD_TEXT, NULL, FALSE);
  for (const OdChannelField *field = channel->fields; field->key != NULL; field++)
    add_field (self, field);
  g_signal_connect_object (self->form, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * od_channel_form_page_ask:
 * @key: of a field that is missing, or wrong
 *
 * Puts the cursor there.
 */
void
od_channel_form_page_ask (OdChannelFormPage *self, const char *key)
{
  g_return_if_fail (OD_IS_CHANNEL_FORM_PAGE (self));

  show_field (self, key);
}

/**
 * od_channel_form_page_get_is_changed:
 *
 * Returns: whether something was typed that is not kept yet
 */
gboolean
od_channel_form_page_get_is_changed (OdChannelFormPage *self)
{
  g_return_val_if_fail (OD_IS_CHANNEL_FORM_PAGE (self), FALSE);

  return self->is_changed;
}
