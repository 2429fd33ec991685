/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-triage"

#include "od-store-triage.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-store-triage-private.h"
#include "od-text.h"
#include "od-time.h"

/**
 * od_triage_job_new:
 *
 * Returns: (transfer full): a job without a remote half
 */
OdTriageJob *
od_triage_job_new (OdOperationKind kind, gint64 conversation_id, gint64 message_id, gint64 operator_id, gint64 now_us)
{
  OdTriageJob *job = g_new0 (OdTriageJob, 1);

  *job = (OdTriageJob){
    .kind = kind,
    .conversation_id = conversation_id,
    .message_id = message_id,
    .operator_id = operator_id,
    .now_us = now_us,
  };
  return job;
}

void
od_triage_job_free (OdTriageJob *job)
{
  g_free (job->text);
  g_free (job->emoji);
  g_free (job->tag);
  g_free (job);
}

/*
 * od_triage_load_conversation:
 *
 * Finds the conversation of the job.
 */
gboolean
od_triage_load_conversation (OdTriage *triage, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (
          triage->db, error,
          "SELECT c.account_id, c.status, coalesce (c.assignee_id, 0), coalesce (c.snoozed_until_us, 0),"
          " c.read_upto_id, c.priority, EXISTS (SELECT 1 FROM conversation AS s WHERE s.thread_id = c.thread_id"
          " AND s.status IN (1, 2) AND s.id <> c.id) FROM conversation AS c WHERE c.id = ?1",
          &row, "i", triage->job->conversation_id))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, "conversation");
  triage->account_id = sqlite3_column_int64 (row, 0);
  triage->status = (OdStatus) sqlite3_column_int (row, 1);
  triage->assignee_id = sqlite3_column_int64 (row, 2);
  triage->snoozed_until_us = sqlite3_column_int64 (row, 3);
  triage->read_upto_id = sqlite3_column_int64 (row, 4);
  triage->priority = sqlite3_column_int (row, 5);
  triage->has_live_sibling = sqlite3_column_int (row, 6) != 0;
  return TRUE;
}

/*
 * od_triage_tell_channel:
 * @payload: (nullable): JSON object
 *
 * The remote half, if the channel has one.
 */
gboolean
od_triage_tell_channel (OdTriage *triage, gint64 message_id, const char *payload, GError **error)
{
  g_auto (OdOperationRow) row = {
    .account_id = triage->account_id,
    .conversation_id = triage->job->conversation_id,
    .message_id = message_id,
    .operator_id = triage->job->operator_id,
    .created_at_us = triage->job->now_us,
    .not_before_us = triage->job->now_us,
    .kind = triage->job->kind,
    .payload = g_strdup (payload),
  };

  return (triage->job->flags & OD_TRIAGE_HAS_REMOTE) == 0 ||
         od_operation_insert (triage->db, triage->changes, &row, error);
}

/*
 * od_triage_tell:
 * @what: happened
 *
 * What everybody sees who looks at the conversation, what the books say, and what the channel is told.
 */
gboolean
od_triage_tell (OdTriage *triage, const char *what, const char *payload, GError **error)
{
  const OdTriageJob *job = triage->job;

  triage->job->is_changed = TRUE;
  return od_write_event (triage->db, triage->changes, job->conversation_id, job->now_us, what, job->operator_id,
                         payload, error) &&
         od_write_audit (triage->db, job->now_us, job->operator_id, what, "conversation", job->conversation_id,
                         error) &&
         od_triage_tell_channel (triage, 0, payload, error);
}

static gboolean
set_status (OdTriage *triage, GError **error)
{
  const OdTriageJob *job = triage->job;
  g_autofree char *payload = NULL;
  OdStatus next;

  if (!od_status_next (triage->status, job->event, &next))
    return triage->status != OD_STATUS_SPAM || job->event != OD_STATUS_EVENT_WAIT ||
           od_deed_refuse (OD_DEED_REFUSAL_SPAM, error);
  if (triage->has_live_sibling && (next == OD_STATUS_OPEN || next == OD_STATUS_PENDING))
    return od_deed_refuse (OD_DEED_REFUSAL_SIBLING, error);
  payload = g_strdup_printf ("{\"status\":\"%s\"}", od_status_get_name (next));
  triage->job->is_changed = TRUE;
  return od_write_status (triage->db, triage->changes, job->conversation_id, next, job->operator_id, job->now_us,
                          error) &&
         od_write_audit (triage->db, job->now_us, job->operator_id, "status", "conversation", job->conversation_id,
                         error) &&
         od_triage_tell_channel (triage, 0, payload, error);
}

static gboolean
check_operator (OdTriage *triage, gint64 id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (id == 0)
    return TRUE;
  if (!od_stmt_get_row (triage->db, error, "SELECT 1 FROM operator WHERE id = ?1", &row, "i", id))
    return FALSE;
  if (row != NULL)
    return TRUE;
  od_write_set_gone (error, "operator");
  if (error != NULL)
    od_error_set_reason (*error, OD_DEED_REFUSAL_NO_OPERATOR);
  return FALSE;
}

static gboolean
assign (OdTriage *triage, GError **error)
{
  const OdTriageJob *job = triage->job;
  g_autofree char *payload = g_strdup_printf ("{\"operator\":%" G_GINT64_FORMAT "}", job->assignee_id);

  if (job->assignee_id == triage->assignee_id)
    return TRUE;
  return check_operator (triage, job->assignee_id, error) &&
         od_stmt_run (triage->db, error, "UPDATE conversation SET assignee_id = nullif (?2, 0) WHERE id = ?1", "ii",
                      job->conversation_id, job->assignee_id) &&
         od_triage_tell (triage, "assigned", payload, error);
}

static gboolean
snooze (OdTriage *triage, GError **error)
{
  const OdTriageJob *job = triage->job;
  gint64 until_us = job->until_us > job->now_us ? MIN (job->until_us, OD_TIME_MAX_US) : 0;
  g_autofree char *payload = g_strdup_printf ("{\"until_us\":%" G_GINT64_FORMAT "}", until_us);

  if (until_us == triage->snoozed_until_us)
    return TRUE;
  if (until_us > 0 && (triage->status == OD_STATUS_RESOLVED || triage->status == OD_STATUS_SPAM))
    return od_deed_refuse (OD_DEED_REFUSAL_OVER, error);
  return od_stmt_run (triage->db, error, "UPDATE conversation SET snoozed_until_us = nullif (?2, 0) WHERE id = ?1",
                      "ii", job->conversation_id, until_us) &&
         od_triage_tell (triage, until_us > 0 ? "snoozed" : "woken", payload, error);
}

/* ---- tags ---- */

static gboolean
find_tag (OdTriage *triage, const char *name, gint64 *id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (triage->db, error, "SELECT id FROM tag WHERE name = ?1", &row, "t", name))
    return FALSE;
  *id = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  return TRUE;
}

static gboolean
ensure_tag (OdTriage *triage, const char *name, gint64 *id, GError **error)
{
  if (!find_tag (triage, name, id, error))
    return FALSE;
  if (*id != 0)
    return TRUE;
  if (!od_stmt_run (triage->db, error, "INSERT INTO tag (name) VALUES (?1)", "t", name))
    return FALSE;
  *id = sqlite3_last_insert_rowid (triage->db);
  od_change_set_add (triage->changes, OD_CHANGE_LIBRARY, *id);
  return TRUE;
}

static gboolean
add_tag (OdTriage *triage, gint64 id, gboolean *is_changed, GError **error)
{
  gint64 conversation_id = triage->job->conversation_id;
  gint64 n = 0, is_there = 0;
  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (triage->db, error,
                          "SELECT count (*), coalesce (max (tag_id = ?2), 0) FROM conversation_tag"
                          " WHERE conversation_id = ?1",
                          &row, "ii", conversation_id, id))
      return FALSE;
    n = sqlite3_column_int64 (row, 0);
    is_there = sqlite3_column_int64 (row, 1);
  }
  *is_changed = is_there == 0;
  if (is_there != 0)
    return TRUE;
  if (n >= OD_LIMIT_TAGS)
    return od_deed_refuse (OD_DEED_REFUSAL_TOO_MANY_TAGS, error);
  return od_stmt_run (triage->db, error, "INSERT INTO conversation_tag (conversation_id, tag_id) VALUES (?1, ?2)", "ii",
                      conversation_id, id);
}

static gboolean
change_tag (OdTriage *triage, const char *name, gboolean *is_changed, GError **error)
{
  gint64 id;

  if (triage->job->is_set)
    return ensure_tag (triage, name, &id, error) && add_tag (triage, id, is_changed, error);
  if (!find_tag (triage, name, &id, error) ||
      !od_stmt_run (triage->db, error, "DELETE FROM conversation_tag WHERE conversation_id = ?1 AND tag_id = ?2", "ii",
                    triage->job->conversation_id, id))
    return FALSE;
  *is_changed = sqlite3_changes (triage->db) > 0;
  return TRUE;
}

static gboolean
set_tag (OdTriage *triage, GError **error)
{
  g_autofree char *name = od_text_snippet (triage->job->tag != NULL ? triage->job->tag : "", OD_LIMIT_TAG_CHARS);
  g_autofree char *payload = NULL;
  gboolean is_changed;

  if (*name == '\0')
    {
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "tag: a name is needed");
      return FALSE;
    }
  if (!change_tag (triage, name, &is_changed, error))
    return FALSE;
  if (!is_changed)
    return TRUE;
  payload = od_triage_make_payload ("tag", name);
  return od_triage_tell (triage, triage->job->is_set ? "tagged" : "untagged", payload, error);
}

/**
 * od_store_triage:
 * @data: an #OdTriageJob
 *
 * Does it, says so in the timeline where people would look for it and in the books, and queues the remote half.
 * Something that is so already is no error and changes nothing.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND, %OD_ERROR_REJECTED (not in this state), %OD_ERROR_USAGE or %OD_ERROR_STORE
 */
gboolean
od_store_triage (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  static gboolean (*const funcs[OD_N_OPERATION]) (OdTriage *, GError **) = {
    [OD_OPERATION_EDIT] = od_triage_edit,   [OD_OPERATION_REMOVE] = od_triage_remove,
    [OD_OPERATION_REACT] = od_triage_react, [OD_OPERATION_READ] = od_triage_read,
    [OD_OPERATION_STATUS] = set_status,     [OD_OPERATION_ASSIGN] = assign,
    [OD_OPERATION_SNOOZE] = snooze,         [OD_OPERATION_TAG] = set_tag,
  };
  OdTriageJob *job = data;
  OdTriage triage = { .db = db, .changes = changes, .job = job };
  gboolean ok;

  g_return_val_if_fail ((guint) job->kind < OD_N_OPERATION && funcs[job->kind] != NULL, FALSE);

  job->is_changed = FALSE;
  ok = od_triage_load_message (&triage, error) && od_triage_load_conversation (&triage, error) &&
       funcs[job->kind](&triage, error);
  od_triage_message_clear (&triage.message);
  return ok;
}

/**
 * od_store_wake_snoozed:
 * @data: an #OdWakeJob
 *
 * Ends what was put off until now, and the blocks that were until now; a slice, if there is very much of it.
 */
gboolean
od_store_wake_snoozed (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdWakeJob *job = data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean has_row = TRUE;
  gint64 unblock_us;

  {
    g_autoptr (OdStmt) stmt =
        od_stmt_bind (db, error, "SELECT id FROM conversation WHERE snoozed_until_us <= ?1 LIMIT ?2", "ii", job->now_us,
                      (gint64) OD_LIMIT_BATCH_SLICE);

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
  }
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      if (!od_stmt_run (db, error, "UPDATE conversation SET snoozed_until_us = NULL WHERE id = ?1", "i", id) ||
          !od_write_event (db, changes, id, job->now_us, "woken", 0, "{}", error))
        return FALSE;
    }
  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error,
                          "SELECT coalesce (min (snoozed_until_us), 0) FROM conversation WHERE snoozed_until_us < ?1",
                          &row, "i", OD_SNOOZE_UNTIL_REPLY))
      return FALSE;
    job->next_us = sqlite3_column_int64 (row, 0);
  }
  if (!od_write_unblock_due (db, changes, job->now_us, &unblock_us, error))
    return FALSE;
  if (unblock_us > 0)
    job->next_us = job->next_us > 0 ? MIN (job->next_us, unblock_us) : unblock_us;
  return TRUE;
}
