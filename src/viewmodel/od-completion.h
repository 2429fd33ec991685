/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-completion-item.h"
#include "od-completion-trigger.h"
#include "od-desk.h"
#include "od-emoji-names.h"

G_BEGIN_DECLS

/**
 * OdInsertion: what choosing does to the text.
 * @start_byte, @end_byte: what is replaced
 * @unfilled: (element-type OdTemplatePart): questions and variables left in @text
 * @files: (nullable) (element-type OdFileRef): to be put beside the text
 */
typedef struct {
  gsize start_byte, end_byte;
  char *text;
  GArray *unfilled;
  GPtrArray *files;
} OdInsertion;

void od_insertion_free (OdInsertion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdInsertion, od_insertion_free)

#define OD_TYPE_COMPLETION (od_completion_get_type ())
G_DECLARE_FINAL_TYPE (OdCompletion, od_completion, OD, COMPLETION, GObject)

OdCompletion *od_completion_new (OdDesk *desk, OdEmojiMemory *memory);
OdEmojiNames *od_completion_get_emoji (OdCompletion *self);
OdEmojiMemory *od_completion_get_memory (OdCompletion *self);
void od_completion_set_row (OdCompletion *self, const OdConversationRow *row);

void od_completion_update (OdCompletion *self, const char *text, gsize caret_byte, gboolean is_note, gboolean is_typed);
void od_completion_browse (OdCompletion *self, const char *text, gsize caret_byte);
void od_completion_open_folder (OdCompletion *self, const char *path);
void od_completion_dismiss (OdCompletion *self);
gboolean od_completion_get_is_open (OdCompletion *self);
const char *od_completion_get_folder (OdCompletion *self);
OdCompletionTrigger od_completion_get_trigger (OdCompletion *self);
GListModel *od_completion_get_items (OdCompletion *self);

OdInsertion *od_completion_expand (OdCompletion *self, const char *text, gsize caret_byte, gboolean is_note);
char *od_completion_dup_preview (OdCompletion *self, OdCompletionItem *item);
OdInsertion *od_completion_choose (OdCompletion *self, OdCompletionItem *item, gboolean as_link);
GArray *od_completion_find_mentions (OdCompletion *self, const char *text);

G_END_DECLS
