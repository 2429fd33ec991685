/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-change-set.h"
#include "od-operation.h"
#include "od-stmt.h"

G_BEGIN_DECLS

/**
 * OdOperationRow: an operation to be written, or as it stands.
 * @payload: (owned): JSON object; "{}" if there is nothing to say
 */
typedef struct {
  gint64 id;
  gint64 account_id;
  gint64 conversation_id;
  gint64 message_id; /* 0 if none */
  gint64 operator_id;
  gint64 seen_id;
  gint64 created_at_us, not_before_us;
  OdOperationKind kind;
  OdDelivery state;
  guint attempt;
  gboolean is_scheduled;        /* send later: holds up nothing while it waits */
  gboolean is_held_by_customer; /* by what the customer wrote since @seen_id */
  char *payload;
} OdOperationRow;

void od_operation_row_clear (OdOperationRow *row);
gboolean od_operation_insert (sqlite3 *db, OdChangeSet *changes, OdOperationRow *row, GError **error);
gboolean od_operation_load (sqlite3 *db, gint64 id, OdOperationRow *row, GError **error);
gboolean od_operation_load_send (sqlite3 *db, gint64 message_id, OdOperationRow *row, GError **error);
gboolean od_operation_set_state (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, OdDelivery state,
                                 gint64 not_before_us, const char *words, GError **error);
gboolean od_operation_move_message (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, OdDeliveryEvent event,
                                    const char *words, OdDelivery *now, GError **error);
gboolean od_operation_append_to_stream (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, gint64 now_us,
                                        gint64 *seq, GError **error);
gboolean od_operation_erase_message (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 message_id,
                                     GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OdOperationRow, od_operation_row_clear)

G_END_DECLS
