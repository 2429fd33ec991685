/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-reply-port.h"

G_BEGIN_DECLS

/**
 * OdDraftJob: the data of the functions below.
 * @draft: (owned): what to save; of load: its conversation and kind say which, the rest is filled
 * @files_dir: (owned) (nullable): of load: the profile's `files`
 * @now_us: of save
 */
typedef struct {
  OdDraft *draft;
  char *files_dir;
  gint64 now_us;
} OdDraftJob;

OdDraftJob *od_draft_job_new (const OdDraft *draft, gint64 now_us);
OdDraftJob *od_draft_job_new_load (gint64 conversation_id, gboolean is_note, const char *files_dir);
void od_draft_job_free (OdDraftJob *job);
gboolean od_store_draft_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_draft_load_files (sqlite3 *db, OdDraft *draft, const char *files_dir, GError **error);
gboolean od_store_draft_load (sqlite3 *db, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdDraftJob, od_draft_job_free)

G_END_DECLS
