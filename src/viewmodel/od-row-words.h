/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdRowWait: how pressing it is that a customer waits.
 * @OD_ROW_WAIT_SHORT: or nothing is promised
 * @OD_ROW_WAIT_LONG: half of the promised time is over
 * @OD_ROW_WAIT_LATE: what was promised is broken
 */
typedef enum {
  OD_ROW_WAIT_NOT,
  OD_ROW_WAIT_SHORT,
  OD_ROW_WAIT_LONG,
  OD_ROW_WAIT_LATE,
} OdRowWait;

OdRowWait od_row_words_get_wait (const OdConversationRow *row, gint64 now_us);
const char *od_row_words_priority (const OdConversationRow *row);
const char *od_row_words_reach (const OdConversationRow *row);
char *od_row_words_preview (const OdConversationRow *row, const char *operator_name);
const char *od_row_words_get_icon (const OdConversationRow *row);
char *od_row_words_sentence (const OdConversationRow *row, const char *channel_name, const char *operator_name,
                             gint64 now_us, GTimeZone *zone);

G_END_DECLS
