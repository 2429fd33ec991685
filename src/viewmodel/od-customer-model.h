/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_CUSTOMER_MODEL (od_customer_model_get_type ())
G_DECLARE_FINAL_TYPE (OdCustomerModel, od_customer_model, OD, CUSTOMER_MODEL, GObject)

OdCustomerModel *od_customer_model_new (OdDesk *desk);
void od_customer_model_open (OdCustomerModel *self, gint64 customer_id);
gint64 od_customer_model_get_id (OdCustomerModel *self);
const OdCustomerCard *od_customer_model_get_card (OdCustomerModel *self);
void od_customer_model_reload (OdCustomerModel *self);
void od_customer_model_rename (OdCustomerModel *self, const char *name);
void od_customer_model_set_note (OdCustomerModel *self, const char *note);
void od_customer_model_save (OdCustomerModel *self);
char *od_customer_model_dup_local_time (OdCustomerModel *self);

G_END_DECLS
