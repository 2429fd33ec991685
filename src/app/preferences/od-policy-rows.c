/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-policy-rows.h"

#include <glib/gi18n.h>

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

/* @control has the row's title as its name, and the row gives it its clicks. */
GtkWidget *
od_policy_rows_new_row (const char *title, GtkWidget *control)
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

  adw_preferences_group_add (group, od_policy_rows_new_row (title, control));
  g_signal_connect_object (control, "notify::active", changed, object, G_CONNECT_SWAPPED);
  return GTK_SWITCH (control);
}

AdwComboRow *
od_policy_rows_add_calendars (AdwPreferencesGroup *group, GCallback changed, gpointer object)
{
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Working hours"));
  g_signal_connect_object (row, "notify::selected", changed, object, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, row);
  return ADW_COMBO_ROW (row);
}

/* @chosen: 0: around the clock */
void
od_policy_rows_fill_calendars (AdwComboRow *row, const OdTerms *terms, gint64 chosen)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GArray *ids = g_array_new (FALSE, TRUE, sizeof (gint64));
  guint selected = 0;

  gtk_string_list_append (names, _ ("Around the clock"));
  g_array_set_size (ids, 1);
  for (guint i = 0; i < terms->calendars->len; i++)
    {
      const OdCalendar *calendar = terms->calendars->pdata[i];

      gtk_string_list_append (names, calendar->name);
      g_array_append_val (ids, calendar->id);
      if (calendar->id == chosen)
        selected = i + 1;
    }
  g_object_set_data_full (G_OBJECT (row), "ids", ids, (GDestroyNotify) g_array_unref);
  adw_combo_row_set_model (row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (row, selected);
}

/* 0: around the clock */
gint64
od_policy_rows_get_calendar (AdwComboRow *row)
{
  const GArray *ids = g_object_get_data (G_OBJECT (row), "ids");
  guint selected = adw_combo_row_get_selected (row);

  return ids != NULL && selected < ids->len ? g_array_index (ids, gint64, selected) : 0;
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
                            od_policy_rows_new_row (_ ("Counts working hours only"), GTK_WIDGET (self->working)));
  adw_expander_row_add_row (
      ADW_EXPANDER_ROW (expander),
      od_policy_rows_new_row (_ ("Warn when so many percent are used (0: never)"), GTK_WIDGET (self->percent)));
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
