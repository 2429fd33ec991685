/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-picture.h"

/**
 * od_picture_new:
 * @pixels: (transfer none): width * height * 4 bytes
 *
 * Returns: (transfer full): a picture as large as its file
 */
OdPicture *
od_picture_new (GBytes *pixels, int width, int height)
{
  OdPicture *self;

  g_return_val_if_fail (width > 0 && height > 0, NULL);
  g_return_val_if_fail (g_bytes_get_size (pixels) == (gsize) width * (gsize) height * 4, NULL);

  self = g_new0 (OdPicture, 1);
  self->pixels = g_bytes_ref (pixels);
  self->width = self->full_width = width;
  self->height = self->full_height = height;
  return self;
}

/**
 * od_picture_copy:
 *
 * Returns: (transfer full): another one with the same pixels, which are not copied
 */
OdPicture *
od_picture_copy (const OdPicture *self)
{
  OdPicture *copy = g_memdup2 (self, sizeof *self);

  g_bytes_ref (copy->pixels);
  return copy;
}

void
od_picture_free (OdPicture *self)
{
  g_bytes_unref (self->pixels);
  g_free (self);
}
