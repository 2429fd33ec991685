/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-policy-dialog"

#include "od-policy-dialog.h"

#include <glib/gi18n.h>

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
  OdFormWindow parent_instance;

  GtkEditable *name_row;
  AdwComboRow *calendar_row;
  OdPolicyWhen *when_group;
  OdTargetRows target_rows[OD_N_CLOCK_KIND];
  GtkSwitch *pause_switch;
  GtkEditable *moment_row;
  GtkLabel *forecast_label;
  OdTimeLine *time_line;

  OdDesk *desk;         /* (owned) (nullable) */
  OdSlaPolicy *policy;  /* (owned) */
  GPtrArray *calendars; /* (owned) (element-type OdCalendar): to choose from */
  GTimeZone *zone;      /* (owned): of this desk */
};

G_DEFINE_FINAL_TYPE (OdPolicyDialog, od_policy_dialog, OD_TYPE_FORM_WINDOW)

/* The calendar that is chosen: (nullable). */
static const OdCalendar *
get_calendar (OdPolicyDialog *self)
{
  gint64 id = od_policy_rows_get_calendar (self->calendar_row);

  for (guint i = 0; i < self->calendars->len; i++)
    if (((const OdCalendar *) self->calendars->pdata[i])->id == id)
      return self->calendars->pdata[i];
  return NULL;
}

/* What is wrong, in words: (nullable). */
static const char *
read_rows (OdPolicyDialog *self)
{
  OdSlaPolicy *policy = self->policy;
  const char *trouble;

  g_free (policy->name);
  policy->name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
  policy->calendar_id = od_policy_rows_get_calendar (self->calendar_row);
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

  if (!od_form_window_get_is_ready (OD_FORM_WINDOW (self)))
    return;
  trouble = read_rows (self);
  od_form_window_set_trouble (OD_FORM_WINDOW (self), trouble, od_sla_policy_check (self->policy, NULL));
  if (trouble == NULL)
    forecast (self);
}

/* ---- Saving -------------------------------------------------------------------------- */

static char *
od_policy_dialog_dup_state (OdFormWindow *form)
{
  const OdSlaPolicy *policy = OD_POLICY_DIALOG (form)->policy;
  g_autofree char *body = od_sla_policy_dup_body (policy);

  return g_strdup_printf ("%s\n%" G_GINT64_FORMAT "\n%s", policy->name, policy->calendar_id, body);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdFormWindow) form = user_data;
  g_autoptr (GError) error = NULL;
  gint64 id = od_terms_port_save_finish (OD_TERMS_PORT (source), result, &error);

  od_form_window_end_save (form, id != 0 ? NULL : od_terms_words_save_error (error));
}

static void
od_policy_dialog_save (OdFormWindow *form)
{
  OdPolicyDialog *self = OD_POLICY_DIALOG (form);

  od_terms_port_save_policy_async (self->desk->tools.terms, self->policy, NULL, saved_cb, g_object_ref (form));
}

/* ---- The object ---------------------------------------------------------------------- */

static void
od_policy_dialog_dispose (GObject *object)
{
  OdPolicyDialog *self = OD_POLICY_DIALOG (object);

  g_clear_pointer (&self->policy, od_sla_policy_free);
  g_clear_pointer (&self->calendars, g_ptr_array_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_policy_dialog_parent_class)->dispose (object);
}

static void
od_policy_dialog_class_init (OdPolicyDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_policy_dialog_dispose;
  OD_FORM_WINDOW_CLASS (klass)->dup_state = od_policy_dialog_dup_state;
  OD_FORM_WINDOW_CLASS (klass)->save = od_policy_dialog_save;
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
build_groups (OdPolicyDialog *self)
{
  OdFormWindow *form = OD_FORM_WINDOW (self);
  AdwPreferencesGroup *group = od_form_window_add_group (form, "", NULL);

  self->name_row = od_policy_rows_add_entry (group, _ ("Name"), G_CALLBACK (refresh), self);
  self->calendar_row = od_policy_rows_add_calendars (group, G_CALLBACK (refresh), self);
  self->when_group = OD_POLICY_WHEN (od_policy_when_new (self->desk, &self->policy->when));
  g_signal_connect_object (self->when_group, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  od_form_window_take_group (form, GTK_WIDGET (self->when_group));
  group = od_form_window_add_group (form, _ ("What Is Promised"), NULL);
  for (guint kind = 1; kind < OD_N_CLOCK_KIND; kind++)
    od_target_rows_build (&self->target_rows[kind], group, (OdClockKind) kind, G_CALLBACK (refresh), self);
  self->pause_switch = od_policy_rows_add_switch (group, _ ("Resolution stands still while the customer is waited for"),
                                                  G_CALLBACK (refresh), self);
  build_forecast (self, od_form_window_add_group (form, _ ("What It Does"), NULL));
}

static void
od_policy_dialog_init (OdPolicyDialog *self)
{
  self->zone = g_time_zone_new_local ();
  self->calendars = g_ptr_array_new_with_free_func ((GDestroyNotify) od_calendar_free);
}

static void
fill (OdPolicyDialog *self, const OdTerms *terms)
{
  g_autofree char *now = od_terms_words_moment (
      od_clock_get_real_us (self->desk->clock) / (60 * G_USEC_PER_SEC) * (60 * G_USEC_PER_SEC), self->zone);

  for (guint i = 0; i < terms->calendars->len; i++)
    g_ptr_array_add (self->calendars, od_calendar_copy (terms->calendars->pdata[i]));
  od_policy_rows_fill_calendars (self->calendar_row, terms, self->policy->calendar_id);
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
  build_groups (self);
  fill (self, terms);
  od_form_window_set_ready (OD_FORM_WINDOW (self));
  refresh (self);
  return GTK_WIDGET (self);
}
