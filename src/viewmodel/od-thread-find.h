/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_THREAD_FIND (od_thread_find_get_type ())
G_DECLARE_FINAL_TYPE (OdThreadFind, od_thread_find, OD, THREAD_FIND, GObject)

OdThreadFind *od_thread_find_new (OdDesk *desk);
void od_thread_find_set_scope (OdThreadFind *self, gint64 conversation_id, gint64 customer_id);
void od_thread_find_set_text (OdThreadFind *self, const char *text);
void od_thread_find_step (OdThreadFind *self, int by);
guint od_thread_find_get_n_hits (OdThreadFind *self);
guint od_thread_find_get_position (OdThreadFind *self);
gint64 od_thread_find_get_message_id (OdThreadFind *self);
const char *const *od_thread_find_get_words (OdThreadFind *self);
gboolean od_thread_find_get_is_busy (OdThreadFind *self);

G_END_DECLS
