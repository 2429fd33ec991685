/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-media.h"

G_BEGIN_DECLS

#define OD_TYPE_MEDIA_BLOCK (od_media_block_get_type ())
G_DECLARE_FINAL_TYPE (OdMediaBlock, od_media_block, OD, MEDIA_BLOCK, AdwBin)

GtkWidget *od_media_block_new (OdMedia *media, OdMessageItem *item);
gboolean od_media_block_is_sticker (OdMessageItem *item);
gboolean od_media_block_has_menu (GtkWidget *widget);

G_END_DECLS
