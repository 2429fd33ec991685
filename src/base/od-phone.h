/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Phone numbers. With libphonenumber (the `phone` feature) all of the world's plans; without it what has a plus sign and
 * a length that can be, and Russian numbers as they are typed at home. */

/* How numbers without a plus sign are read. */
#define OD_PHONE_REGION "RU"

gboolean od_phone_is_complete (void);
char *od_phone_normalise (const char *typed, const char *region);
char *od_phone_format (const char *number);
GPtrArray *od_phone_find (const char *text, const char *region);

G_END_DECLS
