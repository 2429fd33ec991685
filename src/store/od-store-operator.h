/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdOperatorJob: the data of the functions below.
 * @operator_id: (inout)
 * @name, @signature: (owned) (nullable)
 * @by_id: of save: who does it
 * @files_dir: (owned) (nullable): the profile's `files`
 * @found: (out) (owned) (nullable) (element-type OdOperatorRow)
 */
typedef struct {
  gint64 operator_id;
  char *name;
  char *signature;
  gint64 by_id;
  gint64 now_us;
  char *files_dir;
  GPtrArray *found;
} OdOperatorJob;

void od_operator_job_free (OdOperatorJob *job);

gboolean od_store_operator_ensure_first (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_operator_find (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_operator_load (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_operator_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
char *od_store_operator_dup_name (sqlite3 *db, gint64 operator_id, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdOperatorJob, od_operator_job_free)

G_END_DECLS
