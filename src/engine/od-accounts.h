/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-account-port.h"
#include "od-account-run.h"
#include "od-change-bus.h"

G_BEGIN_DECLS

#define OD_TYPE_ACCOUNTS (od_accounts_get_type ())
G_DECLARE_FINAL_TYPE (OdAccounts, od_accounts, OD, ACCOUNTS, GObject)

OdAccounts *od_accounts_new (const OdRunContext *context, OdChangeBus *bus, OdChannelFinder find_channel);
void od_accounts_start (OdAccounts *self);
void od_accounts_stop_async (OdAccounts *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_accounts_stop_finish (OdAccounts *self, GAsyncResult *result, GError **error);
void od_accounts_try_now (OdAccounts *self);
void od_accounts_set_online (OdAccounts *self, gboolean is_online);

G_END_DECLS
