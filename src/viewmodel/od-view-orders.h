/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-view.h"

G_BEGIN_DECLS

#define OD_TYPE_VIEW_ORDERS (od_view_orders_get_type ())
G_DECLARE_FINAL_TYPE (OdViewOrders, od_view_orders, OD, VIEW_ORDERS, GObject)

OdViewOrders *od_view_orders_new (GSettings *state);
OdOrder od_view_orders_get (OdViewOrders *self, OdView *view);
void od_view_orders_set (OdViewOrders *self, OdView *view, OdOrder order);

G_END_DECLS
