/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-inbox-list.h"
#include "od-view-list.h"

G_BEGIN_DECLS

#define OD_TYPE_INBOX_PANE (od_inbox_pane_get_type ())
G_DECLARE_FINAL_TYPE (OdInboxPane, od_inbox_pane, OD, INBOX_PANE, AdwBin)

GtkWidget *od_inbox_pane_new (OdDesk *desk, OdAccountList *accounts, OdViewList *views, GSettings *state);
void od_inbox_pane_set_view (OdInboxPane *self, OdView *view);
OdView *od_inbox_pane_get_view (OdInboxPane *self);
void od_inbox_pane_set_is_folded (OdInboxPane *self, gboolean sidebar_is_folded, gboolean is_alone);
OdInboxList *od_inbox_pane_get_list (OdInboxPane *self);
void od_inbox_pane_search (OdInboxPane *self, const char *text);
void od_inbox_pane_focus_search (OdInboxPane *self);
gboolean od_inbox_pane_close_search (OdInboxPane *self);

G_END_DECLS
