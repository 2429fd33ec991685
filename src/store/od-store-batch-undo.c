/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-batch"

#include "od-conversation-status.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-operation-private.h"
#include "od-store-clock-private.h"
#include "od-store-batch-private.h"
#include "od-store-write-private.h"
#include "od-transaction.h"

/* A change that is being taken back. */
typedef struct {
  sqlite3 *db;
  OdChangeSet *changes;
  const OdBatchJob *job;
  gint64 conversation_id;
  gint64 at_us; /* of the batch */
  const OdBatchChange *change;
  const OdBatchState *now;
} Undo;

/* ---- whether it is still as the batch left it ---- */

/* A mark may stand on an event that is gone: then what stands there instead is meant. */
static gboolean
find_mark (Undo *undo, gint64 mark, gint64 *found, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  *found = 0;
  if (mark == 0)
    return TRUE;
  if (!od_stmt_get_row (undo->db, error,
                        "SELECT coalesce ((SELECT id FROM timeline WHERE id = ?2 AND conversation_id = ?1),"
                        " (SELECT max (id) FROM timeline WHERE conversation_id = ?1 AND id < ?2), 0)",
                        &row, "ii", undo->conversation_id, mark))
    return FALSE;
  *found = sqlite3_column_int64 (row, 0);
  return TRUE;
}

static gboolean
check_row (Undo *undo, GError **error)
{
  const OdBatchChange *change = undo->change;

  for (guint i = 0; i < OD_N_BATCH_COLUMN; i++)
    {
      gint64 expected = change->after[i];

      if (change->before[i] == change->after[i])
        continue;
      if (i == OD_BATCH_READ_UPTO && !find_mark (undo, expected, &expected, error))
        return FALSE;
      if (undo->now->values[i] != expected)
        return od_deed_refuse (OD_DEED_REFUSAL_CHANGED, error);
    }
  return TRUE;
}

static gboolean
is_live (gint64 status)
{
  return status == OD_STATUS_OPEN || status == OD_STATUS_PENDING;
}

/* One conversation of a chat is open or pending, at most. */
static gboolean
check_siblings (Undo *undo, GError **error)
{
  const OdBatchChange *change = undo->change;
  g_autoptr (OdStmt) row = NULL;

  if (!is_live (change->before[OD_BATCH_STATUS]) || is_live (undo->now->values[OD_BATCH_STATUS]))
    return TRUE;
  if (!od_stmt_get_row (undo->db, error,
                        "SELECT 1 FROM conversation AS c JOIN conversation AS s ON s.thread_id = c.thread_id"
                        " AND s.status IN (1, 2) AND s.id <> c.id WHERE c.id = ?1 LIMIT 1",
                        &row, "i", undo->conversation_id))
    return FALSE;
  return row == NULL || od_deed_refuse (OD_DEED_REFUSAL_SIBLING, error);
}

/* Another clock may have begun since, where one ended. */
static gboolean
check_clocks (Undo *undo, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (undo->change->clocks == NULL)
    return TRUE;
  if (!od_stmt_get_row (undo->db, error,
                        "SELECT 1 FROM json_each (?2, '$[1]') AS j JOIN clock AS o"
                        " ON o.id = json_extract (j.value, '$[0]') JOIN clock AS n ON n.conversation_id = ?1"
                        " AND n.kind = o.kind AND n.id > json_extract (?2, '$[0]') LIMIT 1",
                        &row, "it", undo->conversation_id, undo->change->clocks))
    return FALSE;
  return row == NULL || od_deed_refuse (OD_DEED_REFUSAL_CHANGED, error);
}

static gboolean
check (Undo *undo, GError **error)
{
  const OdBatchChange *change = undo->change;
  const OdBatchState *now = undo->now;

  if (!check_row (undo, error) || !check_siblings (undo, error) || !check_clocks (undo, error))
    return FALSE;
  for (guint i = 0; i < change->tags_added->len; i++)
    if (!od_batch_has_id (now->tags, g_array_index (change->tags_added, gint64, i)))
      return od_deed_refuse (OD_DEED_REFUSAL_TAGS_CHANGED, error);
  for (guint i = 0; i < change->tags_removed->len; i++)
    if (od_batch_has_id (now->tags, g_array_index (change->tags_removed, gint64, i)))
      return od_deed_refuse (OD_DEED_REFUSAL_TAGS_CHANGED, error);
  return change->point.id == 0 ||
         (now->point.id == change->point.id && now->point.is_blocked == change->point_after.is_blocked &&
          now->point.until_us == change->point_after.until_us) ||
         od_deed_refuse (OD_DEED_REFUSAL_BLOCK_CHANGED, error);
}

/* ---- back to what it was ---- */

static gboolean
restore_row (Undo *undo, GError **error)
{
  const OdBatchChange *change = undo->change;
  gint64 values[OD_N_BATCH_COLUMN];

  for (guint i = 0; i < OD_N_BATCH_COLUMN; i++)
    values[i] = change->before[i] != change->after[i] ? change->before[i] : undo->now->values[i];
  return od_stmt_run (undo->db, error,
                      "UPDATE conversation SET status = ?2, resolved_at_us = ?3, waiting_since_us = ?4,"
                      " n_unanswered = ?5, snoozed_until_us = nullif (?6, 0), assignee_id = nullif (?7, 0),"
                      " priority = ?8, n_unread = ?9, read_upto_id = ?10 WHERE id = ?1",
                      "iiiiiiiiii", undo->conversation_id, values[OD_BATCH_STATUS], values[OD_BATCH_RESOLVED_AT],
                      values[OD_BATCH_WAITING_SINCE], values[OD_BATCH_N_UNANSWERED], values[OD_BATCH_SNOOZED_UNTIL],
                      values[OD_BATCH_ASSIGNEE], values[OD_BATCH_PRIORITY], values[OD_BATCH_N_UNREAD],
                      values[OD_BATCH_READ_UPTO]);
}

static gboolean
run_each (sqlite3 *db, const char *sql, gint64 first, const GArray *ids, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    if (!od_stmt_run (db, error, sql, "ii", first, g_array_index (ids, gint64, i)))
      return FALSE;
  return TRUE;
}

/* A tag that the batch made goes with the last conversation that has it, unless somebody made more of it, or took it
 * from a conversation to which it can still be given back. */
static gboolean
restore_tags (Undo *undo, GError **error)
{
  const OdBatchChange *change = undo->change;

  if (!run_each (undo->db, "DELETE FROM conversation_tag WHERE conversation_id = ?1 AND tag_id = ?2",
                 undo->conversation_id, change->tags_added, error) ||
      !run_each (undo->db, "INSERT INTO conversation_tag (conversation_id, tag_id) VALUES (?1, ?2)",
                 undo->conversation_id, change->tags_removed, error))
    return FALSE;
  for (guint i = 0; i < change->tags_made->len; i++)
    {
      gint64 id = g_array_index (change->tags_made, gint64, i);

      if (!od_stmt_run (undo->db, error,
                        "DELETE FROM tag WHERE id = ?1 AND colour IS NULL"
                        " AND NOT EXISTS (SELECT 1 FROM conversation_tag WHERE tag_id = ?1)"
                        " AND NOT EXISTS (SELECT 1 FROM customer_tag WHERE tag_id = ?1)"
                        " AND NOT EXISTS (SELECT 1 FROM batch_change AS b, json_each (b.before, '$.tags_removed') AS j"
                        " WHERE b.batch_id <> ?2 AND j.value = ?1)",
                        "ii", id, undo->job->batch_id))
        return FALSE;
      if (sqlite3_changes (undo->db) > 0)
        od_change_set_add (undo->changes, OD_CHANGE_LIBRARY, id);
    }
  return TRUE;
}

static gboolean
restore_clocks (Undo *undo, GError **error)
{
  const char *clocks = undo->change->clocks != NULL ? undo->change->clocks : "[0, []]";

  return od_clock_restore (undo->db, undo->changes, undo->conversation_id, clocks, undo->at_us, undo->job->now_us,
                           error);
}

/* Only rows that are what they were: a number may be somebody else's by now. */
static gboolean
remove_events (Undo *undo, GError **error)
{
  const GArray *events = undo->change->events;

  for (guint i = 0; i < events->len; i++)
    {
      gint64 id = g_array_index (events, gint64, i);

      if (!od_stmt_run (undo->db, error,
                        "DELETE FROM event WHERE timeline_id = (SELECT id FROM timeline WHERE id = ?2 AND kind = 4"
                        " AND conversation_id = ?1 AND at_us = ?3)",
                        "iii", undo->conversation_id, id, undo->at_us) ||
          (sqlite3_changes (undo->db) > 0 &&
           !od_stmt_run (undo->db, error, "DELETE FROM timeline WHERE id = ?1", "i", id)))
        return FALSE;
      od_change_set_add (undo->changes, OD_CHANGE_MESSAGE, id);
    }
  return TRUE;
}

/* No mark stands on what is gone. */
static gboolean
mend_mark (Undo *undo, GError **error)
{
  const OdBatchChange *change = undo->change;
  gint64 mark = change->before[OD_BATCH_READ_UPTO] != change->after[OD_BATCH_READ_UPTO]
                    ? change->before[OD_BATCH_READ_UPTO]
                    : undo->now->values[OD_BATCH_READ_UPTO];
  gint64 found;

  return find_mark (undo, mark, &found, error) &&
         (found == mark || od_stmt_run (undo->db, error, "UPDATE conversation SET read_upto_id = ?2 WHERE id = ?1",
                                        "ii", undo->conversation_id, found));
}

/* What wasn't carried out yet never will be. @is_told: (out): the channel knows of another status */
static gboolean
withdraw (Undo *undo, gint64 operation_id, gboolean *is_told, GError **error)
{
  g_auto (OdOperationRow) row = { 0 };
  g_autoptr (GError) gone = NULL;

  if (!od_operation_load (undo->db, operation_id, &row, &gone))
    {
      if (g_error_matches (gone, OD_ERROR, OD_ERROR_NOT_FOUND))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&gone));
      return FALSE;
    }
  if (row.conversation_id != undo->conversation_id || row.created_at_us != undo->at_us)
    return TRUE;
  if (row.state == OD_DELIVERY_QUEUED)
    {
      od_change_set_add (undo->changes, OD_CHANGE_OPERATION, operation_id);
      return od_stmt_run (undo->db, error, "DELETE FROM operation WHERE id = ?1", "i", operation_id);
    }
  *is_told |= row.kind == OD_OPERATION_STATUS;
  return TRUE;
}

/* That something was read can't be unsaid. */
static gboolean
tell_channel (Undo *undo, GError **error)
{
  const OdBatchChange *change = undo->change;
  gint64 status = change->before[OD_BATCH_STATUS];
  g_auto (OdOperationRow) row = {
    .account_id = undo->now->account_id,
    .conversation_id = undo->conversation_id,
    .operator_id = undo->job->operator_id,
    .created_at_us = undo->job->now_us,
    .not_before_us = undo->job->now_us,
    .kind = OD_OPERATION_STATUS,
  };
  gboolean is_told = FALSE;

  for (guint i = 0; i < change->operations->len; i++)
    if (!withdraw (undo, g_array_index (change->operations, gint64, i), &is_told, error))
      return FALSE;
  if (!is_told || status == change->after[OD_BATCH_STATUS])
    return TRUE;
  row.payload = g_strdup_printf ("{\"status\":\"%s\"}", od_status_get_name ((OdStatus) status));
  return od_operation_insert (undo->db, undo->changes, &row, error);
}

static gboolean
restore (Undo *undo, GError **error)
{
  const OdBatchChange *change = undo->change;

  od_change_set_add (undo->changes, OD_CHANGE_CONVERSATION, undo->conversation_id);
  return restore_row (undo, error) && restore_tags (undo, error) && restore_clocks (undo, error) &&
         (change->point.id == 0 || od_write_blocked (undo->db, undo->changes, change->point.id,
                                                     change->point.is_blocked != 0, change->point.until_us, error)) &&
         remove_events (undo, error) && mend_mark (undo, error) && tell_channel (undo, error) &&
         od_write_audit (undo->db, undo->job->now_us, undo->job->operator_id, "undo", "conversation",
                         undo->conversation_id, error);
}

/* ---- slices ---- */

static gboolean
load_batch (sqlite3 *db, const OdBatchJob *job, gint64 *at_us, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT at_us FROM batch WHERE id = ?1 AND undone_at_us = 0 AND at_us > ?2", &row,
                        "ii", job->batch_id, job->now_us - OD_LIMIT_BATCH_S * (gint64) G_USEC_PER_SEC))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, "action that could be undone");
  *at_us = sqlite3_column_int64 (row, 0);
  return TRUE;
}

/* @text: (out) (nullable): %NULL: there is none left */
static gboolean
load_next (sqlite3 *db, const OdBatchJob *job, gint64 *id, char **text, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT conversation_id, before FROM batch_change WHERE batch_id = ?1 AND conversation_id > ?2"
                        " ORDER BY conversation_id LIMIT 1",
                        &row, "ii", job->batch_id, job->next))
    return FALSE;
  *text = NULL;
  if (row == NULL)
    return TRUE;
  *id = sqlite3_column_int64 (row, 0);
  *text = od_stmt_dup_text (row, 1);
  return TRUE;
}

static gboolean
undo_conversation (sqlite3 *db, OdChangeSet *changes, OdBatchJob *job, gint64 at_us, gint64 id, const char *text,
                   GError **error)
{
  g_autoptr (OdBatchChange) change = od_batch_change_parse (text, error);
  g_auto (OdBatchState) now = { 0 };
  Undo undo = { db, changes, job, id, at_us, change, &now };
  g_autoptr (GError) reason = NULL;

  if (change == NULL)
    return FALSE;
  if (od_batch_state_load (db, id, &now, &reason) && check (&undo, &reason))
    {
      job->report.n_done++;
      return restore (&undo, error) &&
             od_stmt_run (db, error, "DELETE FROM batch_change WHERE batch_id = ?1 AND conversation_id = ?2", "ii",
                          job->batch_id, id);
    }
  if (!g_error_matches (reason, OD_ERROR, OD_ERROR_REJECTED) && !g_error_matches (reason, OD_ERROR, OD_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  job->report.n_refused++;
  if (job->report.refusal == OD_DEED_REFUSAL_NONE)
    job->report.refusal = od_deed_refusal_of_error (reason);
  return TRUE;
}

static gboolean
undo_slice (sqlite3 *db, OdChangeSet *changes, OdBatchJob *job, GError **error)
{
  gint64 at_us = 0, id = 0;

  if (!load_batch (db, job, &at_us, error))
    return FALSE;
  for (guint i = 0; i < OD_LIMIT_BATCH_SLICE && !job->is_done; i++)
    {
      g_autofree char *text = NULL;

      if (!load_next (db, job, &id, &text, error))
        return FALSE;
      job->is_done = text == NULL;
      if (text != NULL && !undo_conversation (db, changes, job, at_us, id, text, error))
        return FALSE;
      job->next = id;
    }
  return !job->is_done || (od_stmt_run (db, error, "UPDATE batch SET undone_at_us = ?2 WHERE id = ?1", "ii",
                                        job->batch_id, job->now_us) &&
                           od_stmt_run (db, error, "DELETE FROM batch_change WHERE batch_id = ?1", "i", job->batch_id));
}

/**
 * od_store_batch_undo:
 * @data: an #OdBatchJob; run it again until it @is_done. If it fails, the job is where it was before
 *
 * Puts back the next conversations of a batch. One that changed since in the same respect stays, and is counted as
 * refused. What was put back is forgotten at once, so that an undo that was cut goes on where it was.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND (forgotten, or undone) or %OD_ERROR_STORE
 */
gboolean
od_store_batch_undo (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdBatchJob *job = data;
  OdBatchJob was = *job;

  if (undo_slice (db, changes, job, error))
    return TRUE;
  *job = was;
  return FALSE;
}

/**
 * od_store_batch_forget:
 * @data: an #OdForgetJob; run it again until it @is_done
 *
 * Forgets, a slice at a time, what can't be undone any more.
 */
gboolean
od_store_batch_forget (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdForgetJob *job = data;
  g_autoptr (OdStmt) row = NULL;
  gint64 id;

  if (!od_stmt_get_row (db, error,
                        "SELECT id FROM batch WHERE (at_us <= ?1 OR undone_at_us > 0 OR id <="
                        " (SELECT id FROM batch ORDER BY id DESC LIMIT 1 OFFSET ?2)) AND (id < (SELECT max (id) FROM"
                        " batch) OR EXISTS (SELECT 1 FROM batch_change WHERE batch_id = id)) ORDER BY id LIMIT 1",
                        &row, "ii", job->now_us - OD_LIMIT_BATCH_S * (gint64) G_USEC_PER_SEC,
                        (gint64) OD_LIMIT_BATCHES))
    return FALSE;
  job->is_done = row == NULL;
  if (row == NULL)
    return TRUE;
  id = sqlite3_column_int64 (row, 0);
  g_clear_pointer (&row, od_stmt_release);
  if (!od_stmt_run (db, error,
                    "DELETE FROM batch_change WHERE batch_id = ?1 AND conversation_id IN (SELECT conversation_id"
                    " FROM batch_change WHERE batch_id = ?1 LIMIT ?2)",
                    "ii", id, (gint64) OD_LIMIT_BATCH_FORGET_ROWS))
    return FALSE;
  return sqlite3_changes (db) == OD_LIMIT_BATCH_FORGET_ROWS ||
         /* The newest stays, without its changes: its number is never given again. */
         od_stmt_run (db, error, "DELETE FROM batch WHERE id = ?1 AND id < (SELECT max (id) FROM batch)", "i", id);
}
