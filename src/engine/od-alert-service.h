/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-alert-port.h"
#include "od-change-bus.h"
#include "od-clock.h"
#include "od-db.h"

G_BEGIN_DECLS

#define OD_TYPE_ALERT_SERVICE (od_alert_service_get_type ())
G_DECLARE_FINAL_TYPE (OdAlertService, od_alert_service, OD, ALERT_SERVICE, GObject)

OdAlertService *od_alert_service_new (OdDb *db, OdClock *clock, OdChangeBus *bus, gint64 operator_id);
void od_alert_service_stop (OdAlertService *self);

G_END_DECLS
