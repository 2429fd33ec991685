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

/* ---- the message's own id ---- */

/* @part_id: (out): the first that is not known to be there: a file, 0: the text, -1: none */
static gboolean
find_left (sqlite3 *db, const OdOperationRow *row, gint64 *part_id, GError **error)
{
  g_autoptr (OdStmt) found = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT id FROM (SELECT 0 AS id, -1 AS position FROM message WHERE timeline_id = ?2"
                        " AND body <> '' UNION ALL SELECT id, position FROM attachment WHERE message_id = ?2)"
                        " WHERE id NOT IN (SELECT j.value FROM operation AS o, json_each (o.payload, '$.taken') AS j"
                        " WHERE o.id = ?1) ORDER BY position LIMIT 1",
                        &found, "ii", row->id, row->message_id))
    return FALSE;
  *part_id = found != NULL ? sqlite3_column_int64 (found, 0) : -1;
  return TRUE;
}

/* What was left went with one request as one message: it is a part like the others. */
static gboolean
note_last (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, const char *remote_id, GError **error)
{
  g_autofree char *id = g_strdup (remote_id);
  OdPartJob job = { .operation_id = row->id, .remote_id = id };

  return find_left (db, row, &job.attachment_id, error) &&
         (job.attachment_id < 0 || od_store_note_part (db, changes, &job, error));
}

/* @is_several: (out): parts of it are known. @name: (out) (transfer full) (nullable): the id of that which has the text,
 * or came first; a text whose id nobody heard has none, for what is done to another part is not done to it. */
static gboolean
find_name (sqlite3 *db, const OdOperationRow *row, gboolean *is_several, char **name, GError **error)
{
  g_autoptr (OdStmt) found = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT (SELECT json_array_length (payload, '$.taken') > 0 FROM operation WHERE id = ?1),"
                        " (SELECT p.remote_id FROM message_part AS p JOIN message AS m ON m.timeline_id = p.message_id"
                        " WHERE p.message_id = ?2 AND (p.body <> '' OR m.body = '')"
                        " ORDER BY p.attachment_id LIMIT 1)",
                        &found, "ii", row->id, row->message_id))
    return FALSE;
  *is_several = sqlite3_column_int (found, 0) != 0;
  *name = od_stmt_dup_text (found, 1);
  return TRUE;
}

static gboolean
set_name (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, const char *remote_id, GError **error)
{
  return drop_echo (db, changes, row, remote_id, error) &&
         od_stmt_run (db, error, "UPDATE message SET remote_id = ?2 WHERE timeline_id = ?1", "it", row->message_id,
                      remote_id) &&
         od_receipt_apply_early (db, changes, row->account_id, remote_id, row->message_id, error);
}

/*
 * od_outbox_name_message:
 * @remote_id: (nullable): what the channel called it, as far as its last attempt went
 *
 * All of it is there.
 */
gboolean
od_outbox_name_message (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, const char *remote_id,
                        GError **error)
{
  g_autofree char *name = NULL;
  gboolean is_several, has_id = remote_id != NULL && *remote_id != '\0';

  if (!find_name (db, row, &is_several, &name, error))
    return FALSE;
  if (!is_several)
    return !has_id || set_name (db, changes, row, remote_id, error);
  if (has_id && !note_last (db, changes, row, remote_id, error))
    return FALSE;
  g_clear_pointer (&name, g_free);
  return find_name (db, row, &is_several, &name, error) &&
         (name == NULL || *name == '\0' || set_name (db, changes, row, name, error));
}
