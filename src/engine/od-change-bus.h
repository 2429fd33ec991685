/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-change-feed.h"
#include "od-clock.h"

G_BEGIN_DECLS

#define OD_TYPE_CHANGE_BUS (od_change_bus_get_type ())
G_DECLARE_FINAL_TYPE (OdChangeBus, od_change_bus, OD, CHANGE_BUS, GObject)

OdChangeBus *od_change_bus_new (OdClock *clock);
void od_change_bus_publish (OdChangeBus *self, OdChangeSet *changes);
void od_change_bus_publish_id (OdChangeBus *self, OdChangeKind kind, gint64 id);
void od_change_bus_stop (OdChangeBus *self);

G_END_DECLS
