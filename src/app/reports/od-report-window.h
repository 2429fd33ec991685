/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"
#include "od-report-model.h"

G_BEGIN_DECLS

#define OD_TYPE_REPORT_WINDOW (od_report_window_get_type ())
G_DECLARE_FINAL_TYPE (OdReportWindow, od_report_window, OD, REPORT_WINDOW, AdwWindow)

GtkWidget *od_report_window_new (GtkWindow *parent, OdDesk *desk);
OdReportModel *od_report_window_get_model (OdReportWindow *self);

G_END_DECLS
