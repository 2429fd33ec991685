/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-person.h"

G_BEGIN_DECLS

char *od_erase_words_counts (const OdErasure *erasure);
char *od_erase_words_numbers (const OdErasure *erasure);
char *od_erase_words_record (const OdErasure *erasure, GTimeZone *zone);
char *od_erase_words_state (const OdEraseState *state, GTimeZone *zone);
gboolean od_erase_words_is_confirmed (const char *typed, const char *name);

G_END_DECLS
