/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-reply-port.h"

G_BEGIN_DECLS

/**
 * OdTrayState: how far a file is that is to be sent.
 * @OD_TRAY_STAGING: on its way into the profile
 * @OD_TRAY_READY: here; nothing that happens to the original matters any more
 * @OD_TRAY_FAILED: could not be brought here; it may be tried again
 * @OD_TRAY_REFUSED: can't be sent as things are
 */
typedef enum {
  OD_TRAY_STAGING,
  OD_TRAY_READY,
  OD_TRAY_FAILED,
  OD_TRAY_REFUSED,
} OdTrayState;
#define OD_N_TRAY_STATE (OD_TRAY_REFUSED + 1)

typedef enum {
  OD_TRAY_EVENT_ARRIVE,
  OD_TRAY_EVENT_FAIL,
  OD_TRAY_EVENT_REFUSE,
  OD_TRAY_EVENT_RETRY,
} OdTrayEvent;
#define OD_N_TRAY_EVENT (OD_TRAY_EVENT_RETRY + 1)

/**
 * OdTrayReason: why a file failed or is refused.
 */
typedef enum {
  OD_TRAY_FINE,
  OD_TRAY_GONE,       /* failed: it isn't there any more */
  OD_TRAY_FORBIDDEN,  /* failed: may not be read */
  OD_TRAY_UNREADABLE, /* failed: could not be read, or changed meanwhile */
  OD_TRAY_NO_ROOM,    /* failed: could not be written */
  OD_TRAY_FOLDER,     /* refused for what it is */
  OD_TRAY_NO_FILE,
  OD_TRAY_TOO_LARGE, /* refused by the channel's limits */
  OD_TRAY_TOO_MANY,
  OD_TRAY_TOO_MUCH, /* together with those before it */
  OD_TRAY_NO_FILES, /* the channel takes none */
} OdTrayReason;

gboolean od_tray_state_next (OdTrayState state, OdTrayEvent event, OdTrayState *next);

#define OD_TYPE_TRAY_FILE (od_tray_file_get_type ())
G_DECLARE_FINAL_TYPE (OdTrayFile, od_tray_file, OD, TRAY_FILE, GObject)

OdTrayFile *od_tray_file_new (OdReplyPort *port, GFile *source);
OdTrayFile *od_tray_file_new_from_stream (OdReplyPort *port, GInputStream *stream, const char *name);
OdTrayFile *od_tray_file_new_staged (const OdFileRef *ref);
void od_tray_file_start (OdTrayFile *self, gint64 max_bytes);
void od_tray_file_cancel (OdTrayFile *self);
void od_tray_file_set_limit (OdTrayFile *self, OdTrayReason reason);
gboolean od_tray_file_get_can_retry (OdTrayFile *self);
const char *od_tray_file_get_name (OdTrayFile *self);
OdTrayState od_tray_file_get_state (OdTrayFile *self);
OdTrayReason od_tray_file_get_reason (OdTrayFile *self);
gint64 od_tray_file_get_size_bytes (OdTrayFile *self);
double od_tray_file_get_progress (OdTrayFile *self);
const OdFileRef *od_tray_file_get_ref (OdTrayFile *self);

G_END_DECLS
