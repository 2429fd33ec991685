/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-change-feed.h"
#include "od-channel-table.h"
#include "od-clock.h"
#include "od-db.h"
#include "od-file-port.h"
#include "od-worker.h"

G_BEGIN_DECLS

/**
 * OdFileOptions: all outlive the service.
 * @worker: od-cpu
 * @files_dir: PROFILE/files
 */
typedef struct {
  OdDb *db;
  OdClock *clock;
  OdChangeFeed *feed;
  OdChannelTable *channels;
  OdWorker *worker;
  const char *files_dir;
} OdFileOptions;

#define OD_TYPE_FILE_SERVICE (od_file_service_get_type ())
G_DECLARE_FINAL_TYPE (OdFileService, od_file_service, OD, FILE_SERVICE, GObject)

OdFileService *od_file_service_new (const OdFileOptions *options);
void od_file_service_start (OdFileService *self);
void od_file_service_stop (OdFileService *self);
void od_file_service_drop_gone_async (OdFileService *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_file_service_drop_gone_finish (OdFileService *self, GAsyncResult *result, GError **error);

G_END_DECLS
