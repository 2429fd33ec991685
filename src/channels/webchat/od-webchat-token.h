/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-webchat-keys.h"

G_BEGIN_DECLS

/**
 * OdWebchatClaims: what a session token says.
 * @visitor_id: whose conversation: also the chat's id
 */
typedef struct {
  char *visitor_id;
  char *origin;
  char *widget;
  gint64 expires_s; /* Unix seconds */
  gint64 issued_s;
} OdWebchatClaims;

char *od_webchat_token_issue (const OdWebchatKeys *keys, const OdWebchatClaims *claims);
OdWebchatClaims *od_webchat_token_verify (const OdWebchatKeys *keys, const char *token, const char *const *origins,
                                          const char *widget, gint64 now_s, GError **error);
gboolean od_webchat_claims_want_renewal (const OdWebchatClaims *self, gint64 now_s);
void od_webchat_claims_free (OdWebchatClaims *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdWebchatClaims, od_webchat_claims_free)

G_END_DECLS
