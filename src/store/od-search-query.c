/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-search-query.h"

#include <string.h>

#include "od-limits.h"
#include "od-text.h"

#define MAX_TERMS 16

static void
term_free (OdSearchTerm *term)
{
  g_free (term->text);
  g_ptr_array_unref (term->words);
  g_free (term);
}

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

/* @is_typed: it is the last thing, and nothing follows it yet. */
static void
add_term (OdSearchQuery *self, const char *text, gboolean is_quoted, gboolean is_typed)
{
  OdSearchTerm *term;
  g_autofree char *trimmed = trim (text);

  if (*trimmed == '\0' || self->terms->len >= MAX_TERMS)
    return;
  term = g_new0 (OdSearchTerm, 1);
  term->text = g_steal_pointer (&trimmed);
  term->words = split_words (term->text);
  if (term->words->len == 0 && !can_be_part (term->text)) /* a lone sign: no index knows it */
    {
      term_free (term);
      return;
    }
  term->kind = classify (term, is_quoted, is_typed);
  g_ptr_array_add (self->terms, term);
}

/* The quote that ends what @c begins; 0 if it begins nothing. */
static gunichar
closing_quote (gunichar c)
{
  switch (c)
    {
    case '"':
      return '"';
    case 0x00AB: /* « */
      return 0x00BB;
    case 0x201C: /* “ */
      return 0x201D;
    case 0x201E: /* „ */
      return 0x201C;
    default:
      return 0;
    }
}

/* Up to the character that ends the term, or the end of the text. */
static const char *
find_end (const char *p, gunichar closing)
{
  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (closing != 0 ? c == closing : g_unichar_isspace (c) || closing_quote (c) != 0)
        break;
    }
  return p;
}

/**
 * od_search_query_parse:
 * @text: as typed; only %OD_LIMIT_SEARCH_CHARS of it count
 *
 * Words, all of which must be there; `"…"` and `«…»` around words that must stand just so. The last word counts from
 * its first letter, as long as no space follows it. Punctuation inside a word is meant as it stands (`12345-A`).
 *
 * Returns: (transfer full)
 */
OdSearchQuery *
od_search_query_parse (const char *text)
{
  OdSearchQuery *self = g_new0 (OdSearchQuery, 1);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *cut = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), OD_LIMIT_SEARCH_CHARS));
  g_autofree char *folded = od_text_fold (cut);
  const char *p = folded;

  self->terms = g_ptr_array_new_with_free_func ((GDestroyNotify) term_free);
  self->stemmer = od_stemmer_new ();
  while (*p != '\0')
    {
      gunichar closing = closing_quote (g_utf8_get_char (p));
      const char *start = closing != 0 ? g_utf8_next_char (p) : p;
      const char *end = find_end (start, closing);
      g_autofree char *term = g_strndup (start, (gsize) (end - start));

      add_term (self, term, closing != 0, *end == '\0');
      p = *end != '\0' && (closing != 0 || g_unichar_isspace (g_utf8_get_char (end))) ? g_utf8_next_char (end) : end;
    }
  return self;
}

void
od_search_query_free (OdSearchQuery *self)
{
  g_ptr_array_unref (self->terms);
  od_stemmer_free (self->stemmer);
  g_free (self);
}

/**
 * od_search_query_widen:
 *
 * Makes words count within other words, too: for when nothing was found.
 *
 * Returns: whether that changes anything
 */
gboolean
od_search_query_widen (OdSearchQuery *self)
{
  gboolean is_changed = FALSE;

  for (guint i = 0; i < self->terms->len; i++)
    {
      OdSearchTerm *term = g_ptr_array_index (self->terms, i);

      if ((term->kind == OD_SEARCH_WORD || term->kind == OD_SEARCH_PREFIX) && can_be_part (term->text))
        {
          term->kind = OD_SEARCH_PART;
          is_changed = TRUE;
        }
    }
  return is_changed;
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
append_and (GString *out)
{
  if (out->len > 0)
    g_string_append (out, " AND ");
}

/**
 * od_search_query_get_words_expression:
 *
 * Returns: (transfer full) (nullable): what `fts` is to match; %NULL if only parts are looked for
 */
char *
od_search_query_get_words_expression (const OdSearchQuery *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->terms->len; i++)
    {
      const OdSearchTerm *term = g_ptr_array_index (self->terms, i);
      gsize len = strlen (term->text);

      if (term->kind == OD_SEARCH_PART)
        continue;
      append_and (out);
      if (term->kind == OD_SEARCH_PREFIX)
        {
          g_string_append_c (out, '(');
          append_string (out, term->text, len);
          g_string_append (out, " OR ");
          append_string (out, term->text, len);
          g_string_append (out, " *)");
        }
      else
        append_string (out, term->text, len);
    }
  return g_string_free (out, out->len == 0);
}

static void
append_trigrams (GString *out, const char *text)
{
  const char *before[2] = { NULL, NULL };

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_isspace (g_utf8_get_char (p)))
        {
          before[0] = before[1] = NULL;
          continue;
        }
      if (before[0] != NULL)
        {
          append_and (out);
          append_string (out, before[0], (gsize) (g_utf8_next_char (p) - before[0]));
        }
      before[0] = before[1];
      before[1] = p;
    }
}

/**
 * od_search_query_get_parts_expression:
 *
 * Returns: (transfer full) (nullable): what `fts_tri` is to match; %NULL if no parts are looked for. It finds too much:
 *   od_search_query_matches() decides
 */
char *
od_search_query_get_parts_expression (const OdSearchQuery *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->terms->len; i++)
    {
      const OdSearchTerm *term = g_ptr_array_index (self->terms, i);

      if (term->kind == OD_SEARCH_PART)
        append_trigrams (out, term->text);
    }
  return g_string_free (out, out->len == 0);
}

/**
 * od_search_query_is_exact:
 *
 * Returns: whether what the indexes find is right without a look at the text
 */
gboolean
od_search_query_is_exact (const OdSearchQuery *self)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      const OdSearchTerm *term = g_ptr_array_index (self->terms, i);

      if (term->kind == OD_SEARCH_PART || term->kind == OD_SEARCH_PHRASE)
        return FALSE;
    }
  return TRUE;
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
is_form_of (const OdSearchQuery *self, const OdWordIter *iter, const char *word)
{
  gsize n_stem, n_other;
  g_autofree char *stem = NULL;
  const char *other;

  if (strncmp (iter->word, word, iter->n_bytes + 1) == 0)
    return TRUE;
  stem = g_strdup (od_stemmer_stem (self->stemmer, iter->word, iter->n_bytes, iter->script, &n_stem));
  other = od_stemmer_stem (self->stemmer, word, strlen (word), iter->script, &n_other);
  return n_stem == n_other && strncmp (stem, other, n_stem) == 0;
}

static gboolean
find_word (const OdSearchQuery *self, const OdSearchTerm *term, const char *text, GArray *ranges)
{
  const char *word = g_ptr_array_index (term->words, 0);
  gboolean is_found = FALSE;
  OdWordIter iter;

  od_word_iter_init (&iter, text, -1);
  while (od_word_iter_next (&iter))
    if ((term->kind == OD_SEARCH_PREFIX && g_str_has_prefix (iter.word, word)) || is_form_of (self, &iter, word))
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

static gboolean
find_term (const OdSearchQuery *self, const OdSearchTerm *term, const char *text, GArray *ranges)
{
  switch (term->kind)
    {
    case OD_SEARCH_WORD:
    case OD_SEARCH_PREFIX:
      return find_word (self, term, text, ranges);
    case OD_SEARCH_PHRASE:
      return find_phrase (term, text, ranges);
    case OD_SEARCH_PART:
    default:
      return find_part (term, text, ranges);
    }
}

/**
 * od_search_query_matches:
 * @folded: a text by od_text_fold()
 *
 * Looks only for what the indexes cannot tell: phrases and parts.
 */
gboolean
od_search_query_matches (const OdSearchQuery *self, const char *folded)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      const OdSearchTerm *term = g_ptr_array_index (self->terms, i);

      if (term->kind != OD_SEARCH_WORD && term->kind != OD_SEARCH_PREFIX && !find_term (self, term, folded, NULL))
        return FALSE;
    }
  return TRUE;
}

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
  const OdSearchRange *x = a, *y = b;

  return x->start != y->start ? (x->start > y->start) - (x->start < y->start) : (x->end > y->end) - (x->end < y->end);
}

/**
 * od_search_query_find_ranges:
 * @text: valid UTF-8, as people wrote it
 *
 * Returns: (transfer full) (element-type OdSearchRange): what matches in it, from left to right, without overlaps
 */
GArray *
od_search_query_find_ranges (const OdSearchQuery *self, const char *text)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (OdSearchRange));
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (OdSearchRange));

  for (guint i = 0; i < self->terms->len; i++)
    find_term (self, g_ptr_array_index (self->terms, i), text, found);
  g_array_sort (found, compare_ranges);
  for (guint i = 0; i < found->len; i++)
    {
      OdSearchRange *range = &g_array_index (found, OdSearchRange, i);
      OdSearchRange *before = ranges->len > 0 ? &g_array_index (ranges, OdSearchRange, ranges->len - 1) : NULL;

      if (before != NULL && range->start <= before->end)
        before->end = MAX (before->end, range->end);
      else
        g_array_append_val (ranges, *range);
    }
  return ranges;
}
