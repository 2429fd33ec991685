/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel.h"

G_BEGIN_DECLS

#define OD_TYPE_WEBCHAT_CHANNEL (od_webchat_channel_get_type ())
G_DECLARE_FINAL_TYPE (OdWebchatChannel, od_webchat_channel, OD, WEBCHAT_CHANNEL, GObject)

extern const OdChannelDescriptor od_webchat_descriptor;

G_END_DECLS
