/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"

G_BEGIN_DECLS

/**
 * OdOperatorJob: the data of the functions below.
 * @operator_id: (inout)
 * @name: (owned) (nullable)
 */
typedef struct {
  gint64 operator_id;
  char *name;
  gint64 now_us;
} OdOperatorJob;

void od_operator_job_free (OdOperatorJob *job);

gboolean od_store_operator_ensure_first (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_operator_find (sqlite3 *db, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdOperatorJob, od_operator_job_free)

G_END_DECLS
