/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-thread-find.h"

G_BEGIN_DECLS

#define OD_TYPE_FIND_BAR (od_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (OdFindBar, od_find_bar, OD, FIND_BAR, AdwBin)

GtkWidget *od_find_bar_new (OdThreadFind *find);
void od_find_bar_open (OdFindBar *self);
gboolean od_find_bar_close (OdFindBar *self);
gboolean od_find_bar_get_is_open (OdFindBar *self);

G_END_DECLS
