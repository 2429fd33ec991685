/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel.h"
#include "od-db.h"

G_BEGIN_DECLS

#define OD_TYPE_SYNC (od_sync_get_type ())
G_DECLARE_FINAL_TYPE (OdSync, od_sync, OD, SYNC, GObject)

OdSync *od_sync_new (OdDb *db, OdClock *clock, OdIngestPort *ingest, gint64 account_id, OdChannel *channel);
void od_sync_start (OdSync *self);
void od_sync_try_now (OdSync *self);
void od_sync_stop (OdSync *self);

G_END_DECLS
