/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-change-set.h"
#include "od-clock.h"
#include "od-db.h"
#include "od-live-event.h"
#include "od-live-port.h"

G_BEGIN_DECLS

#define OD_TYPE_LIVE (od_live_get_type ())
G_DECLARE_FINAL_TYPE (OdLive, od_live, OD, LIVE, GObject)

OdLive *od_live_new (OdDb *db, OdClock *clock);
void od_live_take (OdLive *self, gint64 account_id, OdLiveEvent *event);
void od_live_changed (OdLive *self, const OdChangeSet *changes);
void od_live_forget_account (OdLive *self, gint64 account_id);
void od_live_stop (OdLive *self);

G_END_DECLS
