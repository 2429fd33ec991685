/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-calendar-dialog"

#include "od-calendar-dialog.h"

#include <glib/gi18n.h>

#include "od-error.h"
#include "od-ical.h"
#include "od-limits.h"
#include "od-month-view.h"
#include "od-policy-rows.h"
#include "od-terms-words.h"
#include "od-worker.h"
#include "od-zone-list.h"

/**
 * OdCalendarDialog:
 *
 * Opening hours: the week, and on a month's page the days that are not as usual.
 */
struct _OdCalendarDialog {
  OdFormWindow parent_instance;

  GtkEditable *name_row;
  GtkDropDown *zone_chooser;
  GtkEditable *week_rows[7];
  OdMonthView *month;
  GtkEditable *day_row;
  GtkWidget *usual_button;

  OdDesk *desk;             /* (owned) (nullable) */
  OdBizcalBuilder *builder; /* (owned) */
  OdBizcal *hours;          /* (owned) */
  OdCalendar *calendar;     /* (owned) (nullable): %NULL: a new one */
  OdWorker *worker;         /* (owned) (nullable): reads files */
  gboolean is_showing_day;
};

G_DEFINE_FINAL_TYPE (OdCalendarDialog, od_calendar_dialog, OD_TYPE_FORM_WINDOW)

/* What is in the rows goes into the calendar. */
static gboolean
read_rows (OdCalendarDialog *self)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (OdBizcalSpan));
  const char *zone = od_zone_list_get (self->zone_chooser);
  gboolean is_good = TRUE;

  if (zone != NULL)
    od_bizcal_builder_set_zone (self->builder, zone);
  for (guint i = 0; i < 7; i++)
    {
      if (!od_policy_rows_mark (self->week_rows[i],
                                od_terms_words_parse_spans (gtk_editable_get_text (self->week_rows[i]), spans)))
        is_good = FALSE;
      else
        od_bizcal_builder_set_weekly (self->builder, i + 1, (OdBizcalSpan *) (gpointer) spans->data, spans->len, NULL);
    }
  return is_good;
}

static void
refresh (OdCalendarDialog *self)
{
  g_autoptr (GError) error = NULL;
  gboolean is_good;
  OdBizcal *hours;

  if (self->is_showing_day || !od_form_window_get_is_ready (OD_FORM_WINDOW (self)))
    return;
  is_good = read_rows (self) && !gtk_widget_has_css_class (GTK_WIDGET (self->day_row), "error");
  hours = od_bizcal_builder_build (self->builder, &error);
  if (hours != NULL)
    {
      g_clear_pointer (&self->hours, od_bizcal_unref);
      self->hours = hours;
      od_month_view_set_hours (self->month, hours);
    }
  gtk_widget_set_sensitive (self->usual_button,
                            od_bizcal_find_exception (self->hours, od_month_view_get_day (self->month), NULL));
  od_form_window_set_trouble (OD_FORM_WINDOW (self),
                              hours == NULL ? _ ("This time zone is not known here.")
                              : !is_good ? _ ("Write hours like “9:00–13:00, 14:00–18:00”; nothing means closed.")
                                         : NULL,
                              *gtk_editable_get_text (self->name_row) != '\0');
}

/* ---- One day --------------------------------------------------------------------- */

static void
show_day (OdCalendarDialog *self)
{
  gint32 day = od_month_view_get_day (self->month), found;
  guint year, month, day_of_month, position, n;
  const OdBizcalSpan *spans;
  g_autofree char *text = NULL, *words = NULL, *title = NULL;
  g_autoptr (GDateTime) date = NULL;

  if (od_bizcal_find_exception (self->hours, day, &position))
    spans = od_bizcal_get_exception (self->hours, position, &found, &n);
  else
    spans = od_bizcal_get_weekly (self->hours, (guint) (day + 3) % 7 + 1, &n);
  od_bizcal_day_to_ymd (day, &year, &month, &day_of_month);
  date = g_date_time_new_utc ((int) year, (int) month, (int) day_of_month, 0, 0, 0);
  text = od_terms_words_spans (spans, n);
  words = g_date_time_format (date, _ ("%A, %-d %B %Y"));
  /* TRANSLATORS: a day: "Hours on Monday, 9 March 2026" */
  title = g_strdup_printf (_ ("Hours on %s"), words);
  self->is_showing_day = TRUE;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->day_row), title);
  gtk_editable_set_text (self->day_row, text);
  od_policy_rows_mark (self->day_row, TRUE);
  self->is_showing_day = FALSE;
  refresh (self);
}

static void
day_changed_cb (OdCalendarDialog *self)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (OdBizcalSpan));
  g_autoptr (GError) error = NULL;

  if (self->is_showing_day || !od_form_window_get_is_ready (OD_FORM_WINDOW (self)))
    return;
  if (od_policy_rows_mark (self->day_row, od_terms_words_parse_spans (gtk_editable_get_text (self->day_row), spans)) &&
      !od_bizcal_builder_set_exception (self->builder, od_month_view_get_day (self->month),
                                        (OdBizcalSpan *) (gpointer) spans->data, spans->len, &error))
    od_form_window_say (OD_FORM_WINDOW (self), _ ("There are too many days that are not as usual."));
  refresh (self);
}

static void
closed_cb (OdCalendarDialog *self)
{
  if (*gtk_editable_get_text (self->day_row) != '\0')
    gtk_editable_set_text (self->day_row, "");
  else
    day_changed_cb (self);
}

static void
usual_cb (OdCalendarDialog *self)
{
  od_bizcal_builder_remove_exception (self->builder, od_month_view_get_day (self->month));
  gtk_widget_grab_focus (GTK_WIDGET (self->day_row));
  refresh (self);
  show_day (self);
}

/* ---- Holidays of a file ------------------------------------------------------------ */

/* Days that have hours of their own already keep them. */
static void
take_holidays (OdCalendarDialog *self, const OdHolidays *holidays)
{
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;
  guint n_added = 0, n_kept = 0;

  for (guint i = 0; i < holidays->days->len && error == NULL; i++)
    {
      gint32 day = g_array_index (holidays->days, gint32, i);

      if (od_bizcal_find_exception (self->hours, day, NULL))
        n_kept++;
      else if (od_bizcal_builder_set_exception (self->builder, day, NULL, 0, &error))
        n_added++;
    }
  if (holidays->days->len > 0)
    od_month_view_choose (self->month, g_array_index (holidays->days, gint32, 0));
  refresh (self);
  words = od_terms_words_import (n_added, n_kept, holidays->n_skipped, error != NULL);
  od_form_window_say (OD_FORM_WINDOW (self), words);
}

/* A file on its way through the thread that reads it. */
typedef struct {
  char *text; /* (owned) */
  gsize len;
  gint32 today;
} Import;

static void
import_free (Import *self)
{
  g_free (self->text);
  g_free (self);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Import *file = data;
  GError *error = NULL;
  OdHolidays *holidays =
      od_ical_read_holidays (file->text, file->len, file->today - 31, file->today + OD_LIMIT_ICAL_YEARS * 366, &error);

  if (holidays != NULL)
    g_task_return_pointer (task, holidays, (GDestroyNotify) od_holidays_free);
  else
    g_task_return_error (task, error);
}

static void
say_trouble (OdCalendarDialog *self, const GError *error)
{
  od_form_window_say (OD_FORM_WINDOW (self), error->domain != OD_ERROR ? error->message
                                             : g_error_matches (error, OD_ERROR, OD_ERROR_TOO_LARGE)
                                                 ? _ ("That file is too large, or has too many days.")
                                                 : _ ("That file is no calendar."));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdCalendarDialog *self = OD_CALENDAR_DIALOG (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (OdHolidays) holidays = g_task_propagate_pointer (G_TASK (result), &error);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return; /* it was closed meanwhile */
  if (holidays != NULL)
    take_holidays (self, holidays);
  else
    say_trouble (self, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdCalendarDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  Import *file = g_new0 (Import, 1);

  g_file_load_partial_contents_finish (G_FILE (source), result, &file->text, &file->len, NULL, &error);
  if (file->text == NULL || !gtk_widget_get_visible (GTK_WIDGET (self)))
    {
      if (gtk_widget_get_visible (GTK_WIDGET (self)))
        say_trouble (self, error);
      import_free (file);
      return;
    }
  file->today = od_bizcal_get_day (self->hours, od_clock_get_real_us (self->desk->clock));
  task = g_task_new (self, NULL, read_cb, NULL); /* it may take as long as a file of its size can */
  g_task_set_source_tag (task, loaded_cb);
  g_task_set_task_data (task, file, (GDestroyNotify) import_free);
  if (self->worker == NULL)
    self->worker = od_worker_new ("od-ical");
  od_worker_push (self->worker, G_PRIORITY_DEFAULT, read_in_thread, g_steal_pointer (&task));
}

static gboolean
is_more_read (const char *text, goffset n_read, gpointer user_data)
{
  return n_read <= OD_LIMIT_ICAL_BYTES; /* what is longer is refused */
}

/**
 * od_calendar_dialog_import:
 * @file: an iCalendar file, wherever it is
 *
 * Adds its holidays, which are saved with everything else, and says how many there were. Returns at once.
 */
void
od_calendar_dialog_import (OdCalendarDialog *self, GFile *file)
{
  g_file_load_partial_contents_async (file, NULL, is_more_read, loaded_cb, g_object_ref (self));
}

static void
chosen_cb (GtkNativeDialog *chooser, int response, OdCalendarDialog *self)
{
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;

  if (file != NULL)
    od_calendar_dialog_import (self, file);
  g_object_unref (chooser);
}

static void
import_cb (OdCalendarDialog *self)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      _ ("Import holidays from an iCalendar file"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("iCalendar files"));
  gtk_file_filter_add_suffix (filter, "ics");
  gtk_file_filter_add_mime_type (filter, "text/calendar");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* ---- Saving ---------------------------------------------------------------------- */

static char *
dup_name (OdCalendarDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
}

static char *
od_calendar_dialog_dup_state (OdFormWindow *form)
{
  g_autofree char *name = dup_name (OD_CALENDAR_DIALOG (form));
  g_autofree char *hours = od_bizcal_to_string (OD_CALENDAR_DIALOG (form)->hours);

  return g_strdup_printf ("%s\n%s", name, hours);
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
od_calendar_dialog_save (OdFormWindow *form)
{
  OdCalendarDialog *self = OD_CALENDAR_DIALOG (form);
  g_autofree char *title = dup_name (self);
  g_autoptr (OdCalendar) calendar =
      od_calendar_new (self->calendar != NULL ? self->calendar->id : 0, title, self->hours);

  calendar->version = self->calendar != NULL ? self->calendar->version : 0;
  od_terms_port_save_calendar_async (self->desk->tools.terms, calendar, NULL, saved_cb, g_object_ref (form));
}

/* ---- The object ------------------------------------------------------------------ */

static void
od_calendar_dialog_dispose (GObject *object)
{
  OdCalendarDialog *self = OD_CALENDAR_DIALOG (object);

  g_clear_pointer (&self->builder, od_bizcal_builder_free);
  g_clear_pointer (&self->hours, od_bizcal_unref);
  g_clear_pointer (&self->calendar, od_calendar_free);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_calendar_dialog_parent_class)->dispose (object);
}

/* Not before: what is read keeps the window, and nothing here waits for it. */
static void
od_calendar_dialog_finalize (GObject *object)
{
  g_clear_object (&OD_CALENDAR_DIALOG (object)->worker);
  G_OBJECT_CLASS (od_calendar_dialog_parent_class)->finalize (object);
}

static void
od_calendar_dialog_class_init (OdCalendarDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_calendar_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_calendar_dialog_finalize;
  OD_FORM_WINDOW_CLASS (klass)->dup_state = od_calendar_dialog_dup_state;
  OD_FORM_WINDOW_CLASS (klass)->save = od_calendar_dialog_save;
}

static void
build_week (OdCalendarDialog *self, AdwPreferencesGroup *group)
{
  adw_preferences_group_set_description (group, _ ("“9:00–13:00, 14:00–18:00”; “20:00–02:00” runs past midnight; "
                                                   "nothing means closed."));
  for (int i = 0; i < 7; i++)
    {
      g_autoptr (GDateTime) date = g_date_time_new_utc (2024, 1, 1 + i, 0, 0, 0); /* a Monday */
      g_autofree char *name = g_date_time_format (date, "%A");

      self->week_rows[i] = od_policy_rows_add_entry (group, name, G_CALLBACK (refresh), self);
    }
}

static GtkWidget *
add_button (OdCalendarDialog *self, GtkEditable *row, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
  return button;
}

static void
build_days (OdCalendarDialog *self, AdwPreferencesGroup *group)
{
  adw_preferences_group_set_description (
      group, _ ("Holidays, short days and extra working days: choose a day and write its hours. • marks them."));
  if (od_ical_is_supported ())
    {
      GtkWidget *import = gtk_button_new_with_mnemonic (_ ("_Import Holidays…"));

      gtk_widget_set_valign (import, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (import, "flat");
      g_signal_connect_object (import, "clicked", G_CALLBACK (import_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_group_set_header_suffix (group, import);
    }
  self->month = OD_MONTH_VIEW (od_month_view_new ());
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->month), 12);
  adw_preferences_group_add (group, GTK_WIDGET (self->month));
  self->day_row = od_policy_rows_add_entry (group, "", G_CALLBACK (day_changed_cb), self);
  add_button (self, self->day_row, _ ("C_losed"), G_CALLBACK (closed_cb));
  self->usual_button = add_button (self, self->day_row, _ ("As _Usual"), G_CALLBACK (usual_cb));
  g_signal_connect_object (self->month, "chosen", G_CALLBACK (show_day), self, G_CONNECT_SWAPPED);
}

static void
build_zone (OdCalendarDialog *self, AdwPreferencesGroup *group)
{
  GtkWidget *row = adw_action_row_new ();

  self->zone_chooser = GTK_DROP_DOWN (od_zone_list_new_chooser ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Time _Zone"));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->zone_chooser), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->zone_chooser), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Time zone"),
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (self->zone_chooser));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (self->zone_chooser));
  adw_preferences_group_add (group, row);
  g_signal_connect_object (self->zone_chooser, "notify::selected", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
}

static void
od_calendar_dialog_init (OdCalendarDialog *self)
{
  OdFormWindow *form = OD_FORM_WINDOW (self);
  AdwPreferencesGroup *group = od_form_window_add_group (form, "", NULL);

  self->name_row = od_policy_rows_add_entry (group, _ ("Name"), G_CALLBACK (refresh), self);
  build_zone (self, group);
  build_week (self, od_form_window_add_group (form, _ ("Week"), NULL));
  build_days (self, od_form_window_add_group (form, _ ("Days"), NULL));
}

static void
fill (OdCalendarDialog *self, const OdBizcal *hours)
{
  for (guint i = 0; i < 7; i++)
    {
      guint n;
      const OdBizcalSpan *spans = od_bizcal_get_weekly (hours, i + 1, &n);
      g_autofree char *text = od_terms_words_spans (spans, n);

      gtk_editable_set_text (self->week_rows[i], text);
    }
  od_zone_list_choose (self->zone_chooser, od_bizcal_get_zone_name (hours));
}

/**
 * od_calendar_dialog_new:
 * @desk: has terms
 * @calendar: (nullable): to be changed; %NULL for a new one
 *
 * Returns: (transfer none): over @parent, not yet presented
 */
GtkWidget *
od_calendar_dialog_new (GtkWindow *parent, OdDesk *desk, const OdCalendar *calendar)
{
  OdCalendarDialog *self = g_object_new (OD_TYPE_CALENDAR_DIALOG, "transient-for", parent, NULL);
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();

  gtk_window_set_title (GTK_WINDOW (self), calendar != NULL ? _ ("Working Hours") : _ ("New Working Hours"));
  self->desk = od_desk_ref (desk);
  self->calendar = calendar != NULL ? od_calendar_copy (calendar) : NULL;
  self->hours =
      calendar != NULL ? od_bizcal_ref (calendar->hours) : od_sla_default_calendar (g_time_zone_get_identifier (here));
  self->builder = od_bizcal_builder_new_from (self->hours);
  gtk_editable_set_text (self->name_row, calendar != NULL ? calendar->name : "");
  fill (self, self->hours);
  od_month_view_set_hours (self->month, self->hours);
  od_form_window_set_ready (OD_FORM_WINDOW (self));
  od_month_view_choose (self->month, od_bizcal_get_day (self->hours, od_clock_get_real_us (desk->clock)));
  return GTK_WIDGET (self);
}
