/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-customer-port.h"
#include "od-db.h"

G_BEGIN_DECLS

#define OD_TYPE_CUSTOMER_SERVICE (od_customer_service_get_type ())
G_DECLARE_FINAL_TYPE (OdCustomerService, od_customer_service, OD, CUSTOMER_SERVICE, GObject)

OdCustomerService *od_customer_service_new (OdDb *db, OdClock *clock, const char *files_dir, gint64 operator_id);

G_END_DECLS
