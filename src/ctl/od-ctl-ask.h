/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-command-line.h"

G_BEGIN_DECLS

gboolean od_ctl_needs_question (const OdCommandLine *line);
gboolean od_ctl_ask (const OdCommandLine *line);

G_END_DECLS
