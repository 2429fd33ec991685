/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-db.h"
#include "od-promise-port.h"

G_BEGIN_DECLS

#define OD_TYPE_PROMISE_SERVICE (od_promise_service_get_type ())
G_DECLARE_FINAL_TYPE (OdPromiseService, od_promise_service, OD, PROMISE_SERVICE, GObject)

OdPromiseService *od_promise_service_new (OdDb *db, OdClock *clock, gint64 operator_id);

G_END_DECLS
