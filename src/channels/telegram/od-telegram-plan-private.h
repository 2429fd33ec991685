/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-telegram-plan.h"

G_BEGIN_DECLS

void od_telegram_request_add_file (OdTelegramRequest *self, const char *name, const OdAttachmentRow *file);

G_END_DECLS
