/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-command-line.h"

G_BEGIN_DECLS

int od_ctl_due (const OdCommandLine *line);

G_END_DECLS
