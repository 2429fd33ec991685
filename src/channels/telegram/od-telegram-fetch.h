/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel.h"
#include "od-telegram-api.h"

G_BEGIN_DECLS

void od_telegram_fetch (OdTelegramApi *api, GTask *task, const OdFetch *fetch, GFileProgressCallback progress,
                        gpointer progress_data);

G_END_DECLS
