/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-saved-view.h"

G_BEGIN_DECLS

/**
 * OdSavedViewJob: the data of the functions below.
 * @view: (owned) (nullable): to be saved
 * @id: of what is removed or moved; of what was saved
 * @position: where it is moved to; 0: the first
 * @found: (out) (owned) (nullable): (element-type OdSavedView), or tags (element-type utf8)
 */
typedef struct {
  OdSavedView *view;
  gint64 id;
  guint position;
  gint64 operator_id;
  gint64 now_us;
  GPtrArray *found;
} OdSavedViewJob;

void od_saved_view_job_free (OdSavedViewJob *job);
gboolean od_store_saved_view_load (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_saved_view_load_tags (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_saved_view_check (const OdSavedView *view, GError **error);
gboolean od_store_saved_view_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_saved_view_remove (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_saved_view_move (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdSavedViewJob, od_saved_view_job_free)

G_END_DECLS
