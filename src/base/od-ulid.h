/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Characters of a ULID, without the final zero. */
#define OD_ULID_LENGTH 26

char *od_ulid_new (gint64 now_us);
gboolean od_ulid_is_valid (const char *text);

G_END_DECLS
