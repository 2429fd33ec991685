/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-rows.h"

G_BEGIN_DECLS

char *od_row_words_preview (const OdConversationRow *row, const char *operator_name);
const char *od_row_words_get_icon (const OdConversationRow *row);
char *od_row_words_sentence (const OdConversationRow *row, const char *channel_name, const char *operator_name,
                             gint64 now_us, GTimeZone *zone);

G_END_DECLS
