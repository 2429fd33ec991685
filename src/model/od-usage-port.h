/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-usage.h"

G_BEGIN_DECLS

/**
 * OdUsagePort:
 *
 * What was chosen how often in the palette. Main thread.
 */
#define OD_TYPE_USAGE_PORT (od_usage_port_get_type ())
G_DECLARE_INTERFACE (OdUsagePort, od_usage_port, OD, USAGE_PORT, GObject)

struct _OdUsagePortInterface {
  GTypeInterface parent_iface;

  void (*load_async) (OdUsagePort *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*add_async) (OdUsagePort *self, const char *kind, const char *ref, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data);
};

void od_usage_port_load_async (OdUsagePort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
GPtrArray *od_usage_port_load_finish (OdUsagePort *self, GAsyncResult *result, GError **error);
void od_usage_port_add_async (OdUsagePort *self, const char *kind, const char *ref, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
gboolean od_usage_port_add_finish (OdUsagePort *self, GAsyncResult *result, GError **error);

G_END_DECLS
