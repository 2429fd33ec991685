/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-db.h"
#include "od-rows.h"

G_BEGIN_DECLS

typedef struct _OdAccountPulse OdAccountPulse;

OdAccountPulse *od_account_pulse_new (OdDb *db, OdClock *clock, const OdAccountRow *row, guint retention_s);
void od_account_pulse_free (OdAccountPulse *self);
void od_account_pulse_connect (OdAccountPulse *self);
gboolean od_account_pulse_hear (OdAccountPulse *self);
void od_account_pulse_take (OdAccountPulse *self, gint64 newest_at_us, guint n_passed_over);
gboolean od_account_pulse_fail (OdAccountPulse *self, const GError *error, gboolean is_trouble);
const OdAccountHealth *od_account_pulse_get_health (OdAccountPulse *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdAccountPulse, od_account_pulse_free)

G_END_DECLS
