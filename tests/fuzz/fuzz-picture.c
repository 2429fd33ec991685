/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the thumbnailer answers and what lies in the folder of small pictures: neither is believed. */
#include "od-picture-cache.h"
#include "od-picture-wire.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  const OdPictureRequest asked = { .serial = 0, .max_width = 320, .max_height = 240 };
  OdPictureHeader header;
  OdPictureRequest request;
  OdPicture *picture;

  if (od_picture_header_read (data, size, &asked, &header) && header.status == OD_PICTURE_OK)
    g_assert (header.width <= 320 && header.height <= 240 && header.width > 0 && header.height > 0);
  if (od_picture_request_read (data, size, &request))
    g_assert (request.max_width > 0 && request.max_height > 0);
  picture = od_picture_cache_unpack (data, size, 320, 240);
  if (picture != NULL)
    od_picture_free (picture);
  return 0;
}
