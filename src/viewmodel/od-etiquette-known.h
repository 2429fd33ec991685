/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-phrase.h"

G_BEGIN_DECLS

char *od_etiquette_find_order (const char *const *texts, gboolean *is_only_one);
char *od_etiquette_find_phone (const char *const *texts);
char *od_etiquette_find_email (const char *const *texts);

gboolean od_etiquette_asks_for (const OdPhraseText *text, const char *const *nouns);

G_END_DECLS
