/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-frame-counter.h"

#define FIN 0x80
#define MASK 0x80
#define OPCODE_CONTINUATION 0
#define OPCODE_TEXT 1
#define OPCODE_CLOSE 8
#define OPCODE_PING 9
#define OPCODE_PONG 10
#define MAX_CONTROL_PAYLOAD 125

/* Up to the end of the length; the mask follows. */
static guint
length_end (const OdFrameCounter *self)
{
  guint len = self->header[1] & 0x7f;

  if (len == 126)
    return 4;
  return len == 127 ? 10 : 2;
}

static guint
header_size (const OdFrameCounter *self)
{
  return length_end (self) + ((self->header[1] & MASK) != 0 ? 4 : 0);
}

static guint64
payload_size (const OdFrameCounter *self)
{
  guint len = self->header[1] & 0x7f;
  guint64 size = 0;

  if (len < 126)
    return len;
  for (guint i = 0; i < (len == 126 ? 2u : 8u); i++)
    size = size << 8 | self->header[2 + i];
  return size;
}

/* libsoup of Debian 12 puts fragments together without a bound: so whoever sends one is refused at its first byte. */
static gboolean
check_first_byte (const OdFrameCounter *self, guint8 byte)
{
  if (self->max_payload == 0)
    return TRUE;
  return (byte & FIN) != 0 && (byte & 0x0f) != OPCODE_CONTINUATION;
}

/* Looked at with the last byte of the length, before anybody behind us has seen it. */
static gboolean
check_length (const OdFrameCounter *self)
{
  gboolean is_control = (self->header[0] & 0x0f) >= OPCODE_CLOSE;

  if (self->max_payload == 0 || self->n_header < 2 || self->n_header != length_end (self))
    return TRUE;
  return payload_size (self) <= (is_control ? MAX_CONTROL_PAYLOAD : self->max_payload);
}

static void
header_done (OdFrameCounter *self)
{
  self->opcode = self->header[0] & 0x0f;
  if (self->opcode == OPCODE_PING)
    self->n_pings++;
  if (self->opcode == OPCODE_PONG)
    self->n_pongs++;
  self->payload_left = payload_size (self);
  self->n_header = 0;
}

/**
 * od_frame_counter_feed:
 * @data: the next bytes of the connection
 * @n_good: (out): how many of them may pass: all, or those before the byte that breaks a rule
 *
 * Returns: %FALSE once a rule is broken: a frame that is part of a message, or one that is too long
 */
gboolean
od_frame_counter_feed (OdFrameCounter *self, const guint8 *data, gsize len, gsize *n_good)
{
  gsize at = 0;

  while (at < len && !self->is_broken)
    {
      if (self->payload_left > 0)
        {
          gsize n = (gsize) MIN (self->payload_left, (guint64) (len - at));

          if (self->opcode == OPCODE_TEXT)
            self->n_text_bytes += n;
          self->payload_left -= n;
          at += n;
          continue;
        }
      if (self->n_header == 0 && !check_first_byte (self, data[at]))
        {
          self->is_broken = TRUE;
          break;
        }
      self->header[self->n_header++] = data[at];
      if (!check_length (self))
        {
          self->is_broken = TRUE;
          break;
        }
      if (self->n_header >= 2 && self->n_header == header_size (self))
        header_done (self);
      at++;
    }
  *n_good = at;
  return !self->is_broken;
}
