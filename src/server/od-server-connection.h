/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-frame-guard-stream.h"

G_BEGIN_DECLS

typedef struct _OdServerConnection OdServerConnection;

/* %OD_GUARD_CLOSED comes last, from within the closing; the others from the main context. */
typedef void (*OdServerConnectionFunc) (OdServerConnection *connection, OdGuardEvent event, gpointer user_data);

OdServerConnection *od_server_connection_new (GSocketConnection *base, OdServerConnectionFunc func, gpointer user_data);
OdFrameGuardStream *od_server_connection_take_stream (OdServerConnection *self);
GSocketAddress *od_server_connection_get_remote (OdServerConnection *self);
const char *od_server_connection_get_peer (OdServerConnection *self);
gboolean od_server_connection_is_loopback (OdServerConnection *self);
void od_server_connection_set_deadline (OdServerConnection *self, guint after_ms);
void od_server_connection_cut (OdServerConnection *self);
void od_server_connection_start_frames (OdServerConnection *self);
guint64 od_server_connection_get_text_written (OdServerConnection *self);
void od_server_connection_free (OdServerConnection *self);

G_END_DECLS
