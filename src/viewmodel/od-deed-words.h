/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-deed.h"

G_BEGIN_DECLS

/**
 * OdDeedWords: what a sentence about deeds needs to know.
 * @now_us: now, µs since 1970 UTC
 * @zone: (unowned): of the operator
 * @operator_id: who reads it
 */
typedef struct {
  gint64 now_us;
  GTimeZone *zone;
  gint64 operator_id;
} OdDeedWords;

char *od_deed_words_done (const OdDeedWords *self, const GPtrArray *deeds, const char *macro_name,
                          const OdDeedReport *report, guint n_ids);
char *od_deed_words_undone (const OdDeedReport *report, const char *done);
char *od_deed_words_step (const OdDeedWords *self, const OdDeed *deed);
char *od_deed_words_steps (const OdDeedWords *self, const GPtrArray *deeds);
const char *od_deed_words_kind (OdDeedKind kind);
const char *od_deed_words_priority (OdPriority priority);

G_END_DECLS
