/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel-info.h"
#include "od-sla-policy.h"

G_BEGIN_DECLS

char *od_policy_words_channel (GPtrArray *channels, const char *id);
char *od_policy_words_channels (GPtrArray *channels, const GPtrArray *ids);
char *od_policy_words_when (const OdSlaWhen *when, GPtrArray *channels, const GPtrArray *fields);

G_END_DECLS
