/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-policy-field"

#include "od-policy-field.h"

#include <glib/gi18n.h>

#include "od-custom-field.h"
#include "od-field-words.h"

/**
 * OdPolicyField:
 *
 * One condition of a promise: a field of customers, and the value that it must have. A value is typed or chosen, as
 * the field asks for.
 */
struct _OdPolicyField {
  AdwBin parent_instance;

  GtkDropDown *field_chooser;
  AdwBin *place; /* of the value: a GtkDropDown or a GtkEntry */

  GPtrArray *fields; /* (owned) (element-type OdCustomField) */
  char *unknown_key; /* (owned) (nullable): of a field that is gone; behind the others */
  GStrv choices;     /* (owned) (nullable): values of the drop-down */
};

G_DEFINE_FINAL_TYPE (OdPolicyField, od_policy_field, ADW_TYPE_BIN)

enum { CHANGED, REMOVED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
tell_changed (OdPolicyField *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
tell_removed (OdPolicyField *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
name_control (GtkWidget *widget, const char *words)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

/* (nullable): of a field that is gone nothing is known */
static const OdCustomField *
get_field (OdPolicyField *self)
{
  guint selected = gtk_drop_down_get_selected (self->field_chooser);

  return selected < self->fields->len ? self->fields->pdata[selected] : NULL;
}

/* ---- The value ---- */

/* What can be chosen, with @value, which may not be offered any more. */
static GStrv
dup_choices (const OdCustomField *field, const char *value)
{
  g_autoptr (GStrvBuilder) choices = g_strv_builder_new ();
  gboolean has_value = *value == '\0';

  if (field->kind == OD_CUSTOM_FIELD_CHECKBOX)
    g_strv_builder_add (choices, "1");
  else
    g_strv_builder_addv (choices, (const char **) field->options);
  has_value = has_value ||
              (field->kind == OD_CUSTOM_FIELD_CHECKBOX ? g_str_equal (value, "1")
                                                       : g_strv_contains ((const char *const *) field->options, value));
  if (!has_value)
    g_strv_builder_add (choices, value);
  return g_strv_builder_end (choices);
}

static GtkWidget *
make_chooser (OdPolicyField *self, const OdCustomField *field, const char *value)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GtkWidget *chooser;
  guint chosen = 0;

  self->choices = dup_choices (field, value);
  for (guint i = 0; self->choices[i] != NULL; i++)
    {
      g_autofree char *label = od_field_words_value (field, self->choices[i]);

      gtk_string_list_append (labels, label);
      if (g_str_equal (self->choices[i], value))
        chosen = i;
    }
  chooser = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (chooser), chosen);
  g_signal_connect_object (chooser, "notify::selected", G_CALLBACK (tell_changed), self, G_CONNECT_SWAPPED);
  return chooser;
}

static GtkWidget *
make_entry (OdPolicyField *self, const char *value)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), value);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 12);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Value"));
  g_signal_connect_object (entry, "changed", G_CALLBACK (tell_changed), self, G_CONNECT_SWAPPED);
  return entry;
}

static void
show_value (OdPolicyField *self, const char *value)
{
  const OdCustomField *field = get_field (self);
  gboolean is_choice = field != NULL && (field->kind == OD_CUSTOM_FIELD_CHECKBOX ||
                                         (field->kind == OD_CUSTOM_FIELD_LIST && field->options != NULL));
  GtkWidget *widget;

  g_clear_pointer (&self->choices, g_strfreev);
  widget = is_choice ? make_chooser (self, field, value) : make_entry (self, value);
  gtk_widget_set_hexpand (widget, TRUE);
  name_control (widget, _ ("Value"));
  adw_bin_set_child (self->place, widget);
}

static void
field_chosen_cb (OdPolicyField *self)
{
  show_value (self, "");
  tell_changed (self);
}

/* ---- The object ---- */

static void
od_policy_field_dispose (GObject *object)
{
  OdPolicyField *self = OD_POLICY_FIELD (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->unknown_key, g_free);
  g_clear_pointer (&self->choices, g_strfreev);
  G_OBJECT_CLASS (od_policy_field_parent_class)->dispose (object);
}

static void
od_policy_field_class_init (OdPolicyFieldClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_policy_field_dispose;
  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVED] =
      g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_policy_field_init (OdPolicyField *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *remove = gtk_button_new_from_icon_name ("window-close-symbolic");

  self->field_chooser = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  self->place = ADW_BIN (adw_bin_new ());
  name_control (GTK_WIDGET (self->field_chooser), _ ("Field of the customer"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->place), TRUE);
  gtk_button_set_has_frame (GTK_BUTTON (remove), FALSE);
  gtk_widget_set_tooltip_text (remove, _ ("Remove condition"));
  name_control (remove, _ ("Remove condition"));
  g_signal_connect_object (remove, "clicked", G_CALLBACK (tell_removed), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->field_chooser));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->place));
  gtk_box_append (GTK_BOX (line), remove);
  adw_bin_set_child (ADW_BIN (self), line);
}

/**
 * od_policy_field_new:
 * @fields: (element-type OdCustomField): to choose from
 * @key: (nullable): of the chosen one; one that is not among @fields is kept
 * @value: as it is stored
 */
GtkWidget *
od_policy_field_new (GPtrArray *fields, const char *key, const char *value)
{
  OdPolicyField *self = g_object_new (OD_TYPE_POLICY_FIELD, NULL);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  guint chosen = key != NULL ? fields->len : 0;

  self->fields = g_ptr_array_ref (fields);
  for (guint i = 0; i < fields->len; i++)
    {
      const OdCustomField *field = fields->pdata[i];

      gtk_string_list_append (labels, field->label);
      if (g_strcmp0 (field->key, key) == 0)
        chosen = i;
    }
  if (chosen == fields->len)
    {
      self->unknown_key = g_strdup (key);
      gtk_string_list_append (labels, key);
    }
  gtk_drop_down_set_model (self->field_chooser, G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (self->field_chooser, chosen);
  show_value (self, value);
  g_signal_connect_object (self->field_chooser, "notify::selected", G_CALLBACK (field_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * od_policy_field_read:
 * @key: (out) (transfer full)
 * @value: (out) (transfer full) (nullable): in the spelling in which it is stored; %NULL with a trouble
 *
 * Returns: (transfer none) (nullable): what is wrong with the value, in words
 */
const char *
od_policy_field_read (OdPolicyField *self, char **key, char **value)
{
  const OdCustomField *field = get_field (self);
  GtkWidget *widget = adw_bin_get_child (self->place);
  const char *typed, *trouble = NULL;

  *key = g_strdup (field != NULL ? field->key : self->unknown_key);
  *value = NULL;
  if (self->choices != NULL)
    {
      guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (widget));

      *value = g_strdup (selected < g_strv_length (self->choices) ? self->choices[selected] : "");
      return NULL;
    }
  typed = gtk_editable_get_text (GTK_EDITABLE (widget));
  if (field == NULL)
    *value = g_strdup (typed);
  else
    trouble = *typed == '\0' ? _ ("Write the value that the customer’s field must have.")
                             : od_field_words_find_trouble (field, typed, value);
  if (trouble != NULL)
    gtk_widget_add_css_class (widget, "error");
  else
    gtk_widget_remove_css_class (widget, "error");
  return trouble;
}
