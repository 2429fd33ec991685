/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-composer-model.h"
#include "od-draft-keeper.h"
#include "od-file-tray.h"
#include "od-typing-teller.h"

G_BEGIN_DECLS

/**
 * OdComposerEdit: an own message that is being changed.
 * @kept_text: (owned) (nullable): what was being written before, and will be again
 * @was_note: whether that was a note, when the message is none, or the other way round
 */
typedef struct {
  gint64 message_id; /* 0: none is */
  char *kept_text;
  gboolean was_note;
} OdComposerEdit;

/**
 * OdComposerPromise: what was read last in a text, so that the same isn't read again.
 * @text: (owned) (nullable): its end
 * @declined: what the text says, and was said not to promise
 */
typedef struct {
  char *text;
  gint64 minute;
  OdPromiseTerm term;
  OdPromiseTerm declined;
} OdComposerPromise;

/**
 * OdComposerModel:
 *
 * What is being written to one customer: the text, what it answers, files, and whether it is
 * a note. The text is given up only when the outbox has it; until then it is a draft.
 */
struct _OdComposerModel {
  GObject parent_instance;

  OdReplyPort *port;            /* (owned) */
  OdTypingTeller *typing;       /* (owned) */
  OdDraftKeeper *keeper;        /* (owned) */
  const OdChannelInfo *channel; /* (nullable): not owned: of the desk */
  OdDesk *desk;                 /* (owned) */
  GHashTable *trays;            /* (owned) conversation and mode → OdFileTray: survive switching */
  char *text;                   /* (owned) */
  char *added;                  /* (owned) (nullable): is to follow the draft that is being read */
  char *quote;                  /* (owned) (nullable) */
  GArray *mentions;             /* (owned) (nullable) (element-type gint64): colleagues the note names */
  gint64 conversation_id;
  gint64 reply_to_id;
  OdComposerEdit edit;
  OdComposerPromise promise;
  GHashTable *leaving;  /* (owned) (element-type gint64): conversations and modes whose text is on its way out */
  GArray *sent_ids;     /* (owned) (element-type gint64): what was sent last, while it can be taken back … */
  gint64 sent_until_us; /* … until then; real time */
  gint64 sent_from_id;  /* … from this conversation */
  gboolean is_note;
  gboolean is_sending;
};

gint64 od_composer_model_make_key (gint64 conversation_id, gboolean is_note);
OdFileTray *od_composer_model_get_tray (OdComposerModel *self);
void od_composer_model_update_limits (OdComposerModel *self);
void od_composer_model_merge_files (OdComposerModel *self, gint64 conversation_id, gboolean is_note,
                                    const GPtrArray *refs);
void od_composer_model_files_sent (OdComposerModel *self, gint64 conversation_id, gboolean is_note,
                                   const GPtrArray *files);
void od_composer_model_forget_trays (OdComposerModel *self);
OdComposerRefusal od_composer_model_check_files (OdComposerModel *self);
void od_composer_model_replace_text (OdComposerModel *self, const char *text);
void od_composer_model_restore_reply_to (OdComposerModel *self, gint64 message_id);
void od_composer_model_forget_edit (OdComposerModel *self);
OdComposerRefusal od_composer_model_save_edit (OdComposerModel *self);

GPtrArray *od_composer_split (const OdChannelInfo *channel, const char *outgoing, OdTextFormat format);

G_END_DECLS
