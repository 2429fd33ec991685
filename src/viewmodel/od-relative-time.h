/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *od_relative_time_short (gint64 at_us, gint64 now_us, GTimeZone *zone);
char *od_relative_time_spoken (gint64 at_us, gint64 now_us, GTimeZone *zone);
char *od_relative_time_future (gint64 at_us, gint64 now_us, GTimeZone *zone);
char *od_relative_time_moment (gint64 at_us, gint64 now_us, GTimeZone *zone);

G_END_DECLS
