/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"

G_BEGIN_DECLS

/**
 * OdAlarmFunc: asks the store what has come, and when the next comes; the answer goes to od_alarm_answer().
 */
typedef void (*OdAlarmFunc) (gpointer data);

/**
 * OdAlarm: one alarm to the nearest of many moments that the store knows. It asks at the start, when it rings, when the
 * wall clock jumped, and whenever somebody says that the moments may have changed; never twice at once. Part of the
 * object that owns it. Main thread only.
 */
typedef struct {
  OdClock *clock; /* (owned) */
  OdAlarmFunc ask;
  gpointer data;    /* (unowned): the owner */
  gulong jumped_id; /* handler of the clock */
  guint timeout_id; /* of the clock; 0 if there is nothing to wait for */
  guint n_asking;   /* 0: no; 1: the store was asked; 2: and is to be asked again */
  gboolean is_started;
} OdAlarm;

void od_alarm_init (OdAlarm *self, OdClock *clock, OdAlarmFunc ask, gpointer data);
void od_alarm_clear (OdAlarm *self);
void od_alarm_start (OdAlarm *self);
void od_alarm_stop (OdAlarm *self);
void od_alarm_look (OdAlarm *self);
void od_alarm_answer (OdAlarm *self, gint64 next_us);
void od_alarm_retry (OdAlarm *self, gint64 delay_us);

G_END_DECLS
