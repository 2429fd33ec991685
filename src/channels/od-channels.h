/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel.h"

G_BEGIN_DECLS

const OdChannelDescriptor *od_channels_find (const char *id);
const OdChannelDescriptor *od_channels_get (guint index);
guint od_channels_count (void);

G_END_DECLS
