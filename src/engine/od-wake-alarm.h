/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-change-bus.h"
#include "od-clock.h"
#include "od-db.h"

G_BEGIN_DECLS

#define OD_TYPE_WAKE_ALARM (od_wake_alarm_get_type ())
G_DECLARE_FINAL_TYPE (OdWakeAlarm, od_wake_alarm, OD, WAKE_ALARM, GObject)

OdWakeAlarm *od_wake_alarm_new (OdDb *db, OdClock *clock, OdChangeBus *bus);
void od_wake_alarm_start (OdWakeAlarm *self);
void od_wake_alarm_stop (OdWakeAlarm *self);

G_END_DECLS
