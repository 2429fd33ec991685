/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-palette-match.h"

#include <string.h>

#include "od-limits.h"

#define MAX_CHARS OD_LIMIT_PALETTE_TITLE
#define MAX_STEPS 2000 /* tried for one word of a question: names with many equal beginnings */
#define MIN_WITHIN 3   /* letters that may stand within a word */
#define FULL 100       /* a word that was typed in one go */
#define WITHIN 30      /* what is found within a word */
#define AT_BEGIN 20    /* of the name */
#define WHOLE_WORD 10
#define LENGTH_PER_POINT 6

G_STATIC_ASSERT (MAX_CHARS <= 128);

struct OdPaletteWords {
  gunichar chars[MAX_CHARS];
  guint8 words[MAX_CHARS + 1]; /* where each begins */
  guint8 n_chars;
  guint8 n_words;
};

static gunichar
fold (gunichar c)
{
  c = g_unichar_tolower (c);
  return c == 0x451 ? 0x435 : c; /* ё */
}

/**
 * od_palette_words_new:
 * @text: valid UTF-8; its first %OD_LIMIT_PALETTE_TITLE code points count
 */
OdPaletteWords *
od_palette_words_new (const char *text)
{
  OdPaletteWords *self = g_new0 (OdPaletteWords, 1);
  gboolean is_within = FALSE;

  for (const char *p = text; *p != '\0' && self->n_chars < MAX_CHARS; p = g_utf8_next_char (p))
    {
      gunichar c = fold (g_utf8_get_char (p));
      gboolean is_sign = !g_unichar_isalnum (c) && !g_unichar_ismark (c);

      if (!is_sign && !is_within)
        self->words[self->n_words++] = self->n_chars;
      is_within = !is_sign;
      self->chars[self->n_chars++] = c;
    }
  return self;
}

void
od_palette_words_free (OdPaletteWords *self)
{
  g_free (self);
}

/* ---- One word of the question ------------------------------------------------------ */

typedef struct {
  const OdPaletteWords *name;
  const gunichar *typed;
  guint n_typed;
  guint n_steps;
  guint best; /* sum of squares of the runs */
  guint8 run_at[MAX_CHARS], run_length[MAX_CHARS];
  guint8 best_at[MAX_CHARS], best_length[MAX_CHARS];
  guint n_best;
} Search;

static guint
common (const Search *search, guint at, guint from)
{
  guint n = 0;

  while (from + n < search->n_typed && at + n < search->name->n_chars &&
         search->name->chars[at + n] == search->typed[from + n])
    n++;
  return n;
}

/* Letters from @from on are the beginnings of words from @word on: "neco" is "Next conversation". */
static void
try_words (Search *search, guint from, guint word, guint n_runs, guint sum)
{
  if (from == search->n_typed)
    {
      if (sum <= search->best)
        return;
      search->best = sum;
      search->n_best = n_runs;
      memcpy (search->best_at, search->run_at, n_runs);
      memcpy (search->best_length, search->run_length, n_runs);
      return;
    }
  for (; word < search->name->n_words && search->n_steps < MAX_STEPS; word++)
    for (guint n = common (search, search->name->words[word], from); n > 0; n--)
      {
        search->n_steps++;
        search->run_at[n_runs] = search->name->words[word];
        search->run_length[n_runs] = (guint8) n;
        try_words (search, from + n, word + 1, n_runs + 1, sum + n * n);
      }
}

static gboolean
try_within (Search *search)
{
  for (guint at = 0; search->n_typed >= MIN_WITHIN && at + search->n_typed <= search->name->n_chars; at++)
    if (common (search, at, 0) == search->n_typed)
      {
        search->best_at[0] = (guint8) at;
        search->best_length[0] = (guint8) search->n_typed;
        search->n_best = 1;
        return TRUE;
      }
  return FALSE;
}

static gboolean
ends_word (const OdPaletteWords *name, guint at)
{
  return at == name->n_chars || !g_unichar_isalnum (name->chars[at]);
}

/* Points for one word of the question; 0 if the name has nothing of it. */
static guint
match_word (const OdPaletteWords *name, const gunichar *typed, guint n_typed, OdPaletteMarks *marks)
{
  Search search = { .name = name, .typed = typed, .n_typed = n_typed };
  guint points;

  try_words (&search, 0, 0, 0, 0);
  if (search.best > 0)
    {
      points = FULL * search.best / (n_typed * n_typed);
      if (name->n_words > 0 && search.best_at[0] == name->words[0])
        points += AT_BEGIN;
      if (search.n_best == 1 && ends_word (name, search.best_at[0] + n_typed))
        points += WHOLE_WORD;
    }
  else if (try_within (&search))
    points = WITHIN;
  else
    return 0;
  for (guint run = 0; run < search.n_best; run++)
    for (guint i = search.best_at[run]; i < (guint) search.best_at[run] + search.best_length[run]; i++)
      marks->bits[i / 64] |= G_GUINT64_CONSTANT (1) << (i % 64);
  return MAX (points, 1);
}

/**
 * od_palette_match:
 * @name: what is offered
 * @typed: the question; its words may come in any order
 * @marks: (out): what was meant
 *
 * Returns: points, the more the better; 0 if a word of the question is not there
 */
int
od_palette_match (const OdPaletteWords *name, const OdPaletteWords *typed, OdPaletteMarks *marks)
{
  guint sum = 0, n_words = 0;

  *marks = (OdPaletteMarks){ { 0 } };
  for (guint i = 0; i < typed->n_chars;)
    {
      guint end = i, points;

      while (end < typed->n_chars && !g_unichar_isspace (typed->chars[end]))
        end++;
      if (end > i)
        {
          points = match_word (name, typed->chars + i, end - i, marks);
          if (points == 0)
            return 0;
          sum += points;
          n_words++;
        }
      i = end + 1;
    }
  if (n_words == 0)
    return 0;
  return MAX ((int) (sum / n_words) - name->n_chars / LENGTH_PER_POINT, 1);
}
