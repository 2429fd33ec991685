/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-account-list.h"

G_BEGIN_DECLS

#define OD_TYPE_ACCOUNTS_WINDOW (od_accounts_window_get_type ())
G_DECLARE_FINAL_TYPE (OdAccountsWindow, od_accounts_window, OD, ACCOUNTS_WINDOW, AdwWindow)

GtkWidget *od_accounts_window_new (GtkWindow *parent, OdDesk *desk, OdAccountList *accounts,
                                   gboolean starts_with_channels);

G_END_DECLS
