/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-account-list.h"

G_BEGIN_DECLS

#define OD_TYPE_TROUBLE_BAR (od_trouble_bar_get_type ())
G_DECLARE_FINAL_TYPE (OdTroubleBar, od_trouble_bar, OD, TROUBLE_BAR, AdwBin)

GtkWidget *od_trouble_bar_new (OdDesk *desk, OdAccountList *accounts);
GtkWidget *od_trouble_bar_new_for_key_ring (OdDesk *desk, OdAccountList *accounts);

G_END_DECLS
