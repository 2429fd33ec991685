/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-report.h"

G_BEGIN_DECLS

/**
 * OdReportJob: the data of od_store_report_slice().
 * @report: (owned): computed when it is finished
 * @after_id: conversations up to here are in it
 * @last_id: of the newest conversation when it began; -1: not begun
 * @tag_id: of the query's tag; 0: it has none; -1: there is no such tag
 * @next_grouping: to be computed, when everything is read
 */
typedef struct {
  OdReport *report;
  gint64 after_id, last_id;
  gint64 tag_id;
  guint next_grouping;
  gboolean is_finished;
} OdReportJob;

OdReportJob *od_report_job_new (const OdReportQuery *query);
void od_report_job_free (OdReportJob *self);
gboolean od_store_report_slice (sqlite3 *db, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdReportJob, od_report_job_free)

G_END_DECLS
