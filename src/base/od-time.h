/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* 9999-12-31T23:59:59.999999Z: the last moment that RFC 3339 can write. */
#define OD_TIME_MAX_US G_GINT64_CONSTANT (253402300799999999)

gboolean od_time_parse (const char *text, gint64 *out_us, GError **error);
char *od_time_format (gint64 us);

G_END_DECLS
