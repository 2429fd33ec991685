/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-db.h"
#include "od-usage-port.h"

G_BEGIN_DECLS

#define OD_TYPE_USAGE_SERVICE (od_usage_service_get_type ())
G_DECLARE_FINAL_TYPE (OdUsageService, od_usage_service, OD, USAGE_SERVICE, GObject)

OdUsageService *od_usage_service_new (OdDb *db, OdClock *clock);

G_END_DECLS
