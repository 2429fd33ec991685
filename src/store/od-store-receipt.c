/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-receipt"

#include "od-store-receipt-private.h"

#include "od-error.h"
#include "od-store-clock-private.h"

typedef struct {
  gint64 conversation_id;
  OdDelivery delivery;
} Standing;

static gboolean
load_standing (sqlite3 *db, gint64 message_id, Standing *standing, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (
          db, error,
          "SELECT t.conversation_id, m.delivery FROM message AS m JOIN timeline AS t ON t.id = m.timeline_id"
          " WHERE m.timeline_id = ?1",
          &row, "i", message_id))
    return FALSE;
  *standing = (Standing){ 0, OD_DELIVERY_NONE };
  if (row != NULL)
    *standing = (Standing){ sqlite3_column_int64 (row, 0), (OdDelivery) sqlite3_column_int (row, 1) };
  return TRUE;
}

/* A receipt settles what nobody knew: the operation isn't unconfirmed any more, and holds up nothing. */
static gboolean
settle_operation (sqlite3 *db, OdChangeSet *changes, gint64 message_id, GError **error)
{
  if (!od_stmt_run (
          db, error,
          "UPDATE operation SET state = 3, error = NULL WHERE message_id = ?1 AND kind = 'send' AND state = 7", "i",
          message_id))
    return FALSE;
  if (sqlite3_changes (db) > 0)
    od_change_set_add (changes, OD_CHANGE_OPERATION, message_id);
  return TRUE;
}

/*
 * od_receipt_apply:
 * @event: %OD_DELIVERY_EVENT_DELIVER or _SEEN
 * @is_changed: (out): whether the message moved; it never moves back
 */
gboolean
od_receipt_apply (sqlite3 *db, OdChangeSet *changes, gint64 message_id, OdDeliveryEvent event, gint64 at_us,
                  gboolean *is_changed, GError **error)
{
  Standing before;
  OdDelivery next;

  *is_changed = FALSE;
  if (!load_standing (db, message_id, &before, error))
    return FALSE;
  if (before.conversation_id == 0 || !od_delivery_next (before.delivery, event, &next) || next == before.delivery)
    return TRUE; /* late, twice, or of something that can't be delivered: no error */
  *is_changed = TRUE;
  od_change_set_add (changes, OD_CHANGE_MESSAGE, message_id);
  od_change_set_add (changes, OD_CHANGE_CONVERSATION, before.conversation_id);
  return od_stmt_run (db, error,
                      "UPDATE message SET delivery = ?2, error = NULL,"
                      " sent_at_us = iif (sent_at_us = 0, ?3, sent_at_us),"
                      " delivered_at_us = iif (delivered_at_us = 0, ?3, delivered_at_us),"
                      " read_at_us = iif (?2 = 5, ?3, read_at_us) WHERE timeline_id = ?1",
                      "iii", message_id, (gint64) next, at_us) &&
         (before.delivery != OD_DELIVERY_UNCONFIRMED || settle_operation (db, changes, message_id, error)) &&
         (before.delivery == OD_DELIVERY_SENT || before.delivery == OD_DELIVERY_DELIVERED ||
          (od_clock_settle (db, changes, before.conversation_id, at_us, error) &&
           od_clock_reply_left (db, changes, message_id, at_us, error)));
}

/*
 * od_receipt_apply_early:
 *
 * The channel's id of the message is known now: what came before it is made up for.
 */
gboolean
od_receipt_apply_early (sqlite3 *db, OdChangeSet *changes, gint64 account_id, const char *remote_id, gint64 message_id,
                        GError **error)
{
  gint64 at_us[2] = { 0, 0 }; /* delivered, read */
  gboolean has_row = TRUE, is_changed;

  {
    g_autoptr (OdStmt) stmt =
        od_stmt_bind (db, error, "SELECT delivery, at_us FROM receipt_early WHERE account_id = ?1 AND remote_id = ?2",
                      "it", account_id, remote_id);

    if (stmt == NULL)
      return FALSE;
    while (has_row)
      {
        if (!od_stmt_step (stmt, &has_row, error))
          return FALSE;
        if (has_row)
          at_us[sqlite3_column_int (stmt, 0) == OD_DELIVERY_READ] = sqlite3_column_int64 (stmt, 1);
      }
  }
  if (at_us[0] == 0 && at_us[1] == 0)
    return TRUE;
  if (at_us[0] != 0 &&
      !od_receipt_apply (db, changes, message_id, OD_DELIVERY_EVENT_DELIVER, at_us[0], &is_changed, error))
    return FALSE;
  if (at_us[1] != 0 &&
      !od_receipt_apply (db, changes, message_id, OD_DELIVERY_EVENT_SEEN, at_us[1], &is_changed, error))
    return FALSE;
  return od_stmt_run (db, error, "DELETE FROM receipt_early WHERE account_id = ?1 AND remote_id = ?2", "it", account_id,
                      remote_id);
}
