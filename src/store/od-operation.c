/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-operation"

#include "od-operation.h"

#include "od-error.h"
#include "od-json.h"
#include "od-operation-private.h"
#include "od-random.h"
#include "od-store-search-index.h"
#include "od-store-write-private.h"

/* In the database: never changed. */
static const char *const names[OD_N_OPERATION] = {
  [OD_OPERATION_SEND] = "send",     [OD_OPERATION_EDIT] = "edit",     [OD_OPERATION_REMOVE] = "remove",
  [OD_OPERATION_REACT] = "react",   [OD_OPERATION_READ] = "read",     [OD_OPERATION_STATUS] = "status",
  [OD_OPERATION_ASSIGN] = "assign", [OD_OPERATION_SNOOZE] = "snooze", [OD_OPERATION_TAG] = "tag",
};

/**
 * od_operation_kind_parse:
 *
 * Returns: %FALSE if there is no such kind
 */
gboolean
od_operation_kind_parse (const char *name, OdOperationKind *kind)
{
  for (guint i = 0; i < OD_N_OPERATION; i++)
    if (g_strcmp0 (name, names[i]) == 0)
      {
        *kind = (OdOperationKind) i;
        return TRUE;
      }
  return FALSE;
}

void
od_claimed_operation_free (OdClaimedOperation *self)
{
  g_free (self->chat_id);
  g_free (self->key);
  g_free (self->text);
  g_free (self->emoji);
  g_strfreev (self->part_remote_ids);
  g_free (self->target_remote_id);
  g_free (self->reply_to_remote_id);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_free (self->tag);
  g_free (self);
}

void
od_operation_row_clear (OdOperationRow *row)
{
  g_clear_pointer (&row->payload, g_free);
}

/*
 * od_operation_insert:
 * @row: all but the id, which is filled in; queued, with a fresh key
 */
gboolean
od_operation_insert (sqlite3 *db, OdChangeSet *changes, OdOperationRow *row, GError **error)
{
  g_autofree char *key = od_random_hex (16);

  if (!od_stmt_run (db, error,
                    "INSERT INTO operation (account_id, conversation_id, message_id, kind, payload, key, operator_id,"
                    " state, seen_id, created_at_us, not_before_us, is_scheduled, is_held_by_customer)"
                    " VALUES (?1, ?2, nullif (?3, 0), ?4, ?5, ?6, nullif (?7, 0), ?8, ?9, ?10, ?11, ?12, ?13)",
                    "iiitttiiiiiii", row->account_id, row->conversation_id, row->message_id, names[row->kind],
                    row->payload != NULL ? row->payload : "{}", key, row->operator_id, (gint64) OD_DELIVERY_QUEUED,
                    row->seen_id, row->created_at_us, row->not_before_us, (gint64) row->is_scheduled,
                    (gint64) row->is_held_by_customer))
    return FALSE;
  row->id = sqlite3_last_insert_rowid (db);
  row->state = OD_DELIVERY_QUEUED;
  od_change_set_add (changes, OD_CHANGE_OPERATION, row->id);
  return TRUE;
}

#define COLUMNS                                                                                                        \
  "id, account_id, conversation_id, message_id, operator_id, seen_id, created_at_us, not_before_us, kind, state,"      \
  " attempt, payload, is_scheduled, is_held_by_customer"

static gboolean
read_row (OdStmt *stmt, OdOperationRow *row, GError **error)
{
  if (stmt == NULL)
    return od_write_gone (error, "operation");
  *row = (OdOperationRow){
    .id = sqlite3_column_int64 (stmt, 0),
    .account_id = sqlite3_column_int64 (stmt, 1),
    .conversation_id = sqlite3_column_int64 (stmt, 2),
    .message_id = sqlite3_column_int64 (stmt, 3),
    .operator_id = sqlite3_column_int64 (stmt, 4),
    .seen_id = sqlite3_column_int64 (stmt, 5),
    .created_at_us = sqlite3_column_int64 (stmt, 6),
    .not_before_us = sqlite3_column_int64 (stmt, 7),
    .state = (OdDelivery) sqlite3_column_int (stmt, 9),
    .attempt = (guint) sqlite3_column_int (stmt, 10),
    .payload = od_stmt_dup_text (stmt, 11),
    .is_scheduled = sqlite3_column_int (stmt, 12) != 0,
    .is_held_by_customer = sqlite3_column_int (stmt, 13) != 0,
  };
  if (od_operation_kind_parse ((const char *) sqlite3_column_text (stmt, 8), &row->kind))
    return TRUE;
  od_operation_row_clear (row);
  return od_write_gone (error, "kind of operation");
}

/*
 * od_operation_load:
 * @row: (out): %OD_ERROR_NOT_FOUND if there is none
 */
gboolean
od_operation_load (sqlite3 *db, gint64 id, OdOperationRow *row, GError **error)
{
  g_autoptr (OdStmt) stmt = NULL;

  return od_stmt_get_row (db, error, "SELECT " COLUMNS " FROM operation WHERE id = ?1", &stmt, "i", id) &&
         read_row (stmt, row, error);
}

/*
 * od_operation_load_send:
 * @row: (out): the operation that sends the message; %OD_ERROR_NOT_FOUND if there is none
 */
gboolean
od_operation_load_send (sqlite3 *db, gint64 message_id, OdOperationRow *row, GError **error)
{
  g_autoptr (OdStmt) stmt = NULL;

  return od_stmt_get_row (db, error, "SELECT " COLUMNS " FROM operation WHERE message_id = ?1 AND kind = 'send'", &stmt,
                          "i", message_id) &&
         read_row (stmt, row, error);
}

gboolean
od_operation_set_state (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, OdDelivery state,
                        gint64 not_before_us, const char *words, GError **error)
{
  od_change_set_add (changes, OD_CHANGE_OPERATION, row->id);
  return od_stmt_run (
      db, error, "UPDATE operation SET state = ?2, not_before_us = ?3, lease_until_us = 0, error = ?4 WHERE id = ?1",
      "iiit", row->id, (gint64) state, not_before_us, words);
}

static gboolean
load_delivery (sqlite3 *db, gint64 message_id, OdDelivery *delivery, GError **error)
{
  g_autoptr (OdStmt) stmt = NULL;

  if (!od_stmt_get_row (db, error, "SELECT delivery FROM message WHERE timeline_id = ?1", &stmt, "i", message_id))
    return FALSE;
  if (stmt == NULL)
    return od_write_gone (error, "message");
  *delivery = (OdDelivery) sqlite3_column_int (stmt, 0);
  return TRUE;
}

/*
 * od_operation_move_message:
 * @words: (nullable): why it failed
 * @now: (out): where the message stands; where it was if @event can't happen to it
 *
 * Moves the message of a send along.
 */
gboolean
od_operation_move_message (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, OdDeliveryEvent event,
                           const char *words, OdDelivery *now, GError **error)
{
  if (!load_delivery (db, row->message_id, now, error))
    return FALSE;
  if (!od_delivery_next (*now, event, now))
    return TRUE;
  od_change_set_add (changes, OD_CHANGE_MESSAGE, row->message_id);
  od_change_set_add (changes, OD_CHANGE_CONVERSATION, row->conversation_id);
  return od_stmt_run (db, error, "UPDATE message SET delivery = ?2, error = ?3 WHERE timeline_id = ?1", "iit",
                      row->message_id, (gint64) *now, words);
}

/* ---- the stream ---- */

/* @tail, @chat: (out): of the operation's chat. */
static gboolean
load_chat_tail (sqlite3 *db, const OdOperationRow *row, OdStreamTail *tail, GError **error)
{
  g_autofree char *chat_id = NULL;

  {
    g_autoptr (OdStmt) stmt = NULL;

    if (!od_stmt_get_row (
            db, error,
            "SELECT t.remote_id FROM conversation AS c JOIN thread AS t ON t.id = c.thread_id WHERE c.id = ?1", &stmt,
            "i", row->conversation_id))
      return FALSE;
    if (stmt == NULL)
      return od_write_gone (error, "conversation");
    chat_id = od_stmt_dup_text (stmt, 0);
  }
  return od_stream_tail_load (db, row->account_id, chat_id, tail, error) &&
         od_stream_tail_ensure (db, row->account_id, chat_id, tail, error);
}

static char *
dup_status_name (const OdOperationRow *row)
{
  g_autoptr (JsonNode) node = od_json_parse (row->payload, -1, NULL, NULL);
  const char *name = NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    od_json_get_string_opt (json_node_get_object (node), "status", 16, &name, NULL);
  return g_strdup (name);
}

/* The operator has read up to a message of the customer: a mark, not an event. */
static gboolean
mark_operator_read (sqlite3 *db, OdChangeSet *changes, const OdStreamTail *tail, gint64 seq, GError **error)
{
  od_change_set_add (changes, OD_CHANGE_STREAM, tail->id);
  return od_stmt_run (db, error, "UPDATE stream SET operator_read_seq = max (operator_read_seq, ?2) WHERE id = ?1",
                      "ii", tail->id, seq);
}

/*
 * od_operation_append_to_stream:
 * @seq: (out): of the event; 0 if this kind has none
 *
 * The customer's side is told by the stream: this commit is the acceptance.
 */
gboolean
od_operation_append_to_stream (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, gint64 now_us, gint64 *seq,
                               GError **error)
{
  static const OdStreamKind kinds[OD_N_OPERATION] = {
    [OD_OPERATION_SEND] = OD_STREAM_MESSAGE,   [OD_OPERATION_EDIT] = OD_STREAM_EDIT,
    [OD_OPERATION_REMOVE] = OD_STREAM_REMOVAL, [OD_OPERATION_REACT] = OD_STREAM_REACTION,
    [OD_OPERATION_STATUS] = OD_STREAM_STATUS,
  };
  g_autofree char *status = row->kind == OD_OPERATION_STATUS ? dup_status_name (row) : NULL;
  OdStreamEntry entry = { .kind = kinds[row->kind], .message_id = row->message_id, .payload = status };
  OdStreamTail tail;

  *seq = 0;
  if (!load_chat_tail (db, row, &tail, error))
    return FALSE;
  if (row->kind != OD_OPERATION_SEND && row->message_id != 0 &&
      !od_stream_find_seq (db, row->message_id, &entry.ref_seq, error))
    return FALSE;
  if (row->kind == OD_OPERATION_READ)
    return mark_operator_read (db, changes, &tail, entry.ref_seq, error);
  if (entry.kind == 0)
    return TRUE;
  if (!od_stream_tail_append (db, &tail, &entry, now_us, error) || !od_stream_tail_save (db, changes, &tail, error))
    return FALSE;
  *seq = tail.last_seq;
  return row->kind != OD_OPERATION_SEND ||
         od_stmt_run (db, error, "UPDATE message SET sent_at_us = ?2 WHERE timeline_id = ?1", "ii", row->message_id,
                      tail.last_at_us);
}

/*
 * od_operation_erase_message:
 *
 * Takes a message that never left out of the thread, with all that belongs to it.
 */
gboolean
od_operation_erase_message (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 message_id,
                            GError **error)
{
  static const char *const deletions[] = {
    "DELETE FROM message_part WHERE message_id = ?1",
    "DELETE FROM attachment WHERE message_id = ?1",
    "DELETE FROM reaction WHERE message_id = ?1",
    "DELETE FROM message_version WHERE message_id = ?1",
    "DELETE FROM operation WHERE message_id = ?1",
    "UPDATE message SET reply_to_id = NULL WHERE reply_to_id = ?1 AND timeline_id > ?1",
    "DELETE FROM message WHERE timeline_id = ?1",
    "DELETE FROM timeline WHERE id = ?1",
  };

  if (!od_search_index_remove (db, OD_SEARCH_DOC_MESSAGE, message_id, error) ||
      !od_search_index_remove (db, OD_SEARCH_DOC_FILE, message_id, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (deletions); i++)
    if (!od_stmt_run (db, error, deletions[i], "i", message_id))
      return FALSE;
  od_change_set_add (changes, OD_CHANGE_MESSAGE, message_id);
  od_change_set_add (changes, OD_CHANGE_CONVERSATION, conversation_id);
  od_change_set_add (changes, OD_CHANGE_OPERATION, message_id);
  return od_write_last (db, conversation_id, error);
}
