/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-account-pulse"

#include "od-account-pulse.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-store-account.h"

/**
 * OdAccountPulse:
 *
 * How one account does, from what those who run it tell: the run of connections, the poller of what comes, the outbox
 * of what goes. When the provider was heard last is remembered in the store, so that a desk that comes back after days
 * knows what may be lost. Main thread only.
 */
struct _OdAccountPulse {
  OdDb *db;       /* (owned) */
  OdClock *clock; /* (owned) */
  gint64 account_id;
  guint retention_s;
  OdAccountHealth health;
  gint64 stored_us; /* of heard_at_us, what the store knows */
};

/**
 * od_account_pulse_new:
 * @row: whose health says what the store knows
 * @retention_s: see #OdChannelDescriptor
 *
 * Returns: (transfer full)
 */
OdAccountPulse *
od_account_pulse_new (OdDb *db, OdClock *clock, const OdAccountRow *row, guint retention_s)
{
  OdAccountPulse *self = g_new0 (OdAccountPulse, 1);

  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->account_id = row->id;
  self->retention_s = retention_s;
  self->health = OD_ACCOUNT_HEALTH_NEW;
  self->health.heard_at_us = row->health.heard_at_us;
  self->health.gap_from_us = row->health.gap_from_us;
  self->health.gap_until_us = row->health.gap_until_us;
  self->stored_us = row->health.heard_at_us;
  return self;
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree OdHearJob *job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_message ("Could not note when an account was heard: %s", error->message); /* the next time, then */
}

static void
store (OdAccountPulse *self)
{
  OdHearJob *job = g_new0 (OdHearJob, 1);

  job->account_id = self->account_id;
  job->heard_at_us = self->health.heard_at_us;
  job->gap_from_us = self->health.gap_from_us;
  job->gap_until_us = self->health.gap_until_us;
  self->stored_us = self->health.heard_at_us;
  od_db_write_async (self->db, od_store_account_hear, job, g_free, stored_cb, NULL);
}

void
od_account_pulse_free (OdAccountPulse *self)
{
  if (self->stored_us != self->health.heard_at_us)
    store (self);
  g_object_unref (self->db);
  g_object_unref (self->clock);
  g_free (self);
}

/* Whether it was away for longer than the provider keeps what we did not fetch. */
static gboolean
find_gap (OdAccountPulse *self, gint64 now_us)
{
  gint64 kept_since_us = now_us - (gint64) self->retention_s * G_USEC_PER_SEC;

  if (self->retention_s == 0 || self->health.heard_at_us == 0 || self->health.heard_at_us >= kept_since_us)
    return FALSE;
  self->health.gap_from_us = self->health.heard_at_us;
  self->health.gap_until_us = kept_since_us;
  return TRUE;
}

/**
 * od_account_pulse_connect:
 *
 * The account is connected; what the provider kept will come now.
 */
void
od_account_pulse_connect (OdAccountPulse *self)
{
  if (find_gap (self, od_clock_get_real_us (self->clock)))
    store (self);
}

/**
 * od_account_pulse_hear:
 *
 * The provider answered as it should: a poll; of an account that does not poll, anything.
 *
 * Returns: whether it is news for who looks: it works again, or there was a gap
 */
gboolean
od_account_pulse_hear (OdAccountPulse *self)
{
  gint64 now_us = od_clock_get_real_us (self->clock);
  gboolean was_in_trouble = self->health.trouble_since_us != 0;
  gboolean has_gap = find_gap (self, now_us);

  self->health.heard_at_us = now_us;
  self->health.trouble_since_us = 0;
  if (has_gap || ABS (now_us - self->stored_us) >= (gint64) OD_LIMIT_HEARD_S * G_USEC_PER_SEC)
    store (self);
  return was_in_trouble || has_gap;
}

/**
 * od_account_pulse_take:
 * @newest_at_us: when the newest message that was just stored was written; 0: there was none
 * @n_passed_over: updates that came and mean nothing here
 */
void
od_account_pulse_take (OdAccountPulse *self, gint64 newest_at_us, guint n_passed_over)
{
  self->health.n_passed_over += n_passed_over;
  if (newest_at_us > 0)
    self->health.lag_us = MAX (od_clock_get_real_us (self->clock) - newest_at_us, 0);
}

/**
 * od_account_pulse_fail:
 * @is_trouble: nothing works until it is heard again; %FALSE: something was refused, and other things go on
 *
 * Returns: whether it is news for who looks
 */
gboolean
od_account_pulse_fail (OdAccountPulse *self, const GError *error, gboolean is_trouble)
{
  gint64 now_us = od_clock_get_real_us (self->clock);
  gint64 pause_ms = od_error_get_retry_after_ms (error);
  gboolean was_limited = self->health.limited_until_us > now_us;
  gboolean is_news = is_trouble && self->health.trouble_since_us == 0;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;
  self->health.error_at_us = now_us;
  self->health.error_code = error->domain == OD_ERROR ? error->code : OD_ERROR_TRANSIENT;
  if (is_news)
    self->health.trouble_since_us = now_us;
  if (pause_ms >= 0)
    self->health.limited_until_us =
        MAX (self->health.limited_until_us, now_us + MIN (pause_ms, (gint64) OD_LIMIT_RETRY_AFTER_S * 1000) * 1000);
  return is_news || (!was_limited && self->health.limited_until_us > now_us);
}

/**
 * od_account_pulse_get_health:
 *
 * Returns: (transfer none): what is known here; the numbers of the outbox are not
 */
const OdAccountHealth *
od_account_pulse_get_health (OdAccountPulse *self)
{
  return &self->health;
}
