/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel.h"

G_BEGIN_DECLS

#define OD_TYPE_TELEGRAM_CHANNEL (od_telegram_channel_get_type ())
G_DECLARE_FINAL_TYPE (OdTelegramChannel, od_telegram_channel, OD, TELEGRAM_CHANNEL, GObject)

extern const OdChannelDescriptor od_telegram_descriptor;

G_END_DECLS
