/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"
#include "od-palette-item.h"

G_BEGIN_DECLS

#define OD_TYPE_PALETTE (od_palette_get_type ())
G_DECLARE_FINAL_TYPE (OdPalette, od_palette, OD, PALETTE, GObject)

OdPalette *od_palette_new (OdDesk *desk);
void od_palette_add (OdPalette *self, const OdPaletteOffer *offer);
void od_palette_set_is_offered (OdPalette *self, OdPaletteKind kind, gboolean is_offered);
void od_palette_load (OdPalette *self);
void od_palette_set_text (OdPalette *self, const char *text);
void od_palette_hold (OdPalette *self, guint n_rows);
gboolean od_palette_get_is_busy (OdPalette *self);
void od_palette_use (OdPalette *self, OdPaletteItem *item);

G_END_DECLS
