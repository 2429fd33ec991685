/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "od-token-bucket.h"
#include "od-update.h"

G_BEGIN_DECLS

/**
 * OdWebchatListener: who wants to hear of a visitor: a socket, a long poll.
 * @advanced: events were added up to a seq, or (0) receipts or the block changed: ask
 * @tell: (nullable): an ephemeral frame
 * @evict: (nullable): there are too many of you
 */
typedef struct {
  void (*advanced) (gpointer self, gint64 last_seq);
  void (*tell) (gpointer self, JsonNode *frame);
  void (*evict) (gpointer self);
} OdWebchatListener;

/**
 * OdWebchatVisitor: what all tabs of one visitor share, while there is any of
 * them. Server's thread only. Nothing of it is stored.
 * @profile: (nullable): what hello said and no durable update has carried yet
 * @acked_seq, @read_seq: what the browser has and the person has seen, and which of it the engine was told
 * @last_seq: newest seq known; the stream may be ahead
 * @is_known: the engine knows the chat
 */
typedef struct {
  char *chat_id;
  GPtrArray *listeners; /* (element-type Ear), oldest first */
  OdProfile *profile;
  OdTokenBucket messages, typing, forms, files, requests;
  gint64 acked_seq, told_acked_seq;
  gint64 read_seq, told_read_seq;
  gint64 receipts_after_us; /* monotonic */
  gint64 last_seq;
  gint64 seen_us; /* monotonic: when the last listener left */
  gboolean is_known;
  gboolean is_online; /* the engine was told so */
  gboolean is_typing; /* the engine was told so */
} OdWebchatVisitor;

OdWebchatVisitor *od_webchat_visitor_new (const char *chat_id, guint messages_per_minute, gint64 now_us);
void od_webchat_visitor_add (OdWebchatVisitor *self, const OdWebchatListener *listener, gpointer data, guint max);
void od_webchat_visitor_remove (OdWebchatVisitor *self, gpointer data);
void od_webchat_visitor_advance (OdWebchatVisitor *self, gint64 last_seq);
void od_webchat_visitor_tell (OdWebchatVisitor *self, JsonNode *frame);
gboolean od_webchat_visitor_is_idle (const OdWebchatVisitor *self, gint64 now_us);
void od_webchat_visitor_unref (OdWebchatVisitor *self);

G_END_DECLS
