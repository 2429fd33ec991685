/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-account-list.h"

G_BEGIN_DECLS

#define OD_TYPE_ACCOUNT_BAR (od_account_bar_get_type ())
G_DECLARE_FINAL_TYPE (OdAccountBar, od_account_bar, OD, ACCOUNT_BAR, AdwBin)

GtkWidget *od_account_bar_new (OdDesk *desk, OdAccountList *accounts);
void od_account_bar_set_account_id (OdAccountBar *self, gint64 account_id);

G_END_DECLS
