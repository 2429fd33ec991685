/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-stemmer.h"

#include <libstemmer.h>
#include <string.h>

/* Words that are looked up instead of being worked out again; people use few words often. */
#define N_CACHED 2048
#define MAX_CACHED_BYTES 30
/* Longer than any word of either language. */
#define MAX_STEMMED_BYTES 80

typedef struct {
  guint8 n_word; /* 0: empty */
  guint8 n_stem;
  char word[MAX_CACHED_BYTES];
  char stem[MAX_CACHED_BYTES];
} Entry;

/**
 * OdStemmer:
 *
 * Snowball for Russian and English, by script. It is used by one thread.
 */
struct _OdStemmer {
  struct sb_stemmer *english; /* (owned) */
  struct sb_stemmer *russian; /* (owned) */
  Entry *cache;               /* (owned) (array length=N_CACHED) */
};

/**
 * od_stemmer_new:
 *
 * Returns: (transfer full)
 */
OdStemmer *
od_stemmer_new (void)
{
  OdStemmer *self = g_new0 (OdStemmer, 1);

  self->english = sb_stemmer_new ("english", "UTF_8");
  self->russian = sb_stemmer_new ("russian", "UTF_8");
  self->cache = g_new0 (Entry, N_CACHED);
  return self;
}

void
od_stemmer_free (OdStemmer *self)
{
  g_clear_pointer (&self->english, sb_stemmer_delete);
  g_clear_pointer (&self->russian, sb_stemmer_delete);
  g_free (self->cache);
  g_free (self);
}

static guint
hash (const char *word, gsize n_bytes)
{
  guint32 h = 2166136261u;

  for (gsize i = 0; i < n_bytes; i++)
    h = (h ^ (guchar) word[i]) * 16777619u;
  return h ^ (h >> 15);
}

/**
 * od_stemmer_stem:
 * @word: as #OdWordIter gives it
 * @n_stem: (out): bytes of the result
 *
 * Returns: (transfer none): the stem, or @word itself where there is none; valid until the next call; no zero follows
 */
const char *
od_stemmer_stem (OdStemmer *self, const char *word, gsize n_bytes, OdWordScript script, gsize *n_stem)
{
  struct sb_stemmer *stemmer = script == OD_WORD_CYRILLIC ? self->russian
                               : script == OD_WORD_LATIN  ? self->english
                                                          : NULL;
  Entry *entry = NULL;
  const char *stem;

  *n_stem = n_bytes;
  if (stemmer == NULL || n_bytes < 3 || n_bytes > MAX_STEMMED_BYTES)
    return word;
  if (n_bytes <= MAX_CACHED_BYTES)
    {
      entry = &self->cache[hash (word, n_bytes) % N_CACHED];
      if (entry->n_word == n_bytes && memcmp (entry->word, word, n_bytes) == 0)
        {
          *n_stem = entry->n_stem;
          return entry->stem;
        }
    }

  stem = (const char *) sb_stemmer_stem (stemmer, (const sb_symbol *) word, (int) n_bytes);
  if (stem == NULL || sb_stemmer_length (stemmer) <= 0)
    return word;
  *n_stem = (gsize) sb_stemmer_length (stemmer);
  if (entry == NULL || *n_stem > MAX_CACHED_BYTES)
    return stem;

  entry->n_word = (guint8) n_bytes;
  entry->n_stem = (guint8) *n_stem;
  memcpy (entry->word, word, n_bytes);
  memcpy (entry->stem, stem, *n_stem);
  return entry->stem;
}
