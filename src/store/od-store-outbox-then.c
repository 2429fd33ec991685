/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-outbox"

#include "od-error.h"
#include "od-json.h"
#include "od-store-clock-private.h"
#include "od-store-outbox-private.h"
#include "od-store-triage.h"
#include "od-store-write-private.h"

/* "Send and resolve", "send and snooze": what a reply did with its conversation, and taking that back. */

/*
 * od_former_read:
 *
 * What the operation of a reply says of the conversation that it found. What it says nothing of is 0.
 */
gboolean
od_former_read (const OdOperationRow *row, OdFormer *former, GError **error)
{
  g_autoptr (JsonNode) node = od_json_parse (row->payload, -1, NULL, error);
  const struct {
    const char *name;
    gint64 *value;
  } members[] = {
    { "before", &former->before },
    { "after", &former->after },
    { "waiting_since_us", &former->waiting_since_us },
    { "resolved_at_us", &former->resolved_at_us },
    { "n_unanswered", &former->n_unanswered },
    { "draft_revision", &former->draft_revision },
    { "snoozed_before_us", &former->snoozed_before_us },
    { "snoozed_after_us", &former->snoozed_after_us },
    { "then_event", &former->then_event },
    { "then_operation", &former->then_operation },
    { "follows", &former->follows },
  };

  *former = (OdFormer){ 0 };
  if (node == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (!JSON_NODE_HOLDS_OBJECT (node) ||
        !od_json_get_int_opt (json_node_get_object (node), members[i].name, 0, G_MAXINT64, members[i].value, error))
      return FALSE;
  return TRUE;
}

static gboolean
ask (sqlite3 *db, const char *sql, gint64 id, gint64 *number, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, sql, &row, "i", id))
    return FALSE;
  *number = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  return TRUE;
}

#define SNOOZED "SELECT coalesce (snoozed_until_us, 0) FROM conversation WHERE id = ?1"

/* The remote half of a reply for later waits as long, and holds up as little. */
static gboolean
wait_likewise (sqlite3 *db, gint64 operation_id, gint64 send_at_us, GError **error)
{
  return send_at_us == 0 || operation_id == 0 ||
         od_stmt_run (db, error, "UPDATE operation SET is_scheduled = 1, not_before_us = ?2 WHERE id = ?1", "ii",
                      operation_id, send_at_us);
}

/*
 * od_outbox_do_then:
 * @operation_id: of the reply, where it is remembered; 0 for a note, which nothing takes back
 *
 * After the reply is written and queued.
 */
gboolean
od_outbox_do_then (sqlite3 *db, OdChangeSet *changes, const OdEnqueueJob *job, gint64 operation_id, GError **error)
{
  g_autoptr (OdTriageJob) triage = NULL;
  gint64 before_us, after_us, status, event_id, then_id = 0;

  if (job->after.then == OD_REPLY_THEN_NOTHING)
    return TRUE;
  triage = od_triage_job_new (job->after.then == OD_REPLY_THEN_RESOLVE ? OD_OPERATION_STATUS : OD_OPERATION_SNOOZE,
                              job->conversation_id, 0, job->operator_id, job->now_us);
  triage->event = OD_STATUS_EVENT_RESOLVE;
  triage->until_us = job->after.snooze_until_us != 0 ? job->after.snooze_until_us : OD_SNOOZE_UNTIL_REPLY;
  if (job->after.then == OD_REPLY_THEN_RESOLVE && (job->flags & OD_ENQUEUE_TELLS_STATUS) != 0)
    triage->flags = OD_TRIAGE_HAS_REMOTE;
  if (!ask (db, SNOOZED, job->conversation_id, &before_us, error) || !od_store_triage (db, changes, triage, error))
    return FALSE;
  if (!triage->is_changed || operation_id == 0)
    return TRUE;
  if (!ask (db, SNOOZED, job->conversation_id, &after_us, error) ||
      !ask (db, "SELECT status FROM conversation WHERE id = ?1", job->conversation_id, &status, error) ||
      !ask (db, "SELECT max (id) FROM timeline WHERE id > ?1", job->message_id, &event_id, error) ||
      (triage->flags != 0 && !ask (db, "SELECT max (id) FROM operation WHERE id > ?1", operation_id, &then_id, error)))
    return FALSE;
  return wait_likewise (db, then_id, job->send_at_us, error) &&
         od_stmt_run (db, error,
                      "UPDATE operation SET payload = json_set (payload, '$.after', ?2, '$.snoozed_before_us', ?3,"
                      " '$.snoozed_after_us', ?4, '$.then_event', ?5, '$.then_operation', ?6) WHERE id = ?1",
                      "iiiiii", operation_id, status, before_us, after_us, event_id, then_id);
}

/* What the customer's side was to hear of a status that is not so; if it heard it already, it is told what is. */
static gboolean
recall_status (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *of, gint64 then_operation, OdStatus status,
               gint64 now_us, GError **error)
{
  g_auto (OdOperationRow) row = {
    .account_id = of->account_id,
    .conversation_id = of->conversation_id,
    .operator_id = of->operator_id,
    .created_at_us = now_us,
    .not_before_us = now_us,
    .kind = OD_OPERATION_STATUS,
    .payload = g_strdup_printf ("{\"status\":\"%s\"}", od_status_get_name (status)),
  };

  if (then_operation == 0)
    return TRUE;
  if (!od_stmt_run (db, error, "DELETE FROM operation WHERE id = ?1 AND state = 1 AND attempt = 0", "i",
                    then_operation))
    return FALSE;
  return sqlite3_changes (db) > 0 || od_operation_insert (db, changes, &row, error);
}

/*
 * od_outbox_undo_then:
 *
 * Takes back what the reply did with its conversation besides answering; its status is restored by the caller.
 */
gboolean
od_outbox_undo_then (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, const OdFormer *former,
                     gint64 now_us, GError **error)
{
  if (former->then_event == 0)
    return TRUE;
  od_change_set_add (changes, OD_CHANGE_MESSAGE, former->then_event);
  return od_stmt_run (db, error, "DELETE FROM event WHERE timeline_id = ?1", "i", former->then_event) &&
         od_stmt_run (db, error, "DELETE FROM timeline WHERE id = ?1 AND kind = 4", "i", former->then_event) &&
         od_stmt_run (db, error,
                      "UPDATE conversation SET snoozed_until_us = nullif (?2, 0)"
                      " WHERE id = ?1 AND coalesce (snoozed_until_us, 0) = ?3",
                      "iii", row->conversation_id, former->snoozed_before_us, former->snoozed_after_us) &&
         recall_status (db, changes, row, former->then_operation, (OdStatus) former->before, now_us, error);
}

/* @is_there: (out): it is resolved still, and may be open again */
static gboolean
find_resolved (sqlite3 *db, const OdOperationRow *row, const OdFormer *former, gboolean *is_there, GError **error)
{
  g_autoptr (OdStmt) found = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT 1 FROM conversation AS c WHERE id = ?1 AND status = 3 AND ?2 = 3 AND NOT EXISTS"
                        " (SELECT 1 FROM conversation AS s WHERE s.thread_id = c.thread_id AND s.status IN (1, 2))",
                        &found, "ii", row->conversation_id, former->after))
    return FALSE;
  *is_there = found != NULL;
  return TRUE;
}

/*
 * od_outbox_reopen:
 *
 * A reply did not leave: what it was to answer waits again, until when it did (R15). If it was to be the last word, its
 * conversation comes back to where people look, and nobody is told that it ended. When the reply leaves after all, the conversation stays open: whoever decides that looks at it.
 */
gboolean
od_outbox_reopen (sqlite3 *db, OdChangeSet *changes, const OdOperationRow *row, gint64 now_us, GError **error)
{
  OdFormer former;
  gboolean is_resolved;

  if (row->kind != OD_OPERATION_SEND)
    return TRUE;
  if (!od_outbox_fail_next (db, changes, row, now_us, error))
    return FALSE;
  if (!od_former_read (row, &former, NULL) || former.then_event == 0)
    return od_clock_settle (db, changes, row->conversation_id, now_us, error);
  od_change_set_add (changes, OD_CHANGE_CONVERSATION, row->conversation_id);
  return od_stmt_run (db, error,
                      "UPDATE conversation SET snoozed_until_us = NULL WHERE id = ?1 AND ?2 > 0"
                      " AND snoozed_until_us = ?2",
                      "ii", row->conversation_id, former.snoozed_after_us) &&
         recall_status (db, changes, row, former.then_operation, OD_STATUS_OPEN, now_us, error) &&
         od_stmt_run (db, error,
                      "UPDATE operation SET payload = json_set (payload, '$.then_operation', 0) WHERE id = ?1", "i",
                      row->id) &&
         find_resolved (db, row, &former, &is_resolved, error) &&
         (is_resolved ? od_write_status (db, changes, row->conversation_id, OD_STATUS_OPEN, 0, now_us, error)
                      : od_clock_settle (db, changes, row->conversation_id, now_us, error));
}
