/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-store-outbox.h"

G_BEGIN_DECLS

/**
 * OdReplyFiles: files on their way into the profile.
 * @paths: (nullable): in order; %NULL if there are none
 * @job: (nullable): the reply that they belong to; stays on the main thread
 */
typedef struct {
  char *files_dir;
  GStrv paths;
  OdEnqueueJob *job;
} OdReplyFiles;

OdReplyFiles *od_reply_files_new (const char *files_dir, const char *const *paths);
void od_reply_files_free (OdReplyFiles *self);
void od_reply_files_store_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable);

G_END_DECLS
