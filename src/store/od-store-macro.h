/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-deed.h"

G_BEGIN_DECLS

/**
 * OdMacroJob: the data of the functions below; each uses what it needs.
 * @macro: (owned) (nullable): what to save
 * @id: (inout): its row
 * @position: where to move it; 0: the first
 * @found: (out) (owned) (nullable) (element-type OdMacro)
 */
typedef struct {
  OdMacro *macro;
  gint64 id;
  guint position;
  gint64 operator_id;
  gint64 now_us;
  GPtrArray *found;
} OdMacroJob;

void od_macro_job_free (OdMacroJob *job);

gboolean od_store_macro_load (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_macro_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_macro_remove (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_macro_move (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdMacroJob, od_macro_job_free)

G_END_DECLS
