/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-webchat-frame.h"
#include "od-webchat-hall.h"

G_BEGIN_DECLS

/**
 * OdWebchatPeer: who is at the other end of a socket or a request.
 * @origins: (array zero-terminated=1): what a token may be bound to; the first one is put into a new token
 */
typedef struct {
  char *address;
  GStrv origins;
  gboolean is_local;
} OdWebchatPeer;

/**
 * OdWebchatAdmission: somebody who was let in.
 * @token: (nullable): a new one, if there was none or it grows old
 */
typedef struct {
  char *visitor_id;
  char *token;
  OdProfile *profile; /* (nullable) */
  gboolean is_new;
} OdWebchatAdmission;

/**
 * OdWebchatRefusal:
 * @code: static: of an err frame
 * @close_code: 0: the socket may stay
 */
typedef struct {
  const char *code;
  const char *field;
  guint retry_s;
  guint close_code;
} OdWebchatRefusal;

OdWebchatPeer *od_webchat_peer_new (const char *address, gboolean is_local, const char *origin, const char *host);
void od_webchat_peer_free (OdWebchatPeer *self);

OdWebchatAdmission *od_webchat_admit_hello (OdWebchatHall *hall, const OdWebchatHello *hello, const OdWebchatPeer *peer,
                                            OdWebchatRefusal *refusal);
OdWebchatAdmission *od_webchat_admit_token (OdWebchatHall *hall, const char *token, const OdWebchatPeer *peer,
                                            OdWebchatRefusal *refusal);
void od_webchat_admission_free (OdWebchatAdmission *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdWebchatAdmission, od_webchat_admission_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdWebchatPeer, od_webchat_peer_free)

G_END_DECLS
