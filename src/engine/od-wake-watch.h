/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-clock.h"
#include "od-worker.h"

G_BEGIN_DECLS

#define OD_TYPE_WAKE_WATCH (od_wake_watch_get_type ())
G_DECLARE_FINAL_TYPE (OdWakeWatch, od_wake_watch, OD, WAKE_WATCH, GObject)

OdWakeWatch *od_wake_watch_new (OdClock *clock, OdWorker *worker);
void od_wake_watch_start (OdWakeWatch *self);
void od_wake_watch_stop (OdWakeWatch *self);
void od_wake_watch_listen (OdWakeWatch *self, GDBusConnection *connection);

G_END_DECLS
