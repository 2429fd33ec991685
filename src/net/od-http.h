/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * OdHttpReply: what the other side answered, whatever it was.
 * @body: (not nullable): the whole body
 * @retry_after_ms: from Retry-After; -1 if it was not said
 */
typedef struct {
  guint status;
  gint64 retry_after_ms;
  GBytes *body;
} OdHttpReply;

SoupSession *od_http_session_new (guint timeout_s);
void od_http_send_async (SoupSession *session, SoupMessage *message, gsize max_reply_bytes, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data);
OdHttpReply *od_http_send_finish (SoupSession *session, GAsyncResult *result, GError **error);
gboolean od_http_reply_check (const OdHttpReply *self, GError **error);
gboolean od_http_message_check (SoupMessage *message, GError **error);
void od_http_reply_free (OdHttpReply *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdHttpReply, od_http_reply_free)

G_END_DECLS
