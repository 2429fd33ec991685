/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel-table.h"
#include "od-clock.h"
#include "od-db.h"

G_BEGIN_DECLS

#define OD_TYPE_OUTBOX_LANE (od_outbox_lane_get_type ())
G_DECLARE_FINAL_TYPE (OdOutboxLane, od_outbox_lane, OD, OUTBOX_LANE, GObject)

OdOutboxLane *od_outbox_lane_new (OdDb *db, OdClock *clock, const char *files_dir, OdChannelTable *channels,
                                  gint64 account_id);
gint64 od_outbox_lane_get_account_id (OdOutboxLane *self);
gboolean od_outbox_lane_get_progress (OdOutboxLane *self, gint64 message_id, gint64 *done_bytes, gint64 *total_bytes);
void od_outbox_lane_refuse (OdOutboxLane *self, gint64 message_id);
gboolean od_outbox_lane_get_is_idle (OdOutboxLane *self);
gboolean od_outbox_lane_get_is_stopped (OdOutboxLane *self);
void od_outbox_lane_look (OdOutboxLane *self);
void od_outbox_lane_stop (OdOutboxLane *self);
void od_outbox_lane_cancel (OdOutboxLane *self);

G_END_DECLS
