/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-snooze-phrase.h"

G_BEGIN_DECLS

char *od_promise_phrase_clean (const char *text);
OdSnoozeReading od_promise_phrase_parse (const char *text, gint64 now_us, GTimeZone *zone, gint64 *until_us);
gboolean od_promise_phrase_is_possible (gint64 until_us, gint64 now_us);

G_END_DECLS
