/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "od-stream.h"

G_BEGIN_DECLS

/**
 * OdWebchatErr: what an err frame says.
 * @cid: (nullable)
 * @code: "bad_json", "bad_frame", "too_long", "bad_file", "rate", "auth", "closed" or "internal"
 * @field: (nullable): which member
 * @retry_s: 0 if not said
 */
typedef struct {
  const char *cid;
  const char *code;
  const char *field;
  guint retry_s;
  gboolean is_fatal;
} OdWebchatErr;

/**
 * OdWebchatWelcome: what the server says first.
 * @token: (nullable): a new one
 * @name: (nullable)
 * @page: of the visitor's stream, for its newest seq and conversation
 */
typedef struct {
  const char *token;
  const char *visitor_id;
  const char *name;
  const char *greeting;
  const OdStreamPage *page;
  gboolean is_verified, is_resumed, is_online;
  guint forms; /* bits: 1 << OdWebchatFormKind */
} OdWebchatWelcome;

JsonNode *od_webchat_render_event (const OdStreamEvent *event, GBytes *link_key, gint64 now_s);
JsonNode *od_webchat_render_welcome (const OdWebchatWelcome *welcome);
JsonNode *od_webchat_render_err (const OdWebchatErr *err);
JsonNode *od_webchat_render_ok (const char *cid, gint64 seq, gint64 at_us);
JsonNode *od_webchat_render_gap (gint64 from, gint64 to);
JsonNode *od_webchat_render_state (gint64 delivered, gint64 read);
JsonNode *od_webchat_render_typing (gboolean is_on, const char *name);
JsonNode *od_webchat_render_online (gboolean is_online);
JsonNode *od_webchat_render_file_ok (const char *cid, const char *file_id, const char *put, gint64 expires_s);
JsonNode *od_webchat_render_pong (gint64 n);
const char *od_webchat_err_text (const char *code);

G_END_DECLS
