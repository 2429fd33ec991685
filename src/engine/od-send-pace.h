/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel.h"
#include "od-token-bucket.h"

G_BEGIN_DECLS

typedef struct _OdSendPace OdSendPace;

OdSendPace *od_send_pace_new (const OdSendRate *rate, gint64 now_us);
void od_send_pace_free (OdSendPace *self);
void od_send_pace_take (OdSendPace *self, gint64 conversation_id, gboolean is_group, guint n_messages, gint64 now_us);
guint od_send_pace_get_room (OdSendPace *self, gint64 now_us);
GArray *od_send_pace_dup_resting (OdSendPace *self, gint64 now_us);
gint64 od_send_pace_get_wait_us (OdSendPace *self, gint64 now_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdSendPace, od_send_pace_free)

G_END_DECLS
