/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdOperationKind: what an operator did. In the database by name.
 */
typedef enum {
  OD_OPERATION_SEND,
  OD_OPERATION_EDIT,
  OD_OPERATION_REMOVE,
  OD_OPERATION_REACT,
  OD_OPERATION_READ,
  OD_OPERATION_STATUS,
  OD_OPERATION_ASSIGN,
  OD_OPERATION_SNOOZE,
  OD_OPERATION_TAG,
} OdOperationKind;
#define OD_N_OPERATION (OD_OPERATION_TAG + 1)

/**
 * OdClaimedOperation: an operation that is to be carried out now, with all a channel needs.
 * @message_id: the message it is about; 0 if none
 * @attempt: 1 for the first
 * @chat_id: the channel's id of the chat
 * @key: the same on every attempt
 * @text: (nullable): of a send or an edit; "" if the other side has it already
 * @emoji: (nullable): of a reaction, "" takes it back
 * @part_remote_ids: (nullable): of a removal: all that the message is there, if it is several
 * @target_remote_id: (nullable), @target_seq: the message that is edited, removed, reacted to or read up to; 0 if none
 * @reply_to_remote_id: (nullable): the quoted message
 * @files: (nullable) (element-type OdAttachmentRow): without those that the other side has already
 * @n_taken: how many parts the other side has
 * @tag: (nullable)
 */
typedef struct {
  gint64 id;
  gint64 account_id;
  gint64 conversation_id;
  gint64 message_id;
  OdOperationKind kind;
  guint attempt;
  guint n_taken;
  char *chat_id;
  char *key;
  char *text;
  char *emoji;
  GStrv part_remote_ids;
  char *target_remote_id;
  gint64 target_seq;
  char *reply_to_remote_id;
  GPtrArray *files;
  char *tag;
  OdTextFormat format;
  OdStatus status;
} OdClaimedOperation;

void od_claimed_operation_free (OdClaimedOperation *self);
gboolean od_operation_kind_parse (const char *name, OdOperationKind *kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdClaimedOperation, od_claimed_operation_free)

G_END_DECLS
