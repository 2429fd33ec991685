/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-outbox-lane"

#include "od-outbox-lane.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-outbox-lane-private.h"

/**
 * OdOutboxLane:
 *
 * Sends what is queued for one connected account: claims operations, hands each
 * to the channel, and writes down how it ended. Up to
 * %OD_LIMIT_OUTBOX_CONVERSATIONS at once, each of another conversation; which
 * may be claimed, and in which order, is the store's law.
 *
 * An attempt has a lease. It is renewed while the channel says that bytes move;
 * when it runs out the attempt is cancelled, and then it is *lost*, not tried
 * again blindly. The outcome is written whatever else happens.
 *
 * Main thread only.
 */
G_DEFINE_FINAL_TYPE (OdOutboxLane, od_outbox_lane, G_TYPE_OBJECT)

enum { LANDED, MOVED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
od_outbox_lane_dispose (GObject *object)
{
  OdOutboxLane *self = OD_OUTBOX_LANE (object);

  od_outbox_lane_stop (self);
  g_clear_object (&self->channel);
  G_OBJECT_CLASS (od_outbox_lane_parent_class)->dispose (object);
}

static void
od_outbox_lane_finalize (GObject *object)
{
  OdOutboxLane *self = OD_OUTBOX_LANE (object);

  g_hash_table_unref (self->flights);
  g_clear_pointer (&self->pace, od_send_pace_free);
  g_free (self->files_dir);
  g_clear_error (&self->auth_error);
  g_clear_object (&self->channels);
  g_clear_object (&self->clock);
  g_clear_object (&self->db);
  G_OBJECT_CLASS (od_outbox_lane_parent_class)->finalize (object);
}

static void
od_outbox_lane_class_init (OdOutboxLaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_outbox_lane_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_outbox_lane_finalize;

  /**
   * OdOutboxLane::landed:
   *
   * An outcome was committed, or a claim came to nothing: it may be idle now.
   */
  signals[LANDED] =
      g_signal_new ("landed", OD_TYPE_OUTBOX_LANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdOutboxLane::moved:
   * @message_id: bytes of it moved
   */
  signals[MOVED] =
      g_signal_new ("moved", OD_TYPE_OUTBOX_LANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
od_outbox_lane_init (OdOutboxLane *self)
{
  self->flights = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, od_outbox_flight_unref);
}

/**
 * od_outbox_lane_new:
 * @files_dir: the profile's `files`
 * @channels: in which @account_id is
 *
 * Returns: (transfer full): a lane that has not looked yet
 */
OdOutboxLane *
od_outbox_lane_new (OdDb *db, OdClock *clock, const char *files_dir, OdChannelTable *channels, gint64 account_id)
{
  OdOutboxLane *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock) && OD_IS_CHANNEL_TABLE (channels), NULL);
  g_return_val_if_fail (od_channel_table_get (channels, account_id) != NULL, NULL);

  self = g_object_new (OD_TYPE_OUTBOX_LANE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->files_dir = g_strdup (files_dir);
  self->channels = g_object_ref (channels);
  self->account_id = account_id;
  self->channel = g_object_ref (od_channel_table_get (channels, account_id));
  self->descriptor = od_channel_table_get_descriptor (channels, account_id);
  self->pace = od_send_pace_new (&self->descriptor->rate, od_clock_get_monotonic_us (clock));
  return self;
}

gint64
od_outbox_lane_get_account_id (OdOutboxLane *self)
{
  return self->account_id;
}

/**
 * od_outbox_lane_get_is_idle:
 *
 * Returns: %TRUE if nothing is on its way and every outcome is committed
 */
gboolean
od_outbox_lane_get_is_idle (OdOutboxLane *self)
{
  g_return_val_if_fail (OD_IS_OUTBOX_LANE (self), TRUE);

  return self->n_claiming == 0 && g_hash_table_size (self->flights) == 0;
}

/**
 * od_outbox_lane_get_is_stopped:
 *
 * Returns: %TRUE if it claims nothing any more, for ever
 */
gboolean
od_outbox_lane_get_is_stopped (OdOutboxLane *self)
{
  g_return_val_if_fail (OD_IS_OUTBOX_LANE (self), TRUE);

  return self->is_stopped;
}

/* ---- when to look ---- */

void
od_outbox_lane_set_timeout (OdOutboxLane *self, guint *id, gint64 delay_us, GSourceFunc func, gpointer data)
{
  if (*id != 0)
    od_clock_remove_timeout (self->clock, *id);
  *id = func != NULL ? od_clock_add_timeout (self->clock, MAX (delay_us, 0), func, data, NULL) : 0;
}

static gboolean
look_cb (gpointer user_data)
{
  OdOutboxLane *self = user_data;

  self->timeout_id = 0;
  od_outbox_lane_look (self);
  return G_SOURCE_REMOVE;
}

/* One alarm: the nearest due moment or end of a rest, but not before the provider's pause is over. */
static void
schedule (OdOutboxLane *self)
{
  gint64 now_us = od_clock_get_monotonic_us (self->clock);
  gint64 pause_us = self->held_until_us - now_us;
  gint64 rest_us = od_send_pace_get_wait_us (self->pace, now_us);
  gint64 wait_us = self->next_us != 0 ? MAX (self->next_us - od_clock_get_real_us (self->clock), 0) : -1;

  if (rest_us >= 0 && (wait_us < 0 || rest_us < wait_us))
    wait_us = rest_us;
  if (self->is_stopped || (wait_us < 0 && pause_us <= 0))
    od_outbox_lane_set_timeout (self, &self->timeout_id, 0, NULL, NULL);
  else
    od_outbox_lane_set_timeout (self, &self->timeout_id,
                                MIN (MAX (wait_us, pause_us), (gint64) OD_LIMIT_ALARM_S * G_USEC_PER_SEC), look_cb,
                                self);
}

void
od_outbox_lane_hold (OdOutboxLane *self, gint64 pause_us)
{
  self->held_until_us = MAX (self->held_until_us, od_clock_get_monotonic_us (self->clock) + pause_us);
  schedule (self);
}

/* Not before the others have landed: whoever hears it takes the channel down. */
static void
report_auth (OdOutboxLane *self)
{
  g_autoptr (GError) error = NULL;

  if (self->auth_error == NULL || !od_outbox_lane_get_is_idle (self))
    return;
  error = g_steal_pointer (&self->auth_error);
  od_channel_table_report_auth (self->channels, self->account_id, error);
}

/* An outcome is committed: there may be room for the next one. */
void
od_outbox_lane_landed (OdOutboxLane *self)
{
  g_signal_emit (self, signals[LANDED], 0);
  report_auth (self);
  od_outbox_lane_look (self);
}

/* While the store was asked, a conversation that was left out has rested enough. */
static gboolean
has_rested (OdOutboxLane *self, const OdClaimJob *job)
{
  g_autoptr (GArray) resting = od_send_pace_dup_resting (self->pace, od_clock_get_monotonic_us (self->clock));

  return job->resting != NULL && (resting == NULL || resting->len < job->resting->len);
}

static void
claimed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdOutboxLane) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdClaimJob) job = od_db_finish (OD_DB (source), result, &error);
  gboolean is_stale = self->n_claiming > 1;

  self->n_claiming = 0;
  if (job == NULL)
    {
      g_warning ("Could not look into the outbox: %s", error->message);
      if (!self->is_stopped)
        od_outbox_lane_set_timeout (self, &self->timeout_id, OD_OUTBOX_STORE_RETRY_US, look_cb, self);
      g_signal_emit (self, signals[LANDED], 0);
      return;
    }
  is_stale = is_stale || has_rested (self, job);
  while (job->claimed != NULL && job->claimed->len > 0)
    od_outbox_flight_start (self, g_ptr_array_steal_index (job->claimed, 0));
  self->next_us = job->next_us;
  schedule (self);
  g_signal_emit (self, signals[LANDED], 0);
  report_auth (self);
  if (is_stale || (self->next_us > 0 && self->next_us <= od_clock_get_real_us (self->clock)))
    od_outbox_lane_look (self); /* or it fell due while the store was asked */
}

/**
 * od_outbox_lane_look:
 *
 * Claims what is due, as far as there is room. Cheap; call it whenever something may have become due.
 */
void
od_outbox_lane_look (OdOutboxLane *self)
{
  OdClaimJob *job;
  guint n_flights, room;
  gint64 now_us;

  g_return_if_fail (OD_IS_OUTBOX_LANE (self));

  n_flights = g_hash_table_size (self->flights);
  if (self->is_stopped || n_flights >= OD_LIMIT_OUTBOX_CONVERSATIONS)
    return; /* the next landing looks again */
  now_us = od_clock_get_monotonic_us (self->clock);
  room = od_send_pace_get_room (self->pace, now_us);
  if (self->held_until_us > now_us || room == 0)
    {
      schedule (self);
      return;
    }
  self->n_claiming = MIN (self->n_claiming + 1, 2);
  if (self->n_claiming > 1)
    return;
  job = od_claim_job_new (self->account_id, self->files_dir, od_clock_get_real_us (self->clock));
  job->lease_us = (gint64) OD_LIMIT_LEASE_S * G_USEC_PER_SEC;
  job->max = MIN (OD_LIMIT_OUTBOX_CONVERSATIONS - n_flights, room);
  job->resting = od_send_pace_dup_resting (self->pace, now_us);
  job->max_conversations = OD_LIMIT_OUTBOX_CONVERSATIONS;
  od_db_write_async (self->db, od_store_claim, job, (GDestroyNotify) od_claim_job_free, claimed_cb,
                     g_object_ref (self));
}

/**
 * od_outbox_lane_stop:
 *
 * Claims nothing more; what is on its way goes on.
 */
void
od_outbox_lane_stop (OdOutboxLane *self)
{
  g_return_if_fail (OD_IS_OUTBOX_LANE (self));

  self->is_stopped = TRUE;
  schedule (self);
}

/**
 * od_outbox_lane_cancel:
 *
 * Stops, and cuts short what is on its way; each still gets its outcome.
 */
void
od_outbox_lane_cancel (OdOutboxLane *self)
{
  g_autoptr (GList) flights = NULL;

  g_return_if_fail (OD_IS_OUTBOX_LANE (self));

  od_outbox_lane_stop (self);
  flights = g_hash_table_get_values (self->flights);
  for (GList *l = flights; l != NULL; l = l->next)
    g_rc_box_acquire (l->data);
  for (GList *l = flights; l != NULL; l = l->next)
    {
      od_outbox_flight_cancel (l->data);
      od_outbox_flight_unref (l->data);
    }
}

void
od_outbox_lane_moved (OdOutboxLane *self, gint64 message_id)
{
  g_signal_emit (self, signals[MOVED], 0, message_id);
}

static OdOutboxFlight *
find_send (OdOutboxLane *self, gint64 message_id)
{
  GHashTableIter iter;
  gpointer flight;

  g_hash_table_iter_init (&iter, self->flights);
  while (g_hash_table_iter_next (&iter, NULL, &flight))
    {
      const OdOutboxFlight *one = flight;

      if (one->claim->kind == OD_OPERATION_SEND && one->claim->message_id == message_id && !one->has_ended)
        return flight;
    }
  return NULL;
}

/**
 * od_outbox_lane_get_progress:
 *
 * Returns: %FALSE if that message is not under way here
 */
gboolean
od_outbox_lane_get_progress (OdOutboxLane *self, gint64 message_id, gint64 *done_bytes, gint64 *total_bytes)
{
  const OdOutboxFlight *flight;

  g_return_val_if_fail (OD_IS_OUTBOX_LANE (self), FALSE);

  flight = find_send (self, message_id);
  if (flight == NULL)
    return FALSE;
  *done_bytes = flight->done_bytes;
  *total_bytes = flight->total_bytes;
  return TRUE;
}

/**
 * od_outbox_lane_refuse:
 *
 * A person cancels the message, if it is under way here.
 */
void
od_outbox_lane_refuse (OdOutboxLane *self, gint64 message_id)
{
  OdOutboxFlight *flight;

  g_return_if_fail (OD_IS_OUTBOX_LANE (self));

  flight = find_send (self, message_id);
  if (flight == NULL)
    return;
  g_rc_box_acquire (flight);
  od_outbox_flight_refuse (flight);
  od_outbox_flight_unref (flight);
}
