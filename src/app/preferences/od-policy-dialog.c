/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-policy-dialog"

#include "od-policy-dialog.h"

#include <glib/gi18n.h>

#include "od-escape.h"
#include "od-policy-rows.h"
#include "od-policy-when.h"
#include "od-terms-words.h"
#include "od-time-line.h"

/**
 * OdPolicyDialog:
 *
 * A promise: for whom, what, and what it would do for a message at a given moment.
 */
struct _OdPolicyDialog {
  AdwWindow parent_instance;

  GtkEditable *name_row;
  AdwComboRow *calendar_row;
  OdPolicyWhen *when_group;
  OdTargetRows target_rows[OD_N_CLOCK_KIND];
  GtkSwitch *pause_switch;
  GtkEditable *moment_row;
  GtkLabel *forecast_label;
  OdTimeLine *time_line;
  GtkLabel *trouble_label;

  OdDesk *desk;         /* (owned) (nullable) */
  OdSlaPolicy *policy;  /* (owned) */
  GPtrArray *calendars; /* (owned) (element-type OdCalendar): behind "around the clock" */
  GTimeZone *zone;      /* (owned): of this desk */
  gboolean is_filling;
  gboolean is_saving;
};

G_DEFINE_FINAL_TYPE (OdPolicyDialog, od_policy_dialog, ADW_TYPE_WINDOW)

/* The calendar that is chosen: (nullable). */
static const OdCalendar *
get_calendar (OdPolicyDialog *self)
{
  guint position = adw_combo_row_get_selected (self->calendar_row);

  return position > 0 && position <= self->calendars->len ? self->calendars->pdata[position - 1] : NULL;
}

/* What is wrong, in words: (nullable). */
static const char *
read_rows (OdPolicyDialog *self)
{
  OdSlaPolicy *policy = self->policy;
  const OdCalendar *calendar = get_calendar (self);
  const char *trouble;

  g_free (policy->name);
  policy->name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
  policy->calendar_id = calendar != NULL ? calendar->id : 0;
  policy->pauses_on_pending = gtk_switch_get_active (self->pause_switch);
  trouble = od_policy_when_read (self->when_group, &policy->when);
  for (guint kind = 1; kind < OD_N_CLOCK_KIND; kind++)
    if (!od_target_rows_read (&self->target_rows[kind], &policy->targets[kind]))
      trouble = _ ("Write how long like “1 h 30 min”, “20 min” or “45 s”, up to 400 days.");
  return trouble;
}

/* ---- What it would do ---------------------------------------------------------------- */

static void
forecast (OdPolicyDialog *self)
{
  const OdCalendar *calendar = get_calendar (self);
  OdBizcal *hours = calendar != NULL ? calendar->hours : NULL;
  g_autoptr (GString) words = g_string_new (NULL);
  OdSlaTimes times;
  gint64 at_us;
  gboolean is_shown = FALSE;

  if (!od_policy_rows_mark (self->moment_row,
                            od_terms_words_parse_moment (gtk_editable_get_text (self->moment_row), self->zone, &at_us)))
    {
      gtk_label_set_text (self->forecast_label, _ ("Write a moment like “2026-03-05 16:30”."));
      gtk_widget_set_visible (GTK_WIDGET (self->time_line), FALSE);
      return;
    }
  for (OdClockKind kind = OD_CLOCK_FIRST; kind <= OD_CLOCK_RESOLUTION; kind++)
    {
      g_autofree char *line = od_terms_words_forecast (self->policy, hours, kind, at_us, self->zone);

      g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", line);
      if (is_shown || !od_sla_times (self->policy, hours, kind, at_us, NULL, 0, &times))
        continue;
      od_time_line_set (self->time_line, self->policy->targets[kind].is_working && !times.fell_back ? hours : NULL,
                        at_us, &times, line);
      is_shown = TRUE;
    }
  gtk_label_set_text (self->forecast_label, words->str);
  gtk_widget_set_visible (GTK_WIDGET (self->time_line), is_shown);
}

static void
refresh (OdPolicyDialog *self)
{
  const char *trouble;

  if (self->is_filling)
    return;
  trouble = read_rows (self);
  gtk_label_set_text (self->trouble_label, trouble != NULL ? trouble : "");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "policy.save",
                                 !self->is_saving && trouble == NULL && od_sla_policy_check (self->policy, NULL));
  if (trouble == NULL)
    forecast (self);
}

/* ---- Saving -------------------------------------------------------------------------- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdPolicyDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 id = od_terms_port_save_finish (OD_TERMS_PORT (source), result, &error);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return; /* it was closed meanwhile */
  self->is_saving = FALSE;
  refresh (self);
  if (id != 0)
    gtk_window_close (GTK_WINDOW (self));
  else
    gtk_label_set_text (self->trouble_label, od_terms_words_save_error (error));
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdPolicyDialog *self = OD_POLICY_DIALOG (widget);

  self->is_saving = TRUE; /* a second time would make a second one */
  refresh (self);
  od_terms_port_save_policy_async (self->desk->tools.terms, self->policy, NULL, saved_cb, g_object_ref (self));
}

/* ---- The object ---------------------------------------------------------------------- */

static void
od_policy_dialog_dispose (GObject *object)
{
  OdPolicyDialog *self = OD_POLICY_DIALOG (object);

  self->is_filling = TRUE; /* rows that go away are not read */
  g_clear_pointer (&self->policy, od_sla_policy_free);
  g_clear_pointer (&self->calendars, g_ptr_array_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_policy_dialog_parent_class)->dispose (object);
}

static void
od_policy_dialog_class_init (OdPolicyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_policy_dialog_dispose;
  gtk_widget_class_install_action (widget_class, "policy.save", NULL, save_action);
}

static GtkWidget *
build_header (void)
{
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  GtkWidget *save = gtk_button_new_with_mnemonic (_ ("_Save"));

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (save), "policy.save");
  gtk_widget_add_css_class (save, "suggested-action");
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), save);
  return bar;
}

static AdwPreferencesGroup *
add_group (AdwPreferencesPage *page, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_GROUP (group);
}

static void
build_forecast (OdPolicyDialog *self, AdwPreferencesGroup *group)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->moment_row = od_policy_rows_add_entry (group, _ ("If somebody writes at"), G_CALLBACK (refresh), self);
  self->forecast_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->forecast_label, TRUE);
  gtk_label_set_xalign (self->forecast_label, 0);
  gtk_label_set_selectable (self->forecast_label, TRUE);
  self->time_line = OD_TIME_LINE (od_time_line_new ());
  gtk_widget_set_margin_top (box, 12);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->forecast_label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->time_line));
  adw_preferences_group_add (group, box);
}

static void
build_pages (OdPolicyDialog *self, AdwPreferencesPage *page)
{
  AdwPreferencesGroup *group = add_group (page, "", NULL);

  self->name_row = od_policy_rows_add_entry (group, _ ("Name"), G_CALLBACK (refresh), self);
  self->calendar_row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->calendar_row), _ ("Working hours"));
  g_signal_connect_object (self->calendar_row, "notify::selected", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, GTK_WIDGET (self->calendar_row));

  self->when_group = OD_POLICY_WHEN (od_policy_when_new (self->desk, &self->policy->when));
  g_signal_connect_object (self->when_group, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (self->when_group));

  group = add_group (page, _ ("What Is Promised"), NULL);
  for (guint kind = 1; kind < OD_N_CLOCK_KIND; kind++)
    od_target_rows_build (&self->target_rows[kind], group, (OdClockKind) kind, G_CALLBACK (refresh), self);
  self->pause_switch = od_policy_rows_add_switch (group, _ ("Resolution stands still while the customer is waited for"),
                                                  G_CALLBACK (refresh), self);
  build_forecast (self, add_group (page, _ ("What It Does"), NULL));
}

static void
od_policy_dialog_init (OdPolicyDialog *self)
{
  self->is_filling = TRUE;
  self->zone = g_time_zone_new_local ();
  self->calendars = g_ptr_array_new_with_free_func ((GDestroyNotify) od_calendar_free);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 620, 720);
  od_escape_closes (GTK_WINDOW (self), NULL);
}

static void
build (OdPolicyDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());

  build_pages (self, page);
  self->trouble_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->trouble_label, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->trouble_label), "error");
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->trouble_label), 6);
  gtk_box_append (GTK_BOX (box), build_header ());
  gtk_widget_set_vexpand (GTK_WIDGET (page), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (page));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->trouble_label));
  adw_window_set_content (ADW_WINDOW (self), box);
}

static void
fill (OdPolicyDialog *self, const OdTerms *terms)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  g_autofree char *now = od_terms_words_moment (
      od_clock_get_real_us (self->desk->clock) / (60 * G_USEC_PER_SEC) * (60 * G_USEC_PER_SEC), self->zone);
  guint chosen = 0;

  gtk_string_list_append (names, _ ("Around the clock"));
  for (guint i = 0; i < terms->calendars->len; i++)
    {
      const OdCalendar *calendar = terms->calendars->pdata[i];

      gtk_string_list_append (names, calendar->name);
      g_ptr_array_add (self->calendars, od_calendar_copy (calendar));
      if (calendar->id == self->policy->calendar_id)
        chosen = i + 1;
    }
  adw_combo_row_set_model (self->calendar_row, G_LIST_MODEL (names));
  g_object_unref (names);
  adw_combo_row_set_selected (self->calendar_row, chosen);
  gtk_editable_set_text (self->name_row, self->policy->name);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->name_row));
  for (guint kind = 1; kind < OD_N_CLOCK_KIND; kind++)
    od_target_rows_fill (&self->target_rows[kind], &self->policy->targets[kind]);
  gtk_switch_set_active (self->pause_switch, self->policy->pauses_on_pending);
  gtk_editable_set_text (self->moment_row, now);
}

/**
 * od_policy_dialog_new:
 * @desk: has terms
 * @terms: calendars to choose from
 * @policy: (nullable): to be changed; %NULL for a new one
 *
 * Returns: (transfer none): over @parent, not yet presented
 */
GtkWidget *
od_policy_dialog_new (GtkWindow *parent, OdDesk *desk, const OdTerms *terms, const OdSlaPolicy *policy)
{
  OdPolicyDialog *self = g_object_new (OD_TYPE_POLICY_DIALOG, "transient-for", parent, NULL);

  gtk_window_set_title (GTK_WINDOW (self), policy != NULL ? _ ("Promise") : _ ("New Promise"));
  self->desk = od_desk_ref (desk);
  self->policy = policy != NULL ? od_sla_policy_copy (policy) : od_sla_policy_new ("");
  build (self);
  fill (self, terms);
  self->is_filling = FALSE;
  refresh (self);
  return GTK_WIDGET (self);
}
