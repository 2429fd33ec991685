/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-db.h"
#include "od-field-port.h"

G_BEGIN_DECLS

#define OD_TYPE_FIELD_SERVICE (od_field_service_get_type ())
G_DECLARE_FINAL_TYPE (OdFieldService, od_field_service, OD, FIELD_SERVICE, GObject)

OdFieldService *od_field_service_new (OdDb *db, OdClock *clock, gint64 operator_id);

G_END_DECLS
