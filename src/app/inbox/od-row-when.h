/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-row-canvas.h"
#include "od-rows.h"

G_BEGIN_DECLS

int od_row_when_draw (OdRowCanvas *canvas, const OdConversationRow *row, gint64 now_us, int middle, int baseline);

G_END_DECLS
