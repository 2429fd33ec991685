/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-endpoint.h"
#include "od-webchat-hall.h"
#include "od-webchat-static.h"
#include "od-worker.h"

G_BEGIN_DECLS

#define OD_TYPE_WEBCHAT_ENDPOINT (od_webchat_endpoint_get_type ())
G_DECLARE_FINAL_TYPE (OdWebchatEndpoint, od_webchat_endpoint, OD, WEBCHAT_ENDPOINT, GObject)

OdWebchatEndpoint *od_webchat_endpoint_new (OdWebchatHall *hall, OdWebchatStatic *pages, OdWorker *worker,
                                            const char *files_dir);
void od_webchat_endpoint_set_typing (OdWebchatEndpoint *self, const char *chat_id, gboolean is_typing,
                                     const char *operator_name);
void od_webchat_endpoint_set_online (OdWebchatEndpoint *self, gboolean is_online);
void od_webchat_endpoint_advance (OdWebchatEndpoint *self, const char *chat_id, gint64 last_seq);
void od_webchat_endpoint_run_due (OdWebchatEndpoint *self);
void od_webchat_endpoint_close (OdWebchatEndpoint *self);

G_END_DECLS
