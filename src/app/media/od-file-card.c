/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-file-card.h"

#include <glib/gi18n.h>

#include "od-fetch-control.h"
#include "od-file-words.h"
#include "od-picture-frame.h"
#include "od-player-bar.h"

/* The cards of files. They speak to the block they are in through its "file." actions. */

static GtkWidget *
make_label (const char *words, const char *css_class)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_button (const char *icon_name, const char *words, const char *action, guint position)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", position);
  return button;
}

static GtkWidget *
make_words (const OdAttachmentRow *file, gboolean has_details)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *clean = od_file_words_name (file);
  g_autofree char *details = od_file_words_details (file);
  GtkWidget *name = make_label (clean, "file-name");

  gtk_widget_set_tooltip_text (name, clean);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), name);
  if (has_details && *details != '\0')
    gtk_box_append (GTK_BOX (words), make_label (details, "file-details"));
  return words;
}

/**
 * od_file_card_new:
 * @position: of the file in its message
 *
 * Returns: (transfer floating): icon, name, size, and what can be done with it
 */
GtkWidget *
od_file_card_new (OdMedia *media, const OdAttachmentRow *file, guint position)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = gtk_image_new_from_icon_name (od_file_words_icon (file->mime));
  g_autofree char *name = od_file_words_name (file);
  g_autofree char *open_words = g_strdup_printf (_ ("Open %s"), name);
  g_autofree char *save_words = g_strdup_printf (_ ("Save %s As…"), name);

  gtk_image_set_icon_size (GTK_IMAGE (icon), GTK_ICON_SIZE_NORMAL);
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), make_words (file, TRUE));
  gtk_box_append (GTK_BOX (card), line);
  gtk_widget_add_css_class (card, "file");
  if (file->path != NULL)
    {
      gtk_box_append (GTK_BOX (line), make_button ("document-open-symbolic", open_words, "file.open", position));
      gtk_box_append (GTK_BOX (line), make_button ("document-save-symbolic", save_words, "file.save", position));
    }
  else
    gtk_box_append (GTK_BOX (card), od_fetch_control_new (media, file));
  return card;
}

/**
 * od_file_card_new_sound:
 *
 * Returns: (transfer floating): a player, and under it the name and size
 */
GtkWidget *
od_file_card_new_sound (OdMedia *media, const OdAttachmentRow *file, guint position)
{
  GtkWidget *card;

  if (file->path == NULL)
    return od_file_card_new (media, file, position);
  card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (card, "file");
  gtk_box_append (GTK_BOX (card), od_player_bar_new (media, file, position, TRUE));
  gtk_box_append (GTK_BOX (card), make_words (file, FALSE));
  return card;
}

static void
show_film (OdPictureFrame *frame, OdPlayer *player)
{
  gint64 id = *(const gint64 *) g_object_get_data (G_OBJECT (frame), "od-attachment");

  od_picture_frame_set_live (frame, od_player_get_id (player) == id ? od_player_get_paintable (player) : NULL);
}

/**
 * od_file_card_new_video:
 *
 * Returns: (transfer floating): the place of the film, which plays there, and its player
 */
GtkWidget *
od_file_card_new_video (OdMedia *media, const OdAttachmentRow *file, guint position)
{
  GtkWidget *card, *bar, *button, *frame;
  g_autofree char *name = od_file_words_name (file);
  g_autofree char *spoken = g_strdup_printf (_ ("Play or pause %s"), name);

  if (file->path == NULL)
    return od_file_card_new (media, file, position);
  card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (card, "file");
  bar = od_player_bar_new (media, file, position, FALSE);
  frame = od_picture_frame_new (media, file, OD_FRAME_ALONE);
  g_object_set_data_full (G_OBJECT (frame), "od-attachment", g_memdup2 (&file->id, sizeof file->id), g_free);
  button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (button), frame);
  gtk_widget_add_css_class (button, "picture-button");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (od_player_bar_toggle), bar, G_CONNECT_SWAPPED);
  g_signal_connect_object (media->player, "changed", G_CALLBACK (show_film), frame, G_CONNECT_SWAPPED);
  show_film (OD_PICTURE_FRAME (frame), media->player);
  gtk_box_append (GTK_BOX (card), button);
  gtk_box_append (GTK_BOX (card), bar);
  gtk_box_append (GTK_BOX (card), make_words (file, TRUE));
  return card;
}
