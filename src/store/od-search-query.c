/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-search-query.h"

#include "od-error.h"

/* What an index can be asked for is taken out of the query: AND and OR of words that one index knows, and words that
 * must not be there. The rest are conditions for SQL. */

typedef enum {
  IN_NONE = 0,
  IN_WORDS = 1 << 0, /* `fts` */
  IN_PARTS = 1 << 1, /* `fts_tri` */
  IN_SQL = 1 << 2,
} Place;

const OdSearchTerm *
od_search_query_get_term (const OdSearchQuery *self, const OdQueryNode *node)
{
  return g_hash_table_lookup (self->terms, node);
}

/* ---- what is in it ---------------------------------------------------------- */

/* Makes the terms. Returns: %FALSE if nothing of @node is left */
static gboolean
take_terms (OdSearchQuery *self, OdQueryNode *node)
{
  OdSearchTerm *term;

  if (node->kind == OD_QUERY_FIELD)
    return TRUE;
  if (node->kind == OD_QUERY_WORDS)
    {
      term = od_search_term_new (node->value, node->is_quoted, node->is_typed);
      if (term != NULL)
        g_hash_table_insert (self->terms, node, term);
      return term != NULL;
    }
  for (guint i = 0; i < node->children->len;)
    if (take_terms (self, g_ptr_array_index (node->children, i)))
      i++;
    else
      g_ptr_array_remove_index (node->children, i);
  return node->children->len > 0;
}

/* Which of the indexes know all of @node. */
static Place
find_place (const OdSearchQuery *self, const OdQueryNode *node)
{
  Place place = IN_NONE;

  if (node->kind == OD_QUERY_FIELD || node->kind == OD_QUERY_NOT)
    return IN_SQL;
  if (node->kind == OD_QUERY_WORDS)
    return od_search_query_get_term (self, node)->kind == OD_SEARCH_PART ? IN_PARTS : IN_WORDS;
  for (guint i = 0; i < node->children->len; i++)
    place |= find_place (self, g_ptr_array_index (node->children, i));
  return place == IN_WORDS || place == IN_PARTS ? place : IN_SQL;
}

static void
sort_conjunct (OdSearchQuery *self, OdQueryNode *node)
{
  g_ptr_array_add (find_place (self, node) == IN_SQL ? self->filters : self->words, node);
}

static void
sort_conjuncts (OdSearchQuery *self)
{
  g_ptr_array_set_size (self->words, 0);
  g_ptr_array_set_size (self->filters, 0);
  if (self->root->kind != OD_QUERY_AND)
    {
      sort_conjunct (self, self->root);
      return;
    }
  for (guint i = 0; i < self->root->children->len; i++)
    sort_conjunct (self, g_ptr_array_index (self->root->children, i));
}

static OdSearchQuery *
query_new (OdQueryNode *root)
{
  OdSearchQuery *self = g_new0 (OdSearchQuery, 1);

  self->terms = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) od_search_term_free);
  self->words = g_ptr_array_new ();
  self->filters = g_ptr_array_new ();
  self->stemmer = od_stemmer_new ();
  self->root = root;
  if (take_terms (self, root))
    sort_conjuncts (self);
  return self;
}

/**
 * od_search_query_read:
 * @text: for od_query_parse(); what is not whole yet at its end is left out
 *
 * Returns: (transfer full) (nullable): %NULL with %OD_ERROR_USAGE
 */
OdSearchQuery *
od_search_query_read (const char *text, GError **error)
{
  OdQueryMistake mistake;
  OdQueryNode *root = od_query_parse (text, &mistake);

  if (root != NULL)
    return query_new (root);
  g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "The query is wrong at bytes %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT,
               mistake.start_byte, mistake.end_byte);
  return NULL;
}

void
od_search_query_free (OdSearchQuery *self)
{
  g_ptr_array_unref (self->words);
  g_ptr_array_unref (self->filters);
  g_hash_table_unref (self->terms);
  od_query_node_free (self->root);
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
  GHashTableIter iter;
  gpointer term;

  g_hash_table_iter_init (&iter, self->terms);
  while (g_hash_table_iter_next (&iter, NULL, &term))
    is_changed |= od_search_term_widen (term);
  if (is_changed)
    sort_conjuncts (self);
  return is_changed;
}

/* ---- what the indexes are asked --------------------------------------------- */

static void
append_expression (const OdSearchQuery *self, const OdQueryNode *node, GString *out)
{
  if (node->kind == OD_QUERY_WORDS)
    {
      od_search_term_append_expression (od_search_query_get_term (self, node), out);
      return;
    }
  g_string_append_c (out, '(');
  for (guint i = 0; i < node->children->len; i++)
    {
      if (i > 0)
        g_string_append (out, node->kind == OD_QUERY_OR ? " OR " : " AND ");
      append_expression (self, g_ptr_array_index (node->children, i), out);
    }
  g_string_append_c (out, ')');
}

static char *
get_expression (const OdSearchQuery *self, Place place)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->words->len; i++)
    {
      const OdQueryNode *node = g_ptr_array_index (self->words, i);

      if (find_place (self, node) != place)
        continue;
      if (out->len > 0)
        g_string_append (out, " AND ");
      append_expression (self, node, out);
    }
  return g_string_free (out, out->len == 0);
}

/**
 * od_search_query_get_words_expression:
 *
 * Returns: (transfer full) (nullable): what `fts` is to match; %NULL if it is not to be asked
 */
char *
od_search_query_get_words_expression (const OdSearchQuery *self)
{
  return get_expression (self, IN_WORDS);
}

/**
 * od_search_query_get_parts_expression:
 *
 * Returns: (transfer full) (nullable): what `fts_tri` is to match; %NULL if it is not to be asked. It finds too much:
 *   od_search_query_matches() decides
 */
char *
od_search_query_get_parts_expression (const OdSearchQuery *self)
{
  return get_expression (self, IN_PARTS);
}

/* ---- looking at a text ------------------------------------------------------ */

/* Whether an index knows for sure. */
static gboolean
is_sure (const OdSearchQuery *self, const OdQueryNode *node)
{
  if (node->kind == OD_QUERY_WORDS)
    {
      OdSearchTermKind kind = od_search_query_get_term (self, node)->kind;

      return kind == OD_SEARCH_WORD || kind == OD_SEARCH_PREFIX;
    }
  for (guint i = 0; i < node->children->len; i++)
    if (!is_sure (self, g_ptr_array_index (node->children, i)))
      return FALSE;
  return TRUE;
}

/**
 * od_search_query_is_exact:
 *
 * Returns: whether what the indexes find is right without a look at the text
 */
gboolean
od_search_query_is_exact (const OdSearchQuery *self)
{
  for (guint i = 0; i < self->words->len; i++)
    if (!is_sure (self, g_ptr_array_index (self->words, i)))
      return FALSE;
  return TRUE;
}

static gboolean
has_words (const OdSearchQuery *self, const OdQueryNode *node, const char *folded)
{
  gboolean is_or = node->kind == OD_QUERY_OR;

  if (node->kind == OD_QUERY_WORDS)
    return od_search_term_find (od_search_query_get_term (self, node), self->stemmer, folded, NULL);
  for (guint i = 0; i < node->children->len; i++)
    if (has_words (self, g_ptr_array_index (node->children, i), folded) == is_or)
      return is_or;
  return !is_or;
}

/**
 * od_search_query_matches:
 * @folded: a text by od_text_fold(), found by the indexes
 *
 * Looks only for what the indexes cannot tell: phrases and parts.
 */
gboolean
od_search_query_matches (const OdSearchQuery *self, const char *folded)
{
  for (guint i = 0; i < self->words->len; i++)
    {
      const OdQueryNode *node = g_ptr_array_index (self->words, i);

      if (!is_sure (self, node) && !has_words (self, node, folded))
        return FALSE;
    }
  return TRUE;
}

static void
find_ranges (const OdSearchQuery *self, const OdQueryNode *node, const char *text, GArray *ranges)
{
  if (node->kind == OD_QUERY_WORDS && od_search_query_get_term (self, node) != NULL)
    od_search_term_find (od_search_query_get_term (self, node), self->stemmer, text, ranges);
  if (node->kind != OD_QUERY_AND && node->kind != OD_QUERY_OR)
    return;
  for (guint i = 0; i < node->children->len; i++)
    find_ranges (self, g_ptr_array_index (node->children, i), text, ranges);
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

  find_ranges (self, self->root, text, found);
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
