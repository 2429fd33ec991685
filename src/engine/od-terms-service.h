/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-db.h"
#include "od-terms-port.h"

G_BEGIN_DECLS

#define OD_TYPE_TERMS_SERVICE (od_terms_service_get_type ())
G_DECLARE_FINAL_TYPE (OdTermsService, od_terms_service, OD, TERMS_SERVICE, GObject)

OdTermsService *od_terms_service_new (OdDb *db, OdClock *clock, gint64 operator_id);

G_END_DECLS
