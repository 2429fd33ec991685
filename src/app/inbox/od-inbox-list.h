/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-account-list.h"
#include "od-conversation-list.h"

G_BEGIN_DECLS

#define OD_TYPE_INBOX_LIST (od_inbox_list_get_type ())
G_DECLARE_FINAL_TYPE (OdInboxList, od_inbox_list, OD, INBOX_LIST, AdwBin)

GtkWidget *od_inbox_list_new (OdDesk *desk, OdAccountList *accounts, OdConversationList *list);
void od_inbox_list_set_menu (OdInboxList *self, GMenuModel *menu);
void od_inbox_list_select (OdInboxList *self, gint64 conversation_id);
void od_inbox_list_step (OdInboxList *self, int by);
void od_inbox_list_step_to_unanswered (OdInboxList *self);
void od_inbox_list_tell_time (OdInboxList *self);
guint od_inbox_list_get_n_marked (OdInboxList *self);
gint64 *od_inbox_list_dup_marked (OdInboxList *self, guint *n_ids);
void od_inbox_list_mark_all (OdInboxList *self);
gboolean od_inbox_list_unmark_all (OdInboxList *self);

G_END_DECLS
