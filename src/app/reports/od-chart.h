/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-chart-data.h"

G_BEGIN_DECLS

#define OD_TYPE_CHART (od_chart_get_type ())
G_DECLARE_FINAL_TYPE (OdChart, od_chart, OD, CHART, GtkWidget)

GtkWidget *od_chart_new (void);
void od_chart_set_data (OdChart *self, OdChartData *data);
OdChartData *od_chart_get_data (OdChart *self);
void od_chart_choose (OdChart *self, guint category, guint series);
gboolean od_chart_find (OdChart *self, double x, double y, guint *category, guint *series);
gboolean od_chart_get_bounds (OdChart *self, guint category, guint series, graphene_rect_t *bounds);
const char *od_chart_get_caption (OdChart *self);

G_END_DECLS
