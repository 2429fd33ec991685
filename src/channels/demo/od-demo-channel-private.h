/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-demo-channel.h"

G_BEGIN_DECLS

/**
 * OdDemoStep: one answer, and what comes with it.
 */
typedef struct {
  OdDemoAnswer answer;
  gint64 argument;
} OdDemoStep;

GArray *od_demo_script_parse (const char *script, GError **error);
GError *od_demo_step_to_error (const OdDemoStep *step);

void od_demo_channel_wake (OdDemoChannel *self);
guint od_demo_channel_release (OdDemoChannel *self, OdDemoAnswer answer);
void od_demo_channel_progress (OdDemoChannel *self, gint64 done_bytes, gint64 total_bytes);
void od_demo_channel_take_part (OdDemoChannel *self, gint64 attachment_id, const char *remote_id);
guint od_demo_channel_get_n_hanging (OdDemoChannel *self);

OdDemoFiles *od_demo_files_new (void);
void od_demo_files_free (OdDemoFiles *self);
void od_demo_files_fetch (OdDemoFiles *self, GTask *task, const OdFetch *fetch, GFileProgressCallback progress,
                          gpointer progress_data);

void od_demo_control_attach (OdDemoControl *self, OdDemoChannel *channel);
void od_demo_control_detach (OdDemoControl *self, OdDemoChannel *channel);
gboolean od_demo_control_take (OdDemoControl *self, OdDemoStep *step);
gboolean od_demo_control_take_start (OdDemoControl *self, OdDemoStep *step);
gboolean od_demo_control_take_poll (OdDemoControl *self, OdDemoStep *step);
OdUpdateBatch *od_demo_control_take_batch (OdDemoControl *self, const char *cursor);
const char *od_demo_control_get_url (OdDemoControl *self);
void od_demo_control_note_attempt (OdDemoControl *self, const OdOutgoing *outgoing);
void od_demo_control_note_arrival (OdDemoControl *self, const OdOutgoing *outgoing);
void od_demo_control_note (OdDemoControl *self, const char *line);

G_END_DECLS
