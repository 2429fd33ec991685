/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fetch-control.h"

#include <glib/gi18n.h>

#include "od-error-words.h"
#include "od-file-words.h"

/**
 * OdFetchControl:
 *
 * What can be done about a file that isn't here: download it; while that runs, how far it is and
 * Cancel; after it failed, why and Retry; or the words that the channel has it no more. When it is
 * here its message changed, and the row is made anew without this.
 */
struct _OdFetchControl {
  GtkBox parent_instance;

  OdMedia *media; /* (owned) */
  char *name;     /* (owned) */
  gint64 attachment_id;
  gint64 size_bytes;
  OdFileState state;
  char *reason; /* (owned) (nullable): why it failed, while we know better than the row */
  GtkButton *button;
  GtkLabel *label;
  GtkProgressBar *bar;
  gboolean is_cancelling; /* the button stops it */
};

G_DEFINE_FINAL_TYPE (OdFetchControl, od_fetch_control, GTK_TYPE_BOX)

static void
set_button (OdFetchControl *self, const char *words)
{
  g_autofree char *spoken = g_strdup_printf ("%s: %s", words, self->name);

  gtk_button_set_label (self->button, words);
  gtk_widget_set_visible (GTK_WIDGET (self->button), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
set_label (OdFetchControl *self, const char *words)
{
  gtk_label_set_text (self->label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->label), *words != '\0');
}

static void
show_rest (OdFetchControl *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->bar), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->button), FALSE);
  self->is_cancelling = FALSE;
  if (self->state == OD_FILE_GONE)
    {
      set_label (self, _ ("No longer available at the channel"));
      return;
    }
  if (self->media->desk->files == NULL)
    {
      set_label (self, _ ("Not here yet"));
      return;
    }
  if (self->state == OD_FILE_FAILED || self->reason != NULL)
    {
      set_label (self, self->reason != NULL ? self->reason : _ ("It could not be downloaded."));
      set_button (self, _ ("Retry"));
      return;
    }
  set_label (self, "");
  if (self->size_bytes > 0)
    {
      g_autofree char *size = g_format_size ((guint64) self->size_bytes);
      /* TRANSLATORS: a button and how large the file is: "Download 1.2 MB" */
      g_autofree char *words = g_strdup_printf (_ ("Download %s"), size);

      set_button (self, words);
    }
  else
    set_button (self, _ ("Download"));
}

static void
show_running (OdFetchControl *self, gint64 done_bytes, gint64 total_bytes)
{
  g_autofree char *words = od_file_words_progress (done_bytes, total_bytes);

  g_clear_pointer (&self->reason, g_free);
  self->is_cancelling = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->bar), TRUE);
  if (total_bytes > 0)
    gtk_progress_bar_set_fraction (self->bar, CLAMP ((double) done_bytes / (double) total_bytes, 0, 1));
  else
    gtk_progress_bar_pulse (self->bar);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words, -1);
  set_label (self, words);
  set_button (self, _ ("Cancel"));
}

static void
update (OdFetchControl *self)
{
  gint64 done_bytes = 0, total_bytes = -1;

  if (self->media->desk->files != NULL && self->state != OD_FILE_GONE &&
      od_file_port_get_progress (self->media->desk->files, self->attachment_id, &done_bytes, &total_bytes))
    show_running (self, done_bytes, total_bytes > 0 ? total_bytes : self->size_bytes);
  else
    show_rest (self);
}

static void
progress_cb (OdFetchControl *self, gint64 attachment_id)
{
  if (attachment_id == self->attachment_id)
    update (self);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdFetchControl) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_file_port_fetch_finish (OD_FILE_PORT (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_free (self->reason);
      self->reason = g_strdup (od_error_words (error));
    }
  update (self);
}

static void
clicked_cb (OdFetchControl *self)
{
  OdFilePort *files = self->media->desk->files;

  if (self->is_cancelling)
    {
      od_file_port_cancel (files, self->attachment_id);
      return;
    }
  g_clear_pointer (&self->reason, g_free);
  od_file_port_fetch_async (files, self->attachment_id, NULL, fetched_cb, g_object_ref (self));
  update (self);
}

static void
od_fetch_control_finalize (GObject *object)
{
  OdFetchControl *self = OD_FETCH_CONTROL (object);

  od_media_unref (self->media);
  g_free (self->name);
  g_free (self->reason);
  G_OBJECT_CLASS (od_fetch_control_parent_class)->finalize (object);
}

static void
od_fetch_control_class_init (OdFetchControlClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_fetch_control_finalize;
}

static void
od_fetch_control_init (OdFetchControl *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_set_spacing (GTK_BOX (self), 9);
  gtk_widget_add_css_class (GTK_WIDGET (self), "fetch");
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->bar), 96, -1);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_max_width_chars (self->label, 28);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "file-details");
  self->button = GTK_BUTTON (gtk_button_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->bar));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (self), words);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->button));
}

/**
 * od_fetch_control_new:
 * @file: of another state than %OD_FILE_HERE
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_fetch_control_new (OdMedia *media, const OdAttachmentRow *file)
{
  OdFetchControl *self = g_object_new (OD_TYPE_FETCH_CONTROL, NULL);

  self->media = od_media_ref (media);
  self->name = od_file_words_name (file);
  self->attachment_id = file->id;
  self->size_bytes = file->size_bytes;
  self->state = file->state;
  if (media->desk->files != NULL)
    g_signal_connect_object (media->desk->files, "progress", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
  if (file->error != NULL && *file->error != '\0')
    gtk_widget_set_tooltip_text (GTK_WIDGET (self), file->error);
  update (self);
  return GTK_WIDGET (self);
}
