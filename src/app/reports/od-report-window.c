/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-report-window"

#include "od-report-window.h"

#include <glib/gi18n.h>

#include "od-chart.h"
#include "od-error-words.h"
#include "od-escape.h"
#include "od-report-bar.h"
#include "od-report-grid.h"
#include "od-report-words.h"
#include "od-wrap-layout.h"

/**
 * OdReportWindow:
 *
 * What was promised and kept, how long customers waited, and how much there was to do: the most important numbers,
 * charts, and a table of the same. Any number brings the conversations behind it.
 */
struct _OdReportWindow {
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  AdwBin *bar_bin;
  GtkStack *stack;
  GtkBox *numbers;
  GtkBox *charts_box;
  AdwBin *grid_bin;
  GtkSpinner *spinner;

  OdChart *charts[OD_N_REPORT_CHART];
  OdReportGrid *grid;
  GtkDropDown *grouping, *subject;
  GtkToggleButton *open_button;

  OdDesk *desk;              /* (owned) */
  OdReportModel *model;      /* (owned) */
  GCancellable *cancellable; /* (owned): of what is saved */
};

G_DEFINE_FINAL_TYPE (OdReportWindow, od_report_window, ADW_TYPE_WINDOW)

enum { FOUND, N_SIGNALS };

static guint signals[N_SIGNALS];

/* In the order of the choice; the first is shown first. */
static const OdReportGrouping groupings[] = {
  OD_REPORT_BY_HOUR,    OD_REPORT_BY_WEEKDAY,  OD_REPORT_BY_DAY, OD_REPORT_BY_CHANNEL,
  OD_REPORT_BY_ACCOUNT, OD_REPORT_BY_OPERATOR, OD_REPORT_BY_TAG, OD_REPORT_BY_KIND,
};

static void
say (OdReportWindow *self, const char *words)
{
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static OdReportGrouping
get_grouping (OdReportWindow *self)
{
  return groupings[MIN (gtk_drop_down_get_selected (self->grouping), G_N_ELEMENTS (groupings) - 1)];
}

static gboolean
get_is_open (OdReportWindow *self)
{
  return gtk_toggle_button_get_active (self->open_button);
}

/* ---- what is behind a number -------------------------------------------------- */

static void
find (OdReportWindow *self, OdReportGrouping grouping, gint64 key, OdReportMeasure measure)
{
  OdReport *report = od_report_model_get_report (self->model);
  const OdReportRow *row = report != NULL ? od_report_find_row (report, grouping, key) : NULL;
  g_autoptr (GArray) ids = NULL;
  g_autofree char *name = NULL, *title = NULL;

  if (row == NULL)
    return;
  ids = od_report_dup_ids (report, grouping, key, measure);
  if (ids->len == 0)
    {
      say (self, _ ("There is nothing behind this number"));
      return;
    }
  name = od_report_words_row (grouping, row, self->desk->channels);
  /* TRANSLATORS: title of a list of conversations: what they are behind: "Broken · Telegram" */
  title = grouping == OD_REPORT_TOTAL ? g_strdup (od_report_words_measure (measure))
                                      : g_strdup_printf (_ ("%s · %s"), od_report_words_measure (measure), name);
  g_signal_emit (self, signals[FOUND], 0, title, ids);
}

static void
chart_activated_cb (OdReportWindow *self, guint category, guint series, OdChart *chart)
{
  OdReport *report = od_report_model_get_report (self->model);
  guint n, which = 0;

  while (which < OD_N_REPORT_CHART - 1 && self->charts[which] != chart)
    which++;
  if (report != NULL && category < od_report_get_rows (report, get_grouping (self))->len)
    find (self, get_grouping (self),
          ((const OdReportRow *) od_report_get_rows (report, get_grouping (self))->pdata[category])->key,
          od_report_words_get_parts (which, get_is_open (self), &n)[series]);
}

static void
grid_chosen_cb (OdReportWindow *self, guint grouping, gint64 key, guint measure)
{
  find (self, grouping, key, measure);
}

static void
number_clicked_cb (OdReportWindow *self, GtkButton *button)
{
  find (self, OD_REPORT_TOTAL, 0, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "measure")));
}

/* ---- what is shown ------------------------------------------------------------ */

static void
add_number (OdReportWindow *self, const OdReportRow *row, OdReportMeasure measure)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *value = od_report_words_value (measure, row->values[measure]);
  /* TRANSLATORS: a number of a report: "Broken: 3" */
  g_autofree char *words = g_strdup_printf (_ ("%s: %s"), od_report_words_measure (measure), value);
  GtkWidget *number = gtk_label_new (value), *name = gtk_label_new (od_report_words_measure (measure));

  gtk_widget_add_css_class (number, "title-3");
  gtk_widget_add_css_class (name, "od-small");
  gtk_label_set_xalign (GTK_LABEL (number), 0);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_box_append (GTK_BOX (box), number);
  gtk_box_append (GTK_BOX (box), name);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "report-tile");
  gtk_widget_set_sensitive (button, row->values[measure] > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_object_set_data (G_OBJECT (button), "measure", GUINT_TO_POINTER (measure));
  g_signal_connect_object (button, "clicked", G_CALLBACK (number_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (button, GTK_WIDGET (self->numbers));
}

static void
show_numbers (OdReportWindow *self, const OdReport *report)
{
  const OdReportRow *row = od_report_find_row (report, OD_REPORT_TOTAL, 0);
  gboolean is_open = get_is_open (self);
  const OdReportMeasure measures[] = {
    OD_REPORT_KEPT_PERCENT,
    OD_REPORT_KEPT,
    OD_REPORT_WARNED,
    OD_REPORT_BROKEN,
    is_open ? OD_REPORT_FIRST_OPEN_MEDIAN : OD_REPORT_FIRST_MEDIAN,
    is_open ? OD_REPORT_FIRST_OPEN_P90 : OD_REPORT_FIRST_P90,
    is_open ? OD_REPORT_NEXT_OPEN_MEDIAN : OD_REPORT_NEXT_MEDIAN,
    is_open ? OD_REPORT_NEXT_OPEN_P90 : OD_REPORT_NEXT_P90,
    OD_REPORT_MESSAGES,
    OD_REPORT_REPLIES,
  };
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->numbers))) != NULL)
    gtk_widget_unparent (child);
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    add_number (self, row, measures[i]);
}

static void
show (OdReportWindow *self)
{
  OdReport *report = od_report_model_get_report (self->model);
  OdReportGrouping grouping = get_grouping (self);
  gboolean is_table = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "table") == 0;
  g_autofree char *dates = NULL;

  gtk_spinner_set_spinning (self->spinner, od_report_model_get_is_loading (self->model));
  gtk_widget_set_visible (GTK_WIDGET (self->subject), is_table);
  if (report == NULL)
    return;
  dates = od_report_words_dates (od_report_get_query (report));
  adw_window_title_set_subtitle (self->title, dates);
  if (is_table)
    {
      od_report_grid_show (self->grid, report, grouping, gtk_drop_down_get_selected (self->subject),
                           get_is_open (self));
      return;
    }
  show_numbers (self, report);
  for (guint i = 0; i < OD_N_REPORT_CHART; i++)
    {
      g_autoptr (OdChartData) data =
          od_report_words_draw (report, grouping, i, get_is_open (self), self->desk->channels);

      od_chart_set_data (self->charts[i], data);
    }
}

static void
on_table_toggled (OdReportWindow *self, GtkToggleButton *button)
{
  gtk_stack_set_visible_child_name (self->stack, gtk_toggle_button_get_active (button) ? "table" : "charts");
}

/* It stays until somebody tries again: without numbers there is nothing else to see. */
static void
failed_cb (OdReportWindow *self, const GError *error)
{
  g_autofree char *escaped = g_markup_escape_text (od_error_words (error), -1);
  AdwToast *toast = adw_toast_new (escaped);

  gtk_spinner_set_spinning (self->spinner, FALSE);
  adw_toast_set_button_label (toast, _ ("_Try Again"));
  adw_toast_set_action_name (toast, "report.ask-again");
  adw_toast_set_timeout (toast, od_report_model_get_report (self->model) == NULL ? 0 : 5);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
ask_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_report_model_ask_again (OD_REPORT_WINDOW (widget)->model);
}

/* ---- a file ------------------------------------------------------------------- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdReportWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error) && self->desk != NULL &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, _ ("The file could not be written"));
}

static void
chosen_cb (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  OdReportWindow *self = user_data;
  OdReport *report = self->model != NULL ? od_report_model_get_report (self->model) : NULL;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autoptr (GBytes) bytes = NULL;
  GString *csv;

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && report != NULL)
    {
      csv = g_string_new (NULL);
      od_report_append_csv (report, csv);
      bytes = g_string_free_to_bytes (csv);
      g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, self->cancellable, saved_cb,
                                           g_object_ref (self));
    }
  gtk_native_dialog_destroy (chooser);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_ ("Save the Report as a Table"), GTK_WINDOW (widget),
                                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);

  if (od_report_model_get_report (OD_REPORT_WINDOW (widget)->model) == NULL)
    {
      g_object_unref (chooser);
      return;
    }
  /* TRANSLATORS: name of a file */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), _ ("report.csv"));
  g_signal_connect_data (chooser, "response", G_CALLBACK (chosen_cb), g_object_ref (widget),
                         (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  g_signal_connect (chooser, "response", G_CALLBACK (g_object_unref), NULL);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* ---- the object --------------------------------------------------------------- */

static void
od_report_window_dispose (GObject *object)
{
  OdReportWindow *self = OD_REPORT_WINDOW (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  while (self->numbers != NULL && (child = gtk_widget_get_first_child (GTK_WIDGET (self->numbers))) != NULL)
    gtk_widget_unparent (child);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_REPORT_WINDOW);
  g_clear_object (&self->model);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_report_window_parent_class)->dispose (object);
}

static void
od_report_window_class_init (OdReportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_report_window_dispose;

  /**
   * OdReportWindow::found:
   * @title: what the conversations are behind
   * @ids: (type GArray) (element-type gint64): ascending
   */
  signals[FOUND] = g_signal_new ("found", OD_TYPE_REPORT_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                 G_TYPE_STRING, G_TYPE_ARRAY);
  gtk_widget_class_install_action (widget_class, "report.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "report.ask-again", NULL, ask_again_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "report.ask-again", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "report.ask-again", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "report.export", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-report-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OdReportWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, OdReportWindow, title);
  gtk_widget_class_bind_template_child (widget_class, OdReportWindow, bar_bin);
  gtk_widget_class_bind_template_child (widget_class, OdReportWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, OdReportWindow, numbers);
  gtk_widget_class_bind_template_child (widget_class, OdReportWindow, charts_box);
  gtk_widget_class_bind_template_child (widget_class, OdReportWindow, grid_bin);
  gtk_widget_class_bind_template_child (widget_class, OdReportWindow, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_table_toggled);
}

static void
od_report_window_init (OdReportWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (GTK_WIDGET (self->numbers), od_wrap_layout_new ());
  od_wrap_layout_set_is_ragged (OD_WRAP_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self->numbers))), TRUE);
  od_escape_closes (GTK_WINDOW (self), NULL);
}

static void
make_choices (OdReportWindow *self, OdReportBar *bar)
{
  const char *by[G_N_ELEMENTS (groupings) + 1] = { NULL }, *of[OD_N_REPORT_SUBJECT + 1] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (groupings); i++)
    by[i] = od_report_words_grouping (groupings[i]);
  for (guint i = 0; i < OD_N_REPORT_SUBJECT; i++)
    of[i] = od_report_words_subject (i);
  self->grouping = GTK_DROP_DOWN (od_report_bar_make_choice (by, _ ("Told apart by")));
  self->subject = GTK_DROP_DOWN (od_report_bar_make_choice (of, _ ("Table of")));
  self->open_button = GTK_TOGGLE_BUTTON (gtk_toggle_button_new_with_label (_ ("Working Time Only")));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->open_button), _ ("Of waiting times, count what was open only"));
  od_report_bar_add (bar, GTK_WIDGET (self->grouping));
  od_report_bar_add (bar, GTK_WIDGET (self->subject));
  od_report_bar_add (bar, GTK_WIDGET (self->open_button));
  g_signal_connect_object (self->grouping, "notify::selected", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->subject, "notify::selected", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->open_button, "toggled", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
}

static void
make_charts (OdReportWindow *self)
{
  for (guint i = 0; i < OD_N_REPORT_CHART; i++)
    {
      static const char *const titles[] = { N_ ("Promises"), N_ ("How long customers waited"), N_ ("Load") };
      GtkWidget *heading = gtk_label_new (_ (titles[i]));

      self->charts[i] = OD_CHART (od_chart_new ());
      gtk_label_set_xalign (GTK_LABEL (heading), 0);
      gtk_widget_add_css_class (heading, "heading");
      gtk_widget_set_margin_top (heading, 18);
      gtk_box_append (self->charts_box, heading);
      gtk_box_append (self->charts_box, GTK_WIDGET (self->charts[i]));
      g_signal_connect_object (self->charts[i], "activated", G_CALLBACK (chart_activated_cb), self, G_CONNECT_SWAPPED);
    }
}

/**
 * od_report_window_new:
 * @parent: (nullable)
 * @desk: has reports
 *
 * Returns: (transfer none): over @parent, not yet presented
 */
GtkWidget *
od_report_window_new (GtkWindow *parent, OdDesk *desk)
{
  OdReportWindow *self = g_object_new (OD_TYPE_REPORT_WINDOW, "transient-for", parent, NULL);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  GtkWidget *bar;

  self->desk = od_desk_ref (desk);
  self->model = od_report_model_new (desk, zone);
  bar = od_report_bar_new (self->model, desk->channels);
  adw_bin_set_child (self->bar_bin, bar);
  make_choices (self, OD_REPORT_BAR (bar));
  make_charts (self);
  self->grid = OD_REPORT_GRID (od_report_grid_new (desk->channels));
  adw_bin_set_child (self->grid_bin, GTK_WIDGET (self->grid));
  g_signal_connect_object (self->grid, "chosen", G_CALLBACK (grid_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stack, "notify::visible-child-name", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  show (self);
  return GTK_WIDGET (self);
}

/**
 * od_report_window_get_model:
 *
 * Returns: (transfer none)
 */
OdReportModel *
od_report_window_get_model (OdReportWindow *self)
{
  return self->model;
}
