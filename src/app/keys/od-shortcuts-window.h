/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-keymap.h"

G_BEGIN_DECLS

GtkWidget *od_shortcuts_window_new (GtkWindow *parent, OdKeymap *keymap, GPtrArray *commands);

G_END_DECLS
