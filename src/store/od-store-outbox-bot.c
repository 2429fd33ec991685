/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-outbox-private.h"

#include "od-limits.h"

/* An automatic answer is worth something while somebody waits for a first word, and for a short time. */

typedef struct {
  gboolean is_bot;
  gboolean is_over; /* a person was faster, or nobody waits any more */
  gint64 since_us;  /* when it was to leave */
} Judgement;

static gboolean
judge (sqlite3 *db, const OdOperationRow *row, Judgement *judgement, GError **error)
{
  g_autoptr (OdStmt) found = NULL;

  *judgement = (Judgement){ 0 };
  if (!od_stmt_get_row (db, error,
                        "SELECT m.is_bot, c.status IN (3, 4) OR EXISTS (SELECT 1 FROM timeline AS t"
                        " LEFT JOIN message AS p ON p.timeline_id = t.id WHERE t.conversation_id = c.id"
                        " AND t.id > m.timeline_id AND t.kind IN (2, 5) AND coalesce (p.is_bot, 0) = 0), w.at_us"
                        " FROM message AS m JOIN timeline AS w ON w.id = m.timeline_id"
                        " JOIN conversation AS c ON c.id = ?2 WHERE m.timeline_id = ?1",
                        &found, "ii", row->message_id, row->conversation_id))
    return FALSE;
  if (found == NULL)
    return TRUE;
  judgement->is_bot = sqlite3_column_int (found, 0) != 0;
  judgement->is_over = sqlite3_column_int (found, 1) != 0;
  /* Each attempt moves its next one; in the thread it stands where the first was. */
  judgement->since_us = row->attempt == 0 ? row->not_before_us : sqlite3_column_int64 (found, 2);
  return TRUE;
}

/*
 * od_outbox_drop_needless:
 * @row: due
 * @is_bot: (out): it is an automatic answer
 * @is_gone: (out): nobody needs it any more, and it isn't sent
 *
 * One that nobody tried to send goes without a trace. One that a person said to send is sent.
 */
gboolean
od_outbox_drop_needless (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, gint64 now_us, gboolean *is_bot,
                         gboolean *is_gone, GError **error)
{
  Judgement judgement;
  OdDelivery now;

  *is_bot = *is_gone = FALSE;
  if (row->kind != OD_OPERATION_SEND || row->operator_id != 0)
    return TRUE;
  if (!judge (db, row, &judgement, error))
    return FALSE;
  *is_bot = judgement.is_bot;
  if (!judgement.is_bot || row->seen_id >= row->message_id)
    return TRUE;
  *is_gone = judgement.is_over || now_us - judgement.since_us > OD_LIMIT_AUTO_STALE_S * (gint64) G_USEC_PER_SEC;
  if (!*is_gone)
    return TRUE;
  if (row->attempt == 0)
    return od_operation_erase_message (db, changes, row->conversation_id, row->message_id, error);
  return od_operation_move_message (db, changes, row, OD_DELIVERY_EVENT_REJECT, NULL, &now, error) &&
         od_operation_set_state (db, changes, row, OD_DELIVERY_FAILED, 0, NULL, error);
}
