/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-formatting.h"

G_BEGIN_DECLS

/**
 * OdTextLength: how long a text is as its channel counts.
 * @n_used: units; of GSM 7 those of all segments, with what is lost where a sign does not fit
 *   into the rest of one
 * @n_max: how many there may be; 0: any number
 * @n_segments: what a text message costs; 1 for all other measures
 * @n_left: that still fit into the last segment; for other measures into the message
 */
typedef struct {
  guint n_used;
  guint n_max;
  guint n_segments;
  guint n_left;
} OdTextLength;

OdTextLength od_text_measure (const char *text, OdTextMeasure measure, guint max);
GPtrArray *od_text_split (const char *text, OdTextMeasure measure, guint max);

G_END_DECLS
