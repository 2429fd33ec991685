/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-stream.h"

G_BEGIN_DECLS

/**
 * OdStreamJob: the data of od_store_stream_load() and od_store_stream_load_before().
 * @chat_id: (owned)
 * @files_dir: (owned): the profile's `files`
 * @seq: after it, or before it; see od_stream_port_load_async()
 * @page: (out) (owned)
 */
typedef struct {
  gint64 account_id;
  char *chat_id;
  char *files_dir;
  gint64 seq;
  guint limit;
  OdStreamPage *page;
} OdStreamJob;

OdStreamJob *od_stream_job_new (gint64 account_id, const char *chat_id, const char *files_dir, gint64 seq, guint limit);
void od_stream_job_free (OdStreamJob *job);
gboolean od_store_stream_load (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_stream_load_before (sqlite3 *db, gpointer data, GError **error);

/**
 * OdStreamFindJob: the data of od_store_stream_find(): which chat a row of `stream` is.
 * @account_id, @chat_id, @last_seq: (out)
 */
typedef struct {
  gint64 stream_id;
  gint64 account_id;
  char *chat_id;
  gint64 last_seq;
} OdStreamFindJob;

void od_stream_find_job_free (OdStreamFindJob *job);
gboolean od_store_stream_find (sqlite3 *db, gpointer data, GError **error);

/**
 * OdUploadJob: the data of od_store_add_upload() and od_store_find_file().
 * @chat_id: (owned) (nullable): of add
 * @upload: (owned) (nullable): in for add, out for find
 * @file_id: (owned) (nullable): of find
 * @files_dir: (owned) (nullable): of find
 */
typedef struct {
  gint64 account_id;
  char *chat_id;
  char *file_id;
  char *files_dir;
  gint64 now_us;
  OdUpload *upload;
} OdUploadJob;

void od_upload_job_free (OdUploadJob *job);
gboolean od_store_add_upload (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_find_file (sqlite3 *db, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdStreamJob, od_stream_job_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdStreamFindJob, od_stream_find_job_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdUploadJob, od_upload_job_free)

G_END_DECLS
