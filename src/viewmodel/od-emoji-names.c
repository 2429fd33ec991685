/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-emoji-names"

#include "od-emoji-names.h"

#include <string.h>

#include "od-limits.h"
#include "od-text.h"

/* How the toolkit keeps its emoji: code points (0 where a skin tone goes), name, words, group. Newer ones have the
 * English name and words beside those of the language. */
#define FORMAT_ONE "a(ausasu)"
#define FORMAT_TWO "a(aussasasu)"

#define SCORE_NAME_IS 4.0
#define SCORE_NAME_STARTS 3.0
#define SCORE_WORD_STARTS 2.0
#define SCORE_USED 4.0 /* times its weight: what is used passes better matches */

typedef struct {
  char *text;       /* (owned) */
  char *name;       /* (owned): to show */
  GPtrArray *names; /* (owned) (element-type utf8): folded, the name of each language */
  GPtrArray *words; /* (owned) (element-type utf8): folded */
  guint order;      /* as the toolkit sorts them */
} Entry;

struct _OdEmojiNames {
  GHashTable *by_text; /* (owned) text → Entry (owned) */
  GQueue waiting;      /* (element-type GVariant) (owned): languages not read yet */
  gsize at;            /* in the first of them */
};

typedef struct {
  const Entry *entry;
  double score;
} Found;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->text);
  g_free (entry->name);
  g_ptr_array_unref (entry->names);
  g_ptr_array_unref (entry->words);
  g_free (entry);
}

OdEmojiNames *
od_emoji_names_new (void)
{
  OdEmojiNames *self = g_new0 (OdEmojiNames, 1);

  self->by_text = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  g_queue_init (&self->waiting);
  return self;
}

void
od_emoji_names_free (OdEmojiNames *self)
{
  g_hash_table_unref (self->by_text);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) g_variant_unref);
  g_free (self);
}

/* ---- Reading ----------------------------------------------------------------- */

/**
 * od_emoji_names_add:
 * @data: a language as the toolkit keeps it
 *
 * It is read by od_emoji_names_load(). Languages add up; the last one has the name to show.
 *
 * Returns: %FALSE if the bytes are something else
 */
gboolean
od_emoji_names_add (OdEmojiNames *self, GBytes *data)
{
  static const char *const formats[] = { FORMAT_ONE, FORMAT_TWO };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GVariant) value =
          g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (formats[i]), data, FALSE));

      if (g_variant_is_normal_form (value) && g_variant_n_children (value) > 0)
        {
          g_queue_push_tail (&self->waiting, g_steal_pointer (&value));
          return TRUE;
        }
    }
  return FALSE;
}

/* Returns: (transfer full) (nullable): the emoji itself, without a skin tone, drawn as a picture */
static char *
read_text (GVariant *codes)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GVariantIter iter;
  guint32 code;

  g_variant_iter_init (&iter, codes);
  while (g_variant_iter_next (&iter, "u", &code))
    {
      if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) || text->len > OD_LIMIT_EMOJI_BYTES - 6)
        return NULL;
      if (code != 0)
        g_string_append_unichar (text, code);
    }
  if (text->len > 0 && g_variant_n_children (codes) == 1 && g_utf8_get_char (text->str) < 0x1F000)
    g_string_append (text, "\uFE0F"); /* it has a plain form, too */
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
add_words (GPtrArray *to, GVariant *words)
{
  gsize n = MIN (g_variant_n_children (words), OD_LIMIT_EMOJI_WORDS);

  for (gsize i = 0; i < n; i++)
    {
      const char *word = NULL;

      g_variant_get_child (words, i, "&s", &word);
      g_ptr_array_add (to, od_text_fold (word));
    }
}

static void
read_one (OdEmojiNames *self, GVariant *one, guint order)
{
  gboolean has_two = g_variant_n_children (one) == 6;
  g_autoptr (GVariant) codes = g_variant_get_child_value (one, 0);
  g_autofree char *text = read_text (codes);
  Entry *entry = text != NULL ? g_hash_table_lookup (self->by_text, text) : NULL;
  gsize at = 1;

  if (text == NULL)
    return;
  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->text = g_steal_pointer (&text);
      entry->names = g_ptr_array_new_with_free_func (g_free);
      entry->words = g_ptr_array_new_with_free_func (g_free);
      entry->order = order;
      g_hash_table_insert (self->by_text, entry->text, entry);
    }
  for (; at <= (has_two ? 2u : 1u); at++)
    {
      const char *name;

      g_variant_get_child (one, at, "&s", &name);
      g_free (entry->name);
      entry->name = g_strdup (name);
      g_ptr_array_add (entry->names, od_text_fold (name));
    }
  for (; at <= (has_two ? 4u : 2u); at++)
    {
      g_autoptr (GVariant) words = g_variant_get_child_value (one, at);

      add_words (entry->words, words);
    }
}

/**
 * od_emoji_names_load:
 * @n: so many emoji of one language
 *
 * Reads on what was added, a slice at a time, because the main loop must not wait for it.
 *
 * Returns: %FALSE if everything is read
 */
gboolean
od_emoji_names_load (OdEmojiNames *self, guint n)
{
  GVariant *value = g_queue_peek_head (&self->waiting);
  gsize end;

  if (value == NULL)
    return FALSE;
  end = MIN (self->at + n, MIN (g_variant_n_children (value), OD_LIMIT_EMOJI));
  for (; self->at < end; self->at++)
    {
      g_autoptr (GVariant) one = g_variant_get_child_value (value, self->at);

      read_one (self, one, (guint) self->at);
    }
  if (self->at >= MIN (g_variant_n_children (value), OD_LIMIT_EMOJI))
    {
      g_variant_unref (g_queue_pop_head (&self->waiting));
      self->at = 0;
    }
  return !g_queue_is_empty (&self->waiting);
}

/* ---- Searching --------------------------------------------------------------- */

/* @text begins with @query, or one of its words does. */
static gboolean
has_word (const char *text, const char *query)
{
  for (const char *p = strstr (text, query); p != NULL; p = strstr (p + 1, query))
    if (p == text || p[-1] == ' ' || p[-1] == '-')
      return TRUE;
  return FALSE;
}

static double
score (const Entry *entry, const char *query, OdEmojiMemory *memory)
{
  double best = 0;

  for (guint i = 0; i < entry->names->len; i++)
    {
      const char *name = entry->names->pdata[i];

      if (g_str_equal (name, query))
        best = MAX (best, SCORE_NAME_IS);
      else if (g_str_has_prefix (name, query))
        best = MAX (best, SCORE_NAME_STARTS);
      else if (has_word (name, query))
        best = MAX (best, SCORE_WORD_STARTS);
    }
  for (guint i = 0; i < entry->words->len && best < SCORE_NAME_STARTS; i++)
    if (g_str_equal (entry->words->pdata[i], query))
      best = SCORE_NAME_STARTS;
    else if (has_word (entry->words->pdata[i], query))
      best = MAX (best, SCORE_WORD_STARTS);
  if (best == 0 || memory == NULL)
    return best;
  return best + SCORE_USED * od_emoji_memory_get_weight (memory, entry->text);
}

static int
by_score (gconstpointer a, gconstpointer b)
{
  const Found *left = a, *right = b;

  if (left->score != right->score)
    return left->score > right->score ? -1 : 1;
  return left->entry->order < right->entry->order ? -1 : left->entry->order > right->entry->order;
}

/**
 * od_emoji_names_find:
 * @query: the beginning of a name or of one of its words, in any language that was added;
 *   "_" stands for a space
 * @memory: (nullable): what this operator uses comes first
 *
 * Returns: (transfer full) (element-type OdEmoji): at most @limit, best first; what they point
 *   to stays until the names are freed
 */
GArray *
od_emoji_names_find (OdEmojiNames *self, const char *query, OdEmojiMemory *memory, guint limit)
{
  g_autofree char *folded = od_text_fold (query);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));
  GArray *emoji = g_array_new (FALSE, FALSE, sizeof (OdEmoji));
  GHashTableIter iter;
  gpointer value;

  g_strdelimit (folded, "_", ' ');
  g_hash_table_iter_init (&iter, self->by_text);
  while (*folded != '\0' && g_hash_table_iter_next (&iter, NULL, &value))
    {
      Found one = { value, score (value, folded, memory) };

      if (one.score > 0)
        g_array_append_val (found, one);
    }
  g_array_sort (found, by_score);
  for (guint i = 0; i < MIN (found->len, limit); i++)
    {
      const Entry *entry = g_array_index (found, Found, i).entry;
      OdEmoji one = { entry->text, entry->name };

      g_array_append_val (emoji, one);
    }
  return emoji;
}

/**
 * od_emoji_names_get_name:
 *
 * Returns: (transfer none) (nullable): what it is called
 */
const char *
od_emoji_names_get_name (OdEmojiNames *self, const char *emoji)
{
  const Entry *entry = g_hash_table_lookup (self->by_text, emoji);

  return entry != NULL ? entry->name : NULL;
}
