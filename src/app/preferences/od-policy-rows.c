/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-policy-rows.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-terms-words.h"

static GtkEditable *
new_entry (const char *title, GCallback changed, gpointer object)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_signal_connect_object (row, "changed", changed, object, G_CONNECT_SWAPPED);
  return GTK_EDITABLE (row);
}

GtkEditable *
od_policy_rows_add_entry (AdwPreferencesGroup *group, const char *title, GCallback changed, gpointer object)
{
  GtkEditable *row = new_entry (title, changed, object);

  adw_preferences_group_add (group, GTK_WIDGET (row));
  return row;
}

static GtkWidget *
new_row (const char *title, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  return row;
}

GtkSwitch *
od_policy_rows_add_switch (AdwPreferencesGroup *group, const char *title, GCallback changed, gpointer object)
{
  GtkWidget *control = gtk_switch_new ();

  adw_preferences_group_add (group, new_row (title, control));
  g_signal_connect_object (control, "notify::active", changed, object, G_CONNECT_SWAPPED);
  return GTK_SWITCH (control);
}

/* Colour is not the only sign: the dialog says in words what is wrong. */
gboolean
od_policy_rows_mark (GtkEditable *row, gboolean is_good)
{
  if (is_good)
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  return is_good;
}

/* ---- what is promised for one kind of clock ---------------------------------------- */

void
od_target_rows_build (OdTargetRows *self, AdwPreferencesGroup *group, OdClockKind kind, GCallback changed,
                      gpointer object)
{
  GtkWidget *expander;

  if (kind == OD_CLOCK_PROMISE)
    {
      self->before = od_policy_rows_add_entry (group, _ ("Warn before an agreed time"), changed, object);
      return;
    }
  expander = adw_expander_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), od_terms_words_kind (kind));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (expander), kind == OD_CLOCK_FIRST);
  self->within = new_entry (_ ("Within, like “1 h 30 min”; nothing: not promised"), changed, object);
  self->working = GTK_SWITCH (gtk_switch_new ());
  self->percent = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (0, 99, 5));
  self->before = new_entry (_ ("Warn so long before, like “15 min”"), changed, object);
  g_signal_connect_object (self->working, "notify::active", changed, object, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->percent, "value-changed", changed, object, G_CONNECT_SWAPPED);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), GTK_WIDGET (self->within));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander),
                            new_row (_ ("Counts working hours only"), GTK_WIDGET (self->working)));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander),
                            new_row (_ ("Warn when so many percent are used (0: never)"), GTK_WIDGET (self->percent)));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), GTK_WIDGET (self->before));
  adw_preferences_group_add (group, expander);
}

static void
set_duration (GtkEditable *row, gint64 seconds)
{
  g_autofree char *text = od_terms_words_duration (seconds);

  gtk_editable_set_text (row, text);
}

void
od_target_rows_fill (OdTargetRows *self, const OdSlaTarget *target)
{
  set_duration (self->before, target->warn_before_s);
  if (self->within == NULL)
    return;
  set_duration (self->within, target->target_s);
  gtk_switch_set_active (self->working, target->is_working);
  gtk_spin_button_set_value (self->percent, target->warn_percent);
}

/* FALSE: what is written is no duration. */
gboolean
od_target_rows_read (OdTargetRows *self, OdSlaTarget *target)
{
  gboolean is_good = od_policy_rows_mark (
      self->before, od_terms_words_parse_duration (gtk_editable_get_text (self->before), &target->warn_before_s));

  if (self->within == NULL)
    return is_good;
  target->is_working = gtk_switch_get_active (self->working);
  target->warn_percent = (guint8) gtk_spin_button_get_value_as_int (self->percent);
  return od_policy_rows_mark (
             self->within, od_terms_words_parse_duration (gtk_editable_get_text (self->within), &target->target_s)) &&
         is_good;
}

/* ---- conditions ---------------------------------------------------------------------- */

void
od_when_rows_build (OdWhenRows *self, AdwPreferencesGroup *group, GCallback changed, gpointer object)
{
  static const char *const names[] = { N_ ("Low"), N_ ("Normal"), N_ ("High"), N_ ("Urgent") };
  GtkWidget *row = adw_action_row_new ();

  self->channels = od_policy_rows_add_entry (group, _ ("Channels, like “email, webchat, form”"), changed, object);
  self->tags = od_policy_rows_add_entry (group, _ ("One of the tags, like “vip, wholesale”"), changed, object);
  self->fields = od_policy_rows_add_entry (group, _ ("Fields of the customer, like “city = Tver”"), changed, object);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Priority"));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkWidget *check = gtk_check_button_new_with_label (_ (names[i]));

      self->priorities[i] = GTK_CHECK_BUTTON (check);
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      g_signal_connect_object (check, "toggled", changed, object, G_CONNECT_SWAPPED);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), check);
    }
  adw_preferences_group_add (group, row);
  self->online = od_policy_rows_add_switch (group, _ ("Only while somebody is online"), changed, object);
}

static void
set_list (GtkEditable *row, const GPtrArray *texts)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (const char *) texts->pdata[i]);
  gtk_editable_set_text (row, text->str);
  g_string_free (text, TRUE);
}

void
od_when_rows_fill (OdWhenRows *self, const OdSlaWhen *when)
{
  g_autoptr (GString) fields = g_string_new (NULL);

  set_list (self->channels, when->channels);
  set_list (self->tags, when->tags);
  for (guint i = 0; i < when->fields->len; i++)
    {
      const OdSlaFieldIs *field = when->fields->pdata[i];

      g_string_append_printf (fields, "%s%s = %s", i > 0 ? ", " : "", field->key, field->value);
    }
  gtk_editable_set_text (self->fields, fields->str);
  for (guint i = 0; i < G_N_ELEMENTS (self->priorities); i++)
    gtk_check_button_set_active (self->priorities[i], (when->priorities & 1 << i) != 0);
  gtk_switch_set_active (self->online, when->online_only);
}

static void
read_list (GtkEditable *row, GPtrArray *texts)
{
  g_auto (GStrv) parts = g_strsplit (gtk_editable_get_text (row), ",", -1);

  g_ptr_array_set_size (texts, 0);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_ptr_array_add (texts, g_strdup (parts[i]));
}

static gboolean
read_fields (GtkEditable *row, OdSlaWhen *when)
{
  g_auto (GStrv) parts = g_strsplit (gtk_editable_get_text (row), ",", -1);

  g_ptr_array_set_size (when->fields, 0);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *equals = strchr (parts[i], '=');

      if (*g_strstrip (parts[i]) == '\0')
        continue;
      if (equals == NULL)
        return FALSE;
      *equals = '\0';
      if (*g_strstrip (parts[i]) == '\0')
        return FALSE;
      od_sla_when_add_field (when, parts[i], g_strstrip (equals + 1));
    }
  return TRUE;
}

/* FALSE: what is written is no field and value. */
gboolean
od_when_rows_read (OdWhenRows *self, OdSlaWhen *when)
{
  read_list (self->channels, when->channels);
  read_list (self->tags, when->tags);
  when->priorities = 0;
  for (guint i = 0; i < G_N_ELEMENTS (self->priorities); i++)
    if (gtk_check_button_get_active (self->priorities[i]))
      when->priorities |= (guint8) (1 << i);
  when->online_only = gtk_switch_get_active (self->online);
  return od_policy_rows_mark (self->fields, read_fields (self->fields, when));
}
