/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-account-list.h"

G_BEGIN_DECLS

#define OD_TYPE_ACCOUNT_GROUP (od_account_group_get_type ())
G_DECLARE_FINAL_TYPE (OdAccountGroup, od_account_group, OD, ACCOUNT_GROUP, AdwPreferencesGroup)

GtkWidget *od_account_group_new (OdDesk *desk, OdAccountItem *item);

G_END_DECLS
