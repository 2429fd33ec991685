/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdSlaLevel: how pressing a promise is. Never told by colour alone: each has an icon and words.
 * @OD_SLA_LEVEL_NONE: nothing is promised, or an answer is on its way in time
 * @OD_SLA_LEVEL_AMBER: its warning has come
 * @OD_SLA_LEVEL_RED: broken, and still to be kept
 */
typedef enum {
  OD_SLA_LEVEL_NONE,
  OD_SLA_LEVEL_OK,
  OD_SLA_LEVEL_AMBER,
  OD_SLA_LEVEL_RED,
} OdSlaLevel;

OdSlaLevel od_sla_badge_get_level (const OdConversationMarks *marks, gint64 now_us);
const char *od_sla_badge_get_icon (OdSlaLevel level);
char *od_sla_badge_text (const OdConversationMarks *marks, gint64 now_us);
char *od_sla_badge_words (const OdConversationMarks *marks, gint64 now_us);
char *od_sla_badge_promised (const OdConversationMarks *marks, gint64 now_us, GTimeZone *zone);
char *od_sla_badge_tooltip (const GPtrArray *clocks, gint64 now_us, GTimeZone *zone);
gint64 od_sla_badge_get_next_us (const OdConversationMarks *marks, gint64 now_us);

G_END_DECLS
