/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdAccountTry: an account to be connected for a try.
 * @account_id: 0 if there is none yet
 * @channel: (nullable) if there is an account
 * @settings: (nullable): as typed, JSON; %NULL: as they are
 * @secrets: (nullable) (element-type utf8 utf8): as typed, by field; of those that are not in it, those that are stored
 * @takes_over: whoever the other side forwards messages to gets no more of them (%OD_ACCOUNT_TROUBLE_FORWARDED)
 */
typedef struct {
  gint64 account_id;
  const char *channel;
  const char *settings;
  GHashTable *secrets;
  gboolean takes_over;
} OdAccountTry;

/**
 * OdAccountPort: accounts and their run state. A change of either is
 * %OD_CHANGE_ACCOUNT in the feed.
 */
#define OD_TYPE_ACCOUNT_PORT (od_account_port_get_type ())
G_DECLARE_INTERFACE (OdAccountPort, od_account_port, OD, ACCOUNT_PORT, GObject)

struct _OdAccountPortInterface {
  GTypeInterface parent_iface;

  void (*list_async) (OdAccountPort *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*add_async) (OdAccountPort *self, const char *channel, const char *name, const char *settings,
                     GHashTable *secrets, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*set_enabled_async) (OdAccountPort *self, gint64 account_id, gboolean is_enabled, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
  void (*remove_async) (OdAccountPort *self, gint64 account_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data);
  void (*edit_async) (OdAccountPort *self, gint64 account_id, const char *name, const char *settings,
                      GHashTable *secrets, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*probe_async) (OdAccountPort *self, const OdAccountTry *what, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data);
  void (*ensure_trial_async) (OdAccountPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data);
};

void od_account_port_list_async (OdAccountPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
GPtrArray *od_account_port_list_finish (OdAccountPort *self, GAsyncResult *result, GError **error);
void od_account_port_add_async (OdAccountPort *self, const char *channel, const char *name, const char *settings,
                                GHashTable *secrets, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data);
gint64 od_account_port_add_finish (OdAccountPort *self, GAsyncResult *result, GError **error);
void od_account_port_set_enabled_async (OdAccountPort *self, gint64 account_id, gboolean is_enabled,
                                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_account_port_set_enabled_finish (OdAccountPort *self, GAsyncResult *result, GError **error);
void od_account_port_remove_async (OdAccountPort *self, gint64 account_id, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean od_account_port_remove_finish (OdAccountPort *self, GAsyncResult *result, GError **error);
void od_account_port_edit_async (OdAccountPort *self, gint64 account_id, const char *name, const char *settings,
                                 GHashTable *secrets, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean od_account_port_edit_finish (OdAccountPort *self, GAsyncResult *result, GError **error);
void od_account_port_probe_async (OdAccountPort *self, const OdAccountTry *what, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
char *od_account_port_probe_finish (OdAccountPort *self, GAsyncResult *result, GError **error);
void od_account_port_ensure_trial_async (OdAccountPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                         gpointer user_data);
char *od_account_port_ensure_trial_finish (OdAccountPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
