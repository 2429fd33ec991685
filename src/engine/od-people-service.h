/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-db.h"
#include "od-people-port.h"

G_BEGIN_DECLS

#define OD_TYPE_PEOPLE_SERVICE (od_people_service_get_type ())
G_DECLARE_FINAL_TYPE (OdPeopleService, od_people_service, OD, PEOPLE_SERVICE, GObject)

OdPeopleService *od_people_service_new (OdDb *db, OdClock *clock, gint64 operator_id);

G_END_DECLS
