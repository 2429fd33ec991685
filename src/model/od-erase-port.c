/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-erase-port.h"

G_DEFINE_INTERFACE (OdErasePort, od_erase_port, G_TYPE_OBJECT)

static void
od_erase_port_default_init (OdErasePortInterface *iface)
{
}

/**
 * od_erase_port_measure_async:
 * What would go.
 */
void
od_erase_port_measure_async (OdErasePort *self, gint64 customer_id, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_ERASE_PORT (self));

  OD_ERASE_PORT_GET_IFACE (self)->measure_async (self, customer_id, cancellable, callback, user_data);
}

/**
 * od_erase_port_measure_finish:
 *
 * Returns: (transfer full): in numbers
 */
OdErasure *
od_erase_port_measure_finish (OdErasePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_erase_port_erase_async:
 * Removes the person with every linked profile: rows, index, files, drafts, thumbnails, log of changes; compacts the
 * store so that no byte is left in its files, and rewrites or lists our own backups. Long: seconds to minutes, in the
 * background.
 */
void
od_erase_port_erase_async (OdErasePort *self, gint64 customer_id, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_ERASE_PORT (self));

  OD_ERASE_PORT_GET_IFACE (self)->erase_async (self, customer_id, cancellable, callback, user_data);
}

/**
 * od_erase_port_erase_finish:
 *
 * Returns: (transfer full): the record of it, which stays; %NULL with an error: then nothing was removed, or it goes on at
 * the next start
 */
OdErasure *
od_erase_port_erase_finish (OdErasePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_erase_port_load_async:
 */
void
od_erase_port_load_async (OdErasePort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (OD_IS_ERASE_PORT (self));

  OD_ERASE_PORT_GET_IFACE (self)->load_async (self, cancellable, callback, user_data);
}

/**
 * od_erase_port_load_finish:
 *
 * Returns: (transfer full) (element-type OdErasure): all records, newest first
 */
GPtrArray *
od_erase_port_load_finish (OdErasePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
