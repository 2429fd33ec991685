/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define OD_PICTURE_REQUEST_BYTES 16
#define OD_PICTURE_HEADER_BYTES 32

/**
 * OdPictureRequest: what the thumbnailer is asked; a file descriptor travels with it.
 * @serial: comes back in the answer
 */
typedef struct {
  guint32 serial;
  int max_width, max_height;
} OdPictureRequest;

/**
 * OdPictureStatus: the numbers are on the wire and in files.
 */
typedef enum {
  OD_PICTURE_OK = 0,
  OD_PICTURE_MALFORMED = 1, /* no picture, broken, or of a kind we do not show */
  OD_PICTURE_TOO_LARGE = 2, /* more bytes, pixels, memory or time than a picture may take */
} OdPictureStatus;

/**
 * OdPictureHeader: what the thumbnailer answers, before width * height * 4 bytes of pixels.
 * All but @serial and @status is 0 unless @status is %OD_PICTURE_OK.
 */
typedef struct {
  guint32 serial;
  OdPictureStatus status;
  int width, height;
  int full_width, full_height;
  gboolean is_animated;
} OdPictureHeader;

void od_picture_request_write (const OdPictureRequest *request, guint8 bytes[OD_PICTURE_REQUEST_BYTES]);
gboolean od_picture_request_read (const guint8 *bytes, gsize size, OdPictureRequest *request);
void od_picture_header_write (const OdPictureHeader *header, guint8 bytes[OD_PICTURE_HEADER_BYTES]);
gboolean od_picture_header_read (const guint8 *bytes, gsize size, const OdPictureRequest *asked,
                                 OdPictureHeader *header);
void od_picture_fit (int full_width, int full_height, int max_width, int max_height, int *width, int *height);

G_END_DECLS
