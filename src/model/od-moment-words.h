/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdMomentRole:
 * @OD_MOMENT_BY: something happens before it: "tomorrow by 09:00"
 * @OD_MOMENT_AT: it happens then: "tomorrow at 09:00"
 */
typedef enum {
  OD_MOMENT_BY,
  OD_MOMENT_AT,
} OdMomentRole;

const char *od_moment_words_get_desk_lang (void);
char *od_moment_words (OdMomentRole role, gint64 at_us, gint64 now_us, GTimeZone *zone, const char *lang);

G_END_DECLS
