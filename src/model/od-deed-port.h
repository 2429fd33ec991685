/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-deed.h"

G_BEGIN_DECLS

/**
 * OdDeedPort:
 *
 * What an operator does with many conversations at once, and takes back at once. Main thread.
 */
#define OD_TYPE_DEED_PORT (od_deed_port_get_type ())
G_DECLARE_INTERFACE (OdDeedPort, od_deed_port, OD, DEED_PORT, GObject)

struct _OdDeedPortInterface {
  GTypeInterface parent_iface;

  void (*perform_async) (OdDeedPort *self, const gint64 *ids, guint n_ids, const GPtrArray *deeds,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*undo_async) (OdDeedPort *self, gint64 batch_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data);
};

void od_deed_port_perform_async (OdDeedPort *self, const gint64 *ids, guint n_ids, const GPtrArray *deeds,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
OdDeedReport *od_deed_port_perform_finish (OdDeedPort *self, GAsyncResult *result, GError **error);
void od_deed_port_undo_async (OdDeedPort *self, gint64 batch_id, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
OdDeedReport *od_deed_port_undo_finish (OdDeedPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
