/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-endpoint.h"
#include "od-webchat-hall.h"
#include "od-worker.h"

G_BEGIN_DECLS

const char *od_webchat_upload_find_id (const OdHttpRequest *request);
guint od_webchat_upload_check (OdWebchatHall *hall, const OdHttpRequest *request, const char *file_id,
                               gint64 *size_bytes);
void od_webchat_upload_take (OdWebchatHall *hall, OdWorker *worker, const char *files_dir, const OdHttpRequest *request,
                             const char *file_id, GTask *task);
void od_webchat_download (OdWebchatHall *hall, const OdHttpRequest *request, const char *file_id, GTask *task);

G_END_DECLS
