/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-accounts.h"
#include "od-store-account.h"

G_BEGIN_DECLS

struct _OdAccounts {
  GObject parent_instance;

  OdRunContext context; /* .db and .channel.secrets are (owned), for what is under way; the rest outlives this */
  OdChangeBus *bus;     /* (owned) */
  OdChannelFinder find_channel; /* by id */
  GHashTable *runs;             /* (owned) (element-type gint64 OdAccountRun): those that are to be connected */
  gint64 operator_id;           /* who changes accounts here */
  guint n_writing;              /* settings that runs changed themselves, on their way to the store */
  guint n_refreshing;           /* 0: no; 1: the store was asked; 2: and is to be asked again */
  GPtrArray *refreshes;         /* (owned) (element-type GTask): who waits for the next look */
  gboolean is_running;          /* accounts are to be connected */
  gboolean is_online;
};

void od_accounts_iface_init (OdAccountPortInterface *iface);
void od_accounts_refresh_async (OdAccounts *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_accounts_refresh_finish (OdAccounts *self, GAsyncResult *result, GError **error);
OdAccountRun *od_accounts_find_run (OdAccounts *self, gint64 account_id);
void od_accounts_stop_run_async (OdAccounts *self, gint64 account_id, GAsyncReadyCallback callback, gpointer user_data);
OdAccountJob *od_accounts_new_job (OdAccounts *self, gint64 account_id, const char *channel, const char *name,
                                   const char *settings);

char *od_accounts_complete_settings (const OdChannelDescriptor *descriptor, const char *settings, GError **error);
void od_accounts_add_async (OdAccountPort *port, const char *channel, const char *name, const char *settings,
                            GHashTable *secrets, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data);
void od_accounts_edit_async (OdAccountPort *port, gint64 account_id, const char *name, const char *settings,
                             GHashTable *secrets, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
void od_accounts_probe_async (OdAccountPort *port, const OdAccountTry *what, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
gboolean od_accounts_check_name (const char *name, GError **error);
gboolean od_accounts_check_secrets (const OdChannelDescriptor *descriptor, GHashTable *secrets, gboolean is_new,
                                    GError **error);
GHashTable *od_accounts_copy_secrets (GHashTable *secrets);
void od_accounts_ensure_trial_async (OdAccountPort *port, GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);

G_END_DECLS
