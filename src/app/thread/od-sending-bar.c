/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-sending-bar.h"

#include <glib/gi18n.h>

#include "od-file-words.h"

/**
 * OdSendingBar:
 *
 * How far the files of a message are on their way, and Cancel. When it ends its message changes,
 * and the row is made anew without this.
 */
struct _OdSendingBar {
  GtkBox parent_instance;

  OdSendingPort *port; /* (owned) */
  gint64 message_id;
  GtkProgressBar *bar;
  GtkLabel *label;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (OdSendingBar, od_sending_bar, GTK_TYPE_BOX)

static void
update (OdSendingBar *self)
{
  gint64 done_bytes = 0, total_bytes = -1;
  gboolean is_here = od_sending_port_get_progress (self->port, self->message_id, &done_bytes, &total_bytes);
  g_autofree char *words = NULL;

  /* Before the first bytes nothing is known. */
  words = is_here && total_bytes > 0 ? od_file_words_progress (done_bytes, total_bytes) : g_strdup (_ ("Sending…"));
  gtk_progress_bar_set_fraction (self->bar,
                                 total_bytes > 0 ? CLAMP ((double) done_bytes / (double) total_bytes, 0, 1) : 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words, -1);
  gtk_label_set_text (self->label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->button), is_here);
}

static void
changed_cb (OdSendingBar *self, gint64 message_id)
{
  if (message_id == self->message_id)
    update (self);
}

static void
clicked_cb (OdSendingBar *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), FALSE); /* the channel may need a moment to stop */
  gtk_button_set_label (self->button, _ ("Cancelling…"));
  od_sending_port_cancel (self->port, self->message_id);
}

static void
od_sending_bar_finalize (GObject *object)
{
  g_clear_object (&OD_SENDING_BAR (object)->port);
  G_OBJECT_CLASS (od_sending_bar_parent_class)->finalize (object);
}

static void
od_sending_bar_class_init (OdSendingBarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_sending_bar_finalize;
}

static void
od_sending_bar_init (OdSendingBar *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_set_spacing (GTK_BOX (self), 9);
  gtk_widget_add_css_class (GTK_WIDGET (self), "fetch");
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->bar), 96, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Sending the files"),
                                  -1);
  self->label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "max-width-chars", 28, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "file-details");
  self->button = GTK_BUTTON (gtk_button_new_with_mnemonic (_ ("_Cancel")));
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->bar));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (self), words);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->button));
}

/**
 * od_sending_bar_new:
 * @message_id: one that is %OD_DELIVERY_SENDING
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_sending_bar_new (OdSendingPort *port, gint64 message_id)
{
  OdSendingBar *self = g_object_new (OD_TYPE_SENDING_BAR, NULL);

  self->port = g_object_ref (port);
  self->message_id = message_id;
  g_signal_connect_object (port, "sending-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
