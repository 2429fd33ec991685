/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-sync"

#include "od-sync.h"

#include "od-backoff.h"
#include "od-clock.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-random.h"
#include "od-store-account.h"

#define CURSOR_NAME "poll"

/* A channel that says "nothing new" without having waited is not asked again at once. */
#define EMPTY_PAUSE_US ((gint64) G_USEC_PER_SEC)

/* The account's queue is full: the writer needs a moment. */
#define BUSY_PAUSE_US (G_USEC_PER_SEC / 10)

/**
 * OdSync:
 *
 * Asks one channel for what is new, again and again: poll, ingest, and from the
 * cursor that was committed with it, poll again. What was not committed is asked
 * for once more. Backs off when it fails. Main thread only.
 */
struct _OdSync {
  GObject parent_instance;

  OdDb *db;                  /* (owned) */
  OdClock *clock;            /* (owned) */
  OdIngestPort *ingest;      /* (owned) */
  OdChannel *channel;        /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gint64 account_id;
  char *cursor;        /* (owned) (nullable): committed */
  char *next_cursor;   /* (owned) (nullable): of the batch that is being ingested */
  gint64 newest_at_us; /* of the messages in that batch; 0 if there is none */
  guint n_passed_over; /* of that batch */
  gint64 asked_at_us;  /* monotonic */
  guint n_failures;    /* in a row */
  guint timeout_id;    /* of the clock; 0 if none */
};

G_DEFINE_FINAL_TYPE (OdSync, od_sync, G_TYPE_OBJECT)

enum { TROUBLE, HEARD, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
od_sync_dispose (GObject *object)
{
  od_sync_stop (OD_SYNC (object));
  G_OBJECT_CLASS (od_sync_parent_class)->dispose (object);
}

static void
od_sync_finalize (GObject *object)
{
  OdSync *self = OD_SYNC (object);

  g_free (self->cursor);
  g_free (self->next_cursor);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->channel);
  g_clear_object (&self->ingest);
  g_clear_object (&self->clock);
  g_clear_object (&self->db);
  G_OBJECT_CLASS (od_sync_parent_class)->finalize (object);
}

static void
od_sync_class_init (OdSyncClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_sync_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_sync_finalize;

  /**
   * OdSync::trouble:
   * @error: (nullable): why nothing comes in; %NULL: it works again
   */
  signals[TROUBLE] =
      g_signal_new ("trouble", OD_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  /**
   * OdSync::heard:
   * @newest_at_us: when the newest of the messages was written that came, and are stored now; 0: none came
   * @n_passed_over: updates that came with them and mean nothing here
   */
  signals[HEARD] = g_signal_new ("heard", OD_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                 G_TYPE_INT64, G_TYPE_UINT);
}

static void
od_sync_init (OdSync *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * od_sync_new:
 * @channel: started, with %OD_CHANNEL_POLLS
 *
 * Returns: (transfer full): a poller that has not begun
 */
OdSync *
od_sync_new (OdDb *db, OdClock *clock, OdIngestPort *ingest, gint64 account_id, OdChannel *channel)
{
  OdSync *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock) && OD_IS_INGEST_PORT (ingest), NULL);
  g_return_val_if_fail (OD_IS_CHANNEL (channel), NULL);

  self = g_object_new (OD_TYPE_SYNC, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->ingest = g_object_ref (ingest);
  self->channel = g_object_ref (channel);
  self->account_id = account_id;
  return self;
}

static void poll (OdSync *self);

static gboolean
poll_cb (gpointer user_data)
{
  OdSync *self = user_data;

  self->timeout_id = 0;
  poll (self);
  return G_SOURCE_REMOVE;
}

static void
poll_in (OdSync *self, gint64 delay_us)
{
  if (!g_cancellable_is_cancelled (self->cancellable) && self->timeout_id == 0)
    self->timeout_id = od_clock_add_timeout (self->clock, delay_us, poll_cb, self, NULL);
}

/* One that only its owner can help goes to whoever runs the account; for the others we wait. */
static void
fail (OdSync *self, const GError *error)
{
  gint64 delay_us;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (g_error_matches (error, OD_ERROR, OD_ERROR_AUTH) || g_error_matches (error, OD_ERROR, OD_ERROR_REJECTED))
    {
      od_channel_emit_failed (self->channel, error);
      return;
    }
  if (g_error_matches (error, OD_ERROR, OD_ERROR_BUSY))
    {
      poll_in (self, BUSY_PAUSE_US);
      return;
    }
  delay_us = od_error_get_retry_after_ms (error) * 1000;
  if (delay_us < 0)
    delay_us = MAX (
        od_backoff_delay_us (OD_LIMIT_BACKOFF_BASE_US, OD_LIMIT_BACKOFF_CAP_US, self->n_failures, od_random_unit ()),
        OD_LIMIT_BACKOFF_BASE_US / 4);
  self->n_failures++;
  poll_in (self, MIN (delay_us, (gint64) OD_LIMIT_RETRY_AFTER_S * G_USEC_PER_SEC));
  g_signal_emit (self, signals[TROUBLE], 0, error);
}

static void
succeed (OdSync *self, gint64 newest_at_us, guint n_passed_over)
{
  gboolean was_in_trouble = self->n_failures > 0;

  self->n_failures = 0;
  g_signal_emit (self, signals[HEARD], 0, newest_at_us, n_passed_over);
  if (was_in_trouble)
    g_signal_emit (self, signals[TROUBLE], 0, NULL);
}

static void
ingested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdSync) self = user_data;
  g_autoptr (GError) error = NULL;
  OdIngestResult *outcomes = od_ingest_port_ingest_finish (OD_INGEST_PORT (source), result, &error);

  if (outcomes == NULL)
    {
      fail (self, error);
      return;
    }
  od_ingest_result_free (outcomes);
  g_free (self->cursor);
  self->cursor = g_steal_pointer (&self->next_cursor);
  succeed (self, self->newest_at_us, self->n_passed_over);
  poll (self);
}

static gint64
find_newest (OdSync *self, const OdUpdateBatch *batch)
{
  gint64 newest_at_us = 0;

  for (guint i = 0; i < batch->updates->len; i++)
    {
      const OdUpdate *update = g_ptr_array_index (batch->updates, i);

      if (update->kind == OD_UPDATE_MESSAGE && !update->is_own)
        newest_at_us = MAX (newest_at_us, update->at_us != 0 ? update->at_us : od_clock_get_real_us (self->clock));
    }
  return newest_at_us;
}

static void
take (OdSync *self, OdUpdateBatch *batch)
{
  gboolean says_nothing = batch->updates->len == 0 && g_strcmp0 (batch->cursor, self->cursor) == 0;

  if (says_nothing)
    {
      gint64 took_us = od_clock_get_monotonic_us (self->clock) - self->asked_at_us;

      guint n_passed_over = batch->n_skipped;

      od_update_batch_free (batch);
      succeed (self, 0, n_passed_over);
      poll_in (self, took_us >= EMPTY_PAUSE_US ? 0 : EMPTY_PAUSE_US);
      return;
    }
  g_free (self->next_cursor);
  self->next_cursor = g_strdup (batch->cursor != NULL ? batch->cursor : self->cursor);
  g_free (batch->cursor_name);
  self->newest_at_us = find_newest (self, batch);
  self->n_passed_over = batch->n_skipped;
  batch->cursor_name = batch->cursor != NULL ? g_strdup (CURSOR_NAME) : NULL;
  od_ingest_port_ingest_async (self->ingest, self->account_id, batch, NULL, ingested_cb, g_object_ref (self));
}

static void
polled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdSync) self = user_data;
  g_autoptr (GError) error = NULL;
  OdUpdateBatch *batch = od_channel_poll_finish (OD_CHANNEL (source), result, &error);

  if (batch == NULL)
    fail (self, error);
  else
    take (self, batch); /* also when it was stopped meanwhile: what came is not thrown away */
}

static void
poll (OdSync *self)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->asked_at_us = od_clock_get_monotonic_us (self->clock);
  od_channel_poll_async (self->channel, self->cursor, self->cancellable, polled_cb, g_object_ref (self));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdSync) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdCursorJob) job = od_db_finish (OD_DB (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (job == NULL)
    {
      od_channel_emit_failed (self->channel, error);
      return;
    }
  self->cursor = g_steal_pointer (&job->value);
  poll (self);
}

/**
 * od_sync_start:
 *
 * Begins where the store says that it ended last time. Call it once.
 */
void
od_sync_start (OdSync *self)
{
  OdCursorJob *job;

  g_return_if_fail (OD_IS_SYNC (self));

  job = g_new0 (OdCursorJob, 1);
  job->account_id = self->account_id;
  job->name = g_strdup (CURSOR_NAME);
  od_db_read_async (self->db, OD_DB_PAGES, od_store_cursor_load, job, (GDestroyNotify) od_cursor_job_free,
                    self->cancellable, loaded_cb, g_object_ref (self));
}

/**
 * od_sync_try_now:
 *
 * If it waits because asking failed, it asks at once.
 */
void
od_sync_try_now (OdSync *self)
{
  g_return_if_fail (OD_IS_SYNC (self));

  if (self->n_failures == 0 || self->timeout_id == 0)
    return;
  od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
  poll (self);
}

/**
 * od_sync_stop:
 *
 * Asks for nothing more. Safe to call twice.
 */
void
od_sync_stop (OdSync *self)
{
  g_return_if_fail (OD_IS_SYNC (self));

  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
  g_cancellable_cancel (self->cancellable);
}
