/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-server-port.h"

G_DEFINE_INTERFACE (OdServerPort, od_server_port, G_TYPE_OBJECT)

static void
od_server_port_default_init (OdServerPortInterface *iface)
{
}

/**
 * od_server_port_listen_async:
 * @endpoint: gets everything that arrives there, on the server's thread
 * @listen: copied
 *
 * %OD_ERROR_BUSY if the port is taken; %OD_ERROR_REJECTED if the address can't be bound.
 */
void
od_server_port_listen_async (OdServerPort *self, OdEndpoint *endpoint, const OdListen *listen,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_SERVER_PORT (self));

  OD_SERVER_PORT_GET_IFACE (self)->listen_async (self, endpoint, listen, cancellable, callback, user_data);
}

/**
 * od_server_port_listen_finish:
 *
 * Returns: the port, or -1
 */
gint64
od_server_port_listen_finish (OdServerPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}

/**
 * od_server_port_unlisten_async:
 * Closes the listener and all its sockets with 1001. When it is done, @endpoint is called no more.
 */
void
od_server_port_unlisten_async (OdServerPort *self, OdEndpoint *endpoint, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_SERVER_PORT (self));

  OD_SERVER_PORT_GET_IFACE (self)->unlisten_async (self, endpoint, cancellable, callback, user_data);
}

gboolean
od_server_port_unlisten_finish (OdServerPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_server_port_invoke:
 * Runs @func once on the server's thread. Any thread may call.
 */
void
od_server_port_invoke (OdServerPort *self, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  g_return_if_fail (OD_IS_SERVER_PORT (self));

  OD_SERVER_PORT_GET_IFACE (self)->invoke (self, func, data, notify);
}
