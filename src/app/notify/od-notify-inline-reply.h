/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** The action that a server with this capability shows as a field for text. */
#define OD_INLINE_REPLY "inline-reply"

/**
 * OdInlineReplyFunc:
 * @server_id: of the notification, as the server counts
 * @text: what was typed; not empty, at most %OD_LIMIT_BODY_CHARS characters
 */
typedef void (*OdInlineReplyFunc) (guint server_id, const char *text, gpointer user_data);

typedef struct _OdInlineReply OdInlineReply;

OdInlineReply *od_inline_reply_new (GDBusConnection *bus, OdInlineReplyFunc func, gpointer user_data);
void od_inline_reply_free (OdInlineReply *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdInlineReply, od_inline_reply_free)

G_END_DECLS
