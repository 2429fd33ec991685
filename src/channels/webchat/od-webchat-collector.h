/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-endpoint.h"

G_BEGIN_DECLS

#define OD_TYPE_WEBCHAT_COLLECTOR (od_webchat_collector_get_type ())
G_DECLARE_FINAL_TYPE (OdWebchatCollector, od_webchat_collector, OD, WEBCHAT_COLLECTOR, GObject)

OdWebchatCollector *od_webchat_collector_new (void);
guint od_webchat_collector_get_close_code (OdWebchatCollector *self);
char *od_webchat_collector_dup_frames (OdWebchatCollector *self, const char *more);

G_END_DECLS
