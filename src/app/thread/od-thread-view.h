/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-account-list.h"
#include "od-current-conversation.h"
#include "od-thread-model.h"

G_BEGIN_DECLS

#define OD_TYPE_THREAD_VIEW (od_thread_view_get_type ())
G_DECLARE_FINAL_TYPE (OdThreadView, od_thread_view, OD, THREAD_VIEW, AdwBin)

GtkWidget *od_thread_view_new (OdDesk *desk, OdCurrentConversation *current, OdThreadModel *model);
void od_thread_view_set_accounts (OdThreadView *self, OdAccountList *accounts);
void od_thread_view_scroll_to_end (OdThreadView *self);
gboolean od_thread_view_get_is_at_end (OdThreadView *self);
void od_thread_view_set_scope (OdThreadView *self, OdThreadScope scope);
void od_thread_view_set_marks (OdThreadView *self, const char *const *words);
void od_thread_view_jump (OdThreadView *self, gint64 message_id);

G_END_DECLS
