/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-account-run"

#include "od-account-run-private.h"

#include "od-backoff.h"
#include "od-clock.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-random.h"
#include "od-secrets-check.h"

/**
 * OdAccountRun:
 *
 * One account that is to be connected: makes its channel, starts it, starts it
 * again when it breaks, and says how it is. It wants to run from start to stop;
 * whatever is under way then ends first. Main thread only.
 */
G_DEFINE_FINAL_TYPE (OdAccountRun, od_account_run, G_TYPE_OBJECT)

enum { CHANGED, SETTINGS_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void advance (OdAccountRun *self);
static void clear_timeout (OdAccountRun *self);

static void
od_account_run_dispose (GObject *object)
{
  OdAccountRun *self = OD_ACCOUNT_RUN (object);

  clear_timeout (self);
  if (self->channel != NULL)
    g_signal_handlers_disconnect_by_data (self->channel, self);
  g_clear_object (&self->sync);
  g_clear_object (&self->channel);
  G_OBJECT_CLASS (od_account_run_parent_class)->dispose (object);
}

static void
od_account_run_finalize (GObject *object)
{
  OdAccountRun *self = OD_ACCOUNT_RUN (object);

  g_clear_pointer (&self->row, od_account_row_free);
  g_clear_pointer (&self->pulse, od_account_pulse_free);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_ptr_array_unref (self->stops);
  G_OBJECT_CLASS (od_account_run_parent_class)->finalize (object);
}

static void
od_account_run_class_init (OdAccountRunClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_account_run_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_account_run_finalize;

  /**
   * OdAccountRun::changed:
   *
   * Its state, its error or its address is another one.
   */
  signals[CHANGED] =
      g_signal_new ("changed", OD_TYPE_ACCOUNT_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdAccountRun::settings-changed:
   * @settings: what the channel wants to be remembered, JSON
   */
  signals[SETTINGS_CHANGED] = g_signal_new ("settings-changed", OD_TYPE_ACCOUNT_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                            NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
od_account_run_init (OdAccountRun *self)
{
  self->stops = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * od_account_run_new:
 * @row: copied
 *
 * Returns: (transfer full): an account that does not want to run yet
 */
OdAccountRun *
od_account_run_new (const OdAccountRow *row, const OdChannelDescriptor *descriptor, const OdRunContext *context)
{
  OdAccountRun *self;

  g_return_val_if_fail (row != NULL && descriptor != NULL && context != NULL, NULL);

  self = g_object_new (OD_TYPE_ACCOUNT_RUN, NULL);
  self->row = od_account_row_copy (row);
  self->descriptor = descriptor;
  self->context = *context;
  self->pulse = od_account_pulse_new (context->db, context->channel.clock, row, descriptor->retention_s);
  return self;
}

static OdClock *
get_clock (OdAccountRun *self)
{
  return self->context.channel.clock;
}

static void
clear_timeout (OdAccountRun *self)
{
  if (self->timeout_id != 0)
    od_clock_remove_timeout (get_clock (self), self->timeout_id);
  self->timeout_id = 0;
}

static void
take_error (OdAccountRun *self, const GError *error)
{
  g_clear_error (&self->error);
  if (error != NULL)
    self->error = g_error_copy (error);
  if (error != NULL)
    od_account_pulse_fail (self->pulse, error, TRUE);
  else if (!od_account_run_polls (self))
    od_account_pulse_hear (self->pulse);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- end ---- */

static void
drop_channel (OdAccountRun *self)
{
  if (self->channel != NULL)
    g_signal_handlers_disconnect_by_data (self->channel, self);
  g_clear_object (&self->channel);
  g_clear_object (&self->cancellable);
  self->phase = PHASE_IDLE;
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdAccountRun) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_channel_stop_finish (OD_CHANNEL (source), result, &error))
    g_message ("An account did not stop cleanly: %s", error->message);
  drop_channel (self);
  advance (self);
}

static void
take_down (OdAccountRun *self)
{
  self->phase = PHASE_STOPPING;
  if (self->sync != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->sync, self);
      od_sync_stop (self->sync);
      g_clear_object (&self->sync);
    }
  /* A run that was stopped while it started may come here when its successor is connected already. */
  if (od_channel_table_get (self->context.channels, self->row->id) == self->channel)
    od_channel_table_remove (self->context.channels, self->row->id);
  od_channel_stop_async (self->channel, stopped_cb, g_object_ref (self));
}

/* ---- trouble ---- */

static gboolean
try_again_cb (gpointer user_data)
{
  OdAccountRun *self = user_data;

  self->timeout_id = 0;
  advance (self);
  return G_SOURCE_REMOVE;
}

/* When to try again; a port that is taken may be free any moment. */
static void
plan (OdAccountRun *self, const GError *error)
{
  gint64 delay_us = od_error_get_retry_after_ms (error) * 1000;

  self->is_hopeless = g_error_matches (error, OD_ERROR, OD_ERROR_AUTH) ||
                      g_error_matches (error, OD_ERROR, OD_ERROR_REJECTED) ||
                      g_error_matches (error, OD_ERROR, OD_ERROR_USAGE);
  clear_timeout (self);
  if (self->is_hopeless || !self->is_wanted)
    return;
  if (g_error_matches (error, OD_ERROR, OD_ERROR_BUSY))
    delay_us = (gint64) OD_LIMIT_PORT_RETRY_S * G_USEC_PER_SEC;
  else if (delay_us < 0)
    delay_us = MAX (
        od_backoff_delay_us (OD_LIMIT_BACKOFF_BASE_US, OD_LIMIT_BACKOFF_CAP_US, self->n_failures, od_random_unit ()),
        OD_LIMIT_BACKOFF_BASE_US / 4);
  self->n_failures++;
  self->timeout_id = od_clock_add_timeout (get_clock (self), delay_us, try_again_cb, self, NULL);
}

/**
 * od_account_run_fail:
 *
 * It broke, or somebody else learned that it does not work: takes it down, and starts it again unless only its owner
 * can help.
 */
void
od_account_run_fail (OdAccountRun *self, const GError *error)
{
  g_return_if_fail (OD_IS_ACCOUNT_RUN (self) && error != NULL);

  if (self->phase != PHASE_RUNNING)
    return;
  plan (self, error);
  take_down (self);
  take_error (self, error);
}

static void
failed_cb (OdChannel *channel, const GError *error, gpointer user_data)
{
  od_account_run_fail (user_data, error);
}

static void
trouble_cb (OdSync *sync, const GError *error, gpointer user_data)
{
  take_error (user_data, error);
}

static void
heard_cb (OdSync *sync, gint64 newest_at_us, guint n_passed_over, gpointer user_data)
{
  OdAccountRun *self = user_data;

  od_account_pulse_take (self->pulse, newest_at_us, n_passed_over);
  if (od_account_pulse_hear (self->pulse))
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
settings_changed_cb (OdChannel *channel, const char *settings, gpointer user_data)
{
  OdAccountRun *self = user_data;

  od_account_run_set_settings (self, settings);
  g_signal_emit (self, signals[SETTINGS_CHANGED], 0, settings);
}

/* ---- start ---- */

static void
run (OdAccountRun *self)
{
  self->phase = PHASE_RUNNING;
  self->n_failures = 0;
  od_account_pulse_connect (self->pulse);
  od_channel_table_add (self->context.channels, self->row->id, self->channel, self->descriptor);
  if (od_account_run_polls (self))
    {
      self->sync = od_sync_new (self->context.db, get_clock (self), OD_INGEST_PORT (self->context.ingestor),
                                self->row->id, self->channel);
      g_signal_connect (self->sync, "trouble", G_CALLBACK (trouble_cb), self);
      g_signal_connect (self->sync, "heard", G_CALLBACK (heard_cb), self);
      od_sync_start (self->sync);
    }
  take_error (self, NULL);
}

/* It did not come to run. */
static void
give_up (OdAccountRun *self, const GError *error)
{
  drop_channel (self);
  if (self->is_wanted)
    {
      plan (self, error);
      take_error (self, error);
    }
  advance (self);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdAccountRun) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_channel_start_finish (OD_CHANNEL (source), result, &error))
    give_up (self, error);
  else if (self->is_wanted)
    run (self);
  else
    take_down (self); /* stopped meanwhile */
}

static void
start_channel (OdAccountRun *self)
{
  self->channel = g_object_new (self->descriptor->get_type (), NULL);
  g_signal_connect (self->channel, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect (self->channel, "settings-changed", G_CALLBACK (settings_changed_cb), self);
  od_ingestor_add_account (self->context.ingestor, self->row->id, self->descriptor);
  od_channel_start_async (self->channel, self->row, &self->context.channel, self->cancellable, started_cb,
                          g_object_ref (self));
}

static void
secrets_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdAccountRun) self = user_data;
  g_autoptr (GError) error = NULL;

  if (od_secrets_check_finish (OD_SECRETS_PORT (source), result, &error) && self->is_wanted)
    start_channel (self);
  else
    give_up (self, error); /* no error: it was stopped meanwhile */
}

static void
connect_channel (OdAccountRun *self)
{
  self->phase = PHASE_STARTING;
  self->cancellable = g_cancellable_new ();
  if (self->context.channel.secrets != NULL && od_secrets_check_is_needed (self->descriptor))
    od_secrets_check_async (self->context.channel.secrets, self->row->id, self->descriptor, self->cancellable,
                            secrets_checked_cb, g_object_ref (self));
  else
    start_channel (self);
}

/* Whatever was under way has ended: what next? */
static void
advance (OdAccountRun *self)
{
  if (self->phase != PHASE_IDLE)
    return;
  if (!self->is_wanted)
    {
      g_autoptr (GPtrArray) stops = g_steal_pointer (&self->stops);

      self->stops = g_ptr_array_new_with_free_func (g_object_unref);
      for (guint i = 0; i < stops->len; i++)
        g_task_return_boolean (g_ptr_array_index (stops, i), TRUE);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  else if (self->timeout_id == 0 && !self->is_hopeless)
    connect_channel (self);
}

/**
 * od_account_run_start:
 *
 * It is to run from now on; again, at once, if it waits for a better time, be it only to ask for what is new. If the
 * other side said how long to wait before that, it does.
 */
void
od_account_run_start (OdAccountRun *self)
{
  g_return_if_fail (OD_IS_ACCOUNT_RUN (self));

  self->is_wanted = TRUE;
  self->is_hopeless = FALSE;
  if (self->phase != PHASE_RUNNING)
    g_clear_error (&self->error);
  else if (self->sync != NULL && self->error != NULL && od_error_get_retry_after_ms (self->error) < 0)
    od_sync_try_now (self->sync);
  clear_timeout (self);
  advance (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * od_account_run_try_now:
 *
 * If it waits because the network failed, it waits no longer; if the other side said how long to wait, it does.
 */
void
od_account_run_try_now (OdAccountRun *self)
{
  g_return_if_fail (OD_IS_ACCOUNT_RUN (self));

  if (self->error == NULL || self->is_hopeless || od_error_get_retry_after_ms (self->error) >= 0)
    return;
  if (self->sync != NULL)
    od_sync_try_now (self->sync);
  else if (self->timeout_id != 0)
    {
      clear_timeout (self);
      advance (self);
    }
}

/**
 * od_account_run_stop_async:
 *
 * It is not to run any more; completes when its channel has let go of everything.
 */
void
od_account_run_stop_async (OdAccountRun *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (OD_IS_ACCOUNT_RUN (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, od_account_run_stop_async);
  g_ptr_array_add (self->stops, g_object_ref (task));
  self->is_wanted = FALSE;
  clear_timeout (self);
  if (self->phase == PHASE_STARTING)
    g_cancellable_cancel (self->cancellable);
  else if (self->phase == PHASE_RUNNING)
    take_down (self);
  advance (self);
}

gboolean
od_account_run_stop_finish (OdAccountRun *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
