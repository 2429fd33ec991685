/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-keymap.h"

G_BEGIN_DECLS

void od_key_tips_set (GtkWidget *widget, const char *words);
void od_key_tips_follow (GtkWidget *root, OdKeymap *keymap);

G_END_DECLS
