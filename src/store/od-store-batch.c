/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-batch"

#include "od-store-batch.h"

#include "od-deed-json.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-store-batch-private.h"
#include "od-store-chat.h"
#include "od-store-deed-private.h"
#include "od-transaction.h"

/**
 * od_batch_job_new:
 * @deeds: copied
 *
 * Returns: (transfer full): a batch at its beginning
 */
OdBatchJob *
od_batch_job_new (const gint64 *ids, guint n_ids, const GPtrArray *deeds, gint64 operator_id, gint64 now_us)
{
  OdBatchJob *job = od_batch_job_new_undo (0, operator_id, now_us);

  job->ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_ids);
  g_array_append_vals (job->ids, ids, n_ids);
  job->deeds = od_deed_list_copy (deeds);
  return job;
}

/**
 * od_batch_job_new_undo:
 *
 * Returns: (transfer full): a job for od_store_batch_undo()
 */
OdBatchJob *
od_batch_job_new_undo (gint64 batch_id, gint64 operator_id, gint64 now_us)
{
  OdBatchJob *job = g_new0 (OdBatchJob, 1);

  job->batch_id = batch_id;
  job->operator_id = operator_id;
  job->now_us = now_us;
  job->tags_made = g_array_new (FALSE, FALSE, sizeof (gint64));
  return job;
}

void
od_batch_job_free (OdBatchJob *job)
{
  g_clear_pointer (&job->ids, g_array_unref);
  g_clear_pointer (&job->deeds, g_ptr_array_unref);
  g_array_unref (job->tags_made);
  g_free (job);
}

/* The newest rows, before a conversation's turn: what is newer was written in it. */
typedef struct {
  gint64 timeline_id;
  gint64 operation_id;
  gint64 tag_id;
} Newest;

static gboolean
load_newest (sqlite3 *db, Newest *newest, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT (SELECT max (id) FROM timeline), (SELECT max (id) FROM operation),"
                        " (SELECT max (id) FROM tag)",
                        &row, ""))
    return FALSE;
  *newest = (Newest){ sqlite3_column_int64 (row, 0), sqlite3_column_int64 (row, 1), sqlite3_column_int64 (row, 2) };
  return TRUE;
}

static gboolean
load_written (sqlite3 *db, gint64 conversation_id, const Newest *newest, OdBatchChange *change, GArray *tags_made,
              GError **error)
{
  guint n_made_before = tags_made->len;

  if (!od_batch_load_ids (db, "SELECT id FROM timeline WHERE id > ?2 AND conversation_id = ?1 ORDER BY id",
                          conversation_id, newest->timeline_id, change->events, error) ||
      !od_batch_load_ids (db, "SELECT id FROM operation WHERE id > ?2 AND conversation_id = ?1 ORDER BY id",
                          conversation_id, newest->operation_id, change->operations, error) ||
      !od_batch_load_ids (db, "SELECT id FROM tag WHERE id > ?2 AND ?1 > 0 ORDER BY id", conversation_id,
                          newest->tag_id, tags_made, error))
    return FALSE;
  for (guint i = 0; i < tags_made->len; i++) /* also one that was taken away again at once */
    if (i >= n_made_before || od_batch_has_id (change->tags_added, g_array_index (tags_made, gint64, i)))
      g_array_append_val (change->tags_made, g_array_index (tags_made, gint64, i));
  return TRUE;
}

static gboolean
store_change (sqlite3 *db, OdBatchJob *job, gint64 conversation_id, const OdBatchChange *change, GError **error)
{
  g_autofree char *before = od_batch_change_to_json (change);

  if (job->batch_id == 0)
    {
      g_autofree char *deeds = od_deed_list_to_json (job->deeds);

      if (!od_stmt_run (db, error, "INSERT INTO batch (operator_id, deeds, at_us) VALUES (nullif (?1, 0), ?2, ?3)",
                        "iti", job->operator_id, deeds, job->now_us))
        return FALSE;
      job->batch_id = sqlite3_last_insert_rowid (db);
    }
  return od_stmt_run (db, error, "INSERT INTO batch_change (batch_id, conversation_id, before) VALUES (?1, ?2, ?3)",
                      "iit", job->batch_id, conversation_id, before);
}

static guint
get_remote_kinds (sqlite3 *db, const OdBatchJob *job, gint64 conversation_id)
{
  g_autoptr (OdChatRow) chat = NULL;

  if (job->get_remote_kinds == NULL)
    return 0;
  chat = od_store_chat_of_conversation (db, conversation_id, NULL); /* its absence is found by the deeds */
  return chat != NULL ? job->get_remote_kinds (chat->channel, job->remote_data) : 0;
}

static gboolean
do_deeds (sqlite3 *db, OdChangeSet *changes, OdBatchJob *job, gint64 id, gboolean *is_changed, GError **error)
{
  OdDeedCall call = {
    .db = db,
    .changes = changes,
    .conversation_id = id,
    .operator_id = job->operator_id,
    .now_us = job->now_us,
    .remote_kinds = get_remote_kinds (db, job, id),
  };

  *is_changed = FALSE;
  for (guint i = 0; i < job->deeds->len; i++)
    {
      call.deed = job->deeds->pdata[i];
      if (!od_deed_call (&call, error))
        return FALSE;
      *is_changed |= call.is_changed;
    }
  return TRUE;
}

/* All deeds, or none of them. */
static gboolean
do_conversation (sqlite3 *db, OdChangeSet *changes, OdBatchJob *job, gint64 id, gboolean *is_changed, GError **error)
{
  g_auto (OdBatchState) before = { 0 }, after = { 0 };
  g_autoptr (OdBatchChange) change = od_batch_change_new ();
  Newest newest;

  if (!od_batch_state_load (db, id, &before, error) || !load_newest (db, &newest, error) ||
      !do_deeds (db, changes, job, id, is_changed, error))
    return FALSE;
  if (!*is_changed)
    return TRUE;
  if (!od_batch_state_load (db, id, &after, error))
    return FALSE;
  od_batch_change_compare (change, &before, &after);
  return load_written (db, id, &newest, change, job->tags_made, error) && store_change (db, job, id, change, error);
}

/* The store failed, rather than the conversation refused. */
static gboolean
is_fatal (sqlite3 *db, const GError *error)
{
  return !od_transaction_is_open (db) || error->domain != OD_ERROR ||
         (error->code != OD_ERROR_NOT_FOUND && error->code != OD_ERROR_REJECTED && error->code != OD_ERROR_USAGE);
}

static gboolean
try_conversation (sqlite3 *db, OdChangeSet *changes, OdBatchJob *job, gint64 id, GError **error)
{
  g_autoptr (GError) reason = NULL;
  guint n_tags_made = job->tags_made->len;
  gint64 batch_id = job->batch_id;
  gboolean is_changed;

  if (!od_transaction_save (db, error))
    return FALSE;
  if (do_conversation (db, changes, job, id, &is_changed, &reason))
    {
      job->report.n_done += is_changed;
      job->report.n_same += !is_changed;
      return od_transaction_release (db, error);
    }
  if (is_fatal (db, reason))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  g_array_set_size (job->tags_made, n_tags_made);
  job->batch_id = batch_id;
  job->report.n_refused++;
  if (job->report.refusal == OD_DEED_REFUSAL_NONE)
    job->report.refusal = od_deed_refusal_of_error (reason);
  return od_transaction_rollback_to_save (db, error);
}

/**
 * od_store_batch:
 * @data: an #OdBatchJob; run it again until it @is_done. If it fails, the job is where it was before
 *
 * Does the deeds to the next conversations: to each all of them or none, and how it was is kept. What is refused is
 * counted and stops nothing.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_batch (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdBatchJob *job = data;
  OdBatchJob was = *job;
  guint n_tags_made = job->tags_made->len;
  gint64 end = MIN (job->next + OD_LIMIT_BATCH_SLICE, job->ids->len);

  while (job->next < end)
    {
      if (!try_conversation (db, changes, job, g_array_index (job->ids, gint64, job->next), error))
        {
          *job = was;
          g_array_set_size (job->tags_made, n_tags_made);
          return FALSE;
        }
      job->next++;
    }
  job->report.batch_id = job->batch_id;
  job->is_done = job->next == job->ids->len;
  return TRUE;
}
