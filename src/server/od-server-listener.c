/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-server"

#include "od-server-listener.h"

#include <libsoup/soup.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-server-connection.h"
#include "od-server-exchange.h"
#include "od-server-request.h"
#include "od-server-socket.h"

/* After a failed accept (out of file descriptors, say). */
#define ACCEPT_AGAIN_MS 100
/* While stopping: when everything still open is cut, and when we wait no longer. */
#define CUT_MS 1000
#define STOP_MS 3000
#define TOO_MANY_RETRY_S 30

/**
 * OdServerListener:
 *
 * One endpoint's port: accepts, counts, and lets libsoup speak HTTP over streams
 * that are guarded. Each connection carries one request. Server's thread only.
 */
struct _OdServerListener {
  GObject parent_instance;

  OdServerSite *site;    /* (owned) */
  SoupServer *soup;      /* (owned) */
  GSocketListener *door; /* (owned) (nullable) */
  GCancellable *closing; /* (owned) */
  OdServerLimits limits;
  OdServerCounts *counts;  /* (unowned): the server's */
  GHashTable *connections; /* (owned) (element-type GSocketAddress OdServerConnection) */
  GHashTable *sockets;     /* (owned) (element-type OdServerConnection OdServerSocket) */
  guint max_sockets;
  gboolean limits_loopback;
  GTask *stop;   /* (owned) (nullable) */
  GSource *wait; /* (owned) (nullable): while stopping, or until accepting goes on */
};

G_DEFINE_FINAL_TYPE (OdServerListener, od_server_listener, G_TYPE_OBJECT)

static void accept_next (OdServerListener *self);

static void
set_wait (OdServerListener *self, guint after_ms, GSourceFunc func)
{
  if (self->wait != NULL)
    g_source_destroy (self->wait);
  g_clear_pointer (&self->wait, g_source_unref);
  if (func == NULL)
    return;
  self->wait = g_timeout_source_new (after_ms);
  g_source_set_callback (self->wait, func, self, NULL);
  g_source_attach (self->wait, g_main_context_get_thread_default ());
}

/* ---- stopping ---- */

static gboolean
stopped_cb (gpointer user_data)
{
  OdServerListener *self = user_data;
  g_autoptr (GTask) stop = g_steal_pointer (&self->stop);

  set_wait (self, 0, NULL);
  if (stop == NULL)
    return G_SOURCE_REMOVE;
  soup_server_disconnect (self->soup);
  g_task_return_boolean (stop, TRUE);
  return G_SOURCE_REMOVE;
}

static gboolean
cut_cb (gpointer user_data)
{
  OdServerListener *self = user_data;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    od_server_connection_cut (value);
  set_wait (self, STOP_MS - CUT_MS, stopped_cb);
  return G_SOURCE_REMOVE;
}

static gboolean
look_cb (gpointer user_data)
{
  OdServerListener *self = user_data;

  if (self->stop != NULL && g_hash_table_size (self->connections) == 0 && self->site->n_answering == 0)
    stopped_cb (self);
  return G_SOURCE_REMOVE;
}

/* Not from within a callback of the connection that went. */
static void
look_whether_stopped (OdServerListener *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->stop == NULL)
    return;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_callback (source, look_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}

/* ---- counting ---- */

static gboolean
is_counted_per_address (OdServerListener *self, OdServerConnection *connection)
{
  const char *peer = od_server_connection_get_peer (connection);

  if (od_server_connection_is_loopback (connection))
    return self->limits_loopback;
  return self->site->trusted_proxies == NULL ||
         !g_strv_contains ((const char *const *) self->site->trusted_proxies, peer);
}

static guint
count_of (OdServerListener *self, const char *peer)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts->per_address, peer));
}

static void
count (OdServerListener *self, OdServerConnection *connection, int by)
{
  const char *peer = od_server_connection_get_peer (connection);
  guint n = count_of (self, peer) + (guint) by;

  self->counts->n_connections += (guint) by;
  if (n == 0)
    g_hash_table_remove (self->counts->per_address, peer);
  else
    g_hash_table_insert (self->counts->per_address, g_strdup (peer), GUINT_TO_POINTER (n));
}

/* ---- one connection ---- */

static void
connection_cb (OdServerConnection *connection, OdGuardEvent event, gpointer user_data)
{
  OdServerListener *self = user_data;
  OdServerSocket *socket = g_hash_table_lookup (self->sockets, connection);

  switch (event)
    {
    case OD_GUARD_BAD_FRAME:
      if (socket != NULL)
        od_socket_close (OD_SOCKET (socket), SOUP_WEBSOCKET_CLOSE_TOO_BIG, "fragments and frames over 64 KiB");
      break;
    case OD_GUARD_PING_FLOOD:
    case OD_GUARD_HEADERS_BAD:
      od_server_connection_cut (connection);
      break;
    case OD_GUARD_CLOSED:
      count (self, connection, -1);
      if (socket != NULL)
        od_server_socket_connection_gone (socket);
      g_hash_table_remove (self->sockets, connection);
      g_hash_table_remove (self->connections, od_server_connection_get_remote (connection));
      od_server_connection_free (connection);
      look_whether_stopped (self);
      break;
    case OD_GUARD_HEADERS_DONE:
    default:
      break;
    }
}

static void
take_connection (OdServerListener *self, GSocketConnection *base)
{
  g_autoptr (OdFrameGuardStream) stream = NULL;
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (base, NULL);
  g_autoptr (GError) error = NULL;
  OdServerConnection *connection = od_server_connection_new (base, connection_cb, self);
  GSocketAddress *remote = od_server_connection_get_remote (connection);

  if (remote == NULL || local == NULL || self->counts->n_connections >= self->limits.max_connections ||
      (is_counted_per_address (self, connection) &&
       count_of (self, od_server_connection_get_peer (connection)) >= self->limits.max_per_address))
    {
      count (self, connection, 1); /* closing the stream counts it down */
      stream = od_server_connection_take_stream (connection);
      return;
    }
  count (self, connection, 1);
  g_socket_set_option (g_socket_connection_get_socket (base), IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  g_hash_table_insert (self->connections, remote, connection);
  od_server_connection_set_deadline (connection, self->limits.headers_ms);
  stream = od_server_connection_take_stream (connection);
  if (!soup_server_accept_iostream (self->soup, G_IO_STREAM (stream), local, remote, &error))
    g_debug ("A connection was not taken: %s", error->message);
}

static gboolean
accept_again_cb (gpointer user_data)
{
  OdServerListener *self = user_data;

  set_wait (self, 0, NULL);
  accept_next (self);
  return G_SOURCE_REMOVE;
}

static void
accepted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdServerListener) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) base =
      g_socket_listener_accept_finish (G_SOCKET_LISTENER (source), result, NULL, &error);

  if (self->stop != NULL || self->door == NULL)
    return;
  if (base == NULL)
    {
      g_debug ("Nothing was accepted: %s", error->message);
      set_wait (self, ACCEPT_AGAIN_MS, accept_again_cb);
      return;
    }
  take_connection (self, base);
  accept_next (self);
}

static void
accept_next (OdServerListener *self)
{
  g_socket_listener_accept_async (self->door, self->closing, accepted_cb, g_object_ref (self));
}

/* ---- one request ---- */

static OdServerConnection *
find_connection (OdServerListener *self, SoupServerMessage *message)
{
  return g_hash_table_lookup (self->connections, soup_server_message_get_remote_address (message));
}

static void
headers_cb (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  OdServerListener *self = user_data;
  OdServerConnection *connection = find_connection (self, message);

  if (connection == NULL || self->stop != NULL)
    od_server_exchange_refuse (message, SOUP_STATUS_SERVICE_UNAVAILABLE, 1);
  else
    od_server_exchange_start (self->site, message, connection);
}

static void
socket_closed_cb (OdServerSocket *socket, gpointer user_data)
{
  /* The connection's own end, which follows, takes it out of the table. */
}

static void
upgraded_cb (SoupServerMessage *message, gpointer user_data)
{
  OdServerListener *self = user_data;
  OdServerConnection *connection = find_connection (self, message);
  const OdHttpRequest *known = od_server_exchange_get_request (self->site, message);
  g_autoptr (OdHttpRequest) request = NULL;
  g_autoptr (SoupWebsocketConnection) websocket = NULL;
  g_autoptr (GIOStream) stream = NULL;
  g_autoptr (GUri) uri = NULL;
  OdServerSocket *socket;
  const char *protocol;

  if (connection == NULL || known == NULL ||
      soup_server_message_get_status (message) != SOUP_STATUS_SWITCHING_PROTOCOLS)
    return;
  request = od_http_request_copy (known);
  uri = g_uri_ref (soup_server_message_get_uri (message));
  protocol =
      soup_message_headers_get_one (soup_server_message_get_response_headers (message), "Sec-WebSocket-Protocol");
  {
    g_autofree char *chosen = g_strdup (protocol);

    stream = soup_server_message_steal_connection (message);
    od_server_connection_start_frames (connection);
    websocket = soup_websocket_connection_new (stream, uri, SOUP_WEBSOCKET_CONNECTION_SERVER,
                                               od_http_request_get_header (request, "origin"), chosen, NULL);
  }
  od_server_connection_set_deadline (connection, 0);
  socket = od_server_socket_new (websocket, connection, self->site->endpoint);
  g_hash_table_insert (self->sockets, connection, socket);
  od_server_socket_open (socket, request, socket_closed_cb, self);
  if (self->stop != NULL)
    od_socket_close (OD_SOCKET (socket), SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
}

static void
upgrade (OdServerListener *self, SoupServerMessage *message, const OdHttpRequest *request)
{
  const char *protocol = NULL;
  char *protocols[2] = { NULL, NULL };
  guint retry_after_s = 0, status;

  if (g_hash_table_size (self->sockets) >= self->max_sockets)
    {
      od_server_exchange_refuse (message, SOUP_STATUS_SERVICE_UNAVAILABLE, TOO_MANY_RETRY_S);
      return;
    }
  status = od_endpoint_check_upgrade (self->site->endpoint, request, &protocol, &retry_after_s);
  if (status != 0)
    {
      od_server_exchange_refuse (message, status, retry_after_s);
      return;
    }
  protocols[0] = (char *) protocol;
  soup_message_headers_remove (soup_server_message_get_response_headers (message), "Connection");
  if (soup_websocket_server_process_handshake (message, NULL, protocol != NULL ? protocols : NULL, NULL, NULL))
    g_signal_connect_object (message, "wrote-informational", G_CALLBACK (upgraded_cb), self, 0);
}

static void
request_cb (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  OdServerListener *self = user_data;
  const OdHttpRequest *request = od_server_exchange_get_request (self->site, message);

  if (request == NULL)
    od_server_exchange_refuse (message, SOUP_STATUS_BAD_REQUEST, 0);
  else if (od_server_request_wants_upgrade (request))
    upgrade (self, message, request);
  else
    od_server_exchange_answer (self->site, message);
}

/* ---- the class ---- */

static void
od_server_listener_finalize (GObject *object)
{
  OdServerListener *self = OD_SERVER_LISTENER (object);

  set_wait (self, 0, NULL);
  g_clear_object (&self->door);
  g_clear_object (&self->soup);
  g_clear_object (&self->closing);
  g_clear_pointer (&self->sockets, g_hash_table_unref);
  g_clear_pointer (&self->connections, g_hash_table_unref);
  g_clear_pointer (&self->site, od_server_site_unref);
  G_OBJECT_CLASS (od_server_listener_parent_class)->finalize (object);
}

static void
od_server_listener_class_init (OdServerListenerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_server_listener_finalize;
}

static void
od_server_listener_init (OdServerListener *self)
{
  self->closing = g_cancellable_new ();
  self->connections = g_hash_table_new (NULL, NULL);
  self->sockets = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->soup = soup_server_new ("raw-paths", TRUE, NULL);
  soup_server_remove_websocket_extension (self->soup, SOUP_TYPE_WEBSOCKET_EXTENSION_DEFLATE);
  soup_server_add_early_handler (self->soup, NULL, headers_cb, self, NULL);
  soup_server_add_handler (self->soup, NULL, request_cb, self, NULL);
}

/**
 * od_server_listener_new:
 * @tmp_dir: for bodies that are files
 * @counts: outlives the listener
 *
 * Returns: (transfer full): a listener that does not listen yet
 */
OdServerListener *
od_server_listener_new (OdEndpoint *endpoint, OdWorker *worker, const char *tmp_dir, const OdServerLimits *limits,
                        OdServerCounts *counts)
{
  OdServerListener *self = g_object_new (OD_TYPE_SERVER_LISTENER, NULL);

  self->limits = *limits;
  self->counts = counts;
  self->site = od_server_site_new (endpoint, worker, tmp_dir, NULL);
  return self;
}

static gboolean
fail_listen (GError **error, const GError *cause)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    g_set_error (error, OD_ERROR, OD_ERROR_BUSY, "The port is taken");
  else
    g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "The address can't be listened on: %s", cause->message);
  return FALSE;
}

/**
 * od_server_listener_start:
 *
 * Returns: the port, or 0 with %OD_ERROR_BUSY or %OD_ERROR_REJECTED
 */
guint
od_server_listener_start (OdServerListener *self, const OdListen *listen, GError **error)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (listen->bind);
  g_autoptr (GSocketAddress) address = NULL, effective = NULL;
  g_autoptr (GError) cause = NULL;

  if (inet == NULL)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "The address to listen on is no IP address");
      return 0;
    }
  self->max_sockets = listen->max_sockets;
  self->limits_loopback = listen->limits_loopback;
  self->site->trusted_proxies = g_strdupv ((char **) listen->trusted_proxies);
  address = g_inet_socket_address_new (inet, (guint16) listen->port);
  self->door = g_socket_listener_new ();
  g_socket_listener_set_backlog (self->door, 256);
  if (!g_socket_listener_add_address (self->door, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                      &effective, &cause))
    {
      g_clear_object (&self->door);
      fail_listen (error, cause);
      return 0;
    }
  accept_next (self);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
}

/**
 * od_server_listener_stop_async:
 *
 * Closes the port at once, all sockets with 1001, and everything that is still
 * open after a second by force. When it is done the endpoint is called no more.
 */
void
od_server_listener_stop_async (OdServerListener *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_return_if_fail (self->stop == NULL);

  self->stop = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->stop, od_server_listener_stop_async);
  g_cancellable_cancel (self->closing);
  if (self->door != NULL)
    g_socket_listener_close (self->door);
  g_hash_table_iter_init (&iter, self->sockets);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (open, g_object_ref (value));
  for (guint i = 0; i < open->len; i++)
    od_socket_close (g_ptr_array_index (open, i), SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
  od_server_site_cancel (self->site);
  set_wait (self, CUT_MS, cut_cb);
  look_whether_stopped (self);
}

OdEndpoint *
od_server_listener_get_endpoint (OdServerListener *self)
{
  return self->site->endpoint;
}
