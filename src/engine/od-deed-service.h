/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel-table.h"
#include "od-clock.h"
#include "od-db.h"
#include "od-deed-port.h"

G_BEGIN_DECLS

#define OD_TYPE_DEED_SERVICE (od_deed_service_get_type ())
G_DECLARE_FINAL_TYPE (OdDeedService, od_deed_service, OD, DEED_SERVICE, GObject)

OdDeedService *od_deed_service_new (OdDb *db, OdClock *clock, OdChannelFinder find_channel, gint64 operator_id);

G_END_DECLS
