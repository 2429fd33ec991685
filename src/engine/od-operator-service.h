/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-db.h"
#include "od-operator-port.h"

G_BEGIN_DECLS

#define OD_TYPE_OPERATOR_SERVICE (od_operator_service_get_type ())
G_DECLARE_FINAL_TYPE (OdOperatorService, od_operator_service, OD, OPERATOR_SERVICE, GObject)

OdOperatorService *od_operator_service_new (OdDb *db, OdClock *clock, const char *files_dir, gint64 operator_id);

G_END_DECLS
