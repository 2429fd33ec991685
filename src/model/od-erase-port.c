/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-erase-port.h"

G_DEFINE_INTERFACE (OdErasePort, od_erase_port, G_TYPE_OBJECT)

static guint changed_signal;

static void
od_erase_port_default_init (OdErasePortInterface *iface)
{
  changed_signal = g_signal_new ("changed", OD_TYPE_ERASE_PORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
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
 * background. One that is under way already is joined, and goes on at once if it was waiting for another try.
 */
void
od_erase_port_erase_async (OdErasePort *self, gint64 customer_id, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_ERASE_PORT (self));

  OD_ERASE_PORT_GET_IFACE (self)->erase_async (self, customer_id, cancellable, callback, user_data);
}

/**
 * od_erase_port_measure_account_async:
 * What would go with an account: its conversations, and customers who would be left with nothing. Ends with
 * od_erase_port_measure_finish().
 */
void
od_erase_port_measure_account_async (OdErasePort *self, gint64 account_id, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_ERASE_PORT (self));

  OD_ERASE_PORT_GET_IFACE (self)->measure_account_async (self, account_id, cancellable, callback, user_data);
}

/**
 * od_erase_port_erase_account_async:
 * Removes the history of an account that was removed before, and the account, in the same way as a person. Ends with
 * od_erase_port_erase_finish(); %OD_ERROR_USAGE: the account is still in use.
 */
void
od_erase_port_erase_account_async (OdErasePort *self, gint64 account_id, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_ERASE_PORT (self));

  OD_ERASE_PORT_GET_IFACE (self)->erase_account_async (self, account_id, cancellable, callback, user_data);
}

/**
 * od_erase_port_erase_finish:
 *
 * Returns: (transfer full): the record of it, which stays; %NULL with an error: then nothing was removed; or, if
 *   od_erase_port_get_state() knows of it, it is tried again by itself, also after the next start
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

/**
 * od_erase_port_get_state:
 * @customer_id: for whom it was asked, or 0
 * @erasure_id: the record's, or 0
 *
 * Returns: whether it is under way
 */
gboolean
od_erase_port_get_state (OdErasePort *self, gint64 customer_id, gint64 erasure_id, OdEraseState *state)
{
  g_return_val_if_fail (OD_IS_ERASE_PORT (self), FALSE);

  return OD_ERASE_PORT_GET_IFACE (self)->get_state (self, customer_id, erasure_id, state);
}

/**
 * od_erase_port_emit_changed:
 *
 * For implementations.
 */
void
od_erase_port_emit_changed (OdErasePort *self)
{
  g_signal_emit (self, changed_signal, 0);
}
