/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "od-emoji-memory.h"

G_BEGIN_DECLS

/**
 * OdEmojiNames: emoji and what they are called, in several languages at once. Main thread.
 */
typedef struct _OdEmojiNames OdEmojiNames;

/**
 * OdEmoji:
 * @text: what is inserted
 * @name: in the language that was added last
 */
typedef struct {
  const char *text;
  const char *name;
} OdEmoji;

OdEmojiNames *od_emoji_names_new (void);
void od_emoji_names_free (OdEmojiNames *self);
gboolean od_emoji_names_add (OdEmojiNames *self, GBytes *data);
gboolean od_emoji_names_load (OdEmojiNames *self, guint n);
GArray *od_emoji_names_find (OdEmojiNames *self, const char *query, OdEmojiMemory *memory, guint limit);
const char *od_emoji_names_get_name (OdEmojiNames *self, const char *emoji);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdEmojiNames, od_emoji_names_free)

G_END_DECLS
