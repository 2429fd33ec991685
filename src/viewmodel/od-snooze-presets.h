/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-snooze-phrase.h"

G_BEGIN_DECLS

/**
 * OdSnoozePreset: a moment that is offered before anything is typed.
 * @label: for people, translated
 * @phrase: that od_snooze_phrase_parse() reads
 */
typedef struct {
  const char *label;
  const char *phrase;
  gint64 until_us;
} OdSnoozePreset;

GPtrArray *od_snooze_presets_list (gint64 now_us, GTimeZone *zone);

G_END_DECLS
