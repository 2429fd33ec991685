/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-account-list.h"

G_BEGIN_DECLS

#define OD_TYPE_ACCOUNT_PAGE (od_account_page_get_type ())
G_DECLARE_FINAL_TYPE (OdAccountPage, od_account_page, OD, ACCOUNT_PAGE, AdwBin)

GtkWidget *od_account_page_new (OdDesk *desk, OdAccountItem *item);

G_END_DECLS
