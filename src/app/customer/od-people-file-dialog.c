/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-people-file-dialog"

#include "od-people-file-dialog.h"

#include <glib/gi18n.h>

#include "od-error-words.h"
#include "od-error.h"

/* Customers from a table and into one: a file is chosen, and what it would bring is shown before anything is taken. */

/* Counted: its dialogs hold it as well as what is under way. */
typedef struct {
  GWeakRef window;
  GWeakRef progress;         /* the dialog that shows how far it is, if there is one */
  OdDesk *desk;              /* (owned) */
  GCancellable *cancellable; /* (owned) */
  char *path;                /* (owned) (nullable): once it was chosen */
  char *filter;              /* (owned) (nullable) */
  OdPeopleFileSay say;       /* of the window */
} Work;

static Work *
work_new (GtkWindow *window, OdDesk *desk, OdPeopleFileSay say)
{
  Work *work = g_rc_box_new0 (Work);

  g_weak_ref_init (&work->window, window);
  g_weak_ref_init (&work->progress, NULL);
  work->desk = od_desk_ref (desk);
  work->cancellable = g_cancellable_new ();
  work->say = say;
  return work;
}

static void
work_clear (gpointer data)
{
  Work *work = data;

  g_weak_ref_clear (&work->window);
  g_weak_ref_clear (&work->progress);
  od_desk_unref (work->desk);
  g_object_unref (work->cancellable);
  g_free (work->path);
  g_free (work->filter);
}

static void
work_unref (Work *work)
{
  g_rc_box_release_full (work, work_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_unref)

static void
closure_unref (gpointer data, GClosure *closure)
{
  work_unref (data);
}

/* The work lives as long as somebody may answer. */
static void
connect_response (gpointer dialog, GCallback callback, Work *work)
{
  g_signal_connect_data (dialog, "response", callback, g_rc_box_acquire (work), closure_unref, 0);
}

static void
tell (Work *work, const char *words)
{
  g_autoptr (GtkWindow) window = g_weak_ref_get (&work->window);

  if (window != NULL)
    work->say (window, words);
}

static void
tell_error (Work *work, const GError *error)
{
  if (g_error_matches (error, OD_ERROR, OD_ERROR_USAGE))
    tell (work, _ ("No column of this table is known here."));
  else if (g_error_matches (error, OD_ERROR, OD_ERROR_MALFORMED))
    tell (work, _ ("This file is no table in text form (CSV)."));
  else
    tell (work, od_error_words (error));
}

/* ---- How far it is --------------------------------------------------------------- */

static void
stopped_cb (AdwMessageDialog *dialog, const char *response, Work *work)
{
  g_cancellable_cancel (work->cancellable);
}

static GtkWidget *
add_progress (Work *work)
{
  g_autoptr (GtkWindow) window = g_weak_ref_get (&work->window);
  GtkWidget *dialog, *bar;

  if (window == NULL)
    return NULL;
  dialog = adw_message_dialog_new (window, _ ("Customers Are Being Copied"), NULL);
  bar = gtk_progress_bar_new ();
  gtk_progress_bar_set_show_text (GTK_PROGRESS_BAR (bar), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Progress"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), bar);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "stop", _ ("_Stop"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stop");
  connect_response (dialog, G_CALLBACK (stopped_cb), work);
  g_weak_ref_set (&work->progress, dialog);
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

/* What is done in one go shows nothing. */
static void
progress_cb (guint n_done, guint n_all, gpointer user_data)
{
  Work *work = user_data;
  g_autoptr (GtkWidget) dialog = g_weak_ref_get (&work->progress);
  g_autofree char *words = NULL;
  GtkProgressBar *bar;

  if (n_done == 0 || g_cancellable_is_cancelled (work->cancellable))
    return;
  if (dialog == NULL)
    {
      GtkWidget *made = add_progress (work);

      if (made == NULL)
        return;
      dialog = g_object_ref (made);
    }
  /* TRANSLATORS: customers, or lines of a table: "200 of 1000" */
  words = g_strdup_printf (_ ("%u of %u"), n_done, n_all);
  bar = GTK_PROGRESS_BAR (adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog)));
  gtk_progress_bar_set_fraction (bar, (double) n_done / MAX (n_all, 1));
  gtk_progress_bar_set_text (bar, words);
}

static void
end_progress (Work *work)
{
  g_autoptr (GtkWindow) dialog = g_weak_ref_get (&work->progress);

  if (dialog != NULL)
    gtk_window_destroy (dialog);
}

/* ---- What a table brings ------------------------------------------------------- */

static const char *
translate_reason (const char *reason)
{
  static const char *const reasons[] = {
    N_ ("no mail address"),
    N_ ("no phone number"),
    N_ ("it does not fit the field"),
    N_ ("too long"),
    N_ ("a tag is too long"),
    N_ ("too many tags"),
    N_ ("its addresses are of several customers"),
    N_ ("more cells than the first line has"),
    N_ ("it names nobody"),
    N_ ("too many cells"),
    N_ ("a quote is not closed"),
    N_ ("something stands behind a quote"),
    N_ ("a quote within a cell"),
    N_ ("a cell is too long"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_str_equal (reasons[i], reason))
      return _ (reasons[i]);
  return reason;
}

static void
append_line (GString *words, char *line)
{
  g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", line);
  g_free (line);
}

static char *
make_numbers (const OdPeopleFileReport *report)
{
  GString *words = g_string_new (NULL);

  append_line (words, g_strdup_printf (ngettext ("%u new customer", "%u new customers", report->n_new), report->n_new));
  append_line (words,
               g_strdup_printf (ngettext ("%u is changed", "%u are changed", report->n_changed), report->n_changed));
  append_line (words, g_strdup_printf (ngettext ("%u is the same", "%u are the same", report->n_same), report->n_same));
  append_line (words, g_strdup_printf (ngettext ("%u line is left out", "%u lines are left out", report->n_refused),
                                       report->n_refused));
  if (report->unknown != NULL && report->unknown[0] != NULL)
    {
      g_autofree char *names = g_strjoinv (", ", report->unknown);

      /* TRANSLATORS: names of columns of a table */
      append_line (words, g_strdup_printf (_ ("Columns left out: %s"), names));
    }
  return g_string_free (words, FALSE);
}

static char *
make_remarks (const OdPeopleFileReport *report)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < report->remarks->len; i++)
    {
      const OdPeopleFileRemark *remark = report->remarks->pdata[i];
      const char *reason = translate_reason (remark->reason);

      if (remark->column != NULL)
        /* TRANSLATORS: of a table: "Line 12, phone: no phone number" */
        append_line (words, g_strdup_printf (_ ("Line %u, %s: %s"), remark->line, remark->column, reason));
      else
        append_line (words, g_strdup_printf (_ ("Line %u: %s"), remark->line, reason));
    }
  return g_string_free (words, FALSE);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdPeopleFileReport) report =
      od_people_file_port_import_finish (OD_PEOPLE_FILE_PORT (source), result, &error);
  guint n = report != NULL ? report->n_new + report->n_changed : 0;
  g_autofree char *taken = g_strdup_printf (ngettext ("%u customer taken", "%u customers taken", n), n);
  g_autofree char *cut = g_strdup_printf (
      ngettext ("Stopped: %u customer was taken and stays", "Stopped: %u customers were taken and stay", n), n);

  end_progress (work);
  if (report == NULL)
    tell_error (work, error);
  else
    tell (work, report->is_cut ? cut : taken);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, Work *work)
{
  if (g_str_equal (response, "take"))
    od_people_file_port_import_async (work->desk->tools.people_files, work->path, progress_cb, work, work->cancellable,
                                      imported_cb, g_rc_box_acquire (work));
}

static void
add_remarks (AdwMessageDialog *dialog, const OdPeopleFileReport *report)
{
  g_autofree char *remarks = make_remarks (report);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *label = gtk_label_new (remarks);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 120);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), label);
  adw_message_dialog_set_extra_child (dialog, scroller);
}

static void
previewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdPeopleFileReport) report =
      od_people_file_port_preview_finish (OD_PEOPLE_FILE_PORT (source), result, &error);
  g_autoptr (GtkWindow) window = g_weak_ref_get (&work->window);
  g_autofree char *numbers = NULL;
  GtkWidget *dialog;

  if (report == NULL)
    {
      tell_error (work, error);
      return;
    }
  if (window == NULL)
    return;
  numbers = make_numbers (report);
  dialog = adw_message_dialog_new (window, _ ("Take These Customers?"), numbers);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "take", _ ("_Import"), NULL);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "take", report->n_new + report->n_changed > 0);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "take", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  if (report->remarks->len > 0)
    add_remarks (ADW_MESSAGE_DIALOG (dialog), report);
  connect_response (dialog, G_CALLBACK (answered_cb), work);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- Files --------------------------------------------------------------------- */

/**
 * od_people_file_dialog_import_file:
 * @path: a table
 *
 * As od_people_file_dialog_import(), when the file is chosen.
 */
void
od_people_file_dialog_import_file (GtkWindow *window, OdDesk *desk, const char *path, OdPeopleFileSay say)
{
  Work *work = work_new (window, desk, say);

  work->path = g_strdup (path);
  od_people_file_port_preview_async (desk->tools.people_files, work->path, work->cancellable, previewed_cb, work);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;

  end_progress (work);
  if (od_people_file_port_export_finish (OD_PEOPLE_FILE_PORT (source), result, &error))
    tell (work, _ ("The table was saved"));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell (work, _ ("Stopped: no table was saved"));
  else if (g_error_matches (error, OD_ERROR, OD_ERROR_USAGE))
    tell (work, _ ("The table can't be saved there"));
  else
    tell (work, od_error_words (error));
}

/**
 * od_people_file_dialog_export_file:
 * @path: where to write the table
 * @filter: (nullable): only whom this finds
 *
 * As od_people_file_dialog_export(), when the file is chosen.
 */
void
od_people_file_dialog_export_file (GtkWindow *window, OdDesk *desk, const char *path, const char *filter,
                                   OdPeopleFileSay say)
{
  Work *work = work_new (window, desk, say);

  work->path = g_strdup (path);
  work->filter = filter != NULL && *filter != '\0' ? g_strdup (filter) : NULL;
  od_people_file_port_export_async (desk->tools.people_files, work->path, work->filter, progress_cb, work,
                                    work->cancellable, exported_cb, work);
}

static void
chosen_cb (GtkNativeDialog *chooser, int response, Work *work)
{
  g_autoptr (GtkWindow) window = g_weak_ref_get (&work->window);
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (window == NULL)
    return;
  if (path != NULL && gtk_file_chooser_get_action (GTK_FILE_CHOOSER (chooser)) == GTK_FILE_CHOOSER_ACTION_OPEN)
    od_people_file_dialog_import_file (window, work->desk, path, work->say);
  else if (path != NULL)
    od_people_file_dialog_export_file (window, work->desk, path, work->filter, work->say);
  g_object_set_data (G_OBJECT (window), "people-file-chooser", NULL);
}

/* @work: (transfer full). The window owns the chooser, so that it goes with it if nobody answers. */
static void
show_chooser (GtkWindow *window, GtkFileChooserNative *chooser, Work *work)
{
  connect_response (chooser, G_CALLBACK (chosen_cb), work);
  work_unref (work);
  g_object_set_data_full (G_OBJECT (window), "people-file-chooser", chooser, g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * od_people_file_dialog_import:
 * @window: over which to ask
 * @say: tells people in @window what came of it
 *
 * Asks for a table, shows what it would bring and takes that if it is wanted.
 */
void
od_people_file_dialog_import (GtkWindow *window, OdDesk *desk, OdPeopleFileSay say)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Import Customers"), window, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), NULL);
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Tables (CSV)"));
  gtk_file_filter_add_suffix (filter, "csv");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  g_object_unref (filter);
  show_chooser (window, chooser, work_new (window, desk, say));
}

/**
 * od_people_file_dialog_export:
 * @filter: (nullable): only whom this finds
 *
 * Asks for a file and writes the customers into it.
 */
void
od_people_file_dialog_export (GtkWindow *window, OdDesk *desk, const char *filter, OdPeopleFileSay say)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Export Customers"), window, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  Work *work = work_new (window, desk, say);

  work->filter = filter != NULL && *filter != '\0' ? g_strdup (filter) : NULL;
  /* TRANSLATORS: name of a file */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), _ ("customers.csv"));
  show_chooser (window, chooser, work);
}
