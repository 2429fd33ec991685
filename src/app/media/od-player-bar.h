/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-media.h"

G_BEGIN_DECLS

#define OD_TYPE_PLAYER_BAR (od_player_bar_get_type ())
G_DECLARE_FINAL_TYPE (OdPlayerBar, od_player_bar, OD, PLAYER_BAR, GtkBox)

GtkWidget *od_player_bar_new (OdMedia *media, const OdAttachmentRow *file, guint position, gboolean is_sound);
void od_player_bar_toggle (OdPlayerBar *self);

G_END_DECLS
