/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-control-desk.h"
#include "od-door-server.h"

G_BEGIN_DECLS

OdDoorServer *od_ctl_open_door (const char *profile_dir, const OdControlDesk *desk, GError **error);

G_END_DECLS
