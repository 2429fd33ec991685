/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_DRAFT_KEEPER (od_draft_keeper_get_type ())
G_DECLARE_FINAL_TYPE (OdDraftKeeper, od_draft_keeper, OD, DRAFT_KEEPER, GObject)

OdDraftKeeper *od_draft_keeper_new (OdDesk *desk);
void od_draft_keeper_open (OdDraftKeeper *self, gint64 conversation_id, gboolean is_note);
void od_draft_keeper_change (OdDraftKeeper *self, const char *body, gint64 reply_to_id);
void od_draft_keeper_set_files (OdDraftKeeper *self, const GPtrArray *files);
void od_draft_keeper_save (OdDraftKeeper *self);
gboolean od_draft_keeper_get_is_loaded (OdDraftKeeper *self);
void od_draft_keeper_sent (OdDraftKeeper *self, gint64 revision);
gint64 od_draft_keeper_get_revision (OdDraftKeeper *self);
gboolean od_draft_keeper_get_is_dirty (OdDraftKeeper *self);

G_END_DECLS
