/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"

G_BEGIN_DECLS

/**
 * OdCheckJob: the data of od_store_check().
 * @files_dir: (owned): absolute; where attachments lie
 * @reads_files: also whether the content of each attachment is still what its name says
 * @problems: (out) (owned) (element-type utf8): one sentence each, at most 100; none: all is well
 * @n_problems: (out): all of them
 * @n_files: (out): attachments looked at
 */
typedef struct {
  char *files_dir;
  gboolean reads_files;
  GPtrArray *problems;
  guint64 n_problems;
  guint64 n_files;
} OdCheckJob;

OdCheckJob *od_check_job_new (const char *files_dir, gboolean reads_files);
void od_check_job_free (OdCheckJob *job);
gboolean od_store_check (sqlite3 *db, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdCheckJob, od_check_job_free)

G_END_DECLS
