/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-telegram-parse.h"

G_BEGIN_DECLS

/* Ids have at most 52 significant bits. */
#define OD_TELEGRAM_MAX_ID G_GINT64_CONSTANT (4503599627370495)

G_END_DECLS
