/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-search-port.h"

G_DEFINE_INTERFACE (OdSearchPort, od_search_port, G_TYPE_OBJECT)

static void
od_search_port_default_init (OdSearchPortInterface *iface)
{
}

/**
 * od_search_port_search_async:
 *
 * A question that ends with a mistake (od_query_parse()) is asked without what is not whole yet; one with a mistake
 * before its end is %OD_ERROR_USAGE.
 */
void
od_search_port_search_async (OdSearchPort *self, const OdSearchQuestion *question, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_SEARCH_PORT (self));

  OD_SEARCH_PORT_GET_IFACE (self)->search_async (self, question, cancellable, callback, user_data);
}

/**
 * od_search_port_search_finish:
 *
 * Returns: (transfer full) (element-type OdSearchHit): newest first; within one conversation or person oldest first
 */
GPtrArray *
od_search_port_search_finish (OdSearchPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
