/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdFrameCounter:
 * @max_payload: of one data frame; 0: not limited (what we send ourselves)
 * @n_text_bytes: payload of text frames that passed
 * @n_pings, @n_pongs: frames whose header passed
 *
 * Reads the headers of WebSocket frames (RFC 6455, section 5.2) in one direction
 * of a connection, and nothing of their payload. A value: zero is the start.
 */
typedef struct {
  guint64 max_payload;
  guint64 n_text_bytes;
  guint64 payload_left;
  guint n_pings, n_pongs;
  guint8 header[14];
  guint8 n_header; /* bytes of @header seen */
  guint8 opcode;   /* of the frame whose payload passes */
  gboolean is_broken;
} OdFrameCounter;

gboolean od_frame_counter_feed (OdFrameCounter *self, const guint8 *data, gsize len, gsize *n_good);

G_END_DECLS
