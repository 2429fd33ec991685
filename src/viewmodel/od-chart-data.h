/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  OD_CHART_BARS,    /* beside each other */
  OD_CHART_STACKED, /* on top of each other: parts of a whole */
  OD_CHART_LINES,
} OdChartKind;

/**
 * OdChartLook: a colour, and a pattern or a sign with it, so that nothing is told by the colour alone.
 */
typedef enum {
  OD_CHART_GOOD,
  OD_CHART_CAUTION,
  OD_CHART_BAD,
  OD_CHART_FIRST,
  OD_CHART_FIRST_MOST,
  OD_CHART_NEXT,
  OD_CHART_NEXT_MOST,
} OdChartLook;
#define OD_N_CHART_LOOK (OD_CHART_NEXT_MOST + 1)

typedef char *(*OdChartFormat) (gint64 value);

typedef struct {
  char *name; /* (owned) */
  OdChartLook look;
} OdChartSeries;

/**
 * OdChartCategory:
 * @label: (owned): short, below the chart
 * @name: (owned): in full
 * @values: (owned) (array): one of each series; -1: there is none
 */
typedef struct {
  char *label;
  char *name;
  gint64 *values;
} OdChartCategory;

/**
 * OdChartData: what a chart shows. Counted; it does not change once it is shown. One thread.
 * @series: (owned) (element-type OdChartSeries)
 * @categories: (owned) (element-type OdChartCategory)
 * @lines: (array length=n_lines) (nullable): of a logarithmic axis, in seconds; static. %NULL: the axis counts from 0
 */
typedef struct {
  OdChartKind kind;
  char *title;
  OdChartFormat format;
  GPtrArray *series;
  GPtrArray *categories;
  const gint64 *lines;
  guint n_lines;
} OdChartData;

OdChartData *od_chart_data_new (OdChartKind kind, const char *title, OdChartFormat format);
OdChartData *od_chart_data_ref (OdChartData *self);
void od_chart_data_unref (OdChartData *self);
void od_chart_data_set_lines (OdChartData *self, const gint64 *lines, guint n_lines);
void od_chart_data_add_series (OdChartData *self, const char *name, OdChartLook look);
void od_chart_data_add_category (OdChartData *self, const char *label, const char *name, const gint64 *values);

gint64 od_chart_data_get_top (const OdChartData *self);
double od_chart_data_get_height (const OdChartData *self, gint64 value);
GArray *od_chart_data_dup_ticks (const OdChartData *self);
char *od_chart_data_dup_words (const OdChartData *self, guint category, guint series);
char *od_chart_data_dup_summary (const OdChartData *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdChartData, od_chart_data_unref)

G_END_DECLS
