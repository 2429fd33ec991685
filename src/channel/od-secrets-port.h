/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void od_secret_free (char *secret);

/**
 * OdSecretsPort: the key ring. Main thread; never blocks.
 */
#define OD_TYPE_SECRETS_PORT (od_secrets_port_get_type ())
G_DECLARE_INTERFACE (OdSecretsPort, od_secrets_port, OD, SECRETS_PORT, GObject)

struct _OdSecretsPortInterface {
  GTypeInterface parent_iface;

  void (*lookup_async) (OdSecretsPort *self, gint64 account_id, const char *field, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
  void (*store_async) (OdSecretsPort *self, gint64 account_id, const char *field, const char *secret,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*clear_async) (OdSecretsPort *self, gint64 account_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data);
};

void od_secrets_port_lookup_async (OdSecretsPort *self, gint64 account_id, const char *field, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
char *od_secrets_port_lookup_finish (OdSecretsPort *self, GAsyncResult *result, GError **error);
void od_secrets_port_store_async (OdSecretsPort *self, gint64 account_id, const char *field, const char *secret,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_secrets_port_store_finish (OdSecretsPort *self, GAsyncResult *result, GError **error);
void od_secrets_port_clear_async (OdSecretsPort *self, gint64 account_id, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean od_secrets_port_clear_finish (OdSecretsPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
