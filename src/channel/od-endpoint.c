/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-endpoint.h"

G_DEFINE_INTERFACE (OdSocket, od_socket, G_TYPE_OBJECT)

static void
od_socket_default_init (OdSocketInterface *iface)
{
}

/**
 * od_socket_send:
 * @text: valid UTF-8
 * @len: bytes, or -1
 */
void
od_socket_send (OdSocket *self, const char *text, gssize len)
{
  g_return_if_fail (OD_IS_SOCKET (self) && text != NULL);

  OD_SOCKET_GET_IFACE (self)->send (self, text, len);
}

/**
 * od_socket_close:
 * @code: a WebSocket close code
 * @reason: (nullable): for developers; no text of people
 */
void
od_socket_close (OdSocket *self, guint code, const char *reason)
{
  g_return_if_fail (OD_IS_SOCKET (self));

  OD_SOCKET_GET_IFACE (self)->close (self, code, reason);
}

/**
 * od_socket_get_backlog:
 *
 * Returns: bytes given to od_socket_send() that the peer has not taken yet
 */
gsize
od_socket_get_backlog (OdSocket *self)
{
  g_return_val_if_fail (OD_IS_SOCKET (self), 0);

  return OD_SOCKET_GET_IFACE (self)->get_backlog (self);
}

G_DEFINE_INTERFACE (OdEndpoint, od_endpoint, G_TYPE_OBJECT)

static void
od_endpoint_default_init (OdEndpointInterface *iface)
{
}

void
od_endpoint_get_body_rule (OdEndpoint *self, const OdHttpRequest *request, OdBodyRule *rule)
{
  g_return_if_fail (OD_IS_ENDPOINT (self) && request != NULL && rule != NULL);

  OD_ENDPOINT_GET_IFACE (self)->get_body_rule (self, request, rule);
}

void
od_endpoint_request_async (OdEndpoint *self, const OdHttpRequest *request, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_ENDPOINT (self) && request != NULL);

  OD_ENDPOINT_GET_IFACE (self)->request_async (self, request, cancellable, callback, user_data);
}

/**
 * od_endpoint_request_finish:
 *
 * Returns: (transfer full): the answer; with an error the server says 500
 */
OdHttpResponse *
od_endpoint_request_finish (OdEndpoint *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (OD_IS_ENDPOINT (self), NULL);

  return OD_ENDPOINT_GET_IFACE (self)->request_finish (self, result, error);
}

guint
od_endpoint_check_upgrade (OdEndpoint *self, const OdHttpRequest *request, const char **protocol, guint *retry_after_s)
{
  g_return_val_if_fail (OD_IS_ENDPOINT (self) && request != NULL, 500);

  return OD_ENDPOINT_GET_IFACE (self)->check_upgrade (self, request, protocol, retry_after_s);
}

void
od_endpoint_socket_opened (OdEndpoint *self, OdSocket *socket, const OdHttpRequest *request)
{
  g_return_if_fail (OD_IS_ENDPOINT (self) && OD_IS_SOCKET (socket));

  OD_ENDPOINT_GET_IFACE (self)->socket_opened (self, socket, request);
}

void
od_endpoint_socket_text (OdEndpoint *self, OdSocket *socket, const char *text, gsize len)
{
  g_return_if_fail (OD_IS_ENDPOINT (self) && OD_IS_SOCKET (socket));

  OD_ENDPOINT_GET_IFACE (self)->socket_text (self, socket, text, len);
}

void
od_endpoint_socket_closed (OdEndpoint *self, OdSocket *socket)
{
  g_return_if_fail (OD_IS_ENDPOINT (self) && OD_IS_SOCKET (socket));

  OD_ENDPOINT_GET_IFACE (self)->socket_closed (self, socket);
}
