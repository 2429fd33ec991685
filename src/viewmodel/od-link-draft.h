/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_LINK_DRAFT (od_link_draft_get_type ())
G_DECLARE_FINAL_TYPE (OdLinkDraft, od_link_draft, OD, LINK_DRAFT, GObject)

OdLinkDraft *od_link_draft_new (OdDesk *desk);
void od_link_draft_set_pair (OdLinkDraft *self, gint64 kept_id, gint64 joined_id);
gint64 od_link_draft_get_kept_id (OdLinkDraft *self);
GPtrArray *od_link_draft_get_conflicts (OdLinkDraft *self);
void od_link_draft_choose (OdLinkDraft *self, const char *key, gboolean is_joined);
void od_link_draft_link (OdLinkDraft *self);
const char *od_link_draft_conflict_words (const OdPersonConflict *conflict);

G_END_DECLS
