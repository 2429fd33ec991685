/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void od_log_init (void);
gboolean od_log_parse_level (const char *text, GLogLevelFlags *out);
const char *od_log_id (const char *id);

G_END_DECLS
