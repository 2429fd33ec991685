/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-db"

#include "od-db-private.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-transaction.h"

/* Writes that share one transaction, and so one fsync. What one of them did is known before the commit, but told to
 * nobody before it. */
typedef struct {
  sqlite3 *conn;
  GTask *tasks[OD_LIMIT_GROUP_WRITES];
  GError *errors[OD_LIMIT_GROUP_WRITES];       /* (owned) (nullable): NULL if it succeeded so far */
  OdChangeSet *changes[OD_LIMIT_GROUP_WRITES]; /* (owned) (nullable) */
  guint n;                                     /* in the group, also those that failed */
  guint n_in_it;                               /* in the open transaction */
} Group;

static gboolean
run_func (Group *group, OdDbJob *job, guint i)
{
  group->changes[i] = od_change_set_new ();
  if (job->write_func (group->conn, group->changes[i], job->data, &group->errors[i]))
    return TRUE;
  g_clear_pointer (&group->changes[i], od_change_set_unref);
  if (group->errors[i] == NULL)
    group->errors[i] = g_error_new_literal (OD_ERROR, OD_ERROR_STORE, "A write failed and did not say why");
  return FALSE;
}

/* Alone in the transaction, so far: no savepoint is needed, the transaction itself is one. */
static void
run_first (Group *group, OdDbJob *job)
{
  if (run_func (group, job, group->n - 1))
    group->n_in_it = 1;
  else
    od_transaction_rollback (group->conn);
}

static gboolean
run_next (Group *group, OdDbJob *job, GError **fatal)
{
  if (!od_transaction_save (group->conn, fatal))
    return FALSE;
  if (!run_func (group, job, group->n - 1))
    return od_transaction_is_open (group->conn) && od_transaction_rollback_to_save (group->conn, fatal);
  if (!od_transaction_release (group->conn, fatal))
    return FALSE;
  group->n_in_it++;
  return TRUE;
}

/* Runs the newest of the group. Returns FALSE if the whole transaction is lost. */
static gboolean
run_newest (Group *group, GError **fatal)
{
  OdDbJob *job = g_task_get_task_data (group->tasks[group->n - 1]);

  if (!od_transaction_is_open (group->conn) && !od_transaction_begin_write (group->conn, fatal))
    return FALSE;
  if (group->n_in_it == 0)
    {
      run_first (group, job);
      if (group->n_in_it == 0)
        return TRUE; /* nothing is in it, so nothing of others is lost */
    }
  else if (!run_next (group, job, fatal))
    return FALSE;
  return od_transaction_is_open (group->conn);
}

static gboolean
run_all (Group *group, OdWorker *writer, GError **fatal)
{
  gint64 end_us = g_get_monotonic_time () + OD_LIMIT_GROUP_US;

  do
    {
      if (!run_newest (group, fatal))
        return FALSE;
      if (group->n == OD_LIMIT_GROUP_WRITES || g_get_monotonic_time () >= end_us)
        break;
      /* Nothing queued: no waiting. What comes during the commit is the next group. */
    }
  while (od_worker_take (writer, &group->tasks[group->n], 1, 0) == 1 && ++group->n);
  return group->n_in_it == 0 || od_transaction_commit (group->conn, fatal);
}

/* Everybody who was in the transaction that was lost gets its error; who failed before keeps their own. */
static void
fail_all (Group *group, GError *fatal)
{
  g_autoptr (GError) reason = fatal;

  od_transaction_rollback (group->conn);
  for (guint i = 0; reason == NULL && i < group->n; i++)
    if (group->errors[group->n - 1 - i] != NULL) /* SQLite rolled back when this one failed */
      reason = g_error_copy (group->errors[group->n - 1 - i]);
  if (reason == NULL)
    reason = g_error_new_literal (OD_ERROR, OD_ERROR_STORE, "The transaction was rolled back");
  for (guint i = 0; i < group->n; i++)
    if (group->errors[i] == NULL)
      group->errors[i] = g_error_copy (reason);
}

static void
publish (Group *group, OdDb *db)
{
  OdChangeSet *merged = NULL;

  for (guint i = 0; i < group->n; i++)
    if (group->errors[i] == NULL && !od_change_set_is_empty (group->changes[i]))
      {
        if (merged == NULL)
          merged = od_change_set_ref (group->changes[i]); /* the usual case: just one */
        else
          od_change_set_merge (merged, group->changes[i]);
      }
  if (merged != NULL)
    od_db_publish (db, merged);
}

/*
 * od_db_group_run:
 *
 * Runs on the writer, for the first of a group (decision 12); takes what queued up behind it.
 */
void
od_db_group_run (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  OdDb *db = source;
  GError *fatal = NULL;
  Group group = { .conn = od_db_get_write_connection (db), .tasks = { task }, .n = 1 };

  if (!run_all (&group, od_db_get_writer (db), &fatal))
    fail_all (&group, fatal);
  od_db_set_n_changes (db, sqlite3_total_changes (group.conn));
  publish (&group, db);
  for (guint i = 0; i < group.n; i++)
    {
      g_clear_pointer (&group.changes[i], od_change_set_unref);
      od_db_job_return (g_task_get_task_data (group.tasks[i]), group.tasks[i], group.errors[i]);
    }
}
