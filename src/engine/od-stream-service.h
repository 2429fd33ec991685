/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-change-bus.h"
#include "od-channel-table.h"
#include "od-clock.h"
#include "od-db.h"
#include "od-stream-port.h"

G_BEGIN_DECLS

#define OD_TYPE_STREAM_SERVICE (od_stream_service_get_type ())
G_DECLARE_FINAL_TYPE (OdStreamService, od_stream_service, OD, STREAM_SERVICE, GObject)

OdStreamService *od_stream_service_new (OdDb *db, OdClock *clock, OdChangeBus *bus, OdChannelTable *channels,
                                        const char *files_dir);

G_END_DECLS
