/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void od_popup_menu (GtkWidget **popover, GtkWidget *over, GMenuModel *model, const GdkRectangle *at);

G_END_DECLS
