/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

void od_customer_deeds_link (GtkWidget *pane, OdDesk *desk, gint64 kept_id, gint64 other_id);
void od_customer_deeds_erase (GtkWidget *pane, OdDesk *desk, gint64 customer_id, const char *name);
AdwToast *od_customer_deeds_make_toast (gint64 link_id, const char *name);

G_END_DECLS
