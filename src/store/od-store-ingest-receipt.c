/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-ingest-private.h"

#include "od-store-receipt-private.h"

static OdDeliveryEvent
get_event (OdDelivery delivery)
{
  return delivery == OD_DELIVERY_READ ? OD_DELIVERY_EVENT_SEEN : OD_DELIVERY_EVENT_DELIVER;
}

/* Messages of ours that stand at or before the target, from there back to the first that the customer's side said as
 * much of before: receipts mean everything up to a message. */
static gboolean
find_up_to (OdIngest *ingest, OdIngestChat *chat, const OdIngestTarget *target, OdDelivery delivery, GArray *ids,
            GError **error)
{
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (ingest->db, error,
                    "SELECT m.timeline_id, m.delivery FROM timeline AS t JOIN message AS m ON m.timeline_id = t.id"
                    " WHERE t.conversation_id = ?1 AND t.kind = 2 AND (t.at_us, t.id) < (?2, ?3)"
                    " ORDER BY t.at_us DESC, t.id DESC",
                    "iii", target->conversation_id, target->at_us, target->id);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return FALSE;
  while (has_row)
    {
      gint64 id;
      OdDelivery known;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      id = sqlite3_column_int64 (stmt, 0);
      known = (OdDelivery) sqlite3_column_int (stmt, 1);
      if (known == OD_DELIVERY_READ || known == delivery)
        break;
      if (known == OD_DELIVERY_SENT || known == OD_DELIVERY_DELIVERED) /* of others it isn't known that they left */
        g_array_append_val (ids, id);
    }
  return TRUE;
}

static gboolean
advance_all (OdIngest *ingest, GArray *ids, OdDeliveryEvent event, gint64 at_us, gboolean *is_changed, GError **error)
{
  *is_changed = FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      gboolean is_moved;

      if (!od_receipt_apply (ingest->db, ingest->changes, g_array_index (ids, gint64, i), event, at_us, &is_moved,
                             error))
        return FALSE;
      *is_changed |= is_moved;
    }
  return TRUE;
}

static gboolean
keep_for_later (OdIngest *ingest, const OdUpdate *update, gint64 at_us, OdIngestOutcome *outcome, GError **error)
{
  if (update->target_remote_id == NULL)
    {
      outcome->status = OD_INGEST_IGNORED;
      return TRUE;
    }
  return od_stmt_run (ingest->db, error,
                      "INSERT INTO receipt_early (account_id, remote_id, delivery, at_us) VALUES (?1, ?2, ?3, ?4)"
                      " ON CONFLICT DO NOTHING",
                      "itii", ingest->job->account_id, update->target_remote_id, (gint64) update->delivery, at_us);
}

/* A chat with a stream: the marks count up, and messages between the old mark and the new one move. */
static gboolean
load_marks (OdIngest *ingest, OdIngestChat *chat, gint64 *acked, gint64 *seen, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (ingest->db, error, "SELECT acked_seq, read_seq FROM stream WHERE id = ?1", &row, "i",
                        chat->stream.id))
    return FALSE;
  *acked = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  *seen = row != NULL ? sqlite3_column_int64 (row, 1) : 0;
  return TRUE;
}

static gboolean
find_between (OdIngest *ingest, OdIngestChat *chat, gint64 after, gint64 upto, GArray *ids, GError **error)
{
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (ingest->db, error,
                    "SELECT m.timeline_id FROM stream_event AS e JOIN message AS m ON m.timeline_id = e.message_id"
                    " WHERE e.stream_id = ?1 AND e.seq > ?2 AND e.seq <= ?3 AND e.kind = 1 AND m.direction = 2",
                    "iii", chat->stream.id, after, upto);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return FALSE;
  while (has_row)
    {
      gint64 id;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      id = has_row ? sqlite3_column_int64 (stmt, 0) : 0;
      if (has_row)
        g_array_append_val (ids, id);
    }
  return TRUE;
}

static gboolean
mark_stream (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 upto = MIN (update->target_seq, chat->stream.last_seq), acked, seen;
  gboolean is_read = update->delivery == OD_DELIVERY_READ, is_changed;

  if (!load_marks (ingest, chat, &acked, &seen, error))
    return FALSE;
  if (upto <= (is_read ? seen : acked))
    {
      outcome->status = OD_INGEST_DUPLICATE;
      return TRUE;
    }
  return find_between (ingest, chat, is_read ? seen : acked, upto, ids, error) &&
         od_stmt_run (ingest->db, error,
                      "UPDATE stream SET acked_seq = max (acked_seq, ?2), read_seq = max (read_seq, ?3) WHERE id = ?1",
                      "iii", chat->stream.id, upto, is_read ? upto : 0) &&
         advance_all (ingest, ids, get_event (update->delivery), ingest->job->now_us, &is_changed, error);
}

static gboolean
mark_messages (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome, GError **error)
{
  g_auto (OdIngestTarget) target = { 0 };
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 at_us = od_ingest_get_at_us (ingest, update);
  gboolean is_changed;

  if (!od_ingest_find_target (ingest, chat, update->target_remote_id, 0, &target, error))
    return FALSE;
  if (target.id == 0)
    return keep_for_later (ingest, update, at_us, outcome, error);
  if (target.direction == OD_TIMELINE_OUT)
    g_array_append_val (ids, target.id); /* this one surely left, whatever we thought */
  if (!find_up_to (ingest, chat, &target, update->delivery, ids, error) ||
      !advance_all (ingest, ids, get_event (update->delivery), at_us, &is_changed, error))
    return FALSE;
  outcome->status = is_changed ? OD_INGEST_STORED : OD_INGEST_DUPLICATE;
  outcome->conversation_id = target.conversation_id;
  outcome->message_id = target.id;
  return TRUE;
}

/*
 * od_ingest_receipt:
 *
 * The customer's side has, or has seen, everything up to a message.
 */
gboolean
od_ingest_receipt (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome,
                   GError **error)
{
  outcome->conversation_id = chat->conversation.id;
  outcome->at_us = ingest->job->now_us;
  if ((update->delivery != OD_DELIVERY_DELIVERED && update->delivery != OD_DELIVERY_READ) ||
      (update->target_seq > 0 && chat->stream.id == 0))
    {
      outcome->status = OD_INGEST_IGNORED;
      return TRUE;
    }
  return update->target_seq > 0 ? mark_stream (ingest, chat, update, outcome, error)
                                : mark_messages (ingest, chat, update, outcome, error);
}
