/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-message-words.h"

G_BEGIN_DECLS

char *od_message_words_format (gint64 at_us, GTimeZone *zone, const char *pattern);

G_END_DECLS
