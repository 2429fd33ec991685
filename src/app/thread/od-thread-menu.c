/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-thread-menu.h"

#include <glib/gi18n.h>

/* What can be done with a message, as a menu. All of it speaks to the view through its "thread."
 * actions. */

static void
add (GMenu *menu, const char *words, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (words, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_item_set_attribute (item, "hidden-when", "s", "action-missing");
  g_menu_append_item (menu, item);
}

static void
add_section (GMenu *menu, GMenu *section)
{
  if (g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  g_object_unref (section);
}

/**
 * od_thread_menu_new:
 * @deeds: what can be done
 * @uri: (nullable): of the link that is pointed at
 *
 * Returns: (transfer full)
 */
GMenuModel *
od_thread_menu_new (const OdMessageRow *row, OdMessageDeeds deeds, const char *uri)
{
  GMenu *menu = g_menu_new ();
  GMenu *text = g_menu_new (), *answer = g_menu_new (), *about = g_menu_new (), *end = g_menu_new ();
  GVariant *id = g_variant_ref_sink (g_variant_new_int64 (row->id));

  if (uri != NULL)
    add (text, _ ("Copy Link _Address"), "thread.copy-address", g_variant_new_string (uri));
  if ((deeds & OD_DEED_COPY) != 0)
    add (text, _ ("_Copy Text"), "thread.copy-text", id);
  if ((deeds & OD_DEED_REPLY) != 0)
    add (answer, _ ("_Reply"), "thread.reply-to", id);
  if ((deeds & OD_DEED_REACT) != 0)
    add (answer, _ ("R_eact…"), "thread.pick-emoji", id);
  if ((deeds & OD_DEED_EDIT) != 0)
    add (answer, _ ("E_dit…"), "thread.edit", id);
  if ((deeds & OD_DEED_KEEP) != 0)
    add (about, _ ("Add to Ca_nned Replies…"), "win.add-canned", g_variant_new_string (row->body));
  if ((deeds & OD_DEED_POINT_AT) != 0)
    add (about, _ ("Copy _Link to Message"), "thread.copy-link", id);
  if ((deeds & OD_DEED_HISTORY) != 0)
    add (about, _ ("Show What It Said _Before"), "thread.history", id);
  if ((deeds & OD_DEED_POINT_AT) != 0)
    add (about, _ ("Show De_tails"), "thread.details", id);
  if ((deeds & OD_DEED_REMOVE) != 0)
    add (end, _ ("_Delete…"), "thread.remove", id);
  g_variant_unref (id);
  add_section (menu, text);
  add_section (menu, answer);
  add_section (menu, about);
  add_section (menu, end);
  return G_MENU_MODEL (menu);
}

static const char *
find_own (const OdMessageRow *row)
{
  for (guint i = 0; row->reactions != NULL && i < row->reactions->len; i++)
    if (((const OdReactionRow *) row->reactions->pdata[i])->is_own)
      return ((const OdReactionRow *) row->reactions->pdata[i])->emoji;
  return "";
}

/**
 * od_thread_menu_new_emoji:
 *
 * Returns: (transfer floating): a popover with the emoji people use most, and a way to all others
 */
GtkWidget *
od_thread_menu_new_emoji (const OdMessageRow *row)
{
  static const char *const quick[] = { "👍", "❤️", "😂", "😮", "😢", "🙏" };
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *more = gtk_button_new_from_icon_name ("view-more-horizontal-symbolic");
  const char *own = find_own (row);

  for (guint i = 0; i < G_N_ELEMENTS (quick); i++)
    {
      GtkWidget *button = gtk_button_new_with_label (quick[i]);
      gboolean is_own = g_str_equal (quick[i], own);

      gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_PRESSED,
                                   is_own ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
      if (is_own)
        gtk_widget_add_css_class (button, "own");
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "quick-emoji");
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "thread.react");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xs)", row->id, is_own ? "" : quick[i]);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_widget_add_css_class (more, "flat");
  gtk_widget_set_tooltip_text (more, _ ("All emoji"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (more), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("All emoji"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (more), "thread.pick-any-emoji");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (more), "x", row->id);
  gtk_box_append (GTK_BOX (box), more);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  return popover;
}
