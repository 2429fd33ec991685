/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-thread-model.h"

G_BEGIN_DECLS

#define OD_TYPE_PICTURE_TOUR (od_picture_tour_get_type ())
G_DECLARE_FINAL_TYPE (OdPictureTour, od_picture_tour, OD, PICTURE_TOUR, GObject)

OdPictureTour *od_picture_tour_new (OdThreadModel *model, gint64 message_id, guint position);
void od_picture_tour_move (OdPictureTour *self, int step);
gboolean od_picture_tour_can_move (OdPictureTour *self, int step);
const OdMessageRow *od_picture_tour_get_message (OdPictureTour *self);
const OdAttachmentRow *od_picture_tour_get_file (OdPictureTour *self);

G_END_DECLS
