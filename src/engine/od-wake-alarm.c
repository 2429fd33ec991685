/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-wake-alarm"

#include "od-wake-alarm.h"

#include "od-limits.h"
#include "od-store-triage.h"

/* The store failed: later again. */
#define RETRY_US (60 * (gint64) G_USEC_PER_SEC)

/**
 * OdWakeAlarm:
 *
 * Wakes snoozed conversations when their time has come: one alarm, to the
 * nearest moment, set anew when conversations change (they may have been
 * snoozed) and when the wall clock jumps. Main thread only.
 */
struct _OdWakeAlarm {
  GObject parent_instance;

  OdDb *db;         /* (owned) */
  OdClock *clock;   /* (owned) */
  guint timeout_id; /* of the clock; 0 if nobody sleeps */
  guint n_looking;  /* 0: no; 1: the store was asked; 2: and is to be asked again */
  gboolean is_started;
};

G_DEFINE_FINAL_TYPE (OdWakeAlarm, od_wake_alarm, G_TYPE_OBJECT)

static void
od_wake_alarm_dispose (GObject *object)
{
  od_wake_alarm_stop (OD_WAKE_ALARM (object));
  G_OBJECT_CLASS (od_wake_alarm_parent_class)->dispose (object);
}

static void
od_wake_alarm_finalize (GObject *object)
{
  OdWakeAlarm *self = OD_WAKE_ALARM (object);

  g_clear_object (&self->clock);
  g_clear_object (&self->db);
  G_OBJECT_CLASS (od_wake_alarm_parent_class)->finalize (object);
}

static void
od_wake_alarm_class_init (OdWakeAlarmClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_wake_alarm_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_wake_alarm_finalize;
}

static void
od_wake_alarm_init (OdWakeAlarm *self)
{
}

static void look (OdWakeAlarm *self);

static gboolean
alarm_cb (gpointer user_data)
{
  OdWakeAlarm *self = user_data;

  self->timeout_id = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
set_alarm (OdWakeAlarm *self, gint64 delay_us)
{
  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = od_clock_add_timeout (self->clock, CLAMP (delay_us, 0, (gint64) OD_LIMIT_ALARM_S * G_USEC_PER_SEC),
                                           alarm_cb, self, NULL);
}

static void
woken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdWakeAlarm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree OdWakeJob *job = od_db_finish (OD_DB (source), result, &error);
  gboolean is_stale = self->n_looking > 1;

  self->n_looking = 0;
  if (!self->is_started)
    return;
  if (job == NULL)
    {
      g_warning ("Could not wake conversations: %s", error->message);
      set_alarm (self, RETRY_US);
    }
  else if (is_stale)
    look (self);
  else if (job->next_us > 0)
    set_alarm (self, job->next_us - od_clock_get_real_us (self->clock));
}

static void
look (OdWakeAlarm *self)
{
  OdWakeJob *job;

  if (!self->is_started)
    return;
  self->n_looking = MIN (self->n_looking + 1, 2);
  if (self->n_looking > 1)
    return;
  job = g_new0 (OdWakeJob, 1);
  job->now_us = od_clock_get_real_us (self->clock);
  od_db_write_async (self->db, od_store_wake_snoozed, job, g_free, woken_cb, g_object_ref (self));
}

/* Not for each commit: the joined ones are soon enough. */
static void
changed_cb (OdChangeFeed *feed, OdChangeSet *changes, gpointer user_data)
{
  guint n;

  od_change_set_get (changes, OD_CHANGE_CONVERSATION, &n);
  if (n > 0)
    look (user_data);
}

static void
jumped_cb (OdClock *clock, gint64 by_us, gpointer user_data)
{
  look (user_data);
}

/**
 * od_wake_alarm_new:
 *
 * Returns: (transfer full): an alarm that is not set
 */
OdWakeAlarm *
od_wake_alarm_new (OdDb *db, OdClock *clock, OdChangeBus *bus)
{
  OdWakeAlarm *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock) && OD_IS_CHANGE_BUS (bus), NULL);

  self = g_object_new (OD_TYPE_WAKE_ALARM, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (bus, "changed", G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (clock, "jumped", G_CALLBACK (jumped_cb), self, 0);
  return self;
}

/**
 * od_wake_alarm_start:
 *
 * Wakes those that overslept, and sets the alarm.
 */
void
od_wake_alarm_start (OdWakeAlarm *self)
{
  g_return_if_fail (OD_IS_WAKE_ALARM (self));

  self->is_started = TRUE;
  look (self);
}

/**
 * od_wake_alarm_stop:
 *
 * Nobody is woken any more. Safe to call twice.
 */
void
od_wake_alarm_stop (OdWakeAlarm *self)
{
  g_return_if_fail (OD_IS_WAKE_ALARM (self));

  self->is_started = FALSE;
  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
}
