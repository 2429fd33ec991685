/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-emoji-names.h"

G_BEGIN_DECLS

guint od_emoji_source_add_all (OdEmojiNames *names);

G_END_DECLS
