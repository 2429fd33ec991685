/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "od-change-set.h"
#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdRemoteFile: an attachment, and what its channel needs to bring it.
 * @remote_ref: (nullable): %NULL if the channel never said how to get it
 * @size_bytes: -1 if unknown
 * @auto_bytes: what the profile's rule lets come by itself of this kind
 * @is_here: its file lies where it belongs
 */
typedef struct {
  gint64 id;
  gint64 account_id;
  char *remote_ref;
  char *name;
  gint64 size_bytes;
  gint64 auto_bytes;
  gboolean is_here;
} OdRemoteFile;

void od_remote_file_free (OdRemoteFile *self);

/**
 * OdFindFilesJob:
 * @files_dir: the profile's `files`
 * @id: of one attachment; 0: all that come by themselves
 * @accounts: (element-type gint64): JSON array of ids: only theirs; ignored with @id
 * @limit: at most so many, newest first
 * @files: (out) (element-type OdRemoteFile)
 */
typedef struct {
  char *files_dir;
  gint64 id;
  char *accounts;
  guint limit;
  GPtrArray *files;
} OdFindFilesJob;

/**
 * OdGoneFilesJob:
 * @files: JSON array of arrays: an attachment and its remote_ref; numbers are used again
 * @gone: (out) (element-type gint64): those of them that are not in the store any more
 */
typedef struct {
  char *files;
  GArray *gone;
} OdGoneFilesJob;

/**
 * OdFileOutcomeJob: how bringing it ended.
 * @remote_ref: (nullable): of the attachment @id; of another it is not
 * @state: %OD_FILE_HERE with @sha256, @mime and @size_bytes; %OD_FILE_REMOTE with the @size_bytes that it has at least
 * @error: (nullable): of %OD_FILE_FAILED; in English
 */
typedef struct {
  gint64 id;
  char *remote_ref;
  OdFileState state;
  char *sha256;
  char *mime;
  gint64 size_bytes;
  char *error;
} OdFileOutcomeJob;

void od_find_files_job_free (gpointer job);
void od_file_outcome_job_free (gpointer job);
void od_gone_files_job_free (gpointer job);
gboolean od_store_find_gone_files (sqlite3 *db, gpointer job, GError **error);
gboolean od_store_find_files (sqlite3 *db, gpointer job, GError **error);
gboolean od_store_file_outcome (sqlite3 *db, OdChangeSet *changes, gpointer job, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdRemoteFile, od_remote_file_free)

G_END_DECLS
