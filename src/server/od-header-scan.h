/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Enough for "Content-Length:" and any number. */
#define OD_HEADER_SCAN_LINE_BYTES 64

typedef enum {
  OD_HEADER_SCAN_MORE, /* they go on */
  OD_HEADER_SCAN_DONE, /* they are over */
  OD_HEADER_SCAN_BAD,  /* too long, or nothing that may be given on */
} OdHeaderScanResult;

/**
 * OdHeaderScan: looks for the end of the headers of one request, piece by piece. All zero but @max_bytes at first.
 * @max_bytes: of request line and headers
 */
typedef struct {
  gsize max_bytes;
  gsize n_bytes;
  gsize line_len;                       /* of the header line that is being read */
  char line[OD_HEADER_SCAN_LINE_BYTES]; /* its beginning */
} OdHeaderScan;

OdHeaderScanResult od_header_scan_feed (OdHeaderScan *self, const guint8 *data, gsize len, gsize *n_good);

G_END_DECLS
