/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-schedule-dialog"

#include "od-schedule-dialog.h"

#include <glib/gi18n.h>

#include "od-conversation-status.h"
#include "od-escape.h"
#include "od-relative-time.h"
#include "od-snooze-phrase.h"

/**
 * OdScheduleDialog:
 *
 * A day and a time, in the operator's zone, that must be to come, typed in words or set. It says what time that is
 * for the customer.
 */
struct _OdScheduleDialog {
  AdwWindow parent_instance;

  GtkEntry *phrase;
  GtkCalendar *calendar;
  GtkSpinButton *hour, *minute;
  GtkLabel *words;
  GtkButton *send_button;

  OdClock *clock;       /* (owned) */
  GTimeZone *zone;      /* (owned): the operator's */
  GTimeZone *customers; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (OdScheduleDialog, od_schedule_dialog, ADW_TYPE_WINDOW)

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

/**
 * od_schedule_dialog_get_chosen_us:
 *
 * Returns: what is set now, µs since 1970 UTC
 */
gint64
od_schedule_dialog_get_chosen_us (OdScheduleDialog *self)
{
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) at = NULL;

  g_return_val_if_fail (OD_IS_SCHEDULE_DIALOG (self), 0);

  day = gtk_calendar_get_date (self->calendar);
  at = g_date_time_new (self->zone, g_date_time_get_year (day), g_date_time_get_month (day),
                        g_date_time_get_day_of_month (day), gtk_spin_button_get_value_as_int (self->hour),
                        gtk_spin_button_get_value_as_int (self->minute), 0);
  return at != NULL ? g_date_time_to_unix (at) * G_USEC_PER_SEC : 0;
}

static char *
make_words (OdScheduleDialog *self, gint64 at_us, gint64 now_us)
{
  g_autofree char *time = NULL;

  if (at_us <= now_us)
    return g_strdup (_ ("This moment is over. Choose a later one."));
  if (self->customers == NULL)
    return NULL;
  time = od_relative_time_future (at_us, now_us, self->customers);
  /* TRANSLATORS: the time of the customer: "tomorrow 09:00" */
  return g_strdup_printf (_ ("For the customer: %s"), time);
}

static void
changed_cb (OdScheduleDialog *self)
{
  gint64 now_us = od_clock_get_real_us (self->clock);
  gint64 at_us = od_schedule_dialog_get_chosen_us (self);
  g_autofree char *words = make_words (self, at_us, now_us);

  gtk_label_set_text (self->words, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->words), words != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->send_button), at_us > now_us);
}

/* Words that mean a moment set the calendar. */
static void
on_typed (OdScheduleDialog *self)
{
  gint64 at_us = 0;
  OdSnoozeReading reading = od_snooze_phrase_parse (gtk_editable_get_text (GTK_EDITABLE (self->phrase)),
                                                    od_clock_get_real_us (self->clock), self->zone, NULL, &at_us);
  gboolean is_moment = reading == OD_SNOOZE_READING_OK && at_us != OD_SNOOZE_UNTIL_REPLY;

  if (is_moment)
    od_schedule_dialog_set_chosen_us (self, at_us);
  else if (reading == OD_SNOOZE_READING_EMPTY)
    changed_cb (self);
  else
    {
      gtk_label_set_text (
          self->words, od_snooze_reading_words (reading == OD_SNOOZE_READING_OK ? OD_SNOOZE_READING_UNKNOWN : reading));
      gtk_widget_set_visible (GTK_WIDGET (self->words), TRUE);
      gtk_widget_set_sensitive (GTK_WIDGET (self->send_button), FALSE);
    }
}

static void
on_send (OdScheduleDialog *self)
{
  gint64 at_us = od_schedule_dialog_get_chosen_us (self);

  if (at_us <= od_clock_get_real_us (self->clock))
    {
      changed_cb (self); /* it went by meanwhile */
      return;
    }
  g_signal_emit (self, signals[CHOSEN], 0, at_us);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
two_digits_cb (GtkSpinButton *spin)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (spin));

  gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static void
od_schedule_dialog_dispose (GObject *object)
{
  OdScheduleDialog *self = OD_SCHEDULE_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_SCHEDULE_DIALOG);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->customers, g_time_zone_unref);
  G_OBJECT_CLASS (od_schedule_dialog_parent_class)->dispose (object);
}

static void
od_schedule_dialog_class_init (OdScheduleDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_schedule_dialog_dispose;
  /**
   * OdScheduleDialog::chosen:
   * @at_us: µs since 1970 UTC, to come
   */
  signals[CHOSEN] = g_signal_new ("chosen", OD_TYPE_SCHEDULE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-schedule-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OdScheduleDialog, phrase);
  gtk_widget_class_bind_template_child (widget_class, OdScheduleDialog, calendar);
  gtk_widget_class_bind_template_child (widget_class, OdScheduleDialog, hour);
  gtk_widget_class_bind_template_child (widget_class, OdScheduleDialog, minute);
  gtk_widget_class_bind_template_child (widget_class, OdScheduleDialog, words);
  gtk_widget_class_bind_template_child (widget_class, OdScheduleDialog, send_button);
  gtk_widget_class_bind_template_callback (widget_class, on_send);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
}

static void
od_schedule_dialog_init (OdScheduleDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  od_escape_closes (GTK_WINDOW (self), NULL);
  g_signal_connect (self->hour, "output", G_CALLBACK (two_digits_cb), NULL);
  g_signal_connect (self->minute, "output", G_CALLBACK (two_digits_cb), NULL);
}

/**
 * od_schedule_dialog_set_verb:
 * @verb: what the button does, with a mnemonic
 */
void
od_schedule_dialog_set_verb (OdScheduleDialog *self, const char *verb)
{
  g_return_if_fail (OD_IS_SCHEDULE_DIALOG (self));

  gtk_button_set_label (self->send_button, verb);
}

/**
 * od_schedule_dialog_set_chosen_us:
 * @at_us: what to begin with
 */
void
od_schedule_dialog_set_chosen_us (OdScheduleDialog *self, gint64 at_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) at = g_date_time_to_timezone (utc, self->zone);

  g_return_if_fail (OD_IS_SCHEDULE_DIALOG (self));

  gtk_calendar_select_day (self->calendar, at);
  gtk_spin_button_set_value (self->hour, g_date_time_get_hour (at));
  gtk_spin_button_set_value (self->minute, g_date_time_get_minute (at));
  changed_cb (self);
}

/**
 * od_schedule_dialog_new:
 * @customer_zone: (nullable): an IANA name; one that is not known says nothing
 *
 * Returns: (transfer none): over @parent, not yet presented, with tomorrow morning in it
 */
GtkWidget *
od_schedule_dialog_new (GtkWindow *parent, OdClock *clock, const char *customer_zone)
{
  OdScheduleDialog *self =
      g_object_new (OD_TYPE_SCHEDULE_DIALOG, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  gint64 at_us = 0;

  self->clock = g_object_ref (clock);
  self->zone = g_time_zone_new_local ();
  self->customers = customer_zone != NULL ? g_time_zone_new_identifier (customer_zone) : NULL;
  od_snooze_phrase_parse ("tomorrow", od_clock_get_real_us (clock), self->zone, NULL, &at_us);
  od_schedule_dialog_set_chosen_us (self, at_us);
  g_signal_connect_object (self->calendar, "day-selected", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->hour, "value-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->minute, "value-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
