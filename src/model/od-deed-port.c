/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-deed-port.h"

G_DEFINE_INTERFACE (OdDeedPort, od_deed_port, G_TYPE_OBJECT)

static void
od_deed_port_default_init (OdDeedPortInterface *iface)
{
}

/**
 * od_deed_port_perform_async:
 * @ids: conversations, each once; at most %OD_LIMIT_LIST_IDS
 * @deeds: (element-type OdDeed): done to each of them, in this order; copied
 *
 * In slices, each a transaction, so that a reply that is sent meanwhile does not wait. What a conversation
 * refuses (see #OdDeedReport) does not stop the others; a cancelled call keeps what was done and says so.
 */
void
od_deed_port_perform_async (OdDeedPort *self, const gint64 *ids, guint n_ids, const GPtrArray *deeds,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_DEED_PORT (self));

  OD_DEED_PORT_GET_IFACE (self)->perform_async (self, ids, n_ids, deeds, cancellable, callback, user_data);
}

/**
 * od_deed_port_perform_finish:
 *
 * Returns: (transfer full): what came of it; %NULL with an error if nothing was done
 */
OdDeedReport *
od_deed_port_perform_finish (OdDeedPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_deed_port_undo_async:
 * @batch_id: of a report
 *
 * Puts back how each conversation was, but for those that changed since: they stay, and are counted as refused.
 * The events of the batch go from the timelines; what a channel was told is told the other way round.
 */
void
od_deed_port_undo_async (OdDeedPort *self, gint64 batch_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (OD_IS_DEED_PORT (self));

  OD_DEED_PORT_GET_IFACE (self)->undo_async (self, batch_id, cancellable, callback, user_data);
}

/**
 * od_deed_port_undo_finish:
 *
 * Returns: (transfer full): what came of it, without a batch; %NULL with %OD_ERROR_NOT_FOUND (forgotten or undone) or
 * %OD_ERROR_STORE
 */
OdDeedReport *
od_deed_port_undo_finish (OdDeedPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
