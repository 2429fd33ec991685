/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-wake-alarm"

#include "od-wake-alarm.h"

#include "od-alarm.h"
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

  OdDb *db; /* (owned) */
  OdAlarm alarm;
};

G_DEFINE_FINAL_TYPE (OdWakeAlarm, od_wake_alarm, G_TYPE_OBJECT)

static void
od_wake_alarm_dispose (GObject *object)
{
  od_alarm_clear (&OD_WAKE_ALARM (object)->alarm);
  G_OBJECT_CLASS (od_wake_alarm_parent_class)->dispose (object);
}

static void
od_wake_alarm_finalize (GObject *object)
{
  OdWakeAlarm *self = OD_WAKE_ALARM (object);

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

static void
woken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdWakeAlarm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree OdWakeJob *job = od_db_finish (OD_DB (source), result, &error);

  if (job != NULL)
    {
      od_alarm_answer (&self->alarm, job->next_us);
      return;
    }
  if (self->alarm.is_started)
    g_warning ("Could not wake conversations: %s", error->message);
  od_alarm_retry (&self->alarm, RETRY_US);
}

static void
ask_cb (gpointer data)
{
  OdWakeAlarm *self = data;
  OdWakeJob *job = g_new0 (OdWakeJob, 1);

  job->now_us = od_clock_get_real_us (self->alarm.clock);
  od_db_write_async (self->db, od_store_wake_snoozed, job, g_free, woken_cb, g_object_ref (self));
}

/* Not for each commit: the joined ones are soon enough. */
static void
changed_cb (OdChangeFeed *feed, OdChangeSet *changes, gpointer user_data)
{
  guint n;

  od_change_set_get (changes, OD_CHANGE_CONVERSATION, &n);
  if (n > 0)
    od_alarm_look (&OD_WAKE_ALARM (user_data)->alarm);
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
  od_alarm_init (&self->alarm, clock, ask_cb, self);
  g_signal_connect_object (bus, "changed", G_CALLBACK (changed_cb), self, 0);
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

  od_alarm_start (&self->alarm);
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

  od_alarm_stop (&self->alarm);
}
