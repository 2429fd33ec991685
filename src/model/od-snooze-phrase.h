/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdSnoozeHours: when a day begins and ends for who says "morning" and "evening".
 * @morning_min: minutes after midnight; also of a day without a time
 * @evening_min: minutes after midnight
 */
typedef struct {
  guint morning_min;
  guint evening_min;
} OdSnoozeHours;

/**
 * OdSnoozeReading: what came of reading a phrase.
 * @OD_SNOOZE_READING_PAST: it names a moment that is over, and says so ("today", "this", a year)
 */
typedef enum {
  OD_SNOOZE_READING_OK,
  OD_SNOOZE_READING_EMPTY,
  OD_SNOOZE_READING_UNKNOWN,
  OD_SNOOZE_READING_NO_SUCH_DAY,
  OD_SNOOZE_READING_NO_SUCH_TIME,
  OD_SNOOZE_READING_PAST,
  OD_SNOOZE_READING_TOO_FAR,
} OdSnoozeReading;

/**
 * OdSnoozeSuggestion: how what is typed may go on.
 * @phrase: (owned): that od_snooze_phrase_parse() takes
 * @until_us: what it means, µs since 1970 UTC, or %OD_SNOOZE_UNTIL_REPLY
 */
typedef struct {
  char *phrase;
  gint64 until_us;
} OdSnoozeSuggestion;

OdSnoozeReading od_snooze_phrase_parse (const char *text, gint64 now_us, GTimeZone *zone, const OdSnoozeHours *hours,
                                        gint64 *until_us);
const char *od_snooze_reading_words (OdSnoozeReading reading);
GPtrArray *od_snooze_phrase_suggest (const char *text, gint64 now_us, GTimeZone *zone, const OdSnoozeHours *hours,
                                     const char *language, guint max);
void od_snooze_suggestion_free (OdSnoozeSuggestion *self);

G_END_DECLS
