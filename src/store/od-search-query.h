/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-query.h"
#include "od-search-term.h"

G_BEGIN_DECLS

/**
 * OdSearchQuery: what is to be found in a text, and what else is asked of it.
 * @root: (owned): AND of all that follows; words no index knows are taken out of it
 * @words: (element-type OdQueryNode): of @root: words and phrases that an index is asked for
 * @filters: (element-type OdQueryNode): of @root: all else: od_query_sql_new()
 */
typedef struct {
  OdQueryNode *root;
  GPtrArray *words;
  GPtrArray *filters;
  GHashTable *terms; /* (element-type OdQueryNode OdSearchTerm) */
  OdStemmer *stemmer;
} OdSearchQuery;

OdSearchQuery *od_search_query_read (const char *text, GError **error);
void od_search_query_free (OdSearchQuery *self);
const OdSearchTerm *od_search_query_get_term (const OdSearchQuery *self, const OdQueryNode *node);
gboolean od_search_query_widen (OdSearchQuery *self);
char *od_search_query_get_words_expression (const OdSearchQuery *self);
char *od_search_query_get_parts_expression (const OdSearchQuery *self);
gboolean od_search_query_is_exact (const OdSearchQuery *self);
gboolean od_search_query_matches (const OdSearchQuery *self, const char *folded);
GArray *od_search_query_find_ranges (const OdSearchQuery *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdSearchQuery, od_search_query_free)

G_END_DECLS
