/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store"

#include "od-store-alert.h"

#include "od-delivery.h"
#include "od-limits.h"
#include "od-stmt.h"
#include "od-store-person.h"
#include "od-update.h"

#define QUIET_KEY "notify.quiet_hours"
/* What an assignment that comes with an import is older than. */
#define FRESH_US (3600 * (gint64) G_USEC_PER_SEC)

/**
 * od_alert_job_new:
 *
 * Returns: (transfer full): a job that looks at nothing yet
 */
OdAlertJob *
od_alert_job_new (gint64 operator_id, gint64 now_us)
{
  OdAlertJob *job = g_new0 (OdAlertJob, 1);

  job->message_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  job->conversation_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  job->fine_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  job->news = od_alert_news_new ();
  job->operator_id = operator_id;
  job->now_us = now_us;
  return job;
}

/**
 * od_alert_job_copy:
 *
 * Returns: (transfer full): a job that looks at the same
 */
OdAlertJob *
od_alert_job_copy (const OdAlertJob *job)
{
  OdAlertJob *copy = od_alert_job_new (job->operator_id, job->now_us);

  g_array_append_vals (copy->message_ids, job->message_ids->data, job->message_ids->len);
  g_array_append_vals (copy->conversation_ids, job->conversation_ids->data, job->conversation_ids->len);
  g_array_append_vals (copy->news->alerts, job->news->alerts->data, job->news->alerts->len);
  copy->after_id = job->after_id;
  return copy;
}

void
od_alert_job_free (OdAlertJob *job)
{
  g_array_unref (job->message_ids);
  g_array_unref (job->conversation_ids);
  g_array_unref (job->fine_ids);
  g_clear_pointer (&job->news, od_alert_news_free);
  g_strfreev (job->muted);
  g_free (job);
}

/* ---- What happened ---- */

/* Whether a row is new, and not brought by an import, which writes no ids of a provider. */
static gboolean
is_news (OdAlertJob *job, gint64 id, OdStmt *row, OdAlertKind *kind)
{
  switch ((OdTimelineKind) sqlite3_column_int (row, 2))
    {
    case OD_TIMELINE_IN:
      *kind = OD_ALERT_MESSAGE;
      return id > job->after_id && sqlite3_column_int (row, 3) != 0;
    case OD_TIMELINE_NOTE:
      *kind = OD_ALERT_MENTION;
      return id > job->after_id && sqlite3_column_int (row, 4) != 0;
    case OD_TIMELINE_EVENT:
      *kind = OD_ALERT_ASSIGNMENT;
      return id > job->after_id && sqlite3_column_int (row, 5) != 0 &&
             job->now_us - sqlite3_column_int64 (row, 1) < FRESH_US;
    case OD_TIMELINE_OUT:
      *kind = OD_ALERT_FAILED;
      if (sqlite3_column_int (row, 6) == 0)
        g_array_append_val (job->fine_ids, id);
      return sqlite3_column_int (row, 6) != 0;
    case OD_TIMELINE_CALL:
    default:
      return FALSE;
    }
}

static gboolean
look_at (sqlite3 *db, OdAlertJob *job, gint64 id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;
  OdAlert alert = { .message_id = id };

  if (!od_stmt_get_row (
          db, error,
          "SELECT t.conversation_id, t.at_us, t.kind, m.remote_id IS NOT NULL AND NOT a.is_history_only,"
          "       ifnull (m.operator_id, 0) <> ?2 AND EXISTS (SELECT 1 FROM mention"
          "         WHERE operator_id = ?2 AND message_id = t.id AND seen_at_us = 0),"
          "       ifnull (e.what = 'assigned' AND ifnull (e.operator_id, 0) <> ?2"
          "         AND json_extract (e.payload, '$.operator') = ?2, 0),"
          "       ifnull (m.delivery IN (6, 7, 8) AND NOT m.is_bot AND m.author IS NULL AND ifnull (m.operator_id, ?2) = ?2, 0),"
          "       m.delivery = 8"
          "  FROM timeline AS t JOIN conversation AS c ON c.id = t.conversation_id JOIN account AS a ON a.id = c.account_id"
          "  LEFT JOIN message AS m ON m.timeline_id = t.id LEFT JOIN event AS e ON e.timeline_id = t.id"
          "  WHERE t.id = ?1",
          &row, "ii", id, job->operator_id))
    return FALSE;
  if (row == NULL || !is_news (job, id, row, &alert.kind))
    return TRUE;
  alert.conversation_id = sqlite3_column_int64 (row, 0);
  alert.is_held = alert.kind == OD_ALERT_FAILED && sqlite3_column_int (row, 7) != 0;
  alert.at_us = alert.kind == OD_ALERT_FAILED ? job->now_us : sqlite3_column_int64 (row, 1);
  g_array_append_val (job->news->alerts, alert);
  g_array_append_val (job->conversation_ids, alert.conversation_id);
  return TRUE;
}

/* ---- How the conversation is ---- */

/* What the customer wrote and nobody read, the newest of it, oldest first. */
static gboolean
read_lines (sqlite3 *db, OdAlertSubject *subject, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  gint64 limit = MIN (subject->n_unread, OD_LIMIT_ALERT_LINES);
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (db, error,
                    "SELECT body FROM (SELECT substr (m.body, 1, 2000) AS body, t.at_us, t.id FROM timeline AS t"
                    "   JOIN message AS m ON m.timeline_id = t.id"
                    "   WHERE t.conversation_id = ?1 AND t.kind = 1 AND m.deleted_at_us = 0"
                    "   ORDER BY t.at_us DESC, t.id DESC LIMIT ?2)"
                    " ORDER BY at_us, id",
                    "ii", subject->id, limit);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (lines, od_stmt_dup_text (stmt, 0));
    }
  g_ptr_array_add (lines, NULL);
  subject->lines = (GStrv) g_ptr_array_free (g_steal_pointer (&lines), FALSE);
  return stmt != NULL;
}

static void
fill_subject (OdAlertSubject *subject, OdStmt *row)
{
  subject->assignee_id = sqlite3_column_int64 (row, 0);
  subject->last_public_id = sqlite3_column_int64 (row, 1);
  subject->answered_at_us = sqlite3_column_int64 (row, 2);
  subject->waiting_since_us = sqlite3_column_int64 (row, 3);
  subject->snoozed_until_us = sqlite3_column_int64 (row, 4);
  subject->channel = od_stmt_dup_text (row, 5);
  subject->account_name = od_stmt_dup_text (row, 6);
  subject->name = od_stmt_dup_text (row, 7);
  subject->address = od_stmt_dup_text (row, 8);
  subject->lang = od_stmt_dup_text (row, 9);
  subject->status = (OdStatus) sqlite3_column_int (row, 10);
  subject->n_unread = (guint) sqlite3_column_int (row, 11);
  subject->n_failed = (guint) sqlite3_column_int (row, 12);
  subject->n_mentions = (guint) sqlite3_column_int (row, 13);
  subject->is_blocked = sqlite3_column_int (row, 14) != 0;
}

/* Returns: (transfer full) (nullable): with is_gone if it is there no more; %NULL with an error */
static OdAlertSubject *
read_subject (sqlite3 *db, gint64 id, gint64 operator_id, GError **error)
{
  g_autoptr (OdAlertSubject) subject = g_new0 (OdAlertSubject, 1);
  g_autoptr (OdStmt) row = NULL;

  subject->id = id;
  if (!od_stmt_get_row (
          db, error,
          "SELECT ifnull (c.assignee_id, 0), c.last_public_id,"
          "       ifnull ((SELECT l.at_us FROM timeline AS l JOIN message AS m ON m.timeline_id = l.id"
          "         WHERE l.id = c.last_public_id AND l.kind = 2 AND NOT m.is_bot), 0),"
          "       c.waiting_since_us, ifnull (c.snoozed_until_us, 0), a.channel, a.name, " OD_PERSON_NAME (
              "u") ", ifnull (coalesce (nullif (p.display, ''), p.address), ''), u.lang, c.status, c.n_unread,"
                   "  (SELECT count (*) FROM message AS f JOIN timeline AS l ON l.id = f.timeline_id"
                   "    WHERE f.delivery IN (6, 7) AND NOT f.is_bot AND l.conversation_id = c.id)"
                   "    + (SELECT count (*) FROM operation WHERE conversation_id = c.id AND state = 8),"
                   "  (SELECT count (*) FROM mention WHERE conversation_id = c.id AND operator_id = ?2"
                   "    AND seen_at_us = 0),"
                   "  ifnull (p.is_blocked, 0)"
                   "  FROM conversation AS c JOIN account AS a ON a.id = c.account_id"
                   "  JOIN customer AS u ON u.id = c.customer_id JOIN thread AS t ON t.id = c.thread_id"
                   "  LEFT JOIN contact_point AS p ON p.id = t.contact_point_id WHERE c.id = ?1",
          &row, "ii", id, operator_id))
    return NULL;
  subject->is_gone = row == NULL;
  if (row != NULL)
    {
      fill_subject (subject, row);
      if (!read_lines (db, subject, error))
        return NULL;
    }
  return g_steal_pointer (&subject);
}

/**
 * od_store_alert_read:
 * @data: an #OdAlertJob
 *
 * An #OdDbReadFunc: what the operator may have to know of @message_ids, and how the conversations are now. Imports,
 * what an account without a provider has, and what the operator did themselves are no news.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_alert_read (sqlite3 *db, gpointer data, GError **error)
{
  OdAlertJob *job = data;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  gint64 newest_id = job->after_id;

  for (guint i = 0; i < job->message_ids->len; i++)
    {
      gint64 id = g_array_index (job->message_ids, gint64, i);

      if (!look_at (db, job, id, error))
        return FALSE;
      newest_id = MAX (newest_id, id);
    }
  job->after_id = newest_id;
  for (guint i = 0; i < job->conversation_ids->len; i++)
    {
      gint64 *id = &g_array_index (job->conversation_ids, gint64, i);
      OdAlertSubject *subject;

      if (!g_hash_table_add (seen, id))
        continue;
      subject = read_subject (db, *id, job->operator_id, error);
      if (subject == NULL)
        return FALSE;
      g_ptr_array_add (job->news->subjects, subject);
    }
  return TRUE;
}

/**
 * od_store_alert_begin:
 * @data: an #OdAlertJob
 *
 * An #OdDbReadFunc: sets @after_id to the newest row there is.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_alert_begin (sqlite3 *db, gpointer data, GError **error)
{
  OdAlertJob *job = data;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT ifnull (max (id), 0) FROM timeline", &row, ""))
    return FALSE;
  job->after_id = sqlite3_column_int64 (row, 0);
  return TRUE;
}

/**
 * od_store_alert_summarise:
 * @data: an #OdAlertJob
 *
 * An #OdDbReadFunc: counts conversations that wait, and what nobody read of them, unless they are a colleague's, are
 * snoozed, or are nothing to be told of: of a muted channel, or of somebody who is blocked.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_alert_summarise (sqlite3 *db, gpointer data, GError **error)
{
  OdAlertJob *job = data;
  g_autofree char *list = job->muted != NULL ? g_strjoinv ("\n", job->muted) : NULL;
  g_autofree char *muted = g_strdup_printf ("\n%s\n", list != NULL ? list : "");
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (
          db, error,
          "SELECT ifnull (sum (c.n_unread), 0), ifnull (sum (c.n_unread > 0), 0), ifnull (sum (c.due_us < ?2), 0)"
          " FROM conversation AS c JOIN account AS a ON a.id = c.account_id JOIN thread AS t ON t.id = c.thread_id"
          " LEFT JOIN contact_point AS p ON p.id = t.contact_point_id"
          " WHERE c.status IN (1, 2) AND c.waiting_since_us > 0 AND ifnull (c.assignee_id, ?1) = ?1"
          "   AND ifnull (c.snoozed_until_us, 0) <= ?2 AND NOT ifnull (p.is_blocked, 0)"
          "   AND instr (?3, char (10) || a.channel || char (10)) = 0",
          &row, "iit", job->operator_id, job->now_us, muted))
    return FALSE;
  job->summary.n_messages = (guint) sqlite3_column_int64 (row, 0);
  job->summary.n_conversations = (guint) sqlite3_column_int64 (row, 1);
  job->summary.n_late = (guint) sqlite3_column_int64 (row, 2);
  return TRUE;
}

/**
 * od_store_alert_load_quiet:
 * @data: an #OdAlertJob
 *
 * An #OdDbReadFunc. What can't be read is as if nobody had chosen.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_alert_load_quiet (sqlite3 *db, gpointer data, GError **error)
{
  OdAlertJob *job = data;
  g_autoptr (OdStmt) row = NULL;

  od_quiet_hours_init (&job->quiet);
  if (!od_stmt_get_row (db, error, "SELECT value FROM setting WHERE key = ?1", &row, "t", QUIET_KEY))
    return FALSE;
  if (row != NULL)
    od_quiet_hours_parse_json (&job->quiet, (const char *) sqlite3_column_text (row, 0), NULL);
  return TRUE;
}

/**
 * od_store_alert_save_quiet:
 * @data: an #OdAlertJob
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_alert_save_quiet (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdAlertJob *job = data;
  g_autofree char *text = od_quiet_hours_to_json (&job->quiet);

  od_change_set_add (changes, OD_CHANGE_LIBRARY, 0);
  return od_stmt_run (db, error,
                      "INSERT INTO setting (key, value) VALUES (?1, ?2)"
                      " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                      "tt", QUIET_KEY, text);
}
