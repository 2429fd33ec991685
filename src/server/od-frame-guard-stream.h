/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  OD_GUARD_HEADERS_DONE, /* the request's headers are all there */
  OD_GUARD_HEADERS_BAD,  /* too large, or of a shape that libsoup must not see; the stream ends there */
  OD_GUARD_BAD_FRAME,    /* a fragment, or a frame that is too long; nothing more comes in */
  OD_GUARD_PING_FLOOD,   /* pings whose answers are not taken */
  OD_GUARD_CLOSED,       /* the stream was closed; comes once, and last */
} OdGuardEvent;

typedef void (*OdGuardFunc) (OdGuardEvent event, gpointer user_data);

#define OD_TYPE_FRAME_GUARD_STREAM (od_frame_guard_stream_get_type ())
G_DECLARE_FINAL_TYPE (OdFrameGuardStream, od_frame_guard_stream, OD, FRAME_GUARD_STREAM, GIOStream)

OdFrameGuardStream *od_frame_guard_stream_new (GIOStream *base, gsize max_headers, gsize max_frame, OdGuardFunc func,
                                               gpointer user_data);
void od_frame_guard_stream_start_frames (OdFrameGuardStream *self);
guint64 od_frame_guard_stream_get_text_written (OdFrameGuardStream *self);

G_END_DECLS
