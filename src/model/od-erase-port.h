/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-person.h"

G_BEGIN_DECLS

/**
 * OdErasePort:
 *
 * Forgetting a person, or all that came and went through an account, for good. Main thread.
 *
 * Signal "changed" (): of an erasure that is under way, ask od_erase_port_get_state().
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
  gboolean (*get_state) (OdErasePort *self, gint64 customer_id, gint64 erasure_id, OdEraseState *state);
  void (*measure_account_async) (OdErasePort *self, gint64 account_id, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
  void (*erase_account_async) (OdErasePort *self, gint64 account_id, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
};

void od_erase_port_measure_async (OdErasePort *self, gint64 customer_id, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
OdErasure *od_erase_port_measure_finish (OdErasePort *self, GAsyncResult *result, GError **error);
void od_erase_port_erase_async (OdErasePort *self, gint64 customer_id, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
OdErasure *od_erase_port_erase_finish (OdErasePort *self, GAsyncResult *result, GError **error);
void od_erase_port_measure_account_async (OdErasePort *self, gint64 account_id, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
void od_erase_port_erase_account_async (OdErasePort *self, gint64 account_id, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
void od_erase_port_load_async (OdErasePort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
GPtrArray *od_erase_port_load_finish (OdErasePort *self, GAsyncResult *result, GError **error);
gboolean od_erase_port_get_state (OdErasePort *self, gint64 customer_id, gint64 erasure_id, OdEraseState *state);
void od_erase_port_emit_changed (OdErasePort *self);

G_END_DECLS
