/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-live-event.h"
#include "od-update.h"

G_BEGIN_DECLS

/**
 * OdIngestPort:
 *
 * How a channel hands over what came in. Any thread may call; the answer comes
 * back in the caller's thread-default main context.
 */
#define OD_TYPE_INGEST_PORT (od_ingest_port_get_type ())
G_DECLARE_INTERFACE (OdIngestPort, od_ingest_port, OD, INGEST_PORT, GObject)

struct _OdIngestPortInterface {
  GTypeInterface parent_iface;

  void (*ingest_async) (OdIngestPort *self, gint64 account_id, OdUpdateBatch *batch, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
  void (*live) (OdIngestPort *self, gint64 account_id, OdLiveEvent *event);
};

void od_ingest_port_ingest_async (OdIngestPort *self, gint64 account_id, OdUpdateBatch *batch,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
OdIngestResult *od_ingest_port_ingest_finish (OdIngestPort *self, GAsyncResult *result, GError **error);
void od_ingest_port_live (OdIngestPort *self, gint64 account_id, OdLiveEvent *event);

G_END_DECLS
