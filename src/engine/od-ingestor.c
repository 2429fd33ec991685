/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-ingestor"

#include "od-ingestor.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-store-ingest.h"

/**
 * OdIngestor:
 *
 * The one way in: batches of channels go into the store, each in one transaction,
 * and the answer comes back after COMMIT. At most %OD_LIMIT_INGEST_QUEUE batches
 * of one account wait at a time, so a flood on one channel is told to slow down
 * instead of filling memory. Ephemeral things go to #OdLive.
 *
 * Any thread may call the port's methods; the rest belongs to the main thread.
 */
typedef struct {
  const OdChannelDescriptor *descriptor; /* (unowned): static */
  guint n_waiting;                       /* batches that are not committed yet */
} Account;

struct _OdIngestor {
  GObject parent_instance;

  OdDb *db;           /* (owned) */
  OdClock *clock;     /* (owned) */
  OdLive *live;       /* (owned): main thread only */
  GMainContext *home; /* (owned) */
  GMutex lock;
  GHashTable *accounts; /* (lock lock) (owned) (element-type gint64 Account) */
  gboolean is_stopped;  /* (lock lock) */
};

static void ingestor_iface_init (OdIngestPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdIngestor, od_ingestor, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_INGEST_PORT, ingestor_iface_init))

static void
od_ingestor_finalize (GObject *object)
{
  OdIngestor *self = OD_INGESTOR (object);

  g_clear_object (&self->live);
  g_clear_object (&self->clock);
  g_clear_object (&self->db);
  g_hash_table_unref (self->accounts);
  g_main_context_unref (self->home);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (od_ingestor_parent_class)->finalize (object);
}

static void
od_ingestor_class_init (OdIngestorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_ingestor_finalize;
}

static void
od_ingestor_init (OdIngestor *self)
{
  g_mutex_init (&self->lock);
  self->accounts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->home = g_main_context_ref_thread_default ();
}

/**
 * od_ingestor_new:
 *
 * Main thread.
 *
 * Returns: (transfer full): ready to take batches
 */
OdIngestor *
od_ingestor_new (OdDb *db, OdClock *clock, OdLive *live)
{
  OdIngestor *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock) && OD_IS_LIVE (live), NULL);

  self = g_object_new (OD_TYPE_INGESTOR, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->live = g_object_ref (live);
  return self;
}

/* ---- the queue of an account ---- */

/**
 * od_ingestor_add_account:
 * @descriptor: static: says what the account's addresses and chats are
 *
 * From now on batches of the account are taken; call it before its channel starts. Any thread.
 */
void
od_ingestor_add_account (OdIngestor *self, gint64 account_id, const OdChannelDescriptor *descriptor)
{
  Account *account;

  g_return_if_fail (OD_IS_INGESTOR (self) && descriptor != NULL);

  g_mutex_lock (&self->lock);
  account = g_hash_table_lookup (self->accounts, &account_id);
  if (account == NULL)
    {
      account = g_new0 (Account, 1);
      g_hash_table_insert (self->accounts, g_memdup2 (&account_id, sizeof account_id), account);
    }
  account->descriptor = descriptor;
  g_mutex_unlock (&self->lock);
}

/* NULL with an error if the batch must wait outside. */
static const OdChannelDescriptor *
enter (OdIngestor *self, gint64 account_id, GError **error)
{
  const OdChannelDescriptor *descriptor = NULL;
  Account *account;

  g_mutex_lock (&self->lock);
  account = g_hash_table_lookup (self->accounts, &account_id);
  if (self->is_stopped)
    g_set_error (error, OD_ERROR, OD_ERROR_TRANSIENT, "The desk is stopping");
  else if (account == NULL)
    g_set_error (error, OD_ERROR, OD_ERROR_NOT_FOUND, "No such account");
  else if (account->n_waiting >= OD_LIMIT_INGEST_QUEUE)
    g_set_error (error, OD_ERROR, OD_ERROR_BUSY, "Too many batches are waiting");
  else
    {
      account->n_waiting++;
      descriptor = account->descriptor;
    }
  g_mutex_unlock (&self->lock);
  return descriptor;
}

static void
leave (OdIngestor *self, gint64 account_id)
{
  Account *account;

  g_mutex_lock (&self->lock);
  account = g_hash_table_lookup (self->accounts, &account_id);
  account->n_waiting--;
  g_mutex_unlock (&self->lock);
}

/**
 * od_ingestor_get_n_waiting:
 *
 * Any thread.
 *
 * Returns: batches of the account that are not committed yet
 */
guint
od_ingestor_get_n_waiting (OdIngestor *self, gint64 account_id)
{
  Account *account;
  guint n;

  g_return_val_if_fail (OD_IS_INGESTOR (self), 0);

  g_mutex_lock (&self->lock);
  account = g_hash_table_lookup (self->accounts, &account_id);
  n = account != NULL ? account->n_waiting : 0;
  g_mutex_unlock (&self->lock);
  return n;
}

/**
 * od_ingestor_stop:
 *
 * Takes nothing new; what was taken is still committed and answered.
 */
void
od_ingestor_stop (OdIngestor *self)
{
  g_return_if_fail (OD_IS_INGESTOR (self));

  g_mutex_lock (&self->lock);
  self->is_stopped = TRUE;
  g_mutex_unlock (&self->lock);
}

/* ---- batches ---- */

/* In the caller's context, whichever that is. */
static void
ingested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdIngestor *self = g_task_get_source_object (task);
  gint64 *account_id = g_task_get_task_data (task);
  GError *error = NULL;
  OdIngestJob *job = od_db_finish (OD_DB (source), result, &error);

  leave (self, *account_id);
  if (job == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_return_pointer (task, g_steal_pointer (&job->result), (GDestroyNotify) od_ingest_result_free);
  od_ingest_job_free (job);
}

static void
ingestor_ingest_async (OdIngestPort *port, gint64 account_id, OdUpdateBatch *batch, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  OdIngestor *self = OD_INGESTOR (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (OdUpdateBatch) owned = batch;
  const OdChannelDescriptor *descriptor;
  GError *error = NULL;
  OdIngestJob *job;

  g_task_set_source_tag (task, ingestor_ingest_async);
  g_task_set_check_cancellable (task, FALSE); /* what is committed is said */
  if (owned->updates->len > OD_LIMIT_INGEST_UPDATES)
    {
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_TOO_LARGE, "More than %d updates in a batch",
                               OD_LIMIT_INGEST_UPDATES);
      return;
    }
  descriptor = enter (self, account_id, &error);
  if (descriptor == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, g_memdup2 (&account_id, sizeof account_id), g_free);
  job = od_ingest_job_new (account_id, g_steal_pointer (&owned), od_clock_get_real_us (self->clock));
  job->reopen_us = (gint64) OD_LIMIT_REOPEN_S * G_USEC_PER_SEC;
  job->has_stream = (descriptor->caps & OD_CHANNEL_HAS_STREAM) != 0;
  job->contact_scope_is_account = descriptor->contact_scope_is_account;
  od_db_write_async (self->db, od_store_ingest, job, (GDestroyNotify) od_ingest_job_free, ingested_cb,
                     g_object_ref (task));
}

/* ---- live events ---- */

typedef struct {
  OdIngestor *ingestor;
  gint64 account_id;
  OdLiveEvent *event;
} LiveCall;

static gboolean
live_cb (gpointer data)
{
  LiveCall *call = data;

  od_live_take (call->ingestor->live, call->account_id, g_steal_pointer (&call->event));
  return G_SOURCE_REMOVE;
}

static void
live_call_free (gpointer data)
{
  LiveCall *call = data;

  g_clear_pointer (&call->event, od_live_event_free);
  g_object_unref (call->ingestor);
  g_free (call);
}

static void
ingestor_live (OdIngestPort *port, gint64 account_id, OdLiveEvent *event)
{
  OdIngestor *self = OD_INGESTOR (port);
  LiveCall *call = g_new0 (LiveCall, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  call->ingestor = g_object_ref (self);
  call->account_id = account_id;
  call->event = event;
  /* Not g_main_context_invoke(): when nobody runs that context any more, it would run this on our own thread. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, live_cb, call, live_call_free);
  g_source_attach (source, self->home);
}

static void
ingestor_iface_init (OdIngestPortInterface *iface)
{
  iface->ingest_async = ingestor_ingest_async;
  iface->live = ingestor_live;
}
