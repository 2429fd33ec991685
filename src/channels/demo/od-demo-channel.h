/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel.h"

G_BEGIN_DECLS

/**
 * OdDemoAnswer: what the channel's other side does with the next thing that is asked of it.
 * @OD_DEMO_ACCEPT: takes it
 * @OD_DEMO_RATE_LIMITED: not now; argument: milliseconds to wait, -1: doesn't say
 * @OD_DEMO_TRANSIENT: surely not taken (the line broke before the body went out)
 * @OD_DEMO_REJECTED: says no
 * @OD_DEMO_AUTH: doesn't know us any more
 * @OD_DEMO_MALFORMED: answers nonsense
 * @OD_DEMO_CUT: took it, and the line broke before the answer: nobody here knows
 * @OD_DEMO_LOST: didn't take it, and the line broke after the body went out: nobody here knows
 * @OD_DEMO_HANG: takes it and never answers; completes when cancelled, or by od_demo_control_release(). Argument 1:
 *   takes nothing before its end, so that cancelled it surely did not leave
 * @OD_DEMO_DEAF: the same, and doesn't hear that it was cancelled
 * @OD_DEMO_BUSY: what is needed belongs to somebody else (a port)
 */
typedef enum {
  OD_DEMO_ACCEPT,
  OD_DEMO_RATE_LIMITED,
  OD_DEMO_TRANSIENT,
  OD_DEMO_REJECTED,
  OD_DEMO_AUTH,
  OD_DEMO_MALFORMED,
  OD_DEMO_CUT,
  OD_DEMO_LOST,
  OD_DEMO_HANG,
  OD_DEMO_DEAF,
  OD_DEMO_BUSY,
} OdDemoAnswer;

typedef struct _OdDemoFiles OdDemoFiles;

void od_demo_files_put (OdDemoFiles *self, const char *remote_ref, GBytes *bytes);
void od_demo_files_push (OdDemoFiles *self, OdDemoAnswer answer, gint64 n_bytes);
void od_demo_files_move (OdDemoFiles *self, const char *remote_ref, gint64 n_bytes);
guint od_demo_files_get_n_asked (OdDemoFiles *self);
guint od_demo_files_get_n_hanging (OdDemoFiles *self);
gint64 od_demo_files_get_last_offset (OdDemoFiles *self);

/**
 * OdDemoControl:
 *
 * The other side of demo accounts, held by a test: it says what they answer,
 * lets customers write, and keeps what arrived there. An account finds it by its
 * setting `control`. Main thread only.
 */
#define OD_TYPE_DEMO_CONTROL (od_demo_control_get_type ())
G_DECLARE_FINAL_TYPE (OdDemoControl, od_demo_control, OD, DEMO_CONTROL, GObject)

OdDemoControl *od_demo_control_new (const char *name);
OdDemoControl *od_demo_control_find (const char *name);
void od_demo_control_push (OdDemoControl *self, OdDemoAnswer answer, gint64 argument);
void od_demo_control_push_start (OdDemoControl *self, OdDemoAnswer answer);
void od_demo_control_push_poll (OdDemoControl *self, OdDemoAnswer answer, gint64 argument);
void od_demo_control_receive (OdDemoControl *self, OdUpdate *update);
void od_demo_control_receive_unknown (OdDemoControl *self, guint n);
void od_demo_control_receive_text (OdDemoControl *self, const char *chat_id, const char *remote_id, const char *text);
void od_demo_control_receive_receipt (OdDemoControl *self, const char *chat_id, const char *remote_id,
                                      OdDelivery delivery);
void od_demo_control_break (OdDemoControl *self, const GError *error);
void od_demo_control_change_settings (OdDemoControl *self, const char *settings);
void od_demo_control_set_url (OdDemoControl *self, const char *url);
void od_demo_control_progress (OdDemoControl *self, gint64 done_bytes, gint64 total_bytes);
void od_demo_control_take_part (OdDemoControl *self, gint64 attachment_id, const char *remote_id);
guint od_demo_control_release (OdDemoControl *self, OdDemoAnswer answer);
guint od_demo_control_get_n_hanging (OdDemoControl *self);
guint od_demo_control_get_n_started (OdDemoControl *self);
guint od_demo_control_get_n_running (OdDemoControl *self);
GPtrArray *od_demo_control_get_attempts (OdDemoControl *self);
GPtrArray *od_demo_control_get_arrived (OdDemoControl *self);
GString *od_demo_control_get_journal (OdDemoControl *self);
OdDemoFiles *od_demo_control_get_files (OdDemoControl *self);

/* For the channel. */
#define OD_TYPE_DEMO_CHANNEL (od_demo_channel_get_type ())
G_DECLARE_FINAL_TYPE (OdDemoChannel, od_demo_channel, OD, DEMO_CHANNEL, GObject)

extern const OdChannelDescriptor od_demo_descriptor;

G_END_DECLS
