/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-db.h"
#include "od-macro-port.h"

G_BEGIN_DECLS

#define OD_TYPE_MACRO_SERVICE (od_macro_service_get_type ())
G_DECLARE_FINAL_TYPE (OdMacroService, od_macro_service, OD, MACRO_SERVICE, GObject)

OdMacroService *od_macro_service_new (OdDb *db, OdClock *clock, gint64 operator_id);

G_END_DECLS
