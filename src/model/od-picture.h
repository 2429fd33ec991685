/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdPicture: decoded pixels: red, green, blue, alpha, 8 bits each, not premultiplied, rows
 * without gaps.
 * @pixels: (owned): exactly width * height * 4 bytes
 * @width, @height: of @pixels, after the orientation that the file asks for
 * @full_width, @full_height: of the file itself, oriented
 * @is_animated: only its first frame is here
 */
typedef struct {
  GBytes *pixels;
  int width, height;
  int full_width, full_height;
  gboolean is_animated;
} OdPicture;

OdPicture *od_picture_new (GBytes *pixels, int width, int height);
OdPicture *od_picture_copy (const OdPicture *self);
void od_picture_free (OdPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdPicture, od_picture_free)

G_END_DECLS
