/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-search-term.h"

#include <string.h>

#include "od-limits.h"
#include "od-text.h"

/* ---- reading what was typed ------------------------------------------------ */

static GPtrArray *
split_words (const char *text)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  OdWordIter iter;

  od_word_iter_init (&iter, text, -1);
  while (od_word_iter_next (&iter))
    g_ptr_array_add (words, g_strndup (iter.word, iter.n_bytes));
  return words;
}

static gboolean
is_edge (gunichar c)
{
  return g_unichar_ispunct (c) || g_unichar_isspace (c) || c == 0x2116; /* № */
}

/* Punctuation and space at both ends goes, unless there is nothing else. */
static char *
trim (const char *text)
{
  const char *start = text, *end = text + strlen (text);

  while (start < end && is_edge (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start && is_edge (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  return start < end ? g_strndup (start, (gsize) (end - start)) : g_strstrip (g_strdup (text));
}

static gboolean
has_digit (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isdigit (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

static gboolean
can_be_part (const char *text)
{
  return g_utf8_strlen (text, -1) >= OD_LIMIT_SEARCH_PREFIX_CHARS;
}

static OdSearchTermKind
classify (const OdSearchTerm *term, gboolean is_quoted, gboolean is_typed)
{
  if (is_quoted && term->words->len > 0)
    return OD_SEARCH_PHRASE;
  if (can_be_part (term->text) && (term->words->len != 1 || has_digit (term->text)))
    return OD_SEARCH_PART;
  if (term->words->len > 1) /* "a-b": too short for parts */
    return OD_SEARCH_PHRASE;
  return is_typed ? OD_SEARCH_PREFIX : OD_SEARCH_WORD;
}

/**
 * od_search_term_new:
 * @text: a word or, @is_quoted, words that must stand just so
 * @is_typed: nothing follows it yet: it may not be whole
 *
 * Punctuation inside a word is meant as it stands (`12345-A`).
 *
 * Returns: (transfer full) (nullable): %NULL if there is nothing in it that an index knows
 */
OdSearchTerm *
od_search_term_new (const char *text, gboolean is_quoted, gboolean is_typed)
{
  g_autofree char *folded = od_text_fold (text);
  g_autofree char *trimmed = trim (folded);
  OdSearchTerm *term;

  if (*trimmed == '\0')
    return NULL;
  term = g_new0 (OdSearchTerm, 1);
  term->text = g_steal_pointer (&trimmed);
  term->words = split_words (term->text);
  if (term->words->len == 0 && !can_be_part (term->text)) /* a lone sign */
    {
      od_search_term_free (term);
      return NULL;
    }
  term->kind = classify (term, is_quoted, is_typed);
  return term;
}

void
od_search_term_free (OdSearchTerm *term)
{
  g_free (term->text);
  g_ptr_array_unref (term->words);
  g_free (term);
}

/**
 * od_search_term_widen:
 *
 * Makes a word count within other words, too: for when nothing was found.
 *
 * Returns: whether that changes anything
 */
gboolean
od_search_term_widen (OdSearchTerm *term)
{
  if ((term->kind != OD_SEARCH_WORD && term->kind != OD_SEARCH_PREFIX) || !can_be_part (term->text))
    return FALSE;
  term->kind = OD_SEARCH_PART;
  return TRUE;
}

/* ---- what the indexes are asked -------------------------------------------- */

/* An FTS5 string: in quotes, quotes in it doubled. */
static void
append_string (GString *out, const char *text, gsize len)
{
  g_string_append_c (out, '"');
  for (gsize i = 0; i < len; i++)
    {
      if (text[i] == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, text[i]);
    }
  g_string_append_c (out, '"');
}

static void
append_trigrams (GString *out, const char *text)
{
  const char *before[2] = { NULL, NULL };
  gboolean is_first = TRUE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_isspace (g_utf8_get_char (p)))
        {
          before[0] = before[1] = NULL;
          continue;
        }
      if (before[0] != NULL)
        {
          if (!is_first)
            g_string_append (out, " AND ");
          is_first = FALSE;

          append_string (out, before[0], (gsize) (g_utf8_next_char (p) - before[0]));
        }
      before[0] = before[1];
      before[1] = p;
    }
}

/**
 * od_search_term_append_expression:
 *
 * Appends what the term is to match: in `fts_tri` if it is a part, else in `fts`. Parts and phrases are found too often:
 * od_search_term_find() decides.
 */
void
od_search_term_append_expression (const OdSearchTerm *term, GString *out)
{
  gsize len = strlen (term->text);

  g_string_append_c (out, '(');
  if (term->kind == OD_SEARCH_PART)
    append_trigrams (out, term->text);
  else
    append_string (out, term->text, len);
  if (term->kind == OD_SEARCH_PREFIX)
    {
      g_string_append (out, " OR ");
      append_string (out, term->text, len);
      g_string_append (out, " *");
    }
  g_string_append_c (out, ')');
}

/* ---- looking at a text ----------------------------------------------------- */

static void
add_range (GArray *ranges, gsize start, gsize end)
{
  OdSearchRange range = { start, end };

  if (ranges != NULL)
    g_array_append_val (ranges, range);
}

static gboolean
is_form_of (OdStemmer *stemmer, const OdWordIter *iter, const char *word)
{
  gsize n_stem, n_other;
  g_autofree char *stem = NULL;
  const char *other;

  if (strncmp (iter->word, word, iter->n_bytes + 1) == 0)
    return TRUE;
  stem = g_strdup (od_stemmer_stem (stemmer, iter->word, iter->n_bytes, iter->script, &n_stem));
  other = od_stemmer_stem (stemmer, word, strlen (word), iter->script, &n_other);
  return n_stem == n_other && strncmp (stem, other, n_stem) == 0;
}

static gboolean
find_word (OdStemmer *stemmer, const OdSearchTerm *term, const char *text, GArray *ranges)
{
  const char *word = g_ptr_array_index (term->words, 0);
  gboolean is_found = FALSE;
  OdWordIter iter;

  od_word_iter_init (&iter, text, -1);
  while (od_word_iter_next (&iter))
    if ((term->kind == OD_SEARCH_PREFIX && g_str_has_prefix (iter.word, word)) || is_form_of (stemmer, &iter, word))
      {
        add_range (ranges, iter.start_byte, iter.end_byte);
        is_found = TRUE;
      }
  return is_found;
}

/* The very words, one after the other, whatever stands between them. */
static gboolean
find_phrase (const OdSearchTerm *term, const char *text, GArray *ranges)
{
  g_autofree gsize *starts = g_new (gsize, term->words->len);
  gboolean is_found = FALSE;
  guint n_seen = 0;
  OdWordIter iter, first;

  od_word_iter_init (&iter, text, -1);
  while (od_word_iter_next (&iter))
    {
      if (strcmp (iter.word, g_ptr_array_index (term->words, n_seen)) != 0)
        {
          if (n_seen > 0)
            iter = first; /* again from behind the first word of this try */
          n_seen = 0;
          continue;
        }
      if (n_seen == 0)
        first = iter;
      starts[n_seen++] = iter.start_byte;
      if (n_seen < term->words->len)
        continue;
      add_range (ranges, starts[0], iter.end_byte);
      is_found = TRUE;
      n_seen = 0;
    }
  return is_found;
}

/* Folds character by character, so that each folded byte knows where it came from. */
static char *
fold_with_places (const char *text, GArray *places)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize at = (gsize) (p - text);
      g_autofree char *one = g_strndup (p, (gsize) (g_utf8_next_char (p) - p));
      g_autofree char *folded = od_text_fold (one);

      g_string_append (out, folded);
      while (places->len < out->len)
        g_array_append_val (places, at);
    }
  return g_string_free (out, FALSE);
}

/* @folded: of the text; %NULL: @text is folded already and no places are asked for */
static gboolean
find_part (const OdSearchTerm *term, const char *text, GArray *ranges)
{
  g_autoptr (GArray) places = NULL;
  g_autofree char *folded = NULL;
  gboolean is_found = FALSE;
  gsize len = strlen (term->text);

  if (ranges == NULL)
    return strstr (text, term->text) != NULL;
  places = g_array_new (FALSE, FALSE, sizeof (gsize));
  folded = fold_with_places (text, places);
  for (const char *p = strstr (folded, term->text); p != NULL; p = strstr (p + len, term->text))
    {
      gsize last = g_array_index (places, gsize, (gsize) (p - folded) + len - 1);

      add_range (ranges, g_array_index (places, gsize, (gsize) (p - folded)),
                 (gsize) (g_utf8_next_char (text + last) - text));
      is_found = TRUE;
    }
  return is_found;
}

/**
 * od_search_term_find:
 * @text: of od_text_fold(), or, if places are asked for, as people wrote it
 * @ranges: (nullable) (element-type OdSearchRange): what is found is appended, term by term from left to right
 *
 * Returns: whether @text has it
 */
gboolean
od_search_term_find (const OdSearchTerm *term, OdStemmer *stemmer, const char *text, GArray *ranges)
{
  switch (term->kind)
    {
    case OD_SEARCH_WORD:
    case OD_SEARCH_PREFIX:
      return find_word (stemmer, term, text, ranges);
    case OD_SEARCH_PHRASE:
      return find_phrase (term, text, ranges);
    case OD_SEARCH_PART:
    default:
      return find_part (term, text, ranges);
    }
}
