/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-operator-port.h"

G_DEFINE_INTERFACE (OdOperatorPort, od_operator_port, G_TYPE_OBJECT)

static void
od_operator_port_default_init (OdOperatorPortInterface *iface)
{
}

/**
 * od_operator_port_load_async:
 *
 * Everybody, by name.
 */
void
od_operator_port_load_async (OdOperatorPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (OD_IS_OPERATOR_PORT (self));

  OD_OPERATOR_PORT_GET_IFACE (self)->load_async (self, cancellable, callback, user_data);
}

/**
 * od_operator_port_load_finish:
 *
 * Returns: (transfer full) (element-type OdOperatorRow)
 */
GPtrArray *
od_operator_port_load_finish (OdOperatorPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_operator_port_save_async:
 * @operator_row: of `id`; its name as customers see it, and the signature
 */
void
od_operator_port_save_async (OdOperatorPort *self, const OdOperatorRow *operator_row, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_OPERATOR_PORT (self));

  OD_OPERATOR_PORT_GET_IFACE (self)->save_async (self, operator_row, cancellable, callback, user_data);
}

gboolean
od_operator_port_save_finish (OdOperatorPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
