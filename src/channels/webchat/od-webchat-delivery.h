/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-endpoint.h"
#include "od-webchat-hall.h"

G_BEGIN_DECLS

typedef struct _OdWebchatDelivery OdWebchatDelivery;

OdWebchatDelivery *od_webchat_delivery_new (OdWebchatHall *hall, OdSocket *socket, OdWebchatVisitor *visitor);
void od_webchat_delivery_start (OdWebchatDelivery *self, OdStreamPage *page, gint64 after);
void od_webchat_delivery_advance (OdWebchatDelivery *self, gint64 last_seq);
void od_webchat_delivery_expect (OdWebchatDelivery *self, const char *cid);
void od_webchat_delivery_forget (OdWebchatDelivery *self, const char *cid);
void od_webchat_delivery_confirm (OdWebchatDelivery *self, const char *cid, const OdIngestOutcome *outcome,
                                  gboolean is_message);
gint64 od_webchat_delivery_run_due (OdWebchatDelivery *self, gint64 now_us);
void od_webchat_delivery_close (OdWebchatDelivery *self);

void od_webchat_send (OdSocket *socket, JsonNode *frame);

G_END_DECLS
