/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-ingest-port.h"
#include "od-stream-port.h"

G_BEGIN_DECLS

#define OD_TYPE_FAKE_STREAM (od_fake_stream_get_type ())
G_DECLARE_FINAL_TYPE (OdFakeStream, od_fake_stream, OD, FAKE_STREAM, GObject)

typedef void (*OdFakeStreamAdvanced) (const char *chat_id, gint64 last_seq, gpointer user_data);

OdFakeStream *od_fake_stream_new (void);
void od_fake_stream_set_advanced (OdFakeStream *self, OdFakeStreamAdvanced func, gpointer user_data);
void od_fake_stream_set_now (OdFakeStream *self, gint64 now_us);
void od_fake_stream_fail (OdFakeStream *self, guint n_ingests, guint n_loads);
void od_fake_stream_hold (OdFakeStream *self, gboolean is_held);
gint64 od_fake_stream_say (OdFakeStream *self, const char *chat_id, const char *text);
void od_fake_stream_read (OdFakeStream *self, const char *chat_id, gint64 seq);
void od_fake_stream_block (OdFakeStream *self, const char *chat_id);

guint od_fake_stream_count (OdFakeStream *self, OdUpdateKind kind);
const OdUpdate *od_fake_stream_get_last (OdFakeStream *self, OdUpdateKind kind);
guint od_fake_stream_count_live (OdFakeStream *self, OdLiveKind kind);
const OdLiveEvent *od_fake_stream_get_last_live (OdFakeStream *self, OdLiveKind kind);
guint od_fake_stream_count_loads (OdFakeStream *self);
guint od_fake_stream_count_uploads (OdFakeStream *self);
void od_fake_stream_set_file (OdFakeStream *self, const OdUpload *file);

G_END_DECLS
