/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-command-line.h"
#include "od-control-desk.h"
#include "od-door-server.h"

G_BEGIN_DECLS

void od_control_run_async (const OdControlDesk *desk, OdCommandLine *line, const char *const *secrets,
                           GAsyncReadyCallback callback, gpointer user_data);
OdDoorResult *od_control_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
