/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-presence-button"

#include "od-presence-button.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "od-presence-words.h"

static void
on_changed (OdPresence *presence, GtkMenuButton *button)
{
  OdPresenceState state = od_presence_get_state (presence);
  AdwButtonContent *content = ADW_BUTTON_CONTENT (gtk_menu_button_get_child (button));
  /* TRANSLATORS: said by a screen reader: "You are: Away" */
  g_autofree char *spoken = g_strdup_printf (_ ("You are: %s"), od_presence_words_state (state));

  adw_button_content_set_icon_name (content, od_presence_words_icon (state));
  adw_button_content_set_label (content, od_presence_words_state (state));
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), od_presence_words_reason (presence));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, od_presence_words_reason (presence), -1);
}

static GMenuModel *
make_menu (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, od_presence_words_state (OD_PRESENCE_ONLINE), "app.presence::online");
  g_menu_append (menu, od_presence_words_state (OD_PRESENCE_AWAY), "app.presence::away");
  g_menu_append (menu, od_presence_words_state (OD_PRESENCE_OFFLINE), "app.presence::offline");
  return G_MENU_MODEL (menu);
}

/**
 * od_presence_button_new:
 *
 * Returns: (transfer floating): says whether the operator is there, and has a menu to choose
 */
GtkWidget *
od_presence_button_new (OdPresence *presence)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *content = adw_button_content_new ();
  g_autoptr (GMenuModel) menu = make_menu ();

  gtk_widget_set_halign (content, GTK_ALIGN_START);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), content);
  if (GTK_IS_BOX (gtk_widget_get_parent (content))) /* the button's own, which stands in the middle */
    gtk_widget_set_halign (gtk_widget_get_parent (content), GTK_ALIGN_START);
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (button), FALSE);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_UP);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_add_css_class (button, "sidebar-button");
  g_signal_connect_object (presence, "changed", G_CALLBACK (on_changed), button, 0);
  on_changed (presence, GTK_MENU_BUTTON (button));
  return button;
}
