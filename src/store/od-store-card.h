/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdCardJob: the data of od_store_card_load().
 * @card: (out) (owned)
 */
typedef struct {
  gint64 customer_id;
  OdCustomerCard *card;
} OdCardJob;

/**
 * OdSharedFilesJob: the data of od_store_card_list_files().
 * @limit: from 1 to %OD_LIMIT_PROFILE_FILES
 * @files: (out) (owned) (element-type OdSharedFileRow)
 */
typedef struct {
  gint64 customer_id;
  guint limit;
  char *files_dir;
  GPtrArray *files;
} OdSharedFilesJob;

OdCardJob *od_card_job_new (gint64 customer_id);
void od_card_job_free (OdCardJob *job);
gboolean od_store_card_load (sqlite3 *db, gpointer data, GError **error);
OdSharedFilesJob *od_shared_files_job_new (gint64 customer_id, guint limit, const char *files_dir);
void od_shared_files_job_free (OdSharedFilesJob *job);
gboolean od_store_card_list_files (sqlite3 *db, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdCardJob, od_card_job_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdSharedFilesJob, od_shared_files_job_free)

G_END_DECLS
