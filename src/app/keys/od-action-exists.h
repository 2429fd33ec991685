/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean od_action_exists (GtkWidget *widget, const char *name);
gboolean od_action_is_enabled (GtkWidget *widget, const char *name, const char *target);

G_END_DECLS
