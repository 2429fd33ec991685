/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel.h"
#include "od-store-outbox.h"

G_BEGIN_DECLS

gboolean od_reply_check (const OdChannelDescriptor *descriptor, OdEnqueueJob *job, GError **error);

G_END_DECLS
