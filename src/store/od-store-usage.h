/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-usage.h"

G_BEGIN_DECLS

/**
 * OdUsageJob: the data of the functions below.
 * @kind, @ref: (owned) (nullable): what was chosen
 * @found: (out) (owned) (nullable) (element-type OdUsage)
 */
typedef struct {
  char *kind;
  char *ref;
  gint64 now_us;
  GPtrArray *found;
} OdUsageJob;

void od_usage_job_free (OdUsageJob *job);
gboolean od_store_usage_load (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_usage_add (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdUsageJob, od_usage_job_free)

G_END_DECLS
