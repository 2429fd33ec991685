/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define OD_TYPE_SELECTION_BAR (od_selection_bar_get_type ())
G_DECLARE_FINAL_TYPE (OdSelectionBar, od_selection_bar, OD, SELECTION_BAR, AdwBin)

GtkWidget *od_selection_bar_new (void);
void od_selection_bar_set_n (OdSelectionBar *self, guint n, guint n_all);

G_END_DECLS
