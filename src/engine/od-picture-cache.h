/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-picture.h"

G_BEGIN_DECLS

GBytes *od_picture_cache_pack (const OdPicture *picture);
OdPicture *od_picture_cache_unpack (const guint8 *bytes, gsize size, int max_width, int max_height);
OdPicture *od_picture_cache_read (const char *folder, const char *sha256, int max_width, int max_height);
void od_picture_cache_write (const char *folder, const char *sha256, int max_width, int max_height,
                             const OdPicture *picture);
void od_picture_cache_trim (const char *folder, const char *files_dir, gint64 max_bytes);

G_END_DECLS
