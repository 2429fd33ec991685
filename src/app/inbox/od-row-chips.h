/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-row-canvas.h"
#include "od-rows.h"

G_BEGIN_DECLS

int od_row_chips_measure (GtkWidget *widget, const OdConversationRow *row, const char *unsent);
void od_row_chips_draw (OdRowCanvas *canvas, const OdConversationRow *row, const char *unsent, gint64 now_us, int x,
                        int top);

G_END_DECLS
