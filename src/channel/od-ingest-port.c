/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-ingest-port.h"

G_DEFINE_INTERFACE (OdIngestPort, od_ingest_port, G_TYPE_OBJECT)

static void
od_ingest_port_default_init (OdIngestPortInterface *iface)
{
}

/**
 * od_ingest_port_ingest_async:
 * @batch: (transfer full): only read from here on
 *
 * The answer comes after COMMIT: only then may a provider be told "taken".
 * %OD_ERROR_BUSY: too many batches of this account are waiting; %OD_ERROR_STORE: nothing
 * of the batch was stored; the same batch may be given again.
 */
void
od_ingest_port_ingest_async (OdIngestPort *self, gint64 account_id, OdUpdateBatch *batch, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_INGEST_PORT (self));

  OD_INGEST_PORT_GET_IFACE (self)->ingest_async (self, account_id, batch, cancellable, callback, user_data);
}

/**
 * od_ingest_port_ingest_finish:
 *
 * Returns: (transfer full): one outcome per update
 */
OdIngestResult *
od_ingest_port_ingest_finish (OdIngestPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_ingest_port_live:
 * @event: (transfer full)
 *
 * Something ephemeral; it is shown and forgotten.
 */
void
od_ingest_port_live (OdIngestPort *self, gint64 account_id, OdLiveEvent *event)
{
  g_return_if_fail (OD_IS_INGEST_PORT (self));

  OD_INGEST_PORT_GET_IFACE (self)->live (self, account_id, event);
}
