/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-media.h"

G_BEGIN_DECLS

#define OD_TYPE_PICTURE_FRAME (od_picture_frame_get_type ())
G_DECLARE_FINAL_TYPE (OdPictureFrame, od_picture_frame, OD, PICTURE_FRAME, GtkWidget)

/**
 * OdFrameStyle:
 * @OD_FRAME_ALONE: as large as the picture, at most 320 by 240
 * @OD_FRAME_CELL: one of several: its place says how large, what doesn't fit is cut off
 * @OD_FRAME_STICKER: at most 160 by 160, without a ground
 * @OD_FRAME_THUMB: a small square; what doesn't fit is cut off
 */
typedef enum {
  OD_FRAME_ALONE,
  OD_FRAME_CELL,
  OD_FRAME_STICKER,
  OD_FRAME_THUMB,
} OdFrameStyle;

#define OD_FRAME_THUMB_SIZE 36

GtkWidget *od_picture_frame_new (OdMedia *media, const OdAttachmentRow *file, OdFrameStyle style);
void od_picture_frame_set_live (OdPictureFrame *self, GdkPaintable *live);
OdShownPicture *od_picture_frame_get_picture (OdPictureFrame *self);
const char *od_picture_frame_get_fault (OdPictureFrame *self);

G_END_DECLS
