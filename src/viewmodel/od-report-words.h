/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-chart-data.h"
#include "od-report.h"

G_BEGIN_DECLS

/**
 * OdReportSubject: a table of a report.
 */
typedef enum {
  OD_REPORT_SUBJECT_PROMISES,
  OD_REPORT_SUBJECT_FIRST,
  OD_REPORT_SUBJECT_NEXT,
  OD_REPORT_SUBJECT_LOAD,
} OdReportSubject;
#define OD_N_REPORT_SUBJECT (OD_REPORT_SUBJECT_LOAD + 1)

/**
 * OdReportChart: a picture of a report.
 */
typedef enum {
  OD_REPORT_CHART_PROMISES,
  OD_REPORT_CHART_WAITING,
  OD_REPORT_CHART_LOAD,
} OdReportChart;
#define OD_N_REPORT_CHART (OD_REPORT_CHART_LOAD + 1)

const char *od_report_words_period (OdReportPeriod period);
const char *od_report_words_grouping (OdReportGrouping grouping);
const char *od_report_words_subject (OdReportSubject subject);
const char *od_report_words_measure (OdReportMeasure measure);
char *od_report_words_value (OdReportMeasure measure, gint64 value);
char *od_report_words_row (OdReportGrouping grouping, const OdReportRow *row, GPtrArray *channels);
char *od_report_words_dates (const OdReportQuery *query);

const OdReportMeasure *od_report_words_get_columns (OdReportSubject subject, gboolean is_open, guint *n);
const OdReportMeasure *od_report_words_get_parts (OdReportChart chart, gboolean is_open, guint *n);
OdChartData *od_report_words_draw (const OdReport *report, OdReportGrouping grouping, OdReportChart chart,
                                   gboolean is_open, GPtrArray *channels);

G_END_DECLS
