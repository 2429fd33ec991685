/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-file-service"

#include "od-error.h"
#include "od-file-service-private.h"
#include "od-json.h"

/* Files whose message was erased while they were on their way: what came of them goes, too. */

static void look (OdFileService *self, GTask *task);

static void
done_run (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_boolean (task, TRUE);
}

static gboolean
has_dropped (OdFileService *self)
{
  GHashTableIter iter;
  gpointer fetch;

  g_hash_table_iter_init (&iter, self->fetches);
  while (g_hash_table_iter_next (&iter, NULL, &fetch))
    if (((OdFileFetch *) fetch)->is_dropped)
      return TRUE;
  return FALSE;
}

/*
 * od_file_service_tell_dropped:
 *
 * Whoever waits for that is told when none of the dropped is on its way any more, and their parts are deleted.
 */
void
od_file_service_tell_dropped (OdFileService *self)
{
  g_autoptr (GPtrArray) droppers = NULL;

  if (self->droppers->len == 0 || has_dropped (self))
    return;
  droppers = g_steal_pointer (&self->droppers);
  self->droppers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < droppers->len; i++) /* behind what deletes the parts */
    od_worker_push (self->worker, G_PRIORITY_DEFAULT, done_run, g_object_ref (droppers->pdata[i]));
}

/*
 * od_file_fetch_end_dropped:
 *
 * Nothing of it is at work any more. Frees it.
 */
void
od_file_fetch_end_dropped (OdFileFetch *fetch)
{
  OdFileService *self = fetch->service;
  gint64 id = fetch->file->id;

  od_file_fetch_answer_gone (fetch);
  g_hash_table_remove (self->fetches, &id);
  od_file_service_tell_dropped (self);
  od_file_service_pump (self);
}

static void
drop (OdFileFetch *fetch)
{
  fetch->is_dropped = TRUE;
  switch (fetch->state)
    {
    case OD_FILE_FETCH_RUNNING:
      fetch->stop = OD_FILE_STOP_CANCELLED;
      g_cancellable_cancel (fetch->cancellable);
      break;
    case OD_FILE_FETCH_OPENING: /* each looks whether it was dropped */
    case OD_FILE_FETCH_KEEPING:
      break;
    case OD_FILE_FETCH_RESTING:
    case OD_FILE_FETCH_WAITING:
    case OD_FILE_FETCH_BACKING_OFF:
    default:
      od_file_fetch_end_dropped (fetch);
    }
}

typedef struct {
  GTask *task;      /* (owned) */
  GHashTable *seen; /* (owned) (element-type gint64): that were asked about */
} Look;

static gboolean
has_unseen (OdFileService *self, GHashTable *seen)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->fetches);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (seen, id))
      return TRUE;
  return FALSE;
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Look *own = user_data;
  g_autoptr (GTask) task = own->task;
  g_autoptr (GHashTable) seen = own->seen;
  OdFileService *self = g_task_get_source_object (task);
  GError *error = NULL;
  OdGoneFilesJob *job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < job->gone->len; i++)
    {
      OdFileFetch *fetch = g_hash_table_lookup (self->fetches, &g_array_index (job->gone, gint64, i));

      if (fetch != NULL)
        drop (fetch);
    }
  od_gone_files_job_free (job);
  if (has_unseen (self, seen)) /* they were found before that was erased, and told after */
    {
      look (self, task);
      return;
    }
  g_ptr_array_add (self->droppers, g_object_ref (task));
  od_file_service_tell_dropped (self);
}

static void
look (OdFileService *self, GTask *task)
{
  Look *own = g_new0 (Look, 1);
  OdGoneFilesJob *job = g_new0 (OdGoneFilesJob, 1);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *files = json_array_new ();
  GHashTableIter iter;
  gpointer value;

  json_node_take_array (node, files);
  own->task = g_object_ref (task);
  own->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, self->fetches);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const OdRemoteFile *file = ((OdFileFetch *) value)->file;
      JsonArray *one = json_array_new ();

      json_array_add_int_element (one, file->id);
      json_array_add_string_element (one, file->remote_ref != NULL ? file->remote_ref : "");
      json_array_add_array_element (files, one);
      g_hash_table_add (own->seen, g_memdup2 (&file->id, sizeof file->id));
    }
  job->files = od_json_to_string (node, NULL);
  od_db_read_async (self->db, OD_DB_PAGES, od_store_find_gone_files, job, od_gone_files_job_free, NULL, looked_cb, own);
}

/**
 * od_file_service_drop_gone_async:
 *
 * Stops bringing files whose message is not in the store any more, and deletes what came of them. One that is just being
 * put where files lie is left to the erasure that is under way: it is written down for it.
 */
void
od_file_service_drop_gone_async (OdFileService *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (OD_IS_FILE_SERVICE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, od_file_service_drop_gone_async);
  look (self, task);
}

/**
 * od_file_service_drop_gone_finish:
 *
 * Returns: whether none of them is on its way any more
 */
gboolean
od_file_service_drop_gone_finish (OdFileService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
