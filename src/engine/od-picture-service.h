/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-picture-port.h"
#include "od-worker.h"

G_BEGIN_DECLS

#define OD_TYPE_PICTURE_SERVICE (od_picture_service_get_type ())
G_DECLARE_FINAL_TYPE (OdPictureService, od_picture_service, OD, PICTURE_SERVICE, GObject)

OdPictureService *od_picture_service_new (const char *program, OdClock *clock, OdWorker *worker, const char *thumbs_dir,
                                          const char *files_dir);
void od_picture_service_start (OdPictureService *self);
void od_picture_service_stop (OdPictureService *self);

G_END_DECLS
