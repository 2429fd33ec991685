/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-telegram-api.h"

G_BEGIN_DECLS

typedef struct _OdTelegramTyping OdTelegramTyping;

OdTelegramTyping *od_telegram_typing_new (OdTelegramApi *api, OdClock *clock, GCancellable *cancellable);
void od_telegram_typing_free (OdTelegramTyping *self);
void od_telegram_typing_set (OdTelegramTyping *self, const char *chat_id, gboolean is_typing);

G_END_DECLS
