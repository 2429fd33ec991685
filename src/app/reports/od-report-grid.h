/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-report-words.h"

G_BEGIN_DECLS

#define OD_TYPE_REPORT_GRID (od_report_grid_get_type ())
G_DECLARE_FINAL_TYPE (OdReportGrid, od_report_grid, OD, REPORT_GRID, AdwBin)

GtkWidget *od_report_grid_new (GPtrArray *channels);
void od_report_grid_show (OdReportGrid *self, OdReport *report, OdReportGrouping grouping, OdReportSubject subject,
                          gboolean is_open);

G_END_DECLS
