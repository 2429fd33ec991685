/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-rows.h"

G_BEGIN_DECLS

char *od_unsent_words_reason (const OdAccountRow *account);
char *od_unsent_words_banner (const OdAccountRow *account);
const char *od_unsent_words_sign (const OdConversationRow *row, const OdAccountRow *account);
char *od_unsent_words_sentence (const OdConversationRow *row, const OdAccountRow *account);

G_END_DECLS
