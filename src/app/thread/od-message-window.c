/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-message-window.h"

#include <glib/gi18n.h>

#include "od-escape.h"
#include "od-message-details.h"

/* What is known of a message, to read and to copy. */

static void
copy_cb (GtkWidget *button, GPtrArray *details)
{
  g_autofree char *text = od_message_details_to_text (details);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), text);
}

static GtkWidget *
make_row (const OdMessageDetail *detail)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = gtk_label_new (detail->label);
  GtkWidget *value = gtk_label_new (detail->value);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "od-dim");
  gtk_widget_add_css_class (label, "od-small");
  gtk_label_set_xalign (GTK_LABEL (value), 0);
  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), value);
  gtk_widget_add_css_class (box, "profile-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static GtkWidget *
make_page (GPtrArray *details)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  gtk_widget_set_margin_start (list, 12);
  gtk_widget_set_margin_end (list, 12);
  gtk_widget_set_margin_top (list, 12);
  gtk_widget_set_margin_bottom (list, 12);
  for (guint i = 0; i < details->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), make_row (details->pdata[i]));
  adw_clamp_set_child (ADW_CLAMP (clamp), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

/**
 * od_message_window_new:
 * @parent: (nullable)
 * @details: (element-type OdMessageDetail): kept while the window is open
 *
 * Returns: (transfer none): not yet presented
 */
GtkWidget *
od_message_window_new (GtkWindow *parent, GPtrArray *details)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *copy = gtk_button_new_with_mnemonic (_ ("_Copy All"));

  gtk_window_set_title (GTK_WINDOW (window), _ ("Message Details"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 420, 560);
  g_signal_connect_data (copy, "clicked", G_CALLBACK (copy_cb), g_ptr_array_ref (details),
                         (GClosureNotify) (void (*) (void)) g_ptr_array_unref, 0);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), copy);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), make_page (details));
  adw_window_set_content (ADW_WINDOW (window), box);
  od_escape_closes (GTK_WINDOW (window), NULL);
  return window;
}
