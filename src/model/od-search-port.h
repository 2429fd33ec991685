/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdSearchPort: full-text search over everything. A newer question interrupts an older one
 * (%G_IO_ERROR_CANCELLED).
 */
#define OD_TYPE_SEARCH_PORT (od_search_port_get_type ())
G_DECLARE_INTERFACE (OdSearchPort, od_search_port, OD, SEARCH_PORT, GObject)

struct _OdSearchPortInterface {
  GTypeInterface parent_iface;

  void (*search_async) (OdSearchPort *self, const char *text, guint limit, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
};

void od_search_port_search_async (OdSearchPort *self, const char *text, guint limit, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *od_search_port_search_finish (OdSearchPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
