/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-report.h"

G_BEGIN_DECLS

/**
 * OdReportPort: what was promised and kept, how long customers waited, and how much there was to do. Main thread.
 */
#define OD_TYPE_REPORT_PORT (od_report_port_get_type ())
G_DECLARE_INTERFACE (OdReportPort, od_report_port, OD, REPORT_PORT, GObject)

struct _OdReportPortInterface {
  GTypeInterface parent_iface;

  void (*make_async) (OdReportPort *self, const OdReportQuery *query, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
};

void od_report_port_make_async (OdReportPort *self, const OdReportQuery *query, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
OdReport *od_report_port_make_finish (OdReportPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
