/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-thread-needs.h"

#include <glib/gi18n.h>

#include "od-message-deeds.h"
#include "od-message-words.h"
#include "od-reply-port.h"
#include "od-text.h"
#include "od-thread-parts.h"

#define QUOTE_GRAPHEMES 120

/* What a message of ours waits for, below its text: why, and what a person can do about it. All
 * of it speaks to the view through its "thread." actions. */

/* @decision: of "thread.decide"; the other actions only take the message */
static const struct {
  OdMessageNeed need;
  const char *words;
  const char *action;
  OdReplyDecision decision;
} buttons[] = {
  { OD_NEED_RETRY, N_ ("_Retry"), "thread.decide", OD_DECISION_SEND_AGAIN },
  { OD_NEED_RETRY, N_ ("_Edit and Retry"), "thread.take-back", 0 },
  { OD_NEED_RETRY, N_ ("_Another Channel…"), "thread.elsewhere", 0 },
  { OD_NEED_RETRY, N_ ("_Discard"), "thread.decide", OD_DECISION_DISCARD },
  { OD_NEED_VERDICT, N_ ("_It Arrived"), "thread.decide", OD_DECISION_ARRIVED },
  { OD_NEED_VERDICT, N_ ("_Send Again"), "thread.decide", OD_DECISION_SEND_AGAIN },
  { OD_NEED_VERDICT, N_ ("_Discard"), "thread.decide", OD_DECISION_DISCARD },
  { OD_NEED_RELEASE, N_ ("_Send Anyway"), "thread.decide", OD_DECISION_SEND_AGAIN },
  { OD_NEED_RELEASE, N_ ("_Edit"), "thread.take-back", 0 },
  { OD_NEED_RELEASE, N_ ("_Discard"), "thread.decide", OD_DECISION_DISCARD },
  { OD_NEED_TIME, N_ ("_Send Now"), "thread.decide", OD_DECISION_SEND_AGAIN },
  { OD_NEED_TIME, N_ ("_Edit"), "thread.take-back", 0 },
  { OD_NEED_TIME, N_ ("_Cancel"), "thread.decide", OD_DECISION_DISCARD },
  { OD_NEED_ACCOUNT, N_ ("_Edit"), "thread.take-back", 0 },
  { OD_NEED_ACCOUNT, N_ ("_Cancel"), "thread.decide", OD_DECISION_DISCARD },
  { OD_NEED_UNDO, N_ ("_Undo"), "thread.take-back", 0 },
};

static void
add_button (GtkFlowBox *box, guint which, gint64 message_id)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ (buttons[which].words));

  gtk_widget_add_css_class (button, "trouble-button");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), buttons[which].action);
  if (g_str_equal (buttons[which].action, "thread.decide"))
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xi)", message_id, (gint32) buttons[which].decision);
  else
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", message_id);
  gtk_flow_box_insert (box, button, -1);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
}

static GtkWidget *
make_buttons (OdMessageNeed need, gint64 message_id)
{
  GtkWidget *box = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (box), 6);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (box), 6);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 2);
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    if (buttons[i].need == need)
      add_button (GTK_FLOW_BOX (box), i, message_id);
  return box;
}

static GtkWidget *
make_reason (const char *words, gboolean is_trouble)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_widget_add_css_class (label, is_trouble ? "trouble-reason" : "wait-reason");
  return label;
}

/**
 * od_thread_needs_new:
 * @row: one that od_message_need() says something of, or that has @unsent
 * @newer: (nullable): because of which it is held
 * @unsent: (nullable): of od_unsent_words_reason()
 * @now_us: now
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_thread_needs_new (const OdMessageRow *row, const OdMessageRow *newer, const char *unsent, gint64 now_us,
                     GTimeZone *zone)
{
  OdMessageNeed need = unsent != NULL ? OD_NEED_ACCOUNT : od_message_need (row, now_us);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *words = unsent != NULL ? g_strdup (unsent) : od_message_words_need (row, now_us, zone);

  gtk_widget_add_css_class (box, "trouble");
  if (words != NULL)
    gtk_box_append (GTK_BOX (box), make_reason (words, need != OD_NEED_TIME));
  if (newer != NULL)
    {
      g_autofree char *quote = od_text_snippet (newer->body, QUOTE_GRAPHEMES);

      gtk_box_append (GTK_BOX (box), od_thread_parts_quote (newer->id, quote));
    }
  gtk_box_append (GTK_BOX (box), make_buttons (need, row->id));
  od_thread_needs_count (box, row, now_us);
  return box;
}

/**
 * od_thread_needs_count:
 * @needs: of @row
 *
 * Puts the seconds that are left into the button.
 *
 * Returns: whether there are any
 */
gboolean
od_thread_needs_count (GtkWidget *needs, const OdMessageRow *row, gint64 now_us)
{
  guint n_left = od_message_seconds_to_undo (row, now_us);
  GtkWidget *box = gtk_widget_get_last_child (needs);
  GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (box), 0);
  g_autofree char *words = NULL;

  if (n_left == 0 || child == NULL)
    return FALSE;
  /* TRANSLATORS: seconds in which a message can still be taken back: "Undo (4)" */
  words = g_strdup_printf (_ ("_Undo (%u)"), n_left);
  gtk_button_set_label (GTK_BUTTON (gtk_flow_box_child_get_child (child)), words);
  return TRUE;
}
