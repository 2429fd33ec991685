/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-draft-keeper.h"

G_BEGIN_DECLS

/**
 * OdDraftKeeper:
 *
 * Keeps what is being written in one conversation and mode: a second after the last key, and
 * when another is opened. Each change is a revision; the draft counts as kept only once the
 * revision that is on screen was stored, so a save that fails or comes late loses nothing.
 * What another window keeps of the same draft
 * comes on screen, before what was typed here since.
 *
 * Revisions go on with the time of day, so that what is written before the store has said what
 * it has is newer than that, as is what is written here than what another window had till then.
 */
struct _OdDraftKeeper {
  GObject parent_instance;

  OdReplyPort *port;         /* (owned) */
  OdClock *clock;            /* (owned) */
  GCancellable *cancellable; /* (owned): of the draft that is being read */
  OdDraft draft;             /* of what is on screen; conversation 0 for none */
  gint64 first_revision;     /* when it was opened */
  gint64 stored_revision;    /* the newest that is surely in the store */
  gint64 asked_revision;     /* the newest that a save is on its way for, or was */
  gint64 seen_revision;      /* the newest that was read there: one from here may have been overtaken on its way */
  gint64 text_revision;      /* when text or aim were changed here last */
  gint64 files_revision;     /* when the files were */
  guint timeout_id;
  guint retry_id;     /* until it is read once more, what could not be read */
  gboolean is_loaded; /* the store has said what was there */
  gboolean is_typed;  /* before it said so */
  gboolean is_aimed;  /* before it said so: which message it answers */
};

void od_draft_keeper_schedule (OdDraftKeeper *self);
void od_draft_keeper_merge (OdDraftKeeper *self, const OdDraft *draft, gboolean is_ours_kept);
void od_draft_keeper_look (OdDraftKeeper *self, OdChangeSet *changes);

G_END_DECLS
