/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GPtrArray *od_setting_names_list (void);
char *od_setting_name_for_people (const char *name);
gboolean od_setting_names_show (GtkWidget *window, const char *name);

G_END_DECLS
