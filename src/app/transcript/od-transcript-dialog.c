/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-transcript"

#include "od-transcript-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-error-words.h"
#include "od-escape.h"
#include "od-transcript-file.h"
#include "od-transcript-print.h"
#include "od-transcript-send.h"

#define N_LAST 50

typedef enum {
  FORMAT_PDF,
  FORMAT_HTML,
  FORMAT_HTML_FILES,
  FORMAT_TEXT,
} Format;

typedef enum {
  RANGE_ALL,
  RANGE_LAST,
  RANGE_DATES,
} Range;

/* From the template. */
typedef struct {
  AdwComboRow *scope;
  AdwComboRow *range;
  AdwComboRow *format;
  AdwEntryRow *from;
  AdwEntryRow *to;
  AdwActionRow *result;
  GtkSwitch *notes;
  GtkSwitch *events;
} Rows;

/**
 * OdTranscriptDialog:
 *
 * Which part of a conversation, what of it, and what becomes of it: copied, saved, printed, or sent to the customer.
 *
 * Actions: `transcript.copy`, `.print`, `.save`, `.send`, `.cancel`, `.open`, `.show`.
 */
struct _OdTranscriptDialog {
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkRevealer *progress_revealer;
  GtkLabel *progress_label;
  GtkSpinner *spinner;
  Rows rows;

  OdDesk *desk;                  /* (owned) */
  GCancellable *cancellable;     /* (owned) (nullable): of what is under way */
  OdTranscriptSource *source;    /* (owned) (nullable): likewise */
  GtkFileChooserNative *chooser; /* (owned) (nullable) */
  GFile *file;                   /* (owned) (nullable): what is saved, or was */
  char *customer_name;           /* (owned) */
  gint64 conversation_id;
};

G_DEFINE_FINAL_TYPE (OdTranscriptDialog, od_transcript_dialog, ADW_TYPE_WINDOW)

static void
tell (OdTranscriptDialog *self, const char *words)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (words));
}

/* ---- What is wanted ---------------------------------------------------------- */

/* Midnight that begins a day ("2026-03-09"), or the next one; FALSE if it is no day. */
static gboolean
parse_day (AdwEntryRow *row, gboolean is_end, gint64 *at_us)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
  g_autofree char *iso = g_strconcat (text, "T00:00:00", NULL);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) day = strlen (text) == 10 ? g_date_time_new_from_iso8601 (iso, zone) : NULL;
  g_autoptr (GDateTime) next = day != NULL ? g_date_time_add_days (day, 1) : NULL;

  if (next == NULL)
    return FALSE;
  *at_us = g_date_time_to_unix (is_end ? next : day) * G_USEC_PER_SEC;
  return TRUE;
}

static gboolean
get_range (OdTranscriptDialog *self, OdTranscriptRange *range)
{
  *range = (OdTranscriptRange){ .scope = adw_combo_row_get_selected (self->rows.scope) == 1 ? OD_THREAD_CUSTOMER
                                                                                            : OD_THREAD_CONVERSATION };
  switch ((Range) adw_combo_row_get_selected (self->rows.range))
    {
    case RANGE_LAST:
      range->kind = OD_TRANSCRIPT_LAST;
      range->n_last = N_LAST;
      return TRUE;
    case RANGE_DATES:
      range->kind = OD_TRANSCRIPT_DATES;
      return parse_day (self->rows.from, FALSE, &range->from_us) && parse_day (self->rows.to, TRUE, &range->to_us) &&
             range->from_us < range->to_us;
    case RANGE_ALL:
    default:
      return TRUE;
    }
}

static void
update (OdTranscriptDialog *self)
{
  static const char *const actions[] = { "transcript.copy", "transcript.print", "transcript.save", "transcript.send" };
  gboolean is_dates = adw_combo_row_get_selected (self->rows.range) == RANGE_DATES;
  OdTranscriptRange range;
  gboolean is_ready = get_range (self, &range) && self->source == NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->rows.from), is_dates);
  gtk_widget_set_visible (GTK_WIDGET (self->rows.to), is_dates);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i], is_ready);
  gtk_revealer_set_reveal_child (self->progress_revealer, self->source != NULL);
  gtk_spinner_set_spinning (self->spinner, self->source != NULL);
}

static void
on_range_changed (OdTranscriptDialog *self)
{
  if (self->desk != NULL)
    update (self);
}

/* ---- Under way --------------------------------------------------------------- */

static void
on_progress (OdTranscriptSource *source, GParamSpec *pspec, OdTranscriptDialog *self)
{
  guint n = od_transcript_source_get_n_messages (source);
  g_autofree char *words = g_strdup_printf (ngettext ("%u message…", "%u messages…", n), n);

  gtk_label_set_label (self->progress_label, words);
}

static OdTranscriptSource *
begin (OdTranscriptDialog *self, gboolean is_for_customer)
{
  OdTranscriptParts parts = OD_TRANSCRIPT_MESSAGES;
  OdTranscriptRange range;

  get_range (self, &range);
  if (!is_for_customer && gtk_switch_get_active (self->rows.notes))
    parts |= OD_TRANSCRIPT_NOTES;
  if (!is_for_customer && gtk_switch_get_active (self->rows.events))
    parts |= OD_TRANSCRIPT_EVENTS;
  self->source = od_transcript_source_new (self->desk, self->conversation_id, self->customer_name, &range, parts);
  self->cancellable = g_cancellable_new ();
  gtk_label_set_label (self->progress_label, "");
  g_signal_connect_object (self->source, "notify::n-messages", G_CALLBACK (on_progress), self, 0);
  update (self);
  return self->source;
}

/* Tells how it went; returns whether it went well. */
static gboolean
end (OdTranscriptDialog *self, const GError *error)
{
  g_clear_object (&self->source);
  g_clear_object (&self->cancellable);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell (self, error->domain == G_IO_ERROR || error->domain == G_FILE_ERROR ? _ ("The file could not be written")
                                                                             : od_error_words (error));
  if (self->desk != NULL)
    update (self);
  return error == NULL;
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_cancellable_cancel (OD_TRANSCRIPT_DIALOG (widget)->cancellable);
}

/* ---- Copy, print ------------------------------------------------------------- */

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdTranscriptDialog) self = user_data;
  g_autoptr (GMemoryOutputStream) out = g_object_steal_data (source, "od-out");
  g_autoptr (GError) error = NULL;
  gsize size = g_memory_output_stream_get_data_size (out);
  g_autofree char *text = NULL;

  od_transcript_write_finish (OD_TRANSCRIPT_SOURCE (source), result, &error);
  if (!end (self, error))
    return;
  text = g_strndup (g_memory_output_stream_get_data (out), size);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  tell (self, _ ("Copied"));
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdTranscriptDialog *self = OD_TRANSCRIPT_DIALOG (widget);
  OdTranscriptSource *source = begin (self, FALSE);
  GOutputStream *out = g_memory_output_stream_new_resizable ();

  g_object_set_data_full (G_OBJECT (source), "od-out", out, g_object_unref);
  od_transcript_write_async (source, OD_TRANSCRIPT_TEXT, out, self->cancellable, copied_cb, g_object_ref (self));
}

static void
printed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdTranscriptDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  od_transcript_print_finish (OD_TRANSCRIPT_SOURCE (source), result, &error);
  end (self, error);
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdTranscriptDialog *self = OD_TRANSCRIPT_DIALOG (widget);

  od_transcript_print_async (begin (self, FALSE), self->desk->pictures, GTK_WINDOW (self), NULL, self->cancellable,
                             printed_cb, g_object_ref (self));
}

/* ---- Save -------------------------------------------------------------------- */

static Format
get_format (OdTranscriptDialog *self)
{
  return (Format) adw_combo_row_get_selected (self->rows.format);
}

static char *
dup_file_name (OdTranscriptDialog *self)
{
  static const char *const suffixes[] = { "pdf", "html", "html", "txt" };
  g_autofree char *clean = od_transcript_clean (self->customer_name, TRUE);
  g_autofree char *name = g_strdelimit (g_steal_pointer (&clean), "/\\:*?\"<>|", '_');

  /* TRANSLATORS: name of a file: a customer's name, and what kind of file it is: "Maria Petrova, transcript.pdf" */
  return g_strdup_printf (_ ("%1$s, transcript.%2$s"), name, suffixes[get_format (self)]);
}

static void
show_result (OdTranscriptDialog *self, guint n_missing)
{
  g_autofree char *name = g_file_get_basename (self->file);
  g_autofree char *missing = NULL;

  if (n_missing > 0)
    missing = g_strdup_printf (
        ngettext ("%u file is not here and was left out", "%u files are not here and were left out", n_missing),
        n_missing);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows.result), name);
  adw_action_row_set_subtitle (self->rows.result, missing != NULL ? missing : _ ("Saved"));
  gtk_widget_set_visible (GTK_WIDGET (self->rows.result), TRUE);
  tell (self, _ ("Saved"));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdTranscriptDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  guint n_missing = 0;

  if (g_async_result_is_tagged (result, od_transcript_print_async))
    od_transcript_print_finish (OD_TRANSCRIPT_SOURCE (source), result, &error);
  else
    od_transcript_save_finish (OD_TRANSCRIPT_SOURCE (source), result, &n_missing, &error);
  if (end (self, error))
    show_result (self, n_missing);
}

static void
write_file (OdTranscriptDialog *self, OdTranscriptSource *source, GFile *file, GAsyncReadyCallback callback)
{
  Format format = get_format (self);

  if (format == FORMAT_PDF)
    od_transcript_print_async (source, self->desk->pictures, GTK_WINDOW (self), g_file_peek_path (file),
                               self->cancellable, callback, g_object_ref (self));
  else
    od_transcript_save_async (source, format == FORMAT_TEXT ? OD_TRANSCRIPT_TEXT : OD_TRANSCRIPT_HTML, file,
                              format == FORMAT_HTML_FILES, self->cancellable, callback, g_object_ref (self));
}

static void
on_file_chosen (GtkNativeDialog *chooser, int response, OdTranscriptDialog *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_clear_object (&self->chooser);
  if (file == NULL || g_file_peek_path (file) == NULL)
    return;
  g_set_object (&self->file, file);
  gtk_widget_set_visible (GTK_WIDGET (self->rows.result), FALSE);
  write_file (self, begin (self, FALSE), file, saved_cb);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdTranscriptDialog *self = OD_TRANSCRIPT_DIALOG (widget);
  g_autofree char *file_name = dup_file_name (self);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Save the Transcript"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), file_name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_file_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *uri = g_file_get_uri (OD_TRANSCRIPT_DIALOG (widget)->file);

  gtk_show_uri (GTK_WINDOW (widget), uri, GDK_CURRENT_TIME);
}

static void
show_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GFile) folder = g_file_get_parent (OD_TRANSCRIPT_DIALOG (widget)->file);
  g_autofree char *uri = g_file_get_uri (folder);

  gtk_show_uri (GTK_WINDOW (widget), uri, GDK_CURRENT_TIME);
}

/* ---- Send -------------------------------------------------------------------- */

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdTranscriptDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  od_transcript_send_finish (OD_TRANSCRIPT_SOURCE (source), result, &error);
  if (end (self, error))
    gtk_window_close (GTK_WINDOW (self)); /* it stands in the thread now */
}

static void
on_send_response (OdTranscriptDialog *self, const char *response)
{
  g_autofree char *name = dup_file_name (self);

  if (!g_str_equal (response, "send"))
    return;
  od_transcript_send_async (begin (self, TRUE), self->desk, self->conversation_id, GTK_WINDOW (self), name,
                            self->cancellable, sent_cb, g_object_ref (self));
}

static void
send_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdTranscriptDialog *self = OD_TRANSCRIPT_DIALOG (widget);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("Send the transcript to the customer?"),
                                              _ ("It goes out as a file of a new message, without notes and events."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "send", _ ("_Send"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "send", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_send_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- The class --------------------------------------------------------------- */

static void
od_transcript_dialog_dispose (GObject *object)
{
  OdTranscriptDialog *self = OD_TRANSCRIPT_DIALOG (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->desk, od_desk_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_TRANSCRIPT_DIALOG);
  G_OBJECT_CLASS (od_transcript_dialog_parent_class)->dispose (object);
}

static void
od_transcript_dialog_finalize (GObject *object)
{
  OdTranscriptDialog *self = OD_TRANSCRIPT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->source);
  g_clear_object (&self->file);
  g_free (self->customer_name);
  G_OBJECT_CLASS (od_transcript_dialog_parent_class)->finalize (object);
}

static void
od_transcript_dialog_class_init (OdTranscriptDialogClass *klass)
{
  static const struct {
    const char *name;
    GtkWidgetActionActivateFunc func;
  } actions[] = {
    { "transcript.copy", copy_action }, { "transcript.print", print_action },   { "transcript.save", save_action },
    { "transcript.send", send_action }, { "transcript.cancel", cancel_action }, { "transcript.open", open_action },
    { "transcript.show", show_action },
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_transcript_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_transcript_dialog_finalize;
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].func);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-transcript-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OdTranscriptDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, OdTranscriptDialog, progress_revealer);
  gtk_widget_class_bind_template_child (widget_class, OdTranscriptDialog, progress_label);
  gtk_widget_class_bind_template_child (widget_class, OdTranscriptDialog, spinner);
  gtk_widget_class_bind_template_child_full (widget_class, "scope_row", FALSE,
                                             G_STRUCT_OFFSET (OdTranscriptDialog, rows.scope));
  gtk_widget_class_bind_template_child_full (widget_class, "range_row", FALSE,
                                             G_STRUCT_OFFSET (OdTranscriptDialog, rows.range));
  gtk_widget_class_bind_template_child_full (widget_class, "format_row", FALSE,
                                             G_STRUCT_OFFSET (OdTranscriptDialog, rows.format));
  gtk_widget_class_bind_template_child_full (widget_class, "from_row", FALSE,
                                             G_STRUCT_OFFSET (OdTranscriptDialog, rows.from));
  gtk_widget_class_bind_template_child_full (widget_class, "to_row", FALSE,
                                             G_STRUCT_OFFSET (OdTranscriptDialog, rows.to));
  gtk_widget_class_bind_template_child_full (widget_class, "result_row", FALSE,
                                             G_STRUCT_OFFSET (OdTranscriptDialog, rows.result));
  gtk_widget_class_bind_template_child_full (widget_class, "notes_switch", FALSE,
                                             G_STRUCT_OFFSET (OdTranscriptDialog, rows.notes));
  gtk_widget_class_bind_template_child_full (widget_class, "events_switch", FALSE,
                                             G_STRUCT_OFFSET (OdTranscriptDialog, rows.events));
  gtk_widget_class_bind_template_callback (widget_class, on_range_changed);
}

static void
od_transcript_dialog_init (OdTranscriptDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  od_escape_closes (GTK_WINDOW (self), NULL);
}

/**
 * od_transcript_dialog_new:
 * @parent: stays below it
 * @conversation_id: whose transcript
 * @customer_name: what to call the customer
 *
 * Returns: (transfer none): a modal window, not yet presented
 */
GtkWidget *
od_transcript_dialog_new (GtkWindow *parent, OdDesk *desk, gint64 conversation_id, const char *customer_name)
{
  OdTranscriptDialog *self = g_object_new (OD_TYPE_TRANSCRIPT_DIALOG, "transient-for", parent, NULL);
  gint64 now_us = od_clock_get_real_us (desk->clock);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = g_date_time_to_timezone (utc, zone);
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  gtk_editable_set_text (GTK_EDITABLE (self->rows.from), today);
  gtk_editable_set_text (GTK_EDITABLE (self->rows.to), today);
  self->desk = od_desk_ref (desk);
  self->conversation_id = conversation_id;
  self->customer_name = g_strdup (customer_name);
  update (self);
  return GTK_WIDGET (self);
}
