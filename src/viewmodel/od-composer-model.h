/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"
#include "od-file-tray.h"
#include "od-text-measure.h"

G_BEGIN_DECLS

/**
 * OdComposerRefusal: why a file was not taken, or a text can't be sent.
 */
typedef enum {
  OD_COMPOSER_FINE,
  OD_COMPOSER_EMPTY,
  OD_COMPOSER_TOO_LONG,
  OD_COMPOSER_TOO_MANY_FILES, /* the tray is full */
  OD_COMPOSER_FILES_COMING,   /* some are still being copied */
  OD_COMPOSER_FILES_REFUSED,  /* some failed or can't be sent: the tray says which and why */
  OD_COMPOSER_BUSY,           /* the last one is not in the outbox yet */
} OdComposerRefusal;

/**
 * OdComposerOrder: how a text is to leave.
 * @seen_id: newest public message its author had on screen; 0: none
 * @is_held_by_customer: the store is to look whether the customer wrote more than that
 * @undo_us: how long it may be taken back; notes can't
 * @not_before_us: real time to send it at; 0: now
 * @snooze_until_us: of %OD_REPLY_THEN_SNOOZE; 0: until the customer writes
 * @is_split: a text that is too long goes as several messages
 */
typedef struct {
  gint64 seen_id;
  gint64 undo_us;
  gint64 not_before_us;
  gint64 snooze_until_us;
  OdReplyThen then;
  gboolean is_split;
  gboolean is_held_by_customer;
} OdComposerOrder;

#define OD_TYPE_COMPOSER_MODEL (od_composer_model_get_type ())
G_DECLARE_FINAL_TYPE (OdComposerModel, od_composer_model, OD, COMPOSER_MODEL, GObject)

OdComposerModel *od_composer_model_new (OdDesk *desk);
void od_composer_model_open (OdComposerModel *self, gint64 conversation_id, const OdChannelInfo *channel);
void od_composer_model_set_channel (OdComposerModel *self, const OdChannelInfo *channel);
gint64 od_composer_model_get_conversation_id (OdComposerModel *self);
void od_composer_model_set_note (OdComposerModel *self, gboolean is_note);
gboolean od_composer_model_get_is_note (OdComposerModel *self);

void od_composer_model_set_text (OdComposerModel *self, const char *text);
void od_composer_model_append (OdComposerModel *self, const char *text);
const char *od_composer_model_get_text (OdComposerModel *self);
void od_composer_model_set_reply_to (OdComposerModel *self, gint64 message_id, const char *quote);
gint64 od_composer_model_get_reply_to (OdComposerModel *self, const char **quote);
void od_composer_model_set_mentions (OdComposerModel *self, GArray *operator_ids);
OdComposerRefusal od_composer_model_add_file (OdComposerModel *self, GFile *file);
OdComposerRefusal od_composer_model_add_picture (OdComposerModel *self, GInputStream *stream, const char *mime);
OdComposerRefusal od_composer_model_add_staged (OdComposerModel *self, const OdFileRef *ref);
void od_composer_model_remove_file (OdComposerModel *self, guint position);
void od_composer_model_move_file (OdComposerModel *self, guint from, guint to);
void od_composer_model_retry_file (OdComposerModel *self, guint position);
OdFileTray *od_composer_model_get_files (OdComposerModel *self);
guint od_composer_model_get_n_files (OdComposerModel *self);
gboolean od_composer_model_get_can_attach (OdComposerModel *self);
OdPicturePort *od_composer_model_get_pictures (OdComposerModel *self);

const OdChannelInfo *od_composer_model_get_channel (OdComposerModel *self);
OdFormatting od_composer_model_get_formatting (OdComposerModel *self);
char *od_composer_model_dup_outgoing (OdComposerModel *self, OdTextFormat *format);
gboolean od_composer_model_get_is_stripped (OdComposerModel *self);
OdTextLength od_composer_model_get_length (OdComposerModel *self);
guint od_composer_model_count_parts (OdComposerModel *self);
gboolean od_composer_model_splits_text (OdComposerModel *self);
gboolean od_composer_model_get_is_sending (OdComposerModel *self);
OdComposerRefusal od_composer_model_check (OdComposerModel *self);
OdComposerRefusal od_composer_model_send (OdComposerModel *self, const OdComposerOrder *order);
gboolean od_composer_model_get_promise (OdComposerModel *self, OdPromiseTerm *term);
void od_composer_model_toggle_promise (OdComposerModel *self);
char *od_composer_model_dup_promise_words (OdComposerModel *self, GTimeZone *zone, gboolean *out_declined);
gboolean od_composer_model_get_can_undo (OdComposerModel *self);
void od_composer_model_undo (OdComposerModel *self, gint64 message_id);
gint64 od_composer_model_get_undo_left_us (OdComposerModel *self, gint64 conversation_id);
void od_composer_model_undo_sent (OdComposerModel *self, gint64 conversation_id);
void od_composer_model_undo_last (OdComposerModel *self);
void od_composer_model_save (OdComposerModel *self);

void od_composer_model_begin_edit (OdComposerModel *self, gint64 message_id, gboolean is_note, const char *text);
void od_composer_model_end_edit (OdComposerModel *self);
gint64 od_composer_model_get_edited_id (OdComposerModel *self);

G_END_DECLS
