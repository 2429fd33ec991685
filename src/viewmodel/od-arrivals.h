/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_ARRIVALS (od_arrivals_get_type ())
G_DECLARE_FINAL_TYPE (OdArrivals, od_arrivals, OD, ARRIVALS, GObject)

OdArrivals *od_arrivals_new (OdDesk *desk);

G_END_DECLS
