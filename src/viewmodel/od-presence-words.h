/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-presence.h"

G_BEGIN_DECLS

const char *od_presence_words_state (OdPresenceState state);
const char *od_presence_words_reason (OdPresence *presence);
const char *od_presence_words_icon (OdPresenceState state);

G_END_DECLS
