/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-thread-parts.h"

#include <glib/gi18n.h>

/* What a row of the thread has only sometimes, so that most rows are few widgets. All of it
 * speaks to the view through its "thread." actions. */

static GtkWidget *
make_label (const char *words, const char *css_class)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_line (void)
{
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

  gtk_widget_set_hexpand (line, TRUE);
  gtk_widget_set_valign (line, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (line, "thread-line");
  return line;
}

/**
 * od_thread_parts_divider:
 * @css_class: "thread-divider", "thread-day" or "thread-unread"
 *
 * Returns: (transfer floating): words between two lines
 */
GtkWidget *
od_thread_parts_divider (const char *words, const char *css_class)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (box, css_class);
  gtk_box_append (GTK_BOX (box), make_line ());
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), make_line ());
  return box;
}

/**
 * od_thread_parts_author:
 *
 * Returns: (transfer floating): who wrote it; a note with the lock that says who may read it
 */
GtkWidget *
od_thread_parts_author (const char *name, gboolean is_note)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = make_label (name, "author");

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (is_note)
    {
      GtkWidget *lock = gtk_image_new_from_icon_name ("system-lock-screen-symbolic");

      gtk_widget_set_tooltip_text (lock, _ ("Private note: the customer does not see it"));
      gtk_widget_add_css_class (lock, "author-mark");
      gtk_box_append (GTK_BOX (box), lock);
    }
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

/**
 * od_thread_parts_quote:
 * @words: (nullable): a line of the message that is answered
 *
 * Returns: (transfer floating): the quoted line; leads to its source
 */
GtkWidget *
od_thread_parts_quote (gint64 message_id, const char *words)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = make_label (words != NULL && *words != '\0' ? words : _ ("Earlier message"), "quote");

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 48);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "quote-button");
  gtk_widget_set_tooltip_text (button, _ ("Show the message this answers"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "thread.jump");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", message_id);
  return button;
}

static GtkWidget *
make_file_button (const char *icon_name, const char *words, const char *action, gint64 message_id, guint position)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xu)", message_id, position);
  return button;
}

static const char *
file_icon (const char *mime)
{
  if (g_str_has_prefix (mime, "image/"))
    return "image-x-generic-symbolic";
  if (g_str_has_prefix (mime, "audio/"))
    return "audio-x-generic-symbolic";
  if (g_str_has_prefix (mime, "video/"))
    return "video-x-generic-symbolic";
  return "text-x-generic-symbolic";
}

static char *
file_details (const OdAttachmentRow *file)
{
  g_autofree char *size = file->size_bytes >= 0 ? g_format_size ((guint64) file->size_bytes) : NULL;
  g_autofree char *duration = NULL;

  if (file->duration_ms > 0)
    duration = g_strdup_printf ("%d:%02d", (int) (file->duration_ms / 60000), (int) (file->duration_ms / 1000 % 60));
  if (file->path == NULL)
    return g_strjoin (" · ", _ ("Not here yet"), size != NULL ? size : duration, NULL);
  if (size == NULL)
    return g_strdup (duration != NULL ? duration : "");
  return g_strjoin (" · ", size, duration, NULL);
}

/**
 * od_thread_parts_file:
 * @position: of the file in its message
 *
 * Returns: (transfer floating): icon, name, size, and what can be done with it
 */
GtkWidget *
od_thread_parts_file (const OdAttachmentRow *file, gint64 message_id, guint position)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *icon = gtk_image_new_from_icon_name (file_icon (file->mime));
  GtkWidget *name = make_label (file->name, "file-name");
  g_autofree char *details = file_details (file);
  g_autofree char *open_words = g_strdup_printf (_ ("Open %s"), file->name);
  g_autofree char *save_words = g_strdup_printf (_ ("Save %s As…"), file->name);

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 32);
  gtk_widget_set_tooltip_text (name, file->name);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), name);
  gtk_box_append (GTK_BOX (words), make_label (details, "file-details"));
  gtk_image_set_icon_size (GTK_IMAGE (icon), GTK_ICON_SIZE_NORMAL);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), words);
  if (file->path != NULL)
    {
      gtk_box_append (GTK_BOX (box), make_file_button ("document-open-symbolic", open_words, "thread.open-file",
                                                       message_id, position));
      gtk_box_append (GTK_BOX (box), make_file_button ("document-save-symbolic", save_words, "thread.save-file",
                                                       message_id, position));
    }
  gtk_widget_add_css_class (box, "file");
  return box;
}

static void
add_decision (GtkWidget *box, const char *words, gint64 message_id, OdReplyDecision decision)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (words);

  gtk_widget_add_css_class (button, "trouble-button");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "thread.decide");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xi)", message_id, (gint32) decision);
  gtk_flow_box_insert (GTK_FLOW_BOX (box), button, -1);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
}

/**
 * od_thread_parts_trouble:
 * @words: why it needs a person
 *
 * Returns: (transfer floating): the reason and what may be done
 */
GtkWidget *
od_thread_parts_trouble (const OdMessageRow *row, const char *words)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *reason = make_label (words, "trouble-reason");
  GtkWidget *buttons = gtk_flow_box_new ();

  gtk_label_set_wrap (GTK_LABEL (reason), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (reason), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (reason), 40);
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (buttons), GTK_SELECTION_NONE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (buttons), 6);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (buttons), 6);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (buttons), 3);
  if (row->delivery == OD_DELIVERY_FAILED)
    add_decision (buttons, _ ("_Retry"), row->id, OD_DECISION_SEND_AGAIN);
  if (row->delivery == OD_DELIVERY_UNCONFIRMED)
    {
      add_decision (buttons, _ ("_It Arrived"), row->id, OD_DECISION_ARRIVED);
      add_decision (buttons, _ ("_Send Again"), row->id, OD_DECISION_SEND_AGAIN);
    }
  if (row->delivery == OD_DELIVERY_HELD)
    add_decision (buttons, _ ("_Send Anyway"), row->id, OD_DECISION_SEND_AGAIN);
  add_decision (buttons, _ ("_Discard"), row->id, OD_DECISION_DISCARD);
  gtk_box_append (GTK_BOX (box), reason);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_widget_add_css_class (box, "trouble");
  return box;
}

/**
 * od_thread_parts_reactions:
 * @reactions: (element-type OdReactionRow)
 *
 * Returns: (transfer floating): the emoji under a bubble
 */
GtkWidget *
od_thread_parts_reactions (GPtrArray *reactions)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);

  for (guint i = 0; i < reactions->len && i < 12; i++)
    {
      const OdReactionRow *reaction = reactions->pdata[i];
      g_autofree char *words =
          reaction->n > 1 ? g_strdup_printf ("%s %u", reaction->emoji, reaction->n) : g_strdup (reaction->emoji);
      GtkWidget *label = make_label (words, "reaction");

      if (reaction->is_own)
        gtk_widget_add_css_class (label, "own");
      gtk_box_append (GTK_BOX (box), label);
    }
  return box;
}

static void
add_item (GMenu *menu, const char *words, const char *action, gint64 message_id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (words, NULL);

  g_menu_item_set_action_and_target (item, action, "x", message_id);
  g_menu_append_item (menu, item);
}

/**
 * od_thread_parts_menu:
 * @can_reply: whether it is something the customer can be answered to
 *
 * Returns: (transfer full): what can be done with a message
 */
GMenuModel *
od_thread_parts_menu (gint64 message_id, gboolean can_reply)
{
  GMenu *menu = g_menu_new ();

  add_item (menu, _ ("_Copy Text"), "thread.copy-text", message_id);
  if (can_reply)
    add_item (menu, _ ("_Reply"), "thread.reply-to", message_id);
  add_item (menu, _ ("Copy _Link to Message"), "thread.copy-link", message_id);
  return G_MENU_MODEL (menu);
}

/**
 * od_thread_parts_mark_icon:
 *
 * Returns: (nullable): the mark of an outgoing message
 */
const char *
od_thread_parts_mark_icon (OdDelivery delivery)
{
  switch (delivery)
    {
    case OD_DELIVERY_QUEUED:
    case OD_DELIVERY_SENDING:
      return "od-queued-symbolic";
    case OD_DELIVERY_SENT:
      return "od-tick-symbolic";
    case OD_DELIVERY_DELIVERED:
    case OD_DELIVERY_READ:
      return "od-ticks-symbolic";
    case OD_DELIVERY_FAILED:
    case OD_DELIVERY_UNCONFIRMED:
    case OD_DELIVERY_HELD:
      return "dialog-warning-symbolic";
    case OD_DELIVERY_NONE:
    default:
      return NULL;
    }
}
