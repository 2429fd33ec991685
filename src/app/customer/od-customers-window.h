/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_CUSTOMERS_WINDOW (od_customers_window_get_type ())
G_DECLARE_FINAL_TYPE (OdCustomersWindow, od_customers_window, OD, CUSTOMERS_WINDOW, AdwWindow)

GtkWidget *od_customers_window_new (GtkWindow *parent, OdDesk *desk);

G_END_DECLS
