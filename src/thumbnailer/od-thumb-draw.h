/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-picture-wire.h"

G_BEGIN_DECLS

/**
 * OdThumbTooLarge: called once the size is known and too large, before anything of that
 * size is allocated. Does not return: not every loader can be stopped otherwise.
 */
typedef void (*OdThumbTooLarge) (gpointer user_data) G_GNUC_NORETURN;

void od_thumb_load_modules (void);
guint8 *od_thumb_draw (int fd, const OdPictureRequest *asked, OdPictureHeader *header, OdThumbTooLarge too_large,
                       gpointer user_data);

G_END_DECLS
