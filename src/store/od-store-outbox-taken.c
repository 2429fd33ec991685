/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-outbox"

#include "od-operation-private.h"
#include "od-store-outbox-private.h"
#include "od-store-receipt-private.h"

/* What the other side has of a message of ours, and by which ids it knows it. */

void
od_part_job_free (OdPartJob *job)
{
  g_free (job->remote_id);
  g_free (job);
}

/* @echo_id: (out): 0: there is none */
static gboolean
find_echo (sqlite3 *db, const OdOperationRow *row, const char *remote_id, gint64 *echo_id, gint64 *conversation_id,
           GError **error)
{
  g_autoptr (OdStmt) found = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT m.timeline_id, t.conversation_id FROM message AS m JOIN timeline AS t"
                        " ON t.id = m.timeline_id WHERE m.timeline_id = coalesce ("
                        "(SELECT timeline_id FROM message WHERE account_id = ?1 AND remote_id = ?2),"
                        " (SELECT message_id FROM message_part WHERE account_id = ?1 AND remote_id = ?2))"
                        " AND m.timeline_id <> ?3 AND m.direction = 2",
                        &found, "iti", row->account_id, remote_id, row->message_id))
    return FALSE;
  *echo_id = found != NULL ? sqlite3_column_int64 (found, 0) : 0;
  *conversation_id = found != NULL ? sqlite3_column_int64 (found, 1) : 0;
  return TRUE;
}

/* The channel may have shown us our own message, as one written elsewhere, before it answered: all of it or, where it is
 * several there, a part. It is the same one, and what customers said of it is said of ours. */
static gboolean
drop_echo (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, const char *remote_id, GError **error)
{
  static const char *const adoptions[] = {
    "UPDATE message SET reply_to_id = ?2 WHERE reply_to_id = ?1 AND timeline_id > ?1",
    "UPDATE OR IGNORE reaction SET message_id = ?2 WHERE message_id = ?1 AND operator_id = 0",
  };
  gint64 echo_id, conversation_id;

  if (!find_echo (db, row, remote_id, &echo_id, &conversation_id, error))
    return FALSE;
  if (echo_id == 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (adoptions); i++)
    if (!od_stmt_run (db, error, adoptions[i], "ii", echo_id, row->message_id))
      return FALSE;
  return od_operation_erase_message (db, changes, conversation_id, echo_id, error);
}

/*
 * od_outbox_name_message:
 * @remote_id: the channel's id of the new message
 */
gboolean
od_outbox_name_message (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, const char *remote_id,
                        GError **error)
{
  return drop_echo (db, changes, row, remote_id, error) &&
         od_stmt_run (db, error, "UPDATE message SET remote_id = ?2 WHERE timeline_id = ?1", "it", row->message_id,
                      remote_id) &&
         od_receipt_apply_early (db, changes, row->account_id, remote_id, row->message_id, error);
}

/* The text may have an id of its own there, or that of the file under which it stands. */
static gboolean
name_part (sqlite3 *db, OdChangeSet *changes, const OdPartJob *job, GError **error)
{
  g_auto (OdOperationRow) row = { 0 };

  return od_operation_load (db, job->operation_id, &row, error) &&
         drop_echo (db, changes, &row, job->remote_id, error) &&
         od_stmt_run (db, error,
                      "INSERT INTO message_part (account_id, remote_id, message_id, attachment_id, body)"
                      " SELECT account_id, ?2, timeline_id, nullif (?3, 0), iif (?3 = 0, body, '') FROM message"
                      " WHERE timeline_id = ?1"
                      " ON CONFLICT (account_id, remote_id) DO UPDATE SET"
                      " attachment_id = coalesce (excluded.attachment_id, attachment_id),"
                      " body = iif (excluded.body <> '', excluded.body, body) WHERE message_id = excluded.message_id",
                      "iti", row.message_id, job->remote_id, job->attachment_id);
}

/**
 * od_store_note_part:
 * @data: an #OdPartJob
 *
 * The other side has a part of a message. Of an operation that isn't under way any more it is noted all the same:
 * whoever sends it again must know.
 */
gboolean
od_store_note_part (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  const OdPartJob *job = data;

  return od_stmt_run (db, error,
                      "UPDATE operation SET payload = json_set (payload, '$.taken', json_insert (coalesce"
                      " (json_extract (payload, '$.taken'), '[]'), '$[#]', ?2)) WHERE id = ?1 AND NOT EXISTS"
                      " (SELECT 1 FROM json_each (payload, '$.taken') AS j WHERE j.value = ?2)",
                      "ii", job->operation_id, job->attachment_id) &&
         (job->remote_id == NULL || name_part (db, changes, job, error));
}
