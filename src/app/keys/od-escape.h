/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void od_escape_closes (GtkWindow *window, const char *back_action);
void od_escape_ask (GtkWindow *window, void (*discard) (GtkWindow *window));

G_END_DECLS
