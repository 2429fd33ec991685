/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-alert-port.h"

G_BEGIN_DECLS

/**
 * OdFakeAlerts: conversations in memory, and whatever a test says happens in them.
 */
#define OD_TYPE_FAKE_ALERTS (od_fake_alerts_get_type ())
G_DECLARE_FINAL_TYPE (OdFakeAlerts, od_fake_alerts, OD, FAKE_ALERTS, GObject)

OdFakeAlerts *od_fake_alerts_new (void);
OdAlertSubject *od_fake_alerts_add (OdFakeAlerts *self, gint64 id, const char *name);
OdAlertSubject *od_fake_alerts_get (OdFakeAlerts *self, gint64 id);
void od_fake_alerts_write (OdFakeAlerts *self, gint64 id, const char *text, gint64 at_us);
void od_fake_alerts_raise (OdFakeAlerts *self, OdAlertKind kind, OdAlertClock clock, gint64 id, gint64 at_us,
                           gint64 due_us);
void od_fake_alerts_tell (OdFakeAlerts *self, gint64 id);
gboolean od_fake_alerts_is_watched (OdFakeAlerts *self, gint64 id);
guint od_fake_alerts_get_n_counted (OdFakeAlerts *self);

G_END_DECLS
