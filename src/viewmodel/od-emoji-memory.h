/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define OD_TYPE_EMOJI_MEMORY (od_emoji_memory_get_type ())
G_DECLARE_FINAL_TYPE (OdEmojiMemory, od_emoji_memory, OD, EMOJI_MEMORY, GObject)

OdEmojiMemory *od_emoji_memory_new (GSettings *settings);
void od_emoji_memory_use (OdEmojiMemory *self, const char *emoji);
double od_emoji_memory_get_weight (OdEmojiMemory *self, const char *emoji);
guint od_emoji_memory_get_n (OdEmojiMemory *self);
const char *od_emoji_memory_get (OdEmojiMemory *self, guint position);

G_END_DECLS
