/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-command-line.h"
#include "od-control-desk.h"
#include "od-door-server.h"

G_BEGIN_DECLS

int od_ctl_print_result (const OdDoorResult *result);
int od_ctl_print_error (const GError *error);
int od_ctl_run_here (const OdControlDesk *desk, OdCommandLine *line, const char *const *secrets);

G_END_DECLS
