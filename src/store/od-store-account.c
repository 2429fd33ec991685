/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-account"

#include "od-store-account.h"

#include "od-channel-field.h"
#include "od-delivery.h"
#include "od-error.h"
#include "od-store-write-private.h"

/**
 * od_account_job_new:
 * @settings: (nullable): JSON object without secrets
 *
 * Returns: (transfer full): a job for an enabled account
 */
OdAccountJob *
od_account_job_new (gint64 account_id, const char *channel, const char *name, const char *settings, gint64 now_us)
{
  OdAccountJob *job = g_new0 (OdAccountJob, 1);

  *job = (OdAccountJob){
    .account_id = account_id,
    .channel = g_strdup (channel),
    .name = g_strdup (name),
    .settings = g_strdup (settings),
    .now_us = now_us,
    .is_enabled = TRUE,
  };
  return job;
}

void
od_account_job_free (OdAccountJob *job)
{
  g_free (job->channel);
  g_free (job->name);
  g_free (job->settings);
  g_free (job);
}

void
od_account_list_job_free (OdAccountListJob *job)
{
  g_clear_pointer (&job->rows, g_ptr_array_unref);
  g_free (job);
}

void
od_cursor_job_free (OdCursorJob *job)
{
  g_free (job->name);
  g_free (job->value);
  g_free (job);
}

static gboolean
tell (sqlite3 *db, OdChangeSet *changes, const OdAccountJob *job, const char *what, GError **error)
{
  od_change_set_add (changes, OD_CHANGE_ACCOUNT, job->account_id);
  return od_write_audit (db, job->now_us, job->operator_id, what, "account", job->account_id, error);
}

/* New settings, in which the account stays whose it was found to be. */
#define WITH_IDENTITY(settings)                                                                                        \
  "iif (json_extract (settings, '$." OD_SETTING_IDENTITY "') IS NULL, " settings ", json_set (" settings               \
  ", '$." OD_SETTING_IDENTITY "', json_extract (settings, '$." OD_SETTING_IDENTITY "')))"

static gboolean
insert (sqlite3 *db, OdAccountJob *job, gboolean is_trial, GError **error)
{
  if (!od_stmt_run (db, error,
                    "INSERT INTO account (channel, name, settings, is_enabled, is_trial, created_at_us)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    "tttiii", job->channel, job->name, job->settings != NULL ? job->settings : "{}",
                    (gint64) job->is_enabled, (gint64) is_trial, job->now_us))
    return FALSE;
  job->account_id = sqlite3_last_insert_rowid (db);
  job->is_new = TRUE;
  return TRUE;
}

/* Nothing comes back to it. */
#define IS_ERASED                                                                                                      \
  "EXISTS (SELECT 1 FROM erasure AS e WHERE e.done_at_us = 0 AND e.record ->> '$.account' = a.id"                      \
  " AND e.record ->> '$.gone' IS NULL)"

/*
 * od_account_find:
 * @id: (out): the account of that channel and name; 0 if there is none
 *
 * Returns: %FALSE with %OD_ERROR_USAGE while what it had is being erased, or %OD_ERROR_STORE
 */
gboolean
od_account_find (sqlite3 *db, const char *channel, const char *name, gint64 *id, gboolean *is_history_only,
                 GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT id, is_history_only, " IS_ERASED " FROM account AS a WHERE channel = ?1"
                        " AND name = ?2",
                        &row, "tt", channel, name))
    return FALSE;
  *id = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  *is_history_only = row != NULL && sqlite3_column_int (row, 1) != 0;
  if (row == NULL || sqlite3_column_int (row, 2) == 0)
    return TRUE;
  g_set_error_literal (error, OD_ERROR, OD_ERROR_USAGE,
                       "name: what an account of this name had is still being erased; take another name, or wait");
  return FALSE;
}

/**
 * od_store_account_add:
 * @data: an #OdAccountJob with channel, name and settings
 *
 * Adds an account, or takes over the history that an import or a removed account of that channel and name left.
 *
 * Returns: %FALSE with %OD_ERROR_USAGE if there is one of that name already, or %OD_ERROR_STORE
 */
gboolean
od_store_account_add (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdAccountJob *job = data;
  gboolean is_history_only;
  gint64 id;

  job->is_new = FALSE;
  if (!od_account_find (db, job->channel, job->name, &id, &is_history_only, error))
    return FALSE;
  if (id != 0 && !is_history_only)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "name: there is an account of this name already");
      return FALSE;
    }
  if (id == 0)
    return insert (db, job, FALSE, error) && tell (db, changes, job, "add", error);
  job->account_id = id;
  return od_stmt_run (db, error,
                      "UPDATE account SET settings = " WITH_IDENTITY ("?2") ", is_enabled = ?3, is_history_only = 0"
                                                                            ", removed_at_us = 0 WHERE id = ?1",
                      "iti", id, job->settings != NULL ? job->settings : "{}", (gint64) job->is_enabled) &&
         tell (db, changes, job, "add", error);
}

/**
 * od_store_account_ensure_trial:
 * @data: an #OdAccountJob with channel, name and settings
 *
 * The account of "Try it now": the one there is, enabled, or a new one.
 */
gboolean
od_store_account_ensure_trial (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdAccountJob *job = data;
  gboolean is_taken;
  gint64 id;

  job->is_new = FALSE;
  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error,
                          "SELECT id FROM account WHERE is_trial = 1 AND channel = ?1 AND is_history_only = 0", &row,
                          "t", job->channel))
      return FALSE;
    job->account_id = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  }
  if (job->account_id != 0)
    {
      if (!od_stmt_run (db, error, "UPDATE account SET is_enabled = 1 WHERE id = ?1 AND is_enabled = 0", "i",
                        job->account_id))
        return FALSE;
      return sqlite3_changes (db) == 0 || tell (db, changes, job, "enable", error);
    }
  if (!od_account_find (db, job->channel, job->name, &id, &is_taken, error))
    return FALSE;
  if (id == 0)
    return insert (db, job, TRUE, error) && tell (db, changes, job, "add", error);
  job->account_id = id; /* what a removed trial left, or somebody's own account of that name */
  return od_stmt_run (db, error,
                      "UPDATE account SET settings = iif (is_history_only, ?2, settings), is_enabled = 1,"
                      " is_history_only = 0, removed_at_us = 0, is_trial = 1 WHERE id = ?1",
                      "it", id, job->settings != NULL ? job->settings : "{}") &&
         tell (db, changes, job, "add", error);
}

static gboolean
check_found (sqlite3 *db, GError **error)
{
  return sqlite3_changes (db) > 0 || od_write_gone (error, "account");
}

/**
 * od_store_account_set_enabled:
 * @data: an #OdAccountJob with @account_id and @is_enabled
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND (also for one that is history only) or %OD_ERROR_STORE
 */
gboolean
od_store_account_set_enabled (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdAccountJob *job = data;

  return od_stmt_run (db, error, "UPDATE account SET is_enabled = ?2 WHERE id = ?1 AND is_history_only = 0", "ii",
                      job->account_id, (gint64) job->is_enabled) &&
         check_found (db, error) && tell (db, changes, job, job->is_enabled ? "enable" : "disable", error);
}

/**
 * od_store_account_set_settings:
 * @data: an #OdAccountJob with @account_id and @settings
 *
 * What a running account found out itself, such as its port, or whose it is.
 */
gboolean
od_store_account_set_settings (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdAccountJob *job = data;

  return od_stmt_run (db, error, "UPDATE account SET settings = ?2 WHERE id = ?1", "it", job->account_id,
                      job->settings != NULL ? job->settings : "{}") &&
         check_found (db, error) && tell (db, changes, job, "settings", error);
}

/* @is_taken: (out): whether another account of the channel has the name */
static gboolean
find_namesake (sqlite3 *db, const OdAccountJob *job, gboolean *is_taken, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT 1 FROM account WHERE id <> ?1 AND name = ?2"
                        " AND channel = (SELECT channel FROM account WHERE id = ?1)",
                        &row, "it", job->account_id, job->name))
    return FALSE;
  *is_taken = row != NULL;
  return TRUE;
}

/**
 * od_store_account_edit:
 * @data: an #OdAccountJob with @account_id; @name and @settings: %NULL: as it is
 *
 * Returns: %FALSE with %OD_ERROR_USAGE if another account of the channel has the name, %OD_ERROR_NOT_FOUND (also for
 *   settings of one that is history only) or %OD_ERROR_STORE
 */
gboolean
od_store_account_edit (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdAccountJob *job = data;
  gboolean is_taken = FALSE;

  if (job->name != NULL && !find_namesake (db, job, &is_taken, error))
    return FALSE;
  if (is_taken)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "name: there is an account of this name already");
      return FALSE;
    }
  return od_stmt_run (db, error,
                      "UPDATE account SET name = ifnull (?2, name), settings = " WITH_IDENTITY (
                          "ifnull (?3, settings)") " WHERE id = ?1 AND (is_history_only = 0 OR ?3 IS NULL)",
                      "itt", job->account_id, job->name, job->settings) &&
         check_found (db, error) && tell (db, changes, job, "edit", error);
}

/* Nothing will send it any more: it stands in the thread as failed, and says why. What was on its way may have left. */
static gboolean
end_operations (sqlite3 *db, OdChangeSet *changes, const OdAccountJob *job, GError **error)
{
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (db, error,
                    "SELECT DISTINCT message_id FROM operation WHERE account_id = ?1"
                    " AND state IN (1, 2, 7, 8) AND state IN (1, 2, 8) AND message_id IS NOT NULL",
                    "i", job->account_id);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        od_change_set_add (changes, OD_CHANGE_MESSAGE, sqlite3_column_int64 (stmt, 0));
    }
  return stmt != NULL &&
         od_stmt_run (db, error,
                      "UPDATE message SET delivery = iif (delivery = 2, 7, 6), error = ?2 WHERE delivery IN (1, 2, 8)"
                      " AND timeline_id IN (SELECT message_id FROM operation WHERE account_id = ?1 AND kind = 'send'"
                      " AND state IN (1, 2, 7, 8) AND state IN (1, 2, 8))",
                      "it", job->account_id, OD_DELIVERY_ACCOUNT_REMOVED) &&
         od_stmt_run (db, error,
                      "UPDATE operation SET state = iif (state = 2 AND kind = 'send', 7, 6), error = ?2"
                      " WHERE account_id = ?1 AND state IN (1, 2, 7, 8) AND state IN (1, 2, 8)",
                      "it", job->account_id, OD_DELIVERY_ACCOUNT_REMOVED);
}

/**
 * od_store_account_remove:
 * @data: an #OdAccountJob with @account_id
 *
 * The history stays, history-only, with whose it was; other settings and cursors go, what was queued has failed.
 */
gboolean
od_store_account_remove (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdAccountJob *job = data;

  return od_stmt_run (db, error,
                      "UPDATE account SET settings = " WITH_IDENTITY (
                          "'{}'") ", is_enabled = 0, removed_at_us = iif (is_history_only, removed_at_us, ?2),"
                                  " is_history_only = 1, is_trial = 0 WHERE id = ?1",
                      "ii", job->account_id, job->now_us) &&
         check_found (db, error) &&
         od_stmt_run (db, error, "DELETE FROM cursor WHERE account_id = ?1", "i", job->account_id) &&
         od_stmt_run (db, error, "DELETE FROM update_taken WHERE account_id = ?1", "i", job->account_id) &&
         end_operations (db, changes, job, error) && tell (db, changes, job, "remove", error);
}

/**
 * od_store_account_take_back:
 * @data: an #OdAccountJob with @account_id and @is_new, as od_store_account_add() said
 *
 * It could not be added after all: a new one goes without a trace, and a history that was taken over is one again.
 */
gboolean
od_store_account_take_back (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdAccountJob *job = data;

  if (!job->is_new)
    return od_store_account_remove (db, changes, data, error);
  return od_stmt_run (db, error, "DELETE FROM account WHERE id = ?1", "i", job->account_id) &&
         check_found (db, error) && tell (db, changes, job, "remove", error);
}

/* What waits for each account, and what waits for a person. Without these indexes it would look at every message there
 * is, so a change that could not use them any more is an error here, and the counts are missed: a test looks at them. */
static void
count_work (sqlite3 *db, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      OdAccountRow *row = g_ptr_array_index (rows, i);
      g_autoptr (OdStmt) stmt = NULL;
      g_autoptr (GError) error = NULL;

      if (!od_stmt_get_row (db, &error,
                            "SELECT (SELECT count (*) FROM operation INDEXED BY operation_live"
                            "  WHERE state IN (1, 2, 7, 8) AND state IN (1, 2) AND account_id = ?1),"
                            " count (*), coalesce (sum (m.delivery = 7), 0) FROM message AS m INDEXED BY message_failed"
                            " CROSS JOIN timeline AS t ON t.id = m.timeline_id"
                            " CROSS JOIN conversation AS c ON c.id = t.conversation_id"
                            " WHERE m.delivery IN (6, 7) AND m.account_id = ?1 AND c.status IN (1, 2)",
                            &stmt, "i", row->id) ||
          stmt == NULL)
        {
          g_message ("What waits for an account can't be counted: %s", error != NULL ? error->message : "?");
          continue;
        }
      row->health.n_queued = (guint) sqlite3_column_int (stmt, 0);
      row->health.n_stuck = (guint) sqlite3_column_int (stmt, 1);
      row->health.n_unconfirmed = (guint) sqlite3_column_int (stmt, 2);
    }
}

/**
 * od_store_account_list:
 * @data: an #OdAccountListJob
 */
gboolean
od_store_account_list (sqlite3 *db, gpointer data, GError **error)
{
  OdAccountListJob *job = data;
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (db, error,
                    "SELECT id, channel, name, settings, is_enabled, is_history_only, heard_at_us, gap_from_us,"
                    " gap_until_us, removed_at_us FROM account WHERE ?1 = 0 OR id = ?1 ORDER BY name, id",
                    "i", job->account_id);
  gboolean has_row = TRUE;

  g_clear_pointer (&job->rows, g_ptr_array_unref);
  job->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_account_row_free);
  if (stmt == NULL)
    return FALSE;
  while (TRUE)
    {
      OdAccountRow *row;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      row = g_new0 (OdAccountRow, 1);
      row->id = sqlite3_column_int64 (stmt, 0);
      row->channel = od_stmt_dup_text (stmt, 1);
      row->name = od_stmt_dup_text (stmt, 2);
      row->settings = od_stmt_dup_text (stmt, 3);
      row->is_enabled = sqlite3_column_int (stmt, 4) != 0;
      row->is_history_only = sqlite3_column_int (stmt, 5) != 0;
      row->removed_at_us = sqlite3_column_int64 (stmt, 9);
      row->state = row->is_enabled ? OD_ACCOUNT_OFFLINE : OD_ACCOUNT_PAUSED;
      row->health = OD_ACCOUNT_HEALTH_NEW;
      row->health.heard_at_us = sqlite3_column_int64 (stmt, 6);
      row->health.gap_from_us = sqlite3_column_int64 (stmt, 7);
      row->health.gap_until_us = sqlite3_column_int64 (stmt, 8);
      g_ptr_array_add (job->rows, row);
    }
  count_work (db, job->rows); /* an account is there even if that can't be counted now */
  return TRUE;
}

/**
 * od_store_account_hear:
 * @data: an #OdHearJob
 *
 * Notes when the provider was heard last, and the gap before. No gap (0) forgets the one that is known.
 */
gboolean
od_store_account_hear (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdHearJob *job = data;

  return od_stmt_run (db, error,
                      "UPDATE account SET heard_at_us = max (heard_at_us, ?2), gap_from_us = ?3, gap_until_us = ?4"
                      " WHERE id = ?1",
                      "iiii", job->account_id, job->heard_at_us, job->gap_from_us, job->gap_until_us);
}

/**
 * od_store_cursor_load:
 * @data: an #OdCursorJob
 *
 * Where the account's next poll starts.
 */
gboolean
od_store_cursor_load (sqlite3 *db, gpointer data, GError **error)
{
  OdCursorJob *job = data;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT value FROM cursor WHERE account_id = ?1 AND name = ?2", &row, "it",
                        job->account_id, job->name != NULL ? job->name : ""))
    return FALSE;
  g_free (job->value);
  job->value = row != NULL ? od_stmt_dup_text (row, 0) : NULL;
  return TRUE;
}
