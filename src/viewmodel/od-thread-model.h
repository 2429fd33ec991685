/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"
#include "od-message-item.h"

G_BEGIN_DECLS

#define OD_TYPE_THREAD_MODEL (od_thread_model_get_type ())
G_DECLARE_FINAL_TYPE (OdThreadModel, od_thread_model, OD, THREAD_MODEL, GObject)

OdThreadModel *od_thread_model_new (OdDesk *desk, GTimeZone *zone);
void od_thread_model_open (OdThreadModel *self, gint64 conversation_id, OdThreadScope scope, OdThreadAnchor anchor,
                           gint64 message_id);
void od_thread_model_reopen (OdThreadModel *self, OdThreadAnchor anchor, gint64 message_id);
void od_thread_model_close (OdThreadModel *self);
void od_thread_model_load_older (OdThreadModel *self);
void od_thread_model_load_newer (OdThreadModel *self);
gboolean od_thread_model_get_has_older (OdThreadModel *self);
gboolean od_thread_model_get_is_read (OdThreadModel *self);
gboolean od_thread_model_get_has_newer (OdThreadModel *self);
gint64 od_thread_model_get_conversation_id (OdThreadModel *self);
gint64 od_thread_model_get_newest_public_id (OdThreadModel *self);
const OdMessageRow *od_thread_model_find_newer (OdThreadModel *self, const OdMessageRow *held);
const OdConversationHead *od_thread_model_get_head (OdThreadModel *self, gint64 conversation_id);
gboolean od_thread_model_find (OdThreadModel *self, gint64 message_id, guint *position);

G_END_DECLS
