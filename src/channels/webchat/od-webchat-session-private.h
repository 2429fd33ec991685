/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-token-bucket.h"
#include "od-webchat-delivery.h"
#include "od-webchat-frame.h"
#include "od-webchat-render.h"
#include "od-webchat-session.h"

G_BEGIN_DECLS

/* Told with an error that passes by itself. */
#define OD_WEBCHAT_RETRY_S 2

typedef enum {
  OD_WEBCHAT_SESSION_NEW,     /* hello must come */
  OD_WEBCHAT_SESSION_LOADING, /* it came; the stream is asked */
  OD_WEBCHAT_SESSION_LIVE,
  OD_WEBCHAT_SESSION_CLOSED,
} OdWebchatSessionState;

/**
 * OdWebchatSession:
 *
 * One socket's conversation in odchat/1, from hello to its end; or, one-shot, the
 * frames of one POST. Server's thread only.
 */
struct _OdWebchatSession {
  OdWebchatHall *hall;
  OdSocket *socket;
  OdWebchatPeer *peer;
  OdWebchatSessionState state;
  OdWebchatAdmission *admission; /* (nullable): while loading */
  OdWebchatVisitor *visitor;     /* (nullable): before it is live */
  OdWebchatDelivery *delivery;   /* (nullable): never of a one-shot */
  GQueue early;                  /* (element-type Early): what has to wait for its turn */
  OdTokenBucket frames;
  OdTokenBucket errors;                    /* `err rate` that may still be said before 4008 */
  gint64 after;                            /* of the hello */
  gint64 opened_us, heard_us, welcomed_us; /* monotonic */
  guint n_waiting;                         /* requests the engine has not answered */
  OdWebchatSessionIdle idle;               /* (nullable): set: one-shot */
  gpointer user_data;
  gboolean is_welcomed; /* a token came with the request: nothing to say */
};

OdWebchatSession *od_webchat_session_ref (OdWebchatSession *self);
void od_webchat_session_unref (OdWebchatSession *self);
void od_webchat_session_send_err (OdWebchatSession *self, const OdWebchatErr *err);
void od_webchat_session_send_rate (OdWebchatSession *self, const char *cid, guint retry_s);
void od_webchat_session_look_whether_idle (OdWebchatSession *self);
void od_webchat_session_end_typing (OdWebchatSession *self);

/* In od-webchat-requests.c: a frame of a session that is live. */
void od_webchat_session_take_live (OdWebchatSession *self, const OdWebchatFrame *frame);

G_END_DECLS
