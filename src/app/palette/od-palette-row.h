/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-palette-item.h"

G_BEGIN_DECLS

#define OD_TYPE_PALETTE_ROW (od_palette_row_get_type ())
G_DECLARE_FINAL_TYPE (OdPaletteRow, od_palette_row, OD, PALETTE_ROW, AdwBin)

void od_palette_row_set_item (OdPaletteRow *self, OdPaletteItem *item);

G_END_DECLS
