/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-person.h"

G_BEGIN_DECLS

/**
 * OdErasePort:
 *
 * Forgetting a person, for good. Main thread.
 */
#define OD_TYPE_ERASE_PORT (od_erase_port_get_type ())
G_DECLARE_INTERFACE (OdErasePort, od_erase_port, OD, ERASE_PORT, GObject)

struct _OdErasePortInterface {
  GTypeInterface parent_iface;

  void (*measure_async) (OdErasePort *self, gint64 customer_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data);
  void (*erase_async) (OdErasePort *self, gint64 customer_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data);
  void (*load_async) (OdErasePort *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
};

void od_erase_port_measure_async (OdErasePort *self, gint64 customer_id, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
OdErasure *od_erase_port_measure_finish (OdErasePort *self, GAsyncResult *result, GError **error);
void od_erase_port_erase_async (OdErasePort *self, gint64 customer_id, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
OdErasure *od_erase_port_erase_finish (OdErasePort *self, GAsyncResult *result, GError **error);
void od_erase_port_load_async (OdErasePort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
GPtrArray *od_erase_port_load_finish (OdErasePort *self, GAsyncResult *result, GError **error);

G_END_DECLS
