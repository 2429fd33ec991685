/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-endpoint.h"
#include "od-server-port.h"
#include "od-worker.h"

G_BEGIN_DECLS

/**
 * OdServerCounts: open TCP connections of the whole process. Server's thread only.
 * @per_address: (element-type utf8 guint)
 */
typedef struct {
  guint n_connections;
  GHashTable *per_address;
} OdServerCounts;

/**
 * OdServerLimits: how long things may take; for tests shorter than in od-limits.h.
 */
typedef struct {
  guint headers_ms;
  guint max_connections;
  guint max_per_address;
} OdServerLimits;

#define OD_TYPE_SERVER_LISTENER (od_server_listener_get_type ())
G_DECLARE_FINAL_TYPE (OdServerListener, od_server_listener, OD, SERVER_LISTENER, GObject)

OdServerListener *od_server_listener_new (OdEndpoint *endpoint, OdWorker *worker, const char *tmp_dir,
                                          const OdServerLimits *limits, OdServerCounts *counts);
guint od_server_listener_start (OdServerListener *self, const OdListen *listen, GError **error);
void od_server_listener_stop_async (OdServerListener *self, GAsyncReadyCallback callback, gpointer user_data);
OdEndpoint *od_server_listener_get_endpoint (OdServerListener *self);

G_END_DECLS
