/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-endpoint.h"

G_BEGIN_DECLS

/**
 * OdListen:
 * @bind: address, "127.0.0.1" unless the owner said otherwise
 * @port: 0 for any free one
 * @max_sockets: open connections of this listener
 * @trusted_proxies: (nullable): addresses whose X-Forwarded-For is believed
 * @limits_loopback: limits per address hold for this computer too
 */
typedef struct {
  const char *bind;
  guint port;
  guint max_sockets;
  const char *const *trusted_proxies;
  gboolean limits_loopback;
} OdListen;

/**
 * OdServerPort:
 *
 * The embedded server, for channels that are called from outside. Main thread.
 */
#define OD_TYPE_SERVER_PORT (od_server_port_get_type ())
G_DECLARE_INTERFACE (OdServerPort, od_server_port, OD, SERVER_PORT, GObject)

struct _OdServerPortInterface {
  GTypeInterface parent_iface;

  void (*listen_async) (OdServerPort *self, OdEndpoint *endpoint, const OdListen *listen, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
  void (*unlisten_async) (OdServerPort *self, OdEndpoint *endpoint, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);
  void (*invoke) (OdServerPort *self, GSourceFunc func, gpointer data, GDestroyNotify notify);
};

void od_server_port_listen_async (OdServerPort *self, OdEndpoint *endpoint, const OdListen *listen,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gint64 od_server_port_listen_finish (OdServerPort *self, GAsyncResult *result, GError **error);
void od_server_port_unlisten_async (OdServerPort *self, OdEndpoint *endpoint, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
gboolean od_server_port_unlisten_finish (OdServerPort *self, GAsyncResult *result, GError **error);
void od_server_port_invoke (OdServerPort *self, GSourceFunc func, gpointer data, GDestroyNotify notify);

G_END_DECLS
