/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-stream.h"

#include "od-error.h"

typedef struct {
  GPtrArray *events; /* (element-type OdStreamEvent), ascending */
  GHashTable *cids;  /* (element-type utf8 gint64) */
  gint64 operator_read_seq;
  gboolean is_blocked;
} Stream;

/**
 * OdFakeStream:
 *
 * The durable side of a web chat, in memory: what is ingested becomes numbered
 * events, a repeated cid gives the first one's number, and it fails on command.
 */
struct _OdFakeStream {
  GObject parent_instance;

  GHashTable *streams; /* (element-type utf8 Stream) */
  GPtrArray *batches;  /* (element-type OdUpdateBatch): everything that was stored */
  GPtrArray *live;     /* (element-type OdLiveEvent) */
  GPtrArray *uploads;  /* (element-type OdUpload) */
  GQueue held;         /* (element-type GTask): ingests not answered yet */
  OdFakeStreamAdvanced advanced;
  gpointer user_data;
  gint64 now_us;
  guint n_fail_ingests, n_fail_loads;
  guint n_loads;
  gboolean is_held;
};

static void ingest_iface_init (OdIngestPortInterface *iface);
static void stream_iface_init (OdStreamPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdFakeStream, od_fake_stream, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_INGEST_PORT, ingest_iface_init)
                                   G_IMPLEMENT_INTERFACE (OD_TYPE_STREAM_PORT, stream_iface_init))

static void
stream_free (gpointer data)
{
  Stream *stream = data;

  g_ptr_array_unref (stream->events);
  g_hash_table_unref (stream->cids);
  g_free (stream);
}

static Stream *
ensure (OdFakeStream *self, const char *chat_id)
{
  Stream *stream = g_hash_table_lookup (self->streams, chat_id);

  if (stream != NULL)
    return stream;
  stream = g_new0 (Stream, 1);
  stream->events = g_ptr_array_new_with_free_func ((GDestroyNotify) od_stream_event_free);
  stream->cids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (self->streams, g_strdup (chat_id), stream);
  return stream;
}

static OdStreamEvent *
append (OdFakeStream *self, Stream *stream, OdStreamKind kind, OdTimelineKind from)
{
  OdStreamEvent *event = g_new0 (OdStreamEvent, 1);

  event->seq = stream->events->len + 1;
  event->at_us = self->now_us;
  event->kind = kind;
  event->from = from;
  event->status = OD_STATUS_OPEN;
  g_ptr_array_add (stream->events, event);
  return event;
}

/* ---- ingest ---- */

static OdStreamKind
kind_of (const OdUpdate *update)
{
  if (update->kind == OD_UPDATE_EDIT)
    return OD_STREAM_EDIT;
  if (update->kind == OD_UPDATE_REMOVAL)
    return OD_STREAM_REMOVAL;
  return update->kind == OD_UPDATE_REACTION ? OD_STREAM_REACTION : OD_STREAM_MESSAGE;
}

static void
ingest_one (OdFakeStream *self, const OdUpdate *update, OdIngestOutcome *outcome)
{
  Stream *stream = ensure (self, update->chat_id);
  const gint64 *known = update->client_id != NULL ? g_hash_table_lookup (stream->cids, update->client_id) : NULL;
  OdStreamEvent *event;

  *outcome = (OdIngestOutcome){ .status = OD_INGEST_STORED, .at_us = self->now_us };
  if (stream->is_blocked)
    outcome->status = OD_INGEST_BLOCKED;
  else if (known != NULL)
    {
      outcome->status = OD_INGEST_DUPLICATE;
      outcome->seq = *known;
    }
  else if (update->target_seq > stream->events->len)
    {
      outcome->status = OD_INGEST_REJECTED;
      outcome->reason = "bad_target";
    }
  else if (update->kind != OD_UPDATE_RECEIPT && update->kind != OD_UPDATE_PROFILE)
    {
      event = append (self, stream, kind_of (update), OD_TIMELINE_IN);
      event->client_id = g_strdup (update->client_id);
      event->text = g_strdup (update->text);
      event->payload = g_strdup (update->payload);
      event->ref_seq = update->target_seq;
      outcome->seq = event->seq;
      g_hash_table_insert (stream->cids, g_strdup (update->client_id), g_memdup2 (&event->seq, sizeof event->seq));
    }
}

static void
answer_ingest (OdFakeStream *self, GTask *task)
{
  OdUpdateBatch *batch = g_task_get_task_data (task);
  OdIngestResult *result;

  if (self->n_fail_ingests > 0)
    {
      self->n_fail_ingests--;
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_BUSY, "Told to fail");
      return;
    }
  result = od_ingest_result_new (batch->updates->len);
  for (guint i = 0; i < batch->updates->len; i++)
    ingest_one (self, g_ptr_array_index (batch->updates, i), &result->outcomes[i]);
  for (guint i = 0; i < batch->updates->len && self->advanced != NULL; i++)
    if (result->outcomes[i].seq > 0 && result->outcomes[i].status == OD_INGEST_STORED)
      self->advanced (((OdUpdate *) g_ptr_array_index (batch->updates, i))->chat_id, result->outcomes[i].seq,
                      self->user_data);
  g_ptr_array_add (self->batches, batch);
  g_task_set_task_data (task, NULL, NULL);
  g_task_return_pointer (task, result, (GDestroyNotify) od_ingest_result_free);
}

static void
ingest_async (OdIngestPort *port, gint64 account_id, OdUpdateBatch *batch, GCancellable *cancellable,
              GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeStream *self = OD_FAKE_STREAM (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, batch, NULL);
  if (self->is_held)
    g_queue_push_tail (&self->held, g_steal_pointer (&task));
  else
    answer_ingest (self, task);
  if (task != NULL && g_task_get_task_data (task) != NULL)
    od_update_batch_free (batch);
}

static void
ingest_live (OdIngestPort *port, gint64 account_id, OdLiveEvent *event)
{
  g_ptr_array_add (OD_FAKE_STREAM (port)->live, event);
}

static void
ingest_iface_init (OdIngestPortInterface *iface)
{
  iface->ingest_async = ingest_async;
  iface->live = ingest_live;
}

/* ---- the stream ---- */

static OdStreamEvent *
copy_event (const OdStreamEvent *from)
{
  OdStreamEvent *copy = g_memdup2 (from, sizeof *from);

  copy->client_id = g_strdup (from->client_id);
  copy->author_id = g_strdup (from->author_id);
  copy->author = g_strdup (from->author);
  copy->text = g_strdup (from->text);
  copy->payload = g_strdup (from->payload);
  copy->files = NULL;
  copy->reactions = NULL;
  return copy;
}

static OdStreamPage *
page_of (OdFakeStream *self, const char *chat_id, guint first, guint end)
{
  Stream *stream = g_hash_table_lookup (self->streams, chat_id);
  OdStreamPage *page = od_stream_page_new ();

  if (stream == NULL)
    return page;
  page->stream_id = 1;
  page->last_seq = stream->events->len;
  page->first_seq = stream->events->len > 0 ? 1 : 0;
  page->operator_read_seq = stream->operator_read_seq;
  page->is_blocked = stream->is_blocked;
  page->conversation_uid = g_strdup ("k1");
  for (guint i = first; i < end; i++)
    g_ptr_array_add (page->events, copy_event (g_ptr_array_index (stream->events, i)));
  return page;
}

static guint
length_of (OdFakeStream *self, const char *chat_id)
{
  Stream *stream = g_hash_table_lookup (self->streams, chat_id);

  return stream != NULL ? stream->events->len : 0;
}

static void
load_async (OdStreamPort *port, gint64 account_id, const char *chat_id, gint64 after, guint limit,
            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeStream *self = OD_FAKE_STREAM (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  guint n = length_of (self, chat_id);
  guint first = (guint) MIN (after, n), end = MIN (first + limit, n);
  OdStreamPage *page;

  self->n_loads++;
  if (self->n_fail_loads > 0)
    {
      self->n_fail_loads--;
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_STORE, "Told to fail");
      return;
    }
  if (after == 0)
    {
      first = n > limit ? n - limit : 0;
      end = n;
    }
  page = page_of (self, chat_id, first, end);
  page->has_more = end < n;
  g_task_return_pointer (task, page, (GDestroyNotify) od_stream_page_free);
}

static void
load_before_async (OdStreamPort *port, gint64 account_id, const char *chat_id, gint64 before, guint limit,
                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeStream *self = OD_FAKE_STREAM (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  guint end = (guint) MIN (before - 1, length_of (self, chat_id));
  guint first = end > limit ? end - limit : 0;
  OdStreamPage *page = page_of (self, chat_id, first, end);

  page->has_more = first > 0;
  g_task_return_pointer (task, page, (GDestroyNotify) od_stream_page_free);
}

static void
add_upload_async (OdStreamPort *port, gint64 account_id, const char *chat_id, const OdUpload *upload,
                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeStream *self = OD_FAKE_STREAM (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_ptr_array_add (self->uploads, od_upload_copy (upload));
  g_task_return_boolean (task, TRUE);
}

static void
find_file_async (OdStreamPort *port, gint64 account_id, const char *file_id, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeStream *self = OD_FAKE_STREAM (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  for (guint i = 0; i < self->uploads->len; i++)
    {
      const OdUpload *upload = g_ptr_array_index (self->uploads, i);

      if (!g_str_equal (upload->id, file_id))
        continue;
      g_task_return_pointer (task, od_upload_copy (upload), (GDestroyNotify) od_upload_free);
      return;
    }
  g_task_return_new_error (task, OD_ERROR, OD_ERROR_NOT_FOUND, "No such file");
}

static void
stream_iface_init (OdStreamPortInterface *iface)
{
  iface->load_async = load_async;
  iface->load_before_async = load_before_async;
  iface->add_upload_async = add_upload_async;
  iface->find_file_async = find_file_async;
}

/* ---- the class ---- */

static void
od_fake_stream_finalize (GObject *object)
{
  OdFakeStream *self = OD_FAKE_STREAM (object);

  g_assert_true (g_queue_is_empty (&self->held));
  g_hash_table_unref (self->streams);
  g_ptr_array_unref (self->batches);
  g_ptr_array_unref (self->live);
  g_ptr_array_unref (self->uploads);
  G_OBJECT_CLASS (od_fake_stream_parent_class)->finalize (object);
}

static void
od_fake_stream_class_init (OdFakeStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_fake_stream_finalize;
}

static void
od_fake_stream_init (OdFakeStream *self)
{
  self->streams = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, stream_free);
  self->batches = g_ptr_array_new_with_free_func ((GDestroyNotify) od_update_batch_free);
  self->live = g_ptr_array_new_with_free_func ((GDestroyNotify) od_live_event_free);
  self->uploads = g_ptr_array_new_with_free_func ((GDestroyNotify) od_upload_free);
  g_queue_init (&self->held);
  self->now_us = 1;
}

OdFakeStream *
od_fake_stream_new (void)
{
  return g_object_new (OD_TYPE_FAKE_STREAM, NULL);
}

/**
 * od_fake_stream_set_advanced:
 * @func: called after each commit, as the engine would
 */
void
od_fake_stream_set_advanced (OdFakeStream *self, OdFakeStreamAdvanced func, gpointer user_data)
{
  self->advanced = func;
  self->user_data = user_data;
}

/**
 * od_fake_stream_set_now:
 * @now_us: the time of events from now on
 */
void
od_fake_stream_set_now (OdFakeStream *self, gint64 now_us)
{
  self->now_us = now_us;
}

/**
 * od_fake_stream_fail:
 *
 * The next @n_ingests batches are busy, the next @n_loads pages can't be read.
 */
void
od_fake_stream_fail (OdFakeStream *self, guint n_ingests, guint n_loads)
{
  self->n_fail_ingests = n_ingests;
  self->n_fail_loads = n_loads;
}

/**
 * od_fake_stream_hold:
 * @is_held: batches are not answered until this is called with %FALSE
 */
void
od_fake_stream_hold (OdFakeStream *self, gboolean is_held)
{
  GTask *task;

  self->is_held = is_held;
  while (!is_held && (task = g_queue_pop_head (&self->held)) != NULL)
    {
      OdUpdateBatch *batch = g_task_get_task_data (task);

      answer_ingest (self, task);
      if (g_task_get_task_data (task) != NULL)
        od_update_batch_free (batch);
      g_object_unref (task);
    }
}

/**
 * od_fake_stream_say:
 *
 * An operator's answer was accepted.
 *
 * Returns: its seq
 */
gint64
od_fake_stream_say (OdFakeStream *self, const char *chat_id, const char *text)
{
  OdStreamEvent *event = append (self, ensure (self, chat_id), OD_STREAM_MESSAGE, OD_TIMELINE_OUT);

  event->text = g_strdup (text);
  event->author = g_strdup ("Анна");
  event->author_id = g_strdup ("u7");
  if (self->advanced != NULL)
    self->advanced (chat_id, event->seq, self->user_data);
  return event->seq;
}

/**
 * od_fake_stream_read:
 *
 * The desk has read up to @seq.
 */
void
od_fake_stream_read (OdFakeStream *self, const char *chat_id, gint64 seq)
{
  ensure (self, chat_id)->operator_read_seq = seq;
  if (self->advanced != NULL)
    self->advanced (chat_id, 0, self->user_data);
}

/**
 * od_fake_stream_block:
 *
 * The operator blocks the visitor.
 */
void
od_fake_stream_block (OdFakeStream *self, const char *chat_id)
{
  ensure (self, chat_id)->is_blocked = TRUE;
  if (self->advanced != NULL)
    self->advanced (chat_id, 0, self->user_data);
}

/**
 * od_fake_stream_count:
 *
 * Returns: how many updates of @kind were given, duplicates too
 */
guint
od_fake_stream_count (OdFakeStream *self, OdUpdateKind kind)
{
  guint n = 0;

  for (guint i = 0; i < self->batches->len; i++)
    {
      const OdUpdateBatch *batch = g_ptr_array_index (self->batches, i);

      for (guint k = 0; k < batch->updates->len; k++)
        n += ((OdUpdate *) g_ptr_array_index (batch->updates, k))->kind == kind;
    }
  return n;
}

/**
 * od_fake_stream_get_last:
 *
 * Returns: (transfer none) (nullable): the last update of @kind
 */
const OdUpdate *
od_fake_stream_get_last (OdFakeStream *self, OdUpdateKind kind)
{
  const OdUpdate *last = NULL;

  for (guint i = 0; i < self->batches->len; i++)
    {
      const OdUpdateBatch *batch = g_ptr_array_index (self->batches, i);

      for (guint k = 0; k < batch->updates->len; k++)
        if (((OdUpdate *) g_ptr_array_index (batch->updates, k))->kind == kind)
          last = g_ptr_array_index (batch->updates, k);
    }
  return last;
}

guint
od_fake_stream_count_live (OdFakeStream *self, OdLiveKind kind)
{
  guint n = 0;

  for (guint i = 0; i < self->live->len; i++)
    n += ((OdLiveEvent *) g_ptr_array_index (self->live, i))->kind == kind;
  return n;
}

/**
 * od_fake_stream_get_last_live:
 *
 * Returns: (transfer none) (nullable): the last ephemeral event of @kind
 */
const OdLiveEvent *
od_fake_stream_get_last_live (OdFakeStream *self, OdLiveKind kind)
{
  for (guint i = self->live->len; i > 0; i--)
    if (((OdLiveEvent *) g_ptr_array_index (self->live, i - 1))->kind == kind)
      return g_ptr_array_index (self->live, i - 1);
  return NULL;
}

/**
 * od_fake_stream_count_loads:
 *
 * Returns: how often somebody asked for what follows a seq
 */
guint
od_fake_stream_count_loads (OdFakeStream *self)
{
  return self->n_loads;
}

guint
od_fake_stream_count_uploads (OdFakeStream *self)
{
  return self->uploads->len;
}

/**
 * od_fake_stream_set_file:
 * @file: what find_file gives for its id; copied
 */
void
od_fake_stream_set_file (OdFakeStream *self, const OdUpload *file)
{
  g_ptr_array_add (self->uploads, od_upload_copy (file));
}
