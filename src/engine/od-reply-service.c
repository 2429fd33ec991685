/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-reply-service"

#include "od-reply-service.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-outbox-verdict.h"
#include "od-reply-check.h"
#include "od-reply-files.h"
#include "od-store-chat.h"
#include "od-store-draft.h"
#include "od-store-operator.h"
#include "od-store-outbox.h"

/**
 * OdReplyService:
 *
 * What a composer asks for: replies, notes, drafts, second thoughts. It writes
 * and nothing more; the outbox sends. Main thread only.
 */
struct _OdReplyService {
  GObject parent_instance;

  OdDb *db;                     /* (owned) */
  OdClock *clock;               /* (owned) */
  OdChannelTable *channels;     /* (owned) */
  OdWorker *worker;             /* (owned) */
  OdChannelFinder find_channel; /* by id */
  char *files_dir;              /* (owned) */
  gint64 operator_id;
};

static void reply_iface_init (OdReplyPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdReplyService, od_reply_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_REPLY_PORT, reply_iface_init))

static void
od_reply_service_finalize (GObject *object)
{
  OdReplyService *self = OD_REPLY_SERVICE (object);

  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  g_clear_object (&self->channels);
  g_clear_object (&self->worker);
  g_free (self->files_dir);
  G_OBJECT_CLASS (od_reply_service_parent_class)->finalize (object);
}

static void
od_reply_service_class_init (OdReplyServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_reply_service_finalize;
}

static void
od_reply_service_init (OdReplyService *self)
{
}

/**
 * od_reply_service_new:
 * @options: copied
 *
 * Returns: (transfer full): an #OdReplyPort
 */
OdReplyService *
od_reply_service_new (const OdReplyOptions *options)
{
  OdReplyService *self;

  g_return_val_if_fail (options != NULL && options->find_channel != NULL, NULL);

  self = g_object_new (OD_TYPE_REPLY_SERVICE, NULL);
  self->db = g_object_ref (options->db);
  self->clock = g_object_ref (options->clock);
  self->channels = g_object_ref (options->channels);
  self->worker = g_object_ref (options->worker);
  self->find_channel = options->find_channel;
  self->files_dir = g_strdup (options->files_dir);
  self->operator_id = options->operator_id;
  return self;
}

/* ---- enqueue ---- */

/* What crosses to the writer: the store's job, and by what the channel's limits are known. */
typedef struct {
  OdEnqueueJob *job;            /* (owned) */
  OdChannelFinder find_channel; /* any thread: a table that never changes */
} EnqueueData;

static void
enqueue_data_free (gpointer data)
{
  EnqueueData *enqueue = data;

  od_enqueue_job_free (enqueue->job);
  g_free (enqueue);
}

static gboolean
enqueue_job (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  EnqueueData *enqueue = data;
  g_autoptr (OdChatRow) chat = NULL;

  chat = od_store_chat_of_conversation (db, enqueue->job->conversation_id, error);
  return chat != NULL && od_reply_check (enqueue->find_channel (chat->channel), enqueue->job, error) &&
         od_store_enqueue (db, changes, enqueue->job, error);
}

static void
enqueued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  EnqueueData *enqueue = od_db_finish (OD_DB (source), result, &error);
  OdReplyResult *reply;

  if (enqueue == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  reply = g_new0 (OdReplyResult, 1);
  reply->message_id = enqueue->job->message_id;
  reply->undo_until_us = enqueue->job->undo_until_us;
  if (enqueue->job->before != NULL)
    reply->before_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; enqueue->job->before != NULL && i < enqueue->job->before->len; i++)
    g_array_append_val (reply->before_ids, ((OdEnqueueJob *) enqueue->job->before->pdata[i])->message_id);
  enqueue_data_free (enqueue);
  g_task_return_pointer (task, reply, (GDestroyNotify) od_reply_result_free);
}

static void
write_reply (GTask *task, GPtrArray *copied)
{
  OdReplyService *self = g_task_get_source_object (task);
  OdReplyFiles *files = g_task_get_task_data (task);
  EnqueueData *enqueue = g_new0 (EnqueueData, 1);

  enqueue->job = g_steal_pointer (&files->job);
  enqueue->job->files = od_reply_files_make_attachments (files, copied);
  enqueue->job->now_us = od_clock_get_real_us (self->clock);
  for (guint i = 0; enqueue->job->before != NULL && i < enqueue->job->before->len; i++)
    ((OdEnqueueJob *) enqueue->job->before->pdata[i])->now_us = enqueue->job->now_us;
  enqueue->find_channel = self->find_channel;
  od_db_write_async (self->db, enqueue_job, enqueue, enqueue_data_free, enqueued_cb, g_object_ref (task));
}

static void
files_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) copied = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    write_reply (task, copied);
}

static OdEnqueueJob *
make_job (OdReplyService *self, const OdReply *reply, const char *text)
{
  OdEnqueueJob *job;

  job = od_enqueue_job_new (reply->conversation_id, reply->operator_id > 0 ? reply->operator_id : self->operator_id,
                            text != NULL ? text : "", 0);
  job->format = reply->format;
  job->seen_id = reply->seen_id;
  job->delay_us = MAX (reply->delay_us, 0);
  job->send_at_us = reply->not_before_us;
  job->is_note = reply->is_note;
  job->flags = reply->is_held_by_customer ? OD_ENQUEUE_HELD_BY_CUSTOMER : OD_ENQUEUE_PLAIN;
  return job;
}

/* Of all its messages. */
static OdEnqueueJob *
make_jobs (OdReplyService *self, const OdReply *reply)
{
  OdEnqueueJob *last = make_job (self, reply, reply->text), *first = last;

  last->draft_revision = reply->draft_revision;
  last->after = (OdEnqueueAfter){ reply->then, reply->snooze_until_us, reply->promise };
  if (reply->before != NULL && reply->before[0] != NULL)
    {
      last->before = g_ptr_array_new_with_free_func ((GDestroyNotify) od_enqueue_job_free);
      for (guint i = 0; reply->before[i] != NULL; i++)
        g_ptr_array_add (last->before, make_job (self, reply, reply->before[i]));
      first = last->before->pdata[0];
    }
  first->reply_to_id = reply->reply_to_id;
  first->mentions = reply->mentions != NULL ? g_array_copy ((GArray *) reply->mentions) : NULL;
  return last;
}

static void
reply_enqueue_async (OdReplyPort *port, const OdReply *reply, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  OdReplyService *self = OD_REPLY_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) copying = NULL;
  OdReplyFiles *files;

  g_task_set_source_tag (task, reply_enqueue_async);
  g_task_set_check_cancellable (task, FALSE);
  files = od_reply_files_new (self->files_dir, reply->files, reply->staged);
  files->job = make_jobs (self, reply);
  g_task_set_task_data (task, files, (GDestroyNotify) od_reply_files_free);
  if (files->paths == NULL)
    {
      write_reply (task, NULL);
      return;
    }
  copying = g_task_new (self, cancellable, files_stored_cb, g_object_ref (task));
  g_task_set_task_data (copying, od_reply_files_new (self->files_dir, reply->files, NULL),
                        (GDestroyNotify) od_reply_files_free);
  od_worker_push (self->worker, G_PRIORITY_DEFAULT, od_reply_files_store_in_thread, g_object_ref (copying));
}

static void
reply_stage_file_async (OdReplyPort *port, const char *path, gint64 max_bytes, GFileProgressCallback progress,
                        gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  OdReplyService *self = OD_REPLY_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, reply_stage_file_async);
  od_reply_files_stage (self->worker, task, self->files_dir, path, max_bytes, progress, progress_data);
}

/* ---- second thoughts ---- */

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdUndoJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->draft), (GDestroyNotify) od_draft_free);
}

static void
reply_undo_async (OdReplyPort *port, gint64 message_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                  gpointer user_data)
{
  OdReplyService *self = OD_REPLY_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  OdUndoJob *job = g_new0 (OdUndoJob, 1);

  g_task_set_source_tag (task, reply_undo_async);
  g_task_set_check_cancellable (task, FALSE);
  job->message_id = message_id;
  job->now_us = od_clock_get_real_us (self->clock);
  job->files_dir = g_strdup (self->files_dir);
  od_db_write_async (self->db, od_store_undo, job, (GDestroyNotify) od_undo_job_free, undone_cb, g_object_ref (task));
}

typedef struct {
  OdDecideJob job;
  OdChannelFinder find_channel;
} DecideData;

static gboolean
decide_job (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  DecideData *decide = data;
  g_autoptr (OdChatRow) chat = od_store_chat_of_message (db, decide->job.message_id, error);
  const OdChannelDescriptor *descriptor;

  if (chat == NULL)
    return FALSE;
  descriptor = decide->find_channel (chat->channel);
  decide->job.has_stream = descriptor != NULL && (descriptor->caps & OD_CHANNEL_HAS_STREAM) != 0;
  decide->job.channel = descriptor;
  decide->job.count_parts = descriptor != NULL ? od_verdict_count_parts : NULL;
  return od_store_decide (db, changes, &decide->job, error);
}

static void
decided_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autofree DecideData *decide = od_db_finish (OD_DB (source), result, &error);

  if (decide == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
reply_decide_async (OdReplyPort *port, gint64 message_id, OdReplyDecision decision, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  OdReplyService *self = OD_REPLY_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  DecideData *decide = g_new0 (DecideData, 1);

  g_task_set_source_tag (task, reply_decide_async);
  g_task_set_check_cancellable (task, FALSE);
  decide->job.message_id = message_id;
  decide->job.decision = decision;
  decide->job.operator_id = self->operator_id;
  decide->job.now_us = od_clock_get_real_us (self->clock);
  decide->find_channel = self->find_channel;
  od_db_write_async (self->db, decide_job, decide, g_free, decided_cb, g_object_ref (task));
}

/* ---- drafts ---- */

static void
draft_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdDraftJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
reply_save_draft_async (OdReplyPort *port, const OdDraft *draft, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  OdReplyService *self = OD_REPLY_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, reply_save_draft_async);
  g_task_set_check_cancellable (task, FALSE);
  od_db_write_async (self->db, od_store_draft_save, od_draft_job_new (draft, od_clock_get_real_us (self->clock)),
                     (GDestroyNotify) od_draft_job_free, draft_saved_cb, g_object_ref (task));
}

static void
draft_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdDraftJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->draft), (GDestroyNotify) od_draft_free);
}

static void
reply_load_draft_async (OdReplyPort *port, gint64 conversation_id, gboolean is_note, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  OdReplyService *self = OD_REPLY_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, reply_load_draft_async);
  od_db_read_async (self->db, OD_DB_PAGES, od_store_draft_load,
                    od_draft_job_new_load (conversation_id, is_note, self->files_dir),
                    (GDestroyNotify) od_draft_job_free, cancellable, draft_loaded_cb, g_object_ref (task));
}

/* ---- typing ---- */

typedef struct {
  gint64 conversation_id;
  gint64 operator_id;
  gboolean is_typing;
  OdChatRow *chat; /* (owned) (nullable) */
  char *name;      /* (owned) (nullable): of the operator */
} TypingJob;

static void
typing_job_free (gpointer data)
{
  TypingJob *job = data;

  g_clear_pointer (&job->chat, od_chat_row_free);
  g_free (job->name);
  g_free (job);
}

static gboolean
typing_job (sqlite3 *db, gpointer data, GError **error)
{
  TypingJob *job = data;

  job->chat = od_store_chat_of_conversation (db, job->conversation_id, error);
  if (job->chat == NULL)
    return FALSE;
  job->name = od_store_operator_dup_name (db, job->operator_id, error);
  return job->name != NULL;
}

static void
chat_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdReplyService) self = user_data;
  TypingJob *job = od_db_finish (OD_DB (source), result, NULL);
  OdChannel *channel = job != NULL ? od_channel_table_get (self->channels, job->chat->account_id) : NULL;

  if (channel != NULL)
    od_channel_set_typing (channel, job->chat->chat_id, job->is_typing, job->name);
  if (job != NULL)
    typing_job_free (job);
}

static void
reply_set_typing (OdReplyPort *port, gint64 conversation_id, gboolean is_typing)
{
  OdReplyService *self = OD_REPLY_SERVICE (port);
  TypingJob *job = g_new0 (TypingJob, 1);

  job->conversation_id = conversation_id;
  job->is_typing = is_typing;
  job->operator_id = self->operator_id;
  od_db_read_async (self->db, OD_DB_PAGES, typing_job, job, typing_job_free, NULL, chat_found_cb, g_object_ref (self));
}

static void
reply_iface_init (OdReplyPortInterface *iface)
{
  iface->enqueue_async = reply_enqueue_async;
  iface->undo_async = reply_undo_async;
  iface->decide_async = reply_decide_async;
  iface->save_draft_async = reply_save_draft_async;
  iface->load_draft_async = reply_load_draft_async;
  iface->set_typing = reply_set_typing;
  iface->stage_file_async = reply_stage_file_async;
}
