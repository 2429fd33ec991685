/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-db.h"
#include "od-view-port.h"

G_BEGIN_DECLS

#define OD_TYPE_VIEW_SERVICE (od_view_service_get_type ())
G_DECLARE_FINAL_TYPE (OdViewService, od_view_service, OD, VIEW_SERVICE, GObject)

OdViewService *od_view_service_new (OdDb *db, OdClock *clock, gint64 operator_id);

G_END_DECLS
