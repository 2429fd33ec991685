/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-conversation-list.h"

G_BEGIN_DECLS

#define OD_TYPE_ID_SELECTION (od_id_selection_get_type ())
G_DECLARE_FINAL_TYPE (OdIdSelection, od_id_selection, OD, ID_SELECTION, GObject)

OdIdSelection *od_id_selection_new (OdConversationList *list);
void od_id_selection_show_all (OdIdSelection *self);
void od_id_selection_set_id (OdIdSelection *self, gint64 id);
gint64 od_id_selection_get_id (OdIdSelection *self);
guint od_id_selection_get_n_marked (OdIdSelection *self);
gint64 *od_id_selection_dup_marked (OdIdSelection *self, guint *n_ids);
void od_id_selection_unmark_all (OdIdSelection *self);

G_END_DECLS
