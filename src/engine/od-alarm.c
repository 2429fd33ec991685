/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-alarm.h"

#include "od-limits.h"

/**
 * od_alarm_init:
 * @data: the owner, of @ask; lives until od_alarm_clear()
 */
void
od_alarm_init (OdAlarm *self, OdClock *clock, OdAlarmFunc ask, gpointer data)
{
  *self = (OdAlarm){ .clock = g_object_ref (clock), .ask = ask, .data = data };
  self->jumped_id = g_signal_connect_swapped (clock, "jumped", G_CALLBACK (od_alarm_look), self);
}

/**
 * od_alarm_clear:
 *
 * Safe to call twice, and for one that was not initialised (all zero).
 */
void
od_alarm_clear (OdAlarm *self)
{
  if (self->clock == NULL)
    return;
  od_alarm_stop (self);
  g_signal_handler_disconnect (self->clock, self->jumped_id);
  g_clear_object (&self->clock);
}

static gboolean
rung_cb (gpointer user_data)
{
  OdAlarm *self = user_data;

  self->timeout_id = 0;
  od_alarm_look (self);
  return G_SOURCE_REMOVE;
}

static void
set (OdAlarm *self, gint64 delay_us)
{
  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
  if (delay_us >= 0)
    self->timeout_id = od_clock_add_timeout (self->clock, MIN (delay_us, OD_LIMIT_ALARM_S * (gint64) G_USEC_PER_SEC),
                                             rung_cb, self, NULL);
}

/**
 * od_alarm_start:
 *
 * Asks now.
 */
void
od_alarm_start (OdAlarm *self)
{
  self->is_started = TRUE;
  od_alarm_look (self);
}

/**
 * od_alarm_stop:
 *
 * Nothing is asked any more; an answer that is on its way counts for nothing. Safe to call twice.
 */
void
od_alarm_stop (OdAlarm *self)
{
  self->is_started = FALSE;
  if (self->clock != NULL)
    set (self, -1);
}

/**
 * od_alarm_look:
 *
 * The moments may be others now: asks, or asks again when the answer is there that is on its way.
 */
void
od_alarm_look (OdAlarm *self)
{
  if (!self->is_started)
    return;
  self->n_asking = MIN (self->n_asking + 1, 2);
  if (self->n_asking == 1)
    self->ask (self->data);
}

/**
 * od_alarm_answer:
 * @next_us: the next moment, real time; what is over is asked for at once; 0: there is none
 */
void
od_alarm_answer (OdAlarm *self, gint64 next_us)
{
  gint64 now_us = od_clock_get_real_us (self->clock);
  gboolean is_stale = self->n_asking > 1 || (next_us > 0 && next_us <= now_us);

  self->n_asking = 0;
  if (!self->is_started)
    return;
  if (is_stale)
    od_alarm_look (self);
  else
    set (self, next_us > 0 ? next_us - now_us : -1);
}

/**
 * od_alarm_retry:
 * @delay_us: the store failed: it is asked again after so long
 */
void
od_alarm_retry (OdAlarm *self, gint64 delay_us)
{
  self->n_asking = 0;
  if (self->is_started)
    set (self, delay_us);
}
