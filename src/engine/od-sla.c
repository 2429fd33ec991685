/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-sla"

#include "od-sla.h"

#include "od-alarm.h"
#include "od-store-clock.h"

/* The store failed: later again. */
#define RETRY_US (10 * (gint64) G_USEC_PER_SEC)

/**
 * OdSla:
 *
 * Watches the promises: one alarm, to the nearest warning or due time of all of them, set anew when a clock changes, when
 * the wall clock jumps and when the machine wakes. What is due is recorded once, and told after the commit; what broke
 * while nobody watched is told together. Clocks follow a calendar that was edited. Main thread only.
 */
struct _OdSla {
  GObject parent_instance;

  OdDb *db; /* (owned) */
  OdAlarm alarm;
  OdAlertSink *alerts; /* (owned) */
  GArray *fired;       /* (owned) (element-type OdClockFired): committed, told when all of it is */
  gboolean is_recalculating;
};

G_DEFINE_FINAL_TYPE (OdSla, od_sla, G_TYPE_OBJECT)

static void
od_sla_dispose (GObject *object)
{
  od_sla_stop (OD_SLA (object));
  od_alarm_clear (&OD_SLA (object)->alarm);
  G_OBJECT_CLASS (od_sla_parent_class)->dispose (object);
}

static void
od_sla_finalize (GObject *object)
{
  OdSla *self = OD_SLA (object);

  g_clear_object (&self->alerts);
  g_clear_object (&self->db);
  g_array_unref (self->fired);
  G_OBJECT_CLASS (od_sla_parent_class)->finalize (object);
}

static void
od_sla_class_init (OdSlaClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_sla_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_sla_finalize;
}

static void
od_sla_init (OdSla *self)
{
  self->fired = g_array_new (FALSE, FALSE, sizeof (OdClockFired));
}

/* ---- the alarm ---- */

/* An answer that is on its way needs no second one: of its clock nobody is told. */
static void
tell (OdSla *self)
{
  gint64 now_us = od_clock_get_real_us (self->alarm.clock);

  for (guint i = 0; i < self->fired->len; i++)
    {
      const OdClockFired *fired = &g_array_index (self->fired, OdClockFired, i);

      if (!fired->is_answered)
        od_alert_sink_raise_clock (self->alerts, fired->is_breach ? OD_ALERT_BREACH : OD_ALERT_WARNING,
                                   fired->conversation_id, (OdAlertClock) fired->kind, fired->due_us, now_us);
    }
  g_array_set_size (self->fired, 0);
}

static void
ticked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdSla) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdClockTickJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    {
      if (self->alarm.is_started)
        g_warning ("Could not look at promises: %s", error->message);
      od_alarm_retry (&self->alarm, RETRY_US);
      return;
    }
  if (self->alarm.is_started)
    g_array_append_vals (self->fired, job->fired->data, job->fired->len);
  if (self->alarm.is_started && job->is_done)
    tell (self);
  od_alarm_answer (&self->alarm, job->next_us); /* if it is not done, that is over */
}

static void
ask_cb (gpointer data)
{
  OdSla *self = data;

  od_db_write_async (self->db, od_store_clock_tick, od_clock_tick_job_new (od_clock_get_real_us (self->alarm.clock)),
                     (GDestroyNotify) od_clock_tick_job_free, ticked_cb, g_object_ref (self));
}

/* ---- calendars that were edited ---- */

static void recalculate (OdSla *self, OdClockRecalculateJob *job);

static void
recalculated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdSla) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree OdClockRecalculateJob *job = od_db_finish (OD_DB (source), result, &error);

  self->is_recalculating = FALSE;
  if (job == NULL)
    g_warning ("Could not count promises anew: %s", error->message);
  else if (!job->is_done && self->alarm.is_started)
    recalculate (self, g_steal_pointer (&job));
}

/* @job: (transfer full) */
static void
recalculate (OdSla *self, OdClockRecalculateJob *job)
{
  self->is_recalculating = TRUE;
  od_db_write_async (self->db, od_store_clock_recalculate, job, g_free, recalculated_cb, g_object_ref (self));
}

/* ---- what happens ---- */

static void
changed_cb (OdChangeFeed *feed, OdChangeSet *changes, gpointer user_data)
{
  OdSla *self = user_data;
  guint n_clocks, n_library;

  od_change_set_get (changes, OD_CHANGE_CLOCK, &n_clocks);
  od_change_set_get (changes, OD_CHANGE_LIBRARY, &n_library);
  if (n_library > 0 && self->alarm.is_started && !self->is_recalculating)
    recalculate (self, g_new0 (OdClockRecalculateJob, 1));
  if (n_clocks > 0)
    od_alarm_look (&self->alarm);
}

/**
 * od_sla_new:
 * @alerts: what is told of warnings and breaches
 *
 * Returns: (transfer full): an alarm that is not set
 */
OdSla *
od_sla_new (OdDb *db, OdClock *clock, OdChangeBus *bus, OdAlertSink *alerts)
{
  OdSla *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock) && OD_IS_CHANGE_BUS (bus), NULL);
  g_return_val_if_fail (OD_IS_ALERT_SINK (alerts), NULL);

  self = g_object_new (OD_TYPE_SLA, NULL);
  self->db = g_object_ref (db);
  od_alarm_init (&self->alarm, clock, ask_cb, self);
  self->alerts = g_object_ref (alerts);
  g_signal_connect_object (bus, "changed", G_CALLBACK (changed_cb), self, 0);
  return self;
}

/**
 * od_sla_start:
 *
 * Records what broke while nothing ran, and sets the alarm.
 */
void
od_sla_start (OdSla *self)
{
  g_return_if_fail (OD_IS_SLA (self));

  if (self->alarm.is_started)
    return;
  recalculate (self, g_new0 (OdClockRecalculateJob, 1));
  od_alarm_start (&self->alarm);
}

/**
 * od_sla_stop:
 *
 * Nothing is recorded any more. Safe to call twice.
 */
void
od_sla_stop (OdSla *self)
{
  g_return_if_fail (OD_IS_SLA (self));

  od_alarm_stop (&self->alarm);
}

/**
 * od_sla_set_is_online:
 *
 * Whether an operator is online: promises that begin from now on ask for it (decision 3).
 */
void
od_sla_set_is_online (OdSla *self, gboolean is_online)
{
  OdClockOnlineJob *job;

  g_return_if_fail (OD_IS_SLA (self));

  job = g_new0 (OdClockOnlineJob, 1);
  job->is_online = is_online;
  od_db_write_async (self->db, od_store_clock_set_online, job, g_free, NULL, NULL);
}

/**
 * od_sla_look:
 *
 * To be called when the machine woke: a timer that slept with it would ring too late.
 */
void
od_sla_look (OdSla *self)
{
  g_return_if_fail (OD_IS_SLA (self));

  od_alarm_look (&self->alarm);
}
