/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-presence.h"

G_BEGIN_DECLS

#define OD_TYPE_SESSION_WATCH (od_session_watch_get_type ())
G_DECLARE_FINAL_TYPE (OdSessionWatch, od_session_watch, OD, SESSION_WATCH, GObject)

OdSessionWatch *od_session_watch_new (OdPresence *presence);

G_END_DECLS
