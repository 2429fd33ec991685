/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-thread-view"

#include <glib/gi18n.h>

#include "od-error-words.h"
#include "od-message-words.h"
#include "od-thread-view-private.h"

#define MAX_HEIGHT 360
#define WIDTH_CHARS 42

/* What a message said before it was edited or deleted. */

static GtkWidget *
make_label (const char *words, const char *css_class)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), WIDTH_CHARS);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_versions (GPtrArray *versions, GTimeZone *zone)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_widget_add_css_class (box, "history");
  if (versions->len == 0)
    gtk_box_append (GTK_BOX (box), make_label (_ ("What it said before was not kept."), "history-time"));
  for (guint i = versions->len; i > 0; i--)
    {
      const OdVersionRow *version = versions->pdata[i - 1];
      g_autofree char *moment = od_message_words_moment (version->at_us, zone);
      GtkWidget *body = make_label (version->body, "history-body");

      gtk_label_set_selectable (GTK_LABEL (body), TRUE);
      gtk_box_append (GTK_BOX (box), make_label (moment, "history-time"));
      gtk_box_append (GTK_BOX (box), body);
    }
  return box;
}

typedef struct {
  OdThreadView *view; /* (owned) */
  gint64 message_id;
} Ask;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Ask *ask = user_data;
  g_autoptr (OdThreadView) self = ask->view;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) versions = od_thread_port_load_versions_finish (OD_THREAD_PORT (source), result, &error);
  GtkWidget *popover, *scroller;

  if (versions == NULL)
    {
      g_signal_emit_by_name (self, "trouble", od_error_words (error));
      return;
    }
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return; /* the window was closed meanwhile */
  popover = gtk_popover_new ();
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), make_versions (versions, self->setting.zone));
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What the message said before"), -1);
  od_thread_view_popup (self, popover, ask->message_id, NULL);
}

void
od_thread_view_show_history (OdThreadView *self, gint64 message_id)
{
  Ask *ask = g_new (Ask, 1);

  *ask = (Ask){ .view = g_object_ref (self), .message_id = message_id };
  od_thread_port_load_versions_async (self->desk->threads, message_id, NULL, loaded_cb, ask);
}
