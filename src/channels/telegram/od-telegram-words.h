/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-telegram-parse.h"

G_BEGIN_DECLS

GError *od_telegram_words_put (GError *error);

G_END_DECLS
