/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-endpoint.h"
#include "od-webchat-admission.h"
#include "od-webchat-hall.h"

G_BEGIN_DECLS

typedef struct _OdWebchatSession OdWebchatSession;

typedef void (*OdWebchatSessionIdle) (OdWebchatSession *self, gpointer user_data);

OdWebchatSession *od_webchat_session_new (OdWebchatHall *hall, OdSocket *socket, OdWebchatPeer *peer);
void od_webchat_session_set_idle (OdWebchatSession *self, OdWebchatSessionIdle idle, gpointer user_data);
void od_webchat_session_admit (OdWebchatSession *self, OdWebchatAdmission *admission);
void od_webchat_session_take_text (OdWebchatSession *self, const char *text, gsize len);
void od_webchat_session_take_node (OdWebchatSession *self, JsonNode *node);
void od_webchat_session_tell (OdWebchatSession *self, JsonNode *frame);
gint64 od_webchat_session_run_due (OdWebchatSession *self, gint64 now_us);
gboolean od_webchat_session_is_idle (OdWebchatSession *self);
void od_webchat_session_close (OdWebchatSession *self);

G_END_DECLS
