/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_CUSTOMER_PANE (od_customer_pane_get_type ())
G_DECLARE_FINAL_TYPE (OdCustomerPane, od_customer_pane, OD, CUSTOMER_PANE, AdwBin)

GtkWidget *od_customer_pane_new (OdDesk *desk);
void od_customer_pane_set_customer (OdCustomerPane *self, gint64 customer_id, gint64 conversation_id);
const OdCustomerCard *od_customer_pane_get_card (OdCustomerPane *self);
gboolean od_customer_pane_has_finding (OdCustomerPane *self);
void od_customer_pane_take_finding (OdCustomerPane *self);

G_END_DECLS
