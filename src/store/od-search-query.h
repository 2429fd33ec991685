/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "od-stemmer.h"

G_BEGIN_DECLS

/**
 * OdSearchTermKind:
 * @OD_SEARCH_WORD: a word, in any of its forms
 * @OD_SEARCH_PREFIX: the same, or anything that begins so: what is being typed
 * @OD_SEARCH_PHRASE: these very words in a row
 * @OD_SEARCH_PART: these very characters, also within words: order numbers, addresses
 */
typedef enum {
  OD_SEARCH_WORD,
  OD_SEARCH_PREFIX,
  OD_SEARCH_PHRASE,
  OD_SEARCH_PART,
} OdSearchTermKind;

/**
 * OdSearchTerm: one thing that must be in a text.
 * @text: folded, without punctuation at its ends; never empty
 * @words: (element-type utf8): its words, folded; none if it has only signs
 */
typedef struct {
  OdSearchTermKind kind;
  char *text;
  GPtrArray *words;
} OdSearchTerm;

/**
 * OdSearchQuery: a question: all of its terms must be in one text.
 * @terms: (element-type OdSearchTerm): in the order they were typed; none: nothing is found
 */
typedef struct {
  GPtrArray *terms;
  OdStemmer *stemmer;
} OdSearchQuery;

/**
 * OdSearchRange: bytes of a text that match, @end not included.
 */
typedef struct {
  gsize start, end;
} OdSearchRange;

OdSearchQuery *od_search_query_parse (const char *text);
void od_search_query_free (OdSearchQuery *self);
gboolean od_search_query_widen (OdSearchQuery *self);
char *od_search_query_get_words_expression (const OdSearchQuery *self);
char *od_search_query_get_parts_expression (const OdSearchQuery *self);
gboolean od_search_query_is_exact (const OdSearchQuery *self);
gboolean od_search_query_matches (const OdSearchQuery *self, const char *folded);
GArray *od_search_query_find_ranges (const OdSearchQuery *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdSearchQuery, od_search_query_free)

G_END_DECLS
