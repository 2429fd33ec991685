/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-field-dialog"

#include "od-field-dialog.h"

#include <glib/gi18n.h>

#include "od-error-words.h"
#include "od-error.h"
#include "od-escape.h"
#include "od-field-words.h"
#include "od-limits.h"

/**
 * OdFieldDialog:
 *
 * Defines a custom field, or changes one.
 */
struct _OdFieldDialog {
  AdwWindow parent_instance;

  GtkEditable *label_row;
  AdwComboRow *kind_row;
  GtkEditable *key_row;
  AdwPreferencesGroup *text_group;
  GtkEditable *pattern_row;
  GtkEditable *hint_row;
  AdwPreferencesGroup *options_group;
  GtkTextBuffer *options_buffer;
  GtkLabel *trouble_label;

  OdDesk *desk; /* (owned) */
  gint64 id;    /* 0: a new one */
};

G_DEFINE_FINAL_TYPE (OdFieldDialog, od_field_dialog, ADW_TYPE_WINDOW)

/* ---- What is in the rows ------------------------------------------------------- */

static char *
dup_line (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

static GStrv
dup_options (OdFieldDialog *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *options = g_ptr_array_new ();

  gtk_text_buffer_get_bounds (self->options_buffer, &start, &end);
  text = gtk_text_buffer_get_text (self->options_buffer, &start, &end, FALSE);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0' && !g_ptr_array_find_with_equal_func (options, lines[i], g_str_equal, NULL))
      g_ptr_array_add (options, g_strdup (lines[i]));
  g_ptr_array_add (options, NULL);
  return (GStrv) g_ptr_array_free (options, FALSE);
}

static OdCustomField *
make_field (OdFieldDialog *self)
{
  OdCustomField *field = g_new0 (OdCustomField, 1);

  field->id = self->id;
  field->kind = (OdCustomFieldKind) adw_combo_row_get_selected (self->kind_row);
  field->label = dup_line (self->label_row);
  field->key = dup_line (self->key_row);
  if (field->kind == OD_CUSTOM_FIELD_LIST)
    field->options = dup_options (self);
  if (field->kind == OD_CUSTOM_FIELD_TEXT && *gtk_editable_get_text (self->pattern_row) != '\0')
    {
      field->pattern = g_strdup (gtk_editable_get_text (self->pattern_row));
      field->hint = dup_line (self->hint_row);
    }
  return field;
}

static gboolean
is_key (const char *key)
{
  for (const char *p = key; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '_')
      return FALSE;
  return strlen (key) <= OD_LIMIT_FIELD_NAME_BYTES;
}

static const char *
find_trouble (const OdCustomField *field)
{
  if (strlen (field->label) > OD_LIMIT_FIELD_NAME_BYTES)
    return _ ("This name is too long.");
  if (!is_key (field->key))
    return _ ("The name in searches has small Latin letters, digits and “_” only.");
  if (field->kind == OD_CUSTOM_FIELD_LIST && field->options[0] == NULL)
    return _ ("Write at least one choice.");
  if (field->pattern != NULL && !od_custom_field_is_pattern (field->pattern))
    return _ ("The pattern is no regular expression.");
  return NULL;
}

static void
say (OdFieldDialog *self, const char *trouble)
{
  gtk_label_set_text (self->trouble_label, trouble != NULL ? trouble : "");
}

static void
on_changed (OdFieldDialog *self)
{
  g_autoptr (OdCustomField) field = NULL;
  const char *trouble;

  if (self->desk == NULL)
    return;
  field = make_field (self);
  trouble = find_trouble (field);
  gtk_widget_set_visible (GTK_WIDGET (self->text_group), field->kind == OD_CUSTOM_FIELD_TEXT);
  gtk_widget_set_visible (GTK_WIDGET (self->options_group), field->kind == OD_CUSTOM_FIELD_LIST);
  say (self, trouble);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "field.save", trouble == NULL && *field->label != '\0');
}

/* ---- Saving -------------------------------------------------------------------- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdFieldDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (od_field_port_save_finish (OD_FIELD_PORT (source), result, &error) != 0)
    gtk_window_close (GTK_WINDOW (self));
  else if (g_error_matches (error, OD_ERROR, OD_ERROR_USAGE))
    say (self, _ ("There is such a field already, or what customers have in it does not fit this kind."));
  else
    say (self, od_error_words (error));
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdFieldDialog *self = OD_FIELD_DIALOG (widget);
  g_autoptr (OdCustomField) field = make_field (self);

  od_field_port_save_async (self->desk->tools.fields, field, NULL, saved_cb, g_object_ref (self));
}

static void
on_activated (OdFieldDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "field.save", NULL);
}

/* ---- The object ---------------------------------------------------------------- */

static void
od_field_dialog_dispose (GObject *object)
{
  OdFieldDialog *self = OD_FIELD_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_FIELD_DIALOG);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_field_dialog_parent_class)->dispose (object);
}

static void
od_field_dialog_class_init (OdFieldDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_field_dialog_dispose;
  gtk_widget_class_install_action (widget_class, "field.save", NULL, save_action);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-field-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OdFieldDialog, label_row);
  gtk_widget_class_bind_template_child (widget_class, OdFieldDialog, kind_row);
  gtk_widget_class_bind_template_child (widget_class, OdFieldDialog, key_row);
  gtk_widget_class_bind_template_child (widget_class, OdFieldDialog, text_group);
  gtk_widget_class_bind_template_child (widget_class, OdFieldDialog, pattern_row);
  gtk_widget_class_bind_template_child (widget_class, OdFieldDialog, hint_row);
  gtk_widget_class_bind_template_child (widget_class, OdFieldDialog, options_group);
  gtk_widget_class_bind_template_child (widget_class, OdFieldDialog, options_buffer);
  gtk_widget_class_bind_template_child (widget_class, OdFieldDialog, trouble_label);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
}

static void
od_field_dialog_init (OdFieldDialog *self)
{
  GtkStringList *kinds = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  od_escape_closes (GTK_WINDOW (self), NULL);
  for (guint i = 0; i < OD_N_CUSTOM_FIELD; i++)
    gtk_string_list_append (kinds, od_field_words_kind ((OdCustomFieldKind) i));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (kinds));
  g_object_unref (kinds);
}

static void
fill (OdFieldDialog *self, const OdCustomField *field)
{
  g_autofree char *options = field->options != NULL ? g_strjoinv ("\n", field->options) : g_strdup ("");

  self->id = field->id;
  gtk_editable_set_text (self->label_row, field->label);
  gtk_editable_set_text (self->key_row, field->key);
  gtk_editable_set_text (self->pattern_row, field->pattern != NULL ? field->pattern : "");
  gtk_editable_set_text (self->hint_row, field->hint != NULL ? field->hint : "");
  gtk_text_buffer_set_text (self->options_buffer, options, -1);
  adw_combo_row_set_selected (self->kind_row, field->kind);
}

/**
 * od_field_dialog_new:
 * @desk: has fields
 * @field: (nullable): to be changed; %NULL for a new one
 *
 * Returns: (transfer none): over @parent, not yet presented
 */
GtkWidget *
od_field_dialog_new (GtkWindow *parent, OdDesk *desk, const OdCustomField *field)
{
  OdFieldDialog *self = g_object_new (OD_TYPE_FIELD_DIALOG, "transient-for", parent, NULL);

  gtk_window_set_title (GTK_WINDOW (self), field != NULL ? _ ("Field") : _ ("New Field"));
  if (field != NULL)
    fill (self, field);
  self->desk = od_desk_ref (desk);
  on_changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->label_row));
  return GTK_WIDGET (self);
}
