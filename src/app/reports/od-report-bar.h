/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-report-model.h"

G_BEGIN_DECLS

#define OD_TYPE_REPORT_BAR (od_report_bar_get_type ())
G_DECLARE_FINAL_TYPE (OdReportBar, od_report_bar, OD, REPORT_BAR, AdwBin)

GtkWidget *od_report_bar_new (OdReportModel *model, GPtrArray *channels);
void od_report_bar_add (OdReportBar *self, GtkWidget *widget);
GtkWidget *od_report_bar_make_choice (const char *const *words, const char *name);

G_END_DECLS
