/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-people-list.h"

G_BEGIN_DECLS

void od_customers_columns_add (GtkColumnView *view, OdDesk *desk);
gboolean od_customers_columns_get_order (GtkColumnView *view, OdPeopleOrder *order, gboolean *is_reversed);
void od_customers_columns_fit (GtkColumnView *view, int width);

G_END_DECLS
