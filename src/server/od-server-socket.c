/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-server"

#include "od-server-socket.h"

#include <string.h>

#include "od-limits.h"

/* How long a peer has to take our last words. */
#define GOODBYE_MS 2000

/**
 * OdServerSocket:
 *
 * One open WebSocket. Counts what the peer has not taken yet, and cuts off who
 * takes too little.
 */
struct _OdServerSocket {
  GObject parent_instance;

  SoupWebsocketConnection *websocket; /* (owned) */
  OdServerConnection *connection;     /* (unowned) (nullable): NULL once it is gone */
  OdEndpoint *endpoint;               /* (owned) (nullable): NULL after it heard of the end */
  guint64 n_sent_bytes;
  OdServerSocketClosed closed; /* (nullable) */
  gpointer user_data;
  gboolean is_closing;
};

static void od_server_socket_iface_init (OdSocketInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdServerSocket, od_server_socket, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_SOCKET, od_server_socket_iface_init))

static void
message_cb (SoupWebsocketConnection *websocket, int type, GBytes *message, gpointer user_data)
{
  OdServerSocket *self = user_data;
  gsize len;
  const char *text = g_bytes_get_data (message, &len);

  if (self->endpoint == NULL || self->is_closing)
    return;
  if (type != SOUP_WEBSOCKET_DATA_TEXT)
    {
      od_socket_close (OD_SOCKET (self), SOUP_WEBSOCKET_CLOSE_UNSUPPORTED_DATA, "text frames only");
      return;
    }
  od_endpoint_socket_text (self->endpoint, OD_SOCKET (self), text != NULL ? text : "", len);
}

static void
error_cb (SoupWebsocketConnection *websocket, GError *error, gpointer user_data)
{
  g_debug ("A socket broke: code %d", error->code);
}

static void
closed_cb (SoupWebsocketConnection *websocket, gpointer user_data)
{
  g_autoptr (OdServerSocket) self = g_object_ref (user_data);
  g_autoptr (OdEndpoint) endpoint = g_steal_pointer (&self->endpoint);
  OdServerSocketClosed closed = self->closed;

  self->is_closing = TRUE;
  self->closed = NULL;
  g_signal_handlers_disconnect_by_data (websocket, self);
  if (endpoint != NULL)
    od_endpoint_socket_closed (endpoint, OD_SOCKET (self));
  if (closed != NULL)
    closed (self, self->user_data);
}

static gsize
od_server_socket_get_backlog (OdSocket *socket)
{
  OdServerSocket *self = OD_SERVER_SOCKET (socket);
  guint64 written;

  if (self->connection == NULL)
    return 0;
  written = od_server_connection_get_text_written (self->connection);
  return self->n_sent_bytes > written ? (gsize) (self->n_sent_bytes - written) : 0;
}

static void
od_server_socket_send (OdSocket *socket, const char *text, gssize len)
{
  OdServerSocket *self = OD_SERVER_SOCKET (socket);
  g_autoptr (GBytes) bytes = NULL;

  if (self->is_closing || soup_websocket_connection_get_state (self->websocket) != SOUP_WEBSOCKET_STATE_OPEN)
    return;
  bytes = g_bytes_new (text, len < 0 ? strlen (text) : (gsize) len);
  if (od_server_socket_get_backlog (socket) + g_bytes_get_size (bytes) > OD_LIMIT_SOCKET_QUEUE_BYTES)
    {
      self->is_closing = TRUE;
      if (self->connection != NULL)
        od_server_connection_cut (self->connection);
      return;
    }
  self->n_sent_bytes += g_bytes_get_size (bytes);
  soup_websocket_connection_send_message (self->websocket, SOUP_WEBSOCKET_DATA_TEXT, bytes);
}

static void
od_server_socket_close (OdSocket *socket, guint code, const char *reason)
{
  OdServerSocket *self = OD_SERVER_SOCKET (socket);

  if (self->is_closing)
    return;
  self->is_closing = TRUE;
  if (soup_websocket_connection_get_state (self->websocket) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->websocket, (gushort) code, reason);
  if (self->connection != NULL)
    od_server_connection_set_deadline (self->connection, GOODBYE_MS);
}

static void
od_server_socket_iface_init (OdSocketInterface *iface)
{
  iface->send = od_server_socket_send;
  iface->close = od_server_socket_close;
  iface->get_backlog = od_server_socket_get_backlog;
}

static void
od_server_socket_finalize (GObject *object)
{
  OdServerSocket *self = OD_SERVER_SOCKET (object);

  g_clear_object (&self->websocket);
  g_clear_object (&self->endpoint);
  G_OBJECT_CLASS (od_server_socket_parent_class)->finalize (object);
}

static void
od_server_socket_class_init (OdServerSocketClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_server_socket_finalize;
}

static void
od_server_socket_init (OdServerSocket *self)
{
}

/**
 * od_server_socket_new:
 * @connection: until od_server_socket_connection_gone()
 *
 * Returns: (transfer full): the socket
 */
OdServerSocket *
od_server_socket_new (SoupWebsocketConnection *websocket, OdServerConnection *connection, OdEndpoint *endpoint)
{
  OdServerSocket *self = g_object_new (OD_TYPE_SERVER_SOCKET, NULL);

  self->websocket = g_object_ref (websocket);
  self->connection = connection;
  self->endpoint = g_object_ref (endpoint);
  soup_websocket_connection_set_max_incoming_payload_size (websocket, OD_LIMIT_FRAME_BYTES);
  return self;
}

/**
 * od_server_socket_open:
 * @closed: called once, after the endpoint has heard of the end
 *
 * Tells the endpoint, and from now on everything that comes.
 */
void
od_server_socket_open (OdServerSocket *self, const OdHttpRequest *request, OdServerSocketClosed closed,
                       gpointer user_data)
{
  self->closed = closed;
  self->user_data = user_data;
  g_signal_connect (self->websocket, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (self->websocket, "error", G_CALLBACK (error_cb), self);
  g_signal_connect (self->websocket, "closed", G_CALLBACK (closed_cb), self);
  od_endpoint_socket_opened (self->endpoint, OD_SOCKET (self), request);
}

/**
 * od_server_socket_connection_gone:
 *
 * The TCP connection ended; if libsoup has not said so yet, this is the end.
 */
void
od_server_socket_connection_gone (OdServerSocket *self)
{
  self->connection = NULL;
  closed_cb (self->websocket, self);
}
