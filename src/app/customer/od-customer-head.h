/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define OD_TYPE_CUSTOMER_HEAD (od_customer_head_get_type ())
G_DECLARE_FINAL_TYPE (OdCustomerHead, od_customer_head, OD, CUSTOMER_HEAD, AdwBin)

void od_customer_head_set_name (OdCustomerHead *self, const char *name, const char *address);
void od_customer_head_set_about (OdCustomerHead *self, const char *words);

G_END_DECLS
