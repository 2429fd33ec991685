/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-people-file.h"

G_BEGIN_DECLS

/**
 * OdPeopleCsvJob: a table of customers on its way.
 * @path: (owned) (nullable)
 * @rows: (owned) (nullable) (element-type OdCsvRow): once it is read
 * @next: (inout): the row to be taken next
 * @report: (owned) (nullable)
 */
typedef struct {
  char *path;
  GPtrArray *rows;
  guint next;
  OdPeopleFileReport *report;
  gint64 operator_id;
  gint64 now_us;
} OdPeopleCsvJob;

void od_people_csv_job_free (OdPeopleCsvJob *job);

gboolean od_store_people_csv_preview (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_people_csv_read (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_people_csv_import (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdPeopleCsvJob, od_people_csv_job_free)

G_END_DECLS
