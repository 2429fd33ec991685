/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-change-bus.h"
#include "od-channel-table.h"
#include "od-clock.h"
#include "od-db.h"
#include "od-sending-port.h"

G_BEGIN_DECLS

#define OD_TYPE_OUTBOX (od_outbox_get_type ())
G_DECLARE_FINAL_TYPE (OdOutbox, od_outbox, OD, OUTBOX, GObject)

OdOutbox *od_outbox_new (OdDb *db, OdClock *clock, OdChangeBus *bus, OdChannelTable *channels, const char *files_dir);
void od_outbox_stop_async (OdOutbox *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_outbox_stop_finish (OdOutbox *self, GAsyncResult *result, GError **error);

G_END_DECLS
