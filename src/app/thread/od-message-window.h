/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *od_message_window_new (GtkWindow *parent, GPtrArray *details);

G_END_DECLS
