/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-outbox-lane"

#include <glib/gi18n.h>

#include "od-backoff.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-outbox-lane-private.h"
#include "od-outbox-verdict.h"
#include "od-random.h"

/* A flight is one attempt: its lease, its answer, its outcome. */

/* What a cancelled attempt has to say for itself, before it counts as lost. */
#define GRACE_US (5 * (gint64) G_USEC_PER_SEC)

/* How often the interface hears of bytes. */
#define TELL_US ((gint64) G_USEC_PER_SEC / 10)

#define LEASE_US ((gint64) OD_LIMIT_LEASE_S * G_USEC_PER_SEC)

static void
flight_clear (gpointer data)
{
  OdOutboxFlight *flight = data;

  g_free (flight->outcome.remote_id);
  g_free (flight->outcome.error);
  g_clear_pointer (&flight->outgoing, od_outgoing_free);
  od_claimed_operation_free (flight->claim);
  g_object_unref (flight->cancellable);
  g_object_unref (flight->lane);
}

void
od_outbox_flight_unref (gpointer flight)
{
  g_rc_box_release_full (flight, flight_clear);
}

/* ---- how it ended ---- */

static void write_outcome (OdOutboxFlight *flight);

static gboolean
write_again_cb (gpointer user_data)
{
  OdOutboxFlight *flight = user_data;

  flight->timeout_id = 0;
  write_outcome (flight);
  return G_SOURCE_REMOVE;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdOutboxFlight) flight = user_data;
  g_autoptr (OdOutboxLane) self = g_object_ref (flight->lane);
  g_autoptr (GError) error = NULL;
  g_autoptr (OdOutcomeJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    {
      if (g_error_matches (error, OD_ERROR, OD_ERROR_STORE) && !self->is_stopped)
        {
          g_warning ("Could not record an outcome, trying again: %s", error->message);
          od_outbox_lane_set_timeout (self, &flight->timeout_id, OD_OUTBOX_STORE_RETRY_US, write_again_cb, flight);
          return;
        }
      g_warning ("Could not record an outcome: %s", error->message);
    }
  g_hash_table_remove (self->flights, &flight->claim->id);
  od_outbox_lane_landed (self);
}

static void
write_outcome (OdOutboxFlight *flight)
{
  OdOutboxLane *self = flight->lane;
  OdOutcomeJob *job;

  job = g_memdup2 (&flight->outcome, sizeof flight->outcome);
  job->remote_id = g_strdup (job->remote_id);
  job->error = g_strdup (job->error);
  job->now_us = od_clock_get_real_us (self->clock);
  od_db_write_async (self->db, od_store_record_outcome, job, (GDestroyNotify) od_outcome_job_free, written_cb,
                     g_rc_box_acquire (flight));
}

static gint64
get_backoff_us (OdOutboxFlight *flight)
{
  guint attempt = flight->claim->attempt > 0 ? flight->claim->attempt - 1 : 0;
  gint64 delay_us = od_backoff_delay_us (OD_LIMIT_BACKOFF_BASE_US, OD_LIMIT_BACKOFF_CAP_US, attempt, od_random_unit ());

  return MAX (delay_us, OD_LIMIT_BACKOFF_BASE_US / 4); /* full jitter may say "at once" */
}

/* What the lane itself does about an error, besides writing it down. */
static void
react (OdOutboxLane *self, OdVerdict verdict, const GError *error, gint64 *not_before_us)
{
  if (verdict == OD_VERDICT_PAUSE)
    {
      gint64 pause_us = od_verdict_get_pause_us (error);

      if (pause_us >= 0)
        *not_before_us = od_clock_get_real_us (self->clock) + pause_us;
      od_outbox_lane_hold (self, *not_before_us - od_clock_get_real_us (self->clock));
    }
  else if (verdict == OD_VERDICT_OWNER)
    {
      *not_before_us = 0; /* as soon as the owner has put it right */
      od_outbox_lane_stop (self);
      if (self->auth_error == NULL)
        self->auth_error = g_error_copy (error);
    }
}

/* What a person cancelled is not sent by itself again, whether that would do harm or not. */
static void
land_cancelled (OdOutboxFlight *flight, const GError *error)
{
  OdOutboxLane *self = flight->lane;
  OdVerdict verdict = od_verdict_of (error, self->descriptor->caps & (guint) ~OD_CHANNEL_IDEMPOTENT_SEND);
  gboolean is_here = verdict == OD_VERDICT_AGAIN || verdict == OD_VERDICT_PAUSE || verdict == OD_VERDICT_OWNER;

  flight->outcome.event = is_here ? OD_DELIVERY_EVENT_REJECT : od_verdict_get_event (verdict);
  if (!is_here)
    return;
  g_free (flight->outcome.error);
  flight->outcome.error = g_strdup (OD_DELIVERY_CANCELLED);
}

static void
land (OdOutboxFlight *flight, const char *remote_id, const GError *error)
{
  OdOutboxLane *self = flight->lane;
  OdVerdict verdict = od_verdict_of (error, self->descriptor->caps);
  gint64 not_before_us = od_clock_get_real_us (self->clock) + get_backoff_us (flight);

  flight->has_ended = TRUE; /* from here on it is not cancelled */
  od_outbox_lane_set_timeout (self, &flight->timeout_id, 0, NULL, NULL);
  g_clear_signal_handler (&flight->progress_id, self->channel);
  g_clear_signal_handler (&flight->part_id, self->channel);
  if (error != NULL)
    react (self, verdict, error, &not_before_us);

  flight->outcome.operation_id = flight->claim->id;
  flight->outcome.event = od_verdict_get_event (verdict);
  flight->outcome.not_before_us = not_before_us;
  flight->outcome.has_stream = (self->descriptor->caps & OD_CHANNEL_HAS_STREAM) != 0;
  g_free (flight->outcome.remote_id);
  flight->outcome.remote_id = remote_id != NULL && *remote_id != '\0' ? g_strdup (remote_id) : NULL;
  g_free (flight->outcome.error);
  flight->outcome.error = error != NULL ? g_strdup (error->message) : NULL;
  if (flight->is_cancelled && error != NULL)
    land_cancelled (flight, error);
  write_outcome (flight);
}

static void
performed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdOutboxFlight) flight = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *remote_id = od_channel_perform_finish (OD_CHANNEL (source), result, &error);

  od_channel_table_tell (flight->lane->channels, flight->lane->account_id, error);
  if (!flight->has_ended) /* otherwise it was given up: that is written, and a person may have decided already */
    land (flight, remote_id, error);
}

/* ---- lease ---- */

static gboolean
abandoned_cb (gpointer user_data)
{
  OdOutboxFlight *flight = user_data;
  g_autoptr (GError) error = g_error_new_literal (OD_ERROR, OD_ERROR_UNCONFIRMED, _ ("There was no answer"));

  flight->timeout_id = 0;
  land (flight, NULL, error);
  return G_SOURCE_REMOVE;
}

void
od_outbox_flight_cancel (OdOutboxFlight *flight)
{
  if (g_cancellable_is_cancelled (flight->cancellable) || flight->has_ended)
    return;
  od_outbox_lane_set_timeout (flight->lane, &flight->timeout_id, GRACE_US, abandoned_cb, flight);
  g_cancellable_cancel (flight->cancellable);
}

/* A person doesn't want it to leave. */
void
od_outbox_flight_refuse (OdOutboxFlight *flight)
{
  flight->is_cancelled = TRUE;
  od_outbox_flight_cancel (flight);
}

static gboolean
lease_over_cb (gpointer user_data)
{
  OdOutboxFlight *flight = user_data;

  flight->timeout_id = 0;
  od_outbox_flight_cancel (flight);
  return G_SOURCE_REMOVE;
}

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree OdLeaseJob *job = od_db_finish (OD_DB (source), result, NULL); /* the next one may succeed */
}

static void
renew (OdOutboxFlight *flight, gint64 now_us)
{
  OdOutboxLane *self = flight->lane;
  OdLeaseJob *job;

  flight->renewed_us = now_us;
  od_outbox_lane_set_timeout (self, &flight->timeout_id, LEASE_US, lease_over_cb, flight);
  job = g_new0 (OdLeaseJob, 1);
  job->operation_id = flight->claim->id;
  job->lease_until_us = od_clock_get_real_us (self->clock) + LEASE_US;
  od_db_write_async (self->db, od_store_renew_lease, job, g_free, renewed_cb, NULL);
}

static void
progress_cb (OdChannel *channel, const char *key, gint64 done_bytes, gint64 total_bytes, gpointer user_data)
{
  OdOutboxFlight *flight = user_data;
  gint64 now_us = od_clock_get_monotonic_us (flight->lane->clock);

  if (!g_str_equal (key, flight->claim->key) || g_cancellable_is_cancelled (flight->cancellable))
    return;
  flight->done_bytes = done_bytes;
  flight->total_bytes = total_bytes;
  if (now_us - flight->renewed_us >= LEASE_US / 4)
    renew (flight, now_us);
  if (flight->told_us != 0 && now_us - flight->told_us < TELL_US && done_bytes != total_bytes)
    return;
  flight->told_us = now_us;
  od_outbox_lane_moved (flight->lane, flight->claim->message_id);
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OdPartJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_warning ("Could not note that a part of a message was taken, or as what: %s", error->message);
}

/* @remote_id: (nullable) */
static void
note_part (OdOutboxFlight *flight, gint64 attachment_id, const char *remote_id)
{
  OdPartJob *job = g_new0 (OdPartJob, 1);

  job->operation_id = flight->claim->id;
  job->attachment_id = attachment_id;
  job->remote_id = g_strdup (remote_id);
  od_db_write_async (flight->lane->db, od_store_note_part, job, (GDestroyNotify) od_part_job_free, noted_cb, NULL);
}

/* The writer does one thing after the other: this is there before the outcome is. That it was taken is a write of its own:
 * if the name can't be written, the part is not sent again all the same. */
static void
part_taken_cb (OdChannel *channel, const char *key, gint64 attachment_id, const char *remote_id, gpointer user_data)
{
  OdOutboxFlight *flight = user_data;

  if (!g_str_equal (key, flight->claim->key))
    return;
  note_part (flight, attachment_id, NULL);
  if (remote_id != NULL)
    note_part (flight, attachment_id, remote_id);
}

/* ---- attempts ---- */

/* The attempt before brought all of it there, and only its end was not heard of. */
static gboolean
is_all_taken (OdOutboxFlight *flight)
{
  return flight->claim->n_taken > 0 && flight->claim->files == NULL && *flight->claim->text == '\0';
}

void
od_outbox_flight_start (OdOutboxLane *self, OdClaimedOperation *claim)
{
  g_autoptr (GError) error = NULL;
  OdOutboxFlight *flight = g_rc_box_new0 (OdOutboxFlight);

  flight->lane = g_object_ref (self);
  flight->claim = claim;
  flight->outgoing = od_verdict_dup_outgoing (claim);
  flight->cancellable = g_cancellable_new ();
  flight->renewed_us = od_clock_get_monotonic_us (self->clock);
  flight->total_bytes = -1;
  g_hash_table_insert (self->flights, &claim->id, flight);

  if (self->is_stopped)
    error = g_error_new_literal (OD_ERROR, OD_ERROR_TRANSIENT, _ ("The account was paused or removed"));
  if (error != NULL || is_all_taken (flight) || !od_verdict_has_remote_half (flight->outgoing, self->descriptor) ||
      !od_verdict_can_perform (flight->outgoing, self->descriptor, &error))
    {
      land (flight, NULL, error);
      return;
    }
  if (flight->outgoing->kind != OD_OUTGOING_READ)
    od_send_pace_take (self->pace, claim->conversation_id,
                       self->descriptor->is_group != NULL && self->descriptor->is_group (claim->chat_id),
                       od_verdict_count_messages (flight->outgoing, self->descriptor), flight->renewed_us);
  od_outbox_lane_set_timeout (self, &flight->timeout_id, LEASE_US, lease_over_cb, flight);
  flight->progress_id = g_signal_connect (self->channel, "progress", G_CALLBACK (progress_cb), flight);
  flight->part_id = g_signal_connect (self->channel, "part-taken", G_CALLBACK (part_taken_cb), flight);
  od_channel_perform_async (self->channel, flight->outgoing, flight->cancellable, performed_cb,
                            g_rc_box_acquire (flight));
}
