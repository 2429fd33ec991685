/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-alert-port.h"
#include "od-change-bus.h"
#include "od-clock.h"
#include "od-db.h"

G_BEGIN_DECLS

#define OD_TYPE_SLA (od_sla_get_type ())
G_DECLARE_FINAL_TYPE (OdSla, od_sla, OD, SLA, GObject)

OdSla *od_sla_new (OdDb *db, OdClock *clock, OdChangeBus *bus, OdAlertSink *alerts);
void od_sla_start (OdSla *self);
void od_sla_stop (OdSla *self);
void od_sla_set_is_online (OdSla *self, gboolean is_online);
void od_sla_look (OdSla *self);

G_END_DECLS
