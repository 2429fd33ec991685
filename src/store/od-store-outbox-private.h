/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-operation-private.h"
#include "od-store-outbox.h"

G_BEGIN_DECLS

gboolean od_outbox_accept (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, const char *remote_id,
                           gboolean has_stream, gint64 now_us, gint64 *seq, GError **error);

OdClaimedOperation *od_outbox_describe (sqlite3 *db, const OdOperationRow *row, const char *files_dir, GError **error);
gboolean od_outbox_name_message (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, const char *remote_id,
                                 GError **error);

/**
 * OdFormer: what a reply found when it was written, in its operation's payload.
 * @before, @after: status of the conversation
 * @snoozed_before_us, @snoozed_after_us: until when it was, and is; 0: not
 * @follows: the operation before it, of the same text
 * @then_event, @then_operation: rows that its %OdReplyThen made; 0 if none
 */
typedef struct {
  gint64 before, after;
  gint64 waiting_since_us, resolved_at_us;
  gint64 n_unanswered;
  gint64 draft_revision;
  gint64 snoozed_before_us, snoozed_after_us;
  gint64 then_event, then_operation;
  gint64 follows;
} OdFormer;

gboolean od_former_read (const OdOperationRow *row, OdFormer *former, GError **error);
gboolean od_outbox_do_then (sqlite3 *db, OdChangeSet *changes, const OdEnqueueJob *job, gint64 operation_id,
                            GError **error);
gboolean od_outbox_unanswer (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, gint64 now_us,
                             GError **error);
gboolean od_outbox_keep_draft (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, gint64 now_us,
                               GError **error);
gboolean od_outbox_undo_then (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, const OdFormer *former,
                              gint64 now_us, GError **error);
gboolean od_outbox_drop_needless (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, gint64 now_us,
                                  gboolean *is_bot, gboolean *is_gone, GError **error);
GArray *od_outbox_find_parts (sqlite3 *db, gint64 operation_id, GError **error);
gboolean od_outbox_fail_next (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, gint64 now_us,
                              GError **error);
gboolean od_outbox_reopen (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, gint64 now_us, GError **error);

G_END_DECLS
