/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OD_TYPE_WRAP_LAYOUT (od_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (OdWrapLayout, od_wrap_layout, OD, WRAP_LAYOUT, GtkLayoutManager)

GtkLayoutManager *od_wrap_layout_new (void);
void od_wrap_layout_set_is_ragged (OdWrapLayout *self, gboolean is_ragged);

G_END_DECLS
