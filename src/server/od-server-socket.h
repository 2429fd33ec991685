/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "od-endpoint.h"
#include "od-server-connection.h"

G_BEGIN_DECLS

#define OD_TYPE_SERVER_SOCKET (od_server_socket_get_type ())
G_DECLARE_FINAL_TYPE (OdServerSocket, od_server_socket, OD, SERVER_SOCKET, GObject)

typedef void (*OdServerSocketClosed) (OdServerSocket *socket, gpointer user_data);

OdServerSocket *od_server_socket_new (SoupWebsocketConnection *websocket, OdServerConnection *connection,
                                      OdEndpoint *endpoint);
void od_server_socket_open (OdServerSocket *self, const OdHttpRequest *request, OdServerSocketClosed closed,
                            gpointer user_data);
void od_server_socket_connection_gone (OdServerSocket *self);

G_END_DECLS
