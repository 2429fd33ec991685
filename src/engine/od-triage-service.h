/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel-table.h"
#include "od-clock.h"
#include "od-db.h"
#include "od-triage-port.h"

G_BEGIN_DECLS

#define OD_TYPE_TRIAGE_SERVICE (od_triage_service_get_type ())
G_DECLARE_FINAL_TYPE (OdTriageService, od_triage_service, OD, TRIAGE_SERVICE, GObject)

OdTriageService *od_triage_service_new (OdDb *db, OdClock *clock, OdChannelFinder find_channel, gint64 operator_id);
guint od_triage_get_remote_kinds (const OdChannelDescriptor *descriptor);

G_END_DECLS
