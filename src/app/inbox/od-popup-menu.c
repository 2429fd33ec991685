/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-popup-menu"

#include "od-popup-menu.h"

/**
 * od_popup_menu:
 * @popover: (inout) (nullable): the menu that was shown before; the new one, which @over must unparent before it goes
 * @at: in @over
 *
 * Shows a menu where the pointer is.
 */
void
od_popup_menu (GtkWidget **popover, GtkWidget *over, GMenuModel *model, const GdkRectangle *at)
{
  g_return_if_fail (GTK_IS_WIDGET (over) && G_IS_MENU_MODEL (model));

  g_clear_pointer (popover, gtk_widget_unparent);
  *popover = gtk_popover_menu_new_from_model (model);
  gtk_widget_set_parent (*popover, over);
  gtk_popover_set_has_arrow (GTK_POPOVER (*popover), FALSE);
  gtk_widget_set_halign (*popover, GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (*popover), at);
  gtk_popover_popup (GTK_POPOVER (*popover));
}
