/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdOperatorPort:
 *
 * Who works here. A change is %OD_CHANGE_LIBRARY in the feed. Main thread.
 */
#define OD_TYPE_OPERATOR_PORT (od_operator_port_get_type ())
G_DECLARE_INTERFACE (OdOperatorPort, od_operator_port, OD, OPERATOR_PORT, GObject)

struct _OdOperatorPortInterface {
  GTypeInterface parent_iface;

  void (*load_async) (OdOperatorPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data);
  void (*save_async) (OdOperatorPort *self, const OdOperatorRow *operator_row, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
};

void od_operator_port_load_async (OdOperatorPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
GPtrArray *od_operator_port_load_finish (OdOperatorPort *self, GAsyncResult *result, GError **error);
void od_operator_port_save_async (OdOperatorPort *self, const OdOperatorRow *operator_row, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean od_operator_port_save_finish (OdOperatorPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
