/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-palette.h"

G_BEGIN_DECLS

#define OD_TYPE_PALETTE_WINDOW (od_palette_window_get_type ())
G_DECLARE_FINAL_TYPE (OdPaletteWindow, od_palette_window, OD, PALETTE_WINDOW, AdwWindow)

GtkWidget *od_palette_window_new (GtkWindow *parent, OdPalette *palette);

G_END_DECLS
