/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-thread-parts.h"

#include <glib/gi18n.h>

#include "od-message-words.h"

#define MAX_REACTIONS 12

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
make_fold_label (const char *words, gboolean is_unfolded)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (is_unfolded ? "pan-down-symbolic" : "pan-end-symbolic"));
  gtk_box_append (GTK_BOX (box), gtk_label_new (words));
  return box;
}

/**
 * od_thread_parts_event:
 * @n_events: of which this is the first line; 0: it is only itself
 * @is_unfolded: the others are shown
 *
 * Returns: (transfer floating): what happened, in small type; of a folded run, how much happened
 */
GtkWidget *
od_thread_parts_event (const OdMessageRow *row, guint n_events, gboolean is_unfolded, GTimeZone *zone)
{
  g_autofree char *event = od_message_words_event (row, zone);
  g_autofree char *time = od_message_words_time (row->at_us, zone);
  g_autofree char *words = g_strjoin (" · ", event, time, NULL);
  GtkWidget *label = gtk_label_new (words);
  g_autofree char *fold = NULL;
  GtkWidget *box, *button;

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "thread-event");
  if (n_events == 0)
    return label;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  button = gtk_button_new ();
  fold = od_message_words_fold (n_events);
  gtk_button_set_child (GTK_BUTTON (button), make_fold_label (fold, is_unfolded));
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "thread-fold");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "thread.fold");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", row->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, fold, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_EXPANDED, is_unfolded, -1);
  gtk_box_append (GTK_BOX (box), button);
  if (is_unfolded)
    gtk_box_append (GTK_BOX (box), label);
  else
    g_object_unref (g_object_ref_sink (label));
  return box;
}

/**
 * od_thread_parts_reactions:
 * @row: with reactions
 *
 * Returns: (transfer floating): the emoji under a bubble; a click adds one's own or takes it back
 */
GtkWidget *
od_thread_parts_reactions (const OdMessageRow *row, const char *customer_name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);

  gtk_widget_add_css_class (box, "bubble-reactions");
  for (guint i = 0; i < row->reactions->len && i < MAX_REACTIONS; i++)
    {
      const OdReactionRow *reaction = row->reactions->pdata[i];
      g_autofree char *words =
          reaction->n > 1 ? g_strdup_printf ("%s %u", reaction->emoji, reaction->n) : g_strdup (reaction->emoji);
      g_autofree char *who = od_message_words_reaction (reaction, customer_name);
      g_autofree char *spoken = g_strdup_printf ("%s %s", reaction->emoji, who);
      GtkWidget *button = gtk_button_new_with_label (words); /* a toggle button forgets its state with an action */

      if (reaction->is_own)
        gtk_widget_add_css_class (button, "own");
      gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_PRESSED,
                                   reaction->is_own ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
      gtk_widget_add_css_class (button, "reaction");
      gtk_widget_set_tooltip_text (button, who);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "thread.react");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xs)", row->id,
                                        reaction->is_own ? "" : reaction->emoji);
      gtk_box_append (GTK_BOX (box), button);
    }
  return box;
}

/**
 * od_thread_parts_history:
 *
 * Returns: (transfer floating): the mark of a message that said something else; leads to what it said
 */
GtkWidget *
od_thread_parts_history (gint64 message_id, gboolean is_deleted)
{
  /* TRANSLATORS: of a deleted message, in small type: shows what it said */
  GtkWidget *button =
      gtk_button_new_with_label (is_deleted ? _ ("what it said")
                                            /* TRANSLATORS: mark of a message that was changed, in small type */
                                            : _ ("edited"));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "history-button");
  gtk_widget_set_tooltip_text (button, _ ("Show what it said before"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "thread.history");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", message_id);
  return button;
}

/**
 * od_thread_parts_more:
 *
 * Returns: (transfer floating): for the pointer; the keyboard has the Menu key
 */
GtkWidget *
od_thread_parts_more (gint64 message_id)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("view-more-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_add_css_class (button, "bubble-more");
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_set_tooltip_text (button, _ ("More actions"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("More actions"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "thread.menu");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", message_id);
  return button;
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

/**
 * od_thread_parts_set_mark:
 * @mark: an image
 * @delivery: one that od_thread_parts_mark_icon() knows
 */
void
od_thread_parts_set_mark (GtkWidget *mark, OdDelivery delivery)
{
  gboolean is_trouble =
      delivery == OD_DELIVERY_FAILED || delivery == OD_DELIVERY_UNCONFIRMED || delivery == OD_DELIVERY_HELD;

  gtk_image_set_from_icon_name (GTK_IMAGE (mark), od_thread_parts_mark_icon (delivery));
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  od_message_words_delivery (delivery), -1);
  gtk_widget_remove_css_class (mark, "read");
  gtk_widget_remove_css_class (mark, "failed");
  if (delivery == OD_DELIVERY_READ || is_trouble)
    gtk_widget_add_css_class (mark, is_trouble ? "failed" : "read");
}

/**
 * od_thread_parts_make_key:
 *
 * Returns: (transfer full): the same for the same parts: they are not made again, a player would stop
 */
char *
od_thread_parts_make_key (const OdMessageRow *row, gboolean has_author)
{
  GString *key = g_string_new (NULL);

  g_string_printf (key, "%" G_GINT64_FORMAT " %d %s %" G_GINT64_FORMAT " %s", row->id, has_author, row->author,
                   row->reply_to_id, row->reply_to_text != NULL ? row->reply_to_text : "");
  for (guint i = 0; row->attachments != NULL && i < row->attachments->len; i++)
    {
      const OdAttachmentRow *file = row->attachments->pdata[i];

      g_string_append_printf (key, " %" G_GINT64_FORMAT ":%d:%s:%" G_GINT64_FORMAT, file->id, file->state, file->name,
                              file->size_bytes);
    }
  g_string_append_printf (key, " %s", row->payload != NULL ? row->payload : "");
  return g_string_free (key, FALSE);
}
