/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-usage-port.h"

G_DEFINE_INTERFACE (OdUsagePort, od_usage_port, G_TYPE_OBJECT)

static void
od_usage_port_default_init (OdUsagePortInterface *iface)
{
}

/**
 * od_usage_port_load_async:
 */
void
od_usage_port_load_async (OdUsagePort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (OD_IS_USAGE_PORT (self));

  OD_USAGE_PORT_GET_IFACE (self)->load_async (self, cancellable, callback, user_data);
}

/**
 * od_usage_port_load_finish:
 *
 * Returns: (transfer full) (element-type OdUsage): the lately used first, at most %OD_LIMIT_USAGES
 */
GPtrArray *
od_usage_port_load_finish (OdUsagePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_usage_port_add_async:
 * @kind: "command", "view", "customer", "canned", …
 * @ref: which one: what never changes of it
 */
void
od_usage_port_add_async (OdUsagePort *self, const char *kind, const char *ref, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_USAGE_PORT (self));

  OD_USAGE_PORT_GET_IFACE (self)->add_async (self, kind, ref, cancellable, callback, user_data);
}

/**
 * od_usage_port_add_finish:
 *
 * Returns: %FALSE with an error
 */
gboolean
od_usage_port_add_finish (OdUsagePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
