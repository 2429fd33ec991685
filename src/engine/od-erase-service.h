/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-db.h"
#include "od-erase-port.h"
#include "od-file-service.h"
#include "od-secrets-port.h"

G_BEGIN_DECLS

/**
 * OdEraseOptions:
 * @files: (nullable): brings files, which may be the person's
 * @secrets: (nullable): where those of an account are kept
 * @store_path: the store's file: its copies lie beside it
 * @thumbs_dir: what was drawn of files
 */
typedef struct {
  OdDb *db;
  OdClock *clock;
  OdFileService *files;
  OdSecretsPort *secrets;
  const char *store_path;
  const char *files_dir;
  const char *thumbs_dir;
  gint64 operator_id;
} OdEraseOptions;

#define OD_TYPE_ERASE_SERVICE (od_erase_service_get_type ())
G_DECLARE_FINAL_TYPE (OdEraseService, od_erase_service, OD, ERASE_SERVICE, GObject)

OdEraseService *od_erase_service_new (const OdEraseOptions *options);
void od_erase_service_start (OdEraseService *self);
void od_erase_service_stop (OdEraseService *self);

G_END_DECLS
