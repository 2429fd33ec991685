/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel.h"
#include "od-clock.h"
#include "od-db.h"
#include "od-live.h"

G_BEGIN_DECLS

#define OD_TYPE_INGESTOR (od_ingestor_get_type ())
G_DECLARE_FINAL_TYPE (OdIngestor, od_ingestor, OD, INGESTOR, GObject)

OdIngestor *od_ingestor_new (OdDb *db, OdClock *clock, OdLive *live);
void od_ingestor_add_account (OdIngestor *self, gint64 account_id, const OdChannelDescriptor *descriptor);
guint od_ingestor_get_n_waiting (OdIngestor *self, gint64 account_id);
void od_ingestor_stop (OdIngestor *self);

G_END_DECLS
