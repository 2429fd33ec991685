/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-file-tray.h"
#include "od-picture-port.h"

G_BEGIN_DECLS

#define OD_TYPE_TRAY_CARD (od_tray_card_get_type ())
G_DECLARE_FINAL_TYPE (OdTrayCard, od_tray_card, OD, TRAY_CARD, AdwBin)

GtkWidget *od_tray_card_new (OdFileTray *tray, OdTrayFile *file, OdPicturePort *pictures);
OdTrayFile *od_tray_card_get_file (OdTrayCard *self);
void od_tray_card_update (OdTrayCard *self, gboolean can_change);

G_END_DECLS
