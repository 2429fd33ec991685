/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-emoji-memory"

#include "od-emoji-memory.h"

#include <string.h>

#include "od-limits.h"

#define KEY "used-emoji"
#define TYPE "a(su)"
#define MAX_COUNT 1000000u

/* Emoji are compared without their style: "❤" and "❤️" are one. */
#define IS_STYLE(c) ((c) == 0xFE0F || (c) == 0xFE0E)

/**
 * OdEmojiMemory:
 *
 * Which emoji this operator uses, newest first, and how often. Bounded: the one not used for
 * longest is forgotten.
 */
struct _OdEmojiMemory {
  GObject parent_instance;

  GPtrArray *used;     /* (owned) (element-type Used) */
  GSettings *settings; /* (owned) (nullable): remembered while the program runs */
};

G_DEFINE_FINAL_TYPE (OdEmojiMemory, od_emoji_memory, G_TYPE_OBJECT)

typedef struct {
  char *emoji; /* (owned) */
  guint32 count;
} Used;

static void
used_free (gpointer data)
{
  g_free (((Used *) data)->emoji);
  g_free (data);
}

static gboolean
is_same (const char *a, const char *b)
{
  for (;;)
    {
      while (IS_STYLE (g_utf8_get_char (a)))
        a = g_utf8_next_char (a);
      while (IS_STYLE (g_utf8_get_char (b)))
        b = g_utf8_next_char (b);
      if (g_utf8_get_char (a) != g_utf8_get_char (b))
        return FALSE;
      if (*a == '\0')
        return TRUE;
      a = g_utf8_next_char (a);
      b = g_utf8_next_char (b);
    }
}

static Used *
find (OdEmojiMemory *self, const char *emoji, guint *position)
{
  for (guint i = 0; i < self->used->len; i++)
    if (is_same (((Used *) self->used->pdata[i])->emoji, emoji))
      {
        *position = i;
        return self->used->pdata[i];
      }
  return NULL;
}

static void
od_emoji_memory_finalize (GObject *object)
{
  OdEmojiMemory *self = OD_EMOJI_MEMORY (object);

  g_ptr_array_unref (self->used);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (od_emoji_memory_parent_class)->finalize (object);
}

static void
od_emoji_memory_class_init (OdEmojiMemoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_emoji_memory_finalize;
}

static void
od_emoji_memory_init (OdEmojiMemory *self)
{
  self->used = g_ptr_array_new_with_free_func (used_free);
}

/**
 * od_emoji_memory_new:
 * @settings: (nullable): has the key `used-emoji`
 *
 * Returns: (transfer full)
 */
OdEmojiMemory *
od_emoji_memory_new (GSettings *settings)
{
  OdEmojiMemory *self = g_object_new (OD_TYPE_EMOJI_MEMORY, NULL);
  g_autoptr (GVariant) value = NULL;
  GVariantIter iter;
  const char *emoji;
  guint32 count;
  guint position;

  if (settings == NULL)
    return self;
  self->settings = g_object_ref (settings);
  value = g_settings_get_value (settings, KEY);
  g_variant_iter_init (&iter, value);
  while (self->used->len < OD_LIMIT_EMOJI_USED && g_variant_iter_next (&iter, "(&su)", &emoji, &count))
    if (*emoji != '\0' && strlen (emoji) <= OD_LIMIT_EMOJI_BYTES && find (self, emoji, &position) == NULL)
      {
        Used *used = g_new0 (Used, 1);

        used->emoji = g_strdup (emoji);
        used->count = CLAMP (count, 1, MAX_COUNT);
        g_ptr_array_add (self->used, used);
      }
  return self;
}

static void
keep (OdEmojiMemory *self)
{
  GVariantBuilder builder;

  if (self->settings == NULL)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE (TYPE));
  for (guint i = 0; i < self->used->len; i++)
    {
      const Used *used = self->used->pdata[i];

      g_variant_builder_add (&builder, "(su)", used->emoji, used->count);
    }
  g_settings_set_value (self->settings, KEY, g_variant_builder_end (&builder));
}

/**
 * od_emoji_memory_use:
 *
 * It was inserted just now.
 */
void
od_emoji_memory_use (OdEmojiMemory *self, const char *emoji)
{
  guint position = 0;
  Used *used;

  g_return_if_fail (OD_IS_EMOJI_MEMORY (self) && emoji != NULL);

  if (*emoji == '\0' || strlen (emoji) > OD_LIMIT_EMOJI_BYTES)
    return;
  used = find (self, emoji, &position);
  if (used != NULL)
    g_ptr_array_steal_index (self->used, position);
  else
    {
      used = g_new0 (Used, 1);
      used->emoji = g_strdup (emoji);
      if (self->used->len >= OD_LIMIT_EMOJI_USED)
        g_ptr_array_set_size (self->used, OD_LIMIT_EMOJI_USED - 1);
    }
  used->count = MIN (used->count + 1, MAX_COUNT);
  g_ptr_array_insert (self->used, 0, used);
  keep (self);
}

/**
 * od_emoji_memory_get_weight:
 *
 * Returns: 0 to 1: how much rather this one is meant than one never used
 */
double
od_emoji_memory_get_weight (OdEmojiMemory *self, const char *emoji)
{
  guint position;
  const Used *used;

  g_return_val_if_fail (OD_IS_EMOJI_MEMORY (self), 0);

  used = find (self, emoji, &position);
  if (used == NULL)
    return 0;
  return 0.5 / (1 + position / 8.0) + 0.5 * used->count / (used->count + 10.0);
}

guint
od_emoji_memory_get_n (OdEmojiMemory *self)
{
  g_return_val_if_fail (OD_IS_EMOJI_MEMORY (self), 0);

  return self->used->len;
}

/**
 * od_emoji_memory_get:
 * @position: 0 is the one used last
 *
 * Returns: (transfer none)
 */
const char *
od_emoji_memory_get (OdEmojiMemory *self, guint position)
{
  g_return_val_if_fail (OD_IS_EMOJI_MEMORY (self) && position < self->used->len, NULL);

  return ((Used *) self->used->pdata[position])->emoji;
}
