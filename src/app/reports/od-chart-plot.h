/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-chart-data.h"

G_BEGIN_DECLS

/**
 * OdChartPlot: where everything of a chart is, for one width.
 * @area: of the values themselves
 * @legend: (owned) (element-type graphene_rect_t): of each series: its sign and its name
 * @text_height: of a line
 * @label_height: of the words below the values
 * @label_step: each, or each second, third, … has words
 * @is_tilted: they are too long to stand beside each other
 */
typedef struct {
  graphene_rect_t area;
  GArray *legend;
  float text_height;
  float label_height;
  guint label_step;
  gboolean is_tilted;
} OdChartPlot;

/** The longest words below a chart that are not cut, and what of them is height when they are tilted. */
#define OD_CHART_MAX_LABEL 130
#define OD_CHART_TILT 0.7071f

void od_chart_plot_init (OdChartPlot *self, GtkWidget *widget, const OdChartData *data, float width, float height);
void od_chart_plot_clear (OdChartPlot *self);
float od_chart_plot_get_height (GtkWidget *widget, const OdChartData *data, float width);
graphene_rect_t od_chart_plot_get_bar (const OdChartPlot *self, const OdChartData *data, guint category, guint series);
float od_chart_plot_get_y (const OdChartPlot *self, const OdChartData *data, gint64 value);
gboolean od_chart_plot_find (const OdChartPlot *self, const OdChartData *data, float x, float y, guint *category,
                             guint *series);
void od_chart_plot_draw (const OdChartPlot *self, GtkWidget *widget, GtkSnapshot *snapshot, const OdChartData *data);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OdChartPlot, od_chart_plot_clear)

G_END_DECLS
