/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-reply-port.h"
#include "od-store-outbox.h"
#include "od-worker.h"

G_BEGIN_DECLS

/**
 * OdReplyFiles: files on their way into the profile.
 * @paths: (nullable): in order; %NULL if there are none
 * @staged: (nullable) (element-type OdFileRef): those that are here already, before @paths
 * @job: (nullable): the reply that they belong to; stays on the main thread
 */
typedef struct {
  char *files_dir;
  GStrv paths;
  GPtrArray *staged;
  OdEnqueueJob *job;
} OdReplyFiles;

OdReplyFiles *od_reply_files_new (const char *files_dir, const char *const *paths, const GPtrArray *staged);
void od_reply_files_free (OdReplyFiles *self);
GPtrArray *od_reply_files_make_attachments (const OdReplyFiles *self, GPtrArray *copied);
void od_reply_files_store_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable);

void od_reply_files_stage (OdWorker *worker, GTask *task, const char *files_dir, const char *path, gint64 max_bytes,
                           GFileProgressCallback progress, gpointer progress_data);

G_END_DECLS
