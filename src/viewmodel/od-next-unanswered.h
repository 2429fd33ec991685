/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-conversation-list.h"

G_BEGIN_DECLS

void od_next_unanswered_async (OdConversationList *list, OdDesk *desk, gint64 after_id, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
gint64 od_next_unanswered_finish (OdConversationList *list, GAsyncResult *result, GError **error);

G_END_DECLS
