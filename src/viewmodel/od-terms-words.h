/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-terms.h"

G_BEGIN_DECLS

char *od_terms_words_spans (const OdBizcalSpan *spans, guint n);
gboolean od_terms_words_parse_spans (const char *text, GArray *spans);
char *od_terms_words_duration (gint64 seconds);
gboolean od_terms_words_parse_duration (const char *text, gint64 *seconds);
char *od_terms_words_moment (gint64 us, GTimeZone *zone);
gboolean od_terms_words_parse_moment (const char *text, GTimeZone *zone, gint64 *us);

char *od_terms_words_import (guint n_added, guint n_kept, guint n_skipped, gboolean is_full);
const char *od_terms_words_save_error (const GError *error);
const char *od_terms_words_kind (OdClockKind kind);
char *od_terms_words_policy (const OdSlaPolicy *policy);
char *od_terms_words_calendar (const OdBizcal *hours);
char *od_terms_words_forecast (const OdSlaPolicy *policy, const OdBizcal *hours, OdClockKind kind, gint64 anchor_us,
                               GTimeZone *zone);

G_END_DECLS
