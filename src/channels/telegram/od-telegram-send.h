/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel.h"
#include "od-telegram-api.h"
#include "od-telegram-news.h"

G_BEGIN_DECLS

void od_telegram_send (OdTelegramApi *api, const OdTelegramNews *news, GTask *task, const OdOutgoing *outgoing);

G_END_DECLS
