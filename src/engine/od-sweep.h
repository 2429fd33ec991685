/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-db.h"

G_BEGIN_DECLS

#define OD_TYPE_SWEEP (od_sweep_get_type ())
G_DECLARE_FINAL_TYPE (OdSweep, od_sweep, OD, SWEEP, GObject)

OdSweep *od_sweep_new (OdDb *db, OdClock *clock, const char *files_dir);
void od_sweep_start (OdSweep *self);
void od_sweep_stop (OdSweep *self);

G_END_DECLS
