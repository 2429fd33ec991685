/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-worker.h"

G_BEGIN_DECLS

/**
 * OdDbJob: the data of a job's task. Written where the job is asked for, then used by the worker only.
 * @until_gone: (nullable): ended when the task and all it holds are freed
 */
typedef struct {
  OdDbWriteFunc write_func; /* (nullable): of a write */
  OdDbReadFunc read_func;   /* (nullable): of a read */
  OdDbReader reader;
  gpointer data;            /* (owned) if there is a @free_data */
  GDestroyNotify free_data; /* (nullable) */
  GMainLoop *until_gone;
} OdDbJob;

#define OD_DB_AUTOCHECKPOINT "2000" /* pages of the log */

sqlite3 *od_db_get_write_connection (OdDb *self);
sqlite3 *od_db_get_read_connection (OdDb *self, OdDbReader reader);
OdWorker *od_db_get_writer (OdDb *self);
OdWorker *od_db_get_reader (OdDb *self, OdDbReader reader);
void od_db_set_n_changes (OdDb *self, int n_changes);
void od_db_publish (OdDb *self, OdChangeSet *changes);
void od_db_job_return (OdDbJob *job, GTask *task, GError *error);

sqlite3 *od_db_connection_open (const char *path, GError **error);
void od_db_connection_close (sqlite3 *conn);
gboolean od_db_connection_prepare_writer (sqlite3 *conn, const char *path, GError **error);
gboolean od_db_connection_prepare_reader (sqlite3 *conn, GError **error);

void od_db_group_run (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable);

G_END_DECLS
