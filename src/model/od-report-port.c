/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-report-port.h"

G_DEFINE_INTERFACE (OdReportPort, od_report_port, G_TYPE_OBJECT)

static void
od_report_port_default_init (OdReportPortInterface *iface)
{
}

/**
 * od_report_port_make_async:
 * @query: copied; its end is after its beginning
 * @cancellable: (nullable): stops it within a slice
 *
 * Each conversation is seen as it is at one moment, but not all of them at the same: what happens meanwhile is in the
 * report, or in the next one.
 */
void
od_report_port_make_async (OdReportPort *self, const OdReportQuery *query, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_REPORT_PORT (self));
  g_return_if_fail (query != NULL && query->from_us < query->to_us);

  OD_REPORT_PORT_GET_IFACE (self)->make_async (self, query, cancellable, callback, user_data);
}

/**
 * od_report_port_make_finish:
 *
 * Returns: (transfer full) (nullable): computed by every grouping; %NULL with %OD_ERROR_STORE or %G_IO_ERROR_CANCELLED
 */
OdReport *
od_report_port_make_finish (OdReportPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
