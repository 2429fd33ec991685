/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-engine-options.h"

G_BEGIN_DECLS

gboolean od_showcase_fill (OdProfileDir *profile, OdChannelFinder find_channel, const char *source_dir, gint64 now_us,
                           GError **error);
gboolean od_showcase_read_time (const char *text, gint64 now_us, GTimeZone *zone, gint64 *at_us);
void od_showcase_remove (const char *folder);

G_END_DECLS
