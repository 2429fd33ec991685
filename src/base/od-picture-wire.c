/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-picture-wire.h"

#include <string.h>

#include "od-limits.h"

/* All numbers are little-endian, 32 bits:
 * request: "ODT1" serial max_width max_height
 * header:  "ODP1" serial status width height full_width full_height is_animated */
#define REQUEST_MAGIC "ODT1"
#define HEADER_MAGIC "ODP1"

static void
put (guint8 *bytes, guint at, guint32 value)
{
  value = GUINT32_TO_LE (value);
  memcpy (bytes + at * 4, &value, 4);
}

static guint32
get (const guint8 *bytes, guint at)
{
  guint32 value;

  memcpy (&value, bytes + at * 4, 4);
  return GUINT32_FROM_LE (value);
}

void
od_picture_request_write (const OdPictureRequest *request, guint8 bytes[OD_PICTURE_REQUEST_BYTES])
{
  memcpy (bytes, REQUEST_MAGIC, 4);
  put (bytes, 1, request->serial);
  put (bytes, 2, (guint32) request->max_width);
  put (bytes, 3, (guint32) request->max_height);
}

/**
 * od_picture_request_read:
 *
 * Returns: whether @bytes are a request
 */
gboolean
od_picture_request_read (const guint8 *bytes, gsize size, OdPictureRequest *request)
{
  guint32 width, height;

  if (size != OD_PICTURE_REQUEST_BYTES || memcmp (bytes, REQUEST_MAGIC, 4) != 0)
    return FALSE;
  width = get (bytes, 2);
  height = get (bytes, 3);
  if (width < 1 || width > OD_LIMIT_PICTURE_BOX || height < 1 || height > OD_LIMIT_PICTURE_BOX)
    return FALSE;
  *request = (OdPictureRequest){ .serial = get (bytes, 1), .max_width = (int) width, .max_height = (int) height };
  return TRUE;
}

void
od_picture_header_write (const OdPictureHeader *header, guint8 bytes[OD_PICTURE_HEADER_BYTES])
{
  memcpy (bytes, HEADER_MAGIC, 4);
  put (bytes, 1, header->serial);
  put (bytes, 2, header->status);
  put (bytes, 3, (guint32) header->width);
  put (bytes, 4, (guint32) header->height);
  put (bytes, 5, (guint32) header->full_width);
  put (bytes, 6, (guint32) header->full_height);
  put (bytes, 7, header->is_animated ? 1 : 0);
}

/**
 * od_picture_header_read:
 * @bytes: whatever came; nothing in it is believed
 * @asked: what it is the answer to
 * @header: (out)
 *
 * Returns: whether @bytes are a header that can be the answer to @asked: with its serial, and
 *   pixels that fit its box and are no more than the file's own
 */
gboolean
od_picture_header_read (const guint8 *bytes, gsize size, const OdPictureRequest *asked, OdPictureHeader *header)
{
  guint32 status, width, height, full_width, full_height, is_animated;

  if (size != OD_PICTURE_HEADER_BYTES || memcmp (bytes, HEADER_MAGIC, 4) != 0 || get (bytes, 1) != asked->serial)
    return FALSE;
  status = get (bytes, 2);
  width = get (bytes, 3);
  height = get (bytes, 4);
  full_width = get (bytes, 5);
  full_height = get (bytes, 6);
  is_animated = get (bytes, 7);
  if (status == OD_PICTURE_OK)
    {
      if (width < 1 || width > (guint32) asked->max_width || height < 1 || height > (guint32) asked->max_height)
        return FALSE;
      if (width > full_width || full_width > OD_LIMIT_PICTURE_SIDE || height > full_height ||
          full_height > OD_LIMIT_PICTURE_SIDE || is_animated > 1)
        return FALSE;
      if ((guint64) width * height > OD_LIMIT_PICTURE_SHOWN_PIXELS)
        return FALSE;
    }
  else if ((status != OD_PICTURE_MALFORMED && status != OD_PICTURE_TOO_LARGE) ||
           (width | height | full_width | full_height | is_animated) != 0)
    {
      return FALSE;
    }
  *header = (OdPictureHeader){
    .serial = asked->serial,
    .status = (OdPictureStatus) status,
    .width = (int) width,
    .height = (int) height,
    .full_width = (int) full_width,
    .full_height = (int) full_height,
    .is_animated = is_animated != 0,
  };
  return TRUE;
}

/**
 * od_picture_fit:
 * @full_width, @full_height: 1 to %OD_LIMIT_PICTURE_SIDE
 * @max_width, @max_height: the box, > 0
 *
 * The largest size of the same shape that fits the box and %OD_LIMIT_PICTURE_SHOWN_PIXELS: never larger than
 * the picture, at least 1 by 1.
 */
void
od_picture_fit (int full_width, int full_height, int max_width, int max_height, int *width, int *height)
{
  double scale = MIN (1.0, MIN ((double) max_width / full_width, (double) max_height / full_height));

  *width = CLAMP ((int) (full_width * scale + 0.5), 1, max_width);
  *height = CLAMP ((int) (full_height * scale + 0.5), 1, max_height);
  while ((gint64) *width * *height > OD_LIMIT_PICTURE_SHOWN_PIXELS)
    {
      *width = MAX (1, *width - *width / 8);
      *height = MAX (1, *height - *height / 8);
    }
}
