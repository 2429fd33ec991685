/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *od_zone_list_new_chooser (void);
void od_zone_list_choose (GtkDropDown *chooser, const char *zone);
const char *od_zone_list_get (GtkDropDown *chooser);

G_END_DECLS
