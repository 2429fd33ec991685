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
 * OdSearchTerm: one thing to be found in a text.
 * @text: folded, without punctuation at its ends; never empty
 * @words: (element-type utf8): its words, folded; none if it has only signs
 */
typedef struct {
  OdSearchTermKind kind;
  char *text;
  GPtrArray *words;
} OdSearchTerm;

/**
 * OdSearchRange: bytes of a text that match, @end not included.
 */
typedef struct {
  gsize start, end;
} OdSearchRange;

OdSearchTerm *od_search_term_new (const char *text, gboolean is_quoted, gboolean is_typed);
void od_search_term_free (OdSearchTerm *term);
gboolean od_search_term_widen (OdSearchTerm *term);
void od_search_term_append_expression (const OdSearchTerm *term, GString *out);
gboolean od_search_term_find (const OdSearchTerm *term, OdStemmer *stemmer, const char *text, GArray *ranges);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdSearchTerm, od_search_term_free)

G_END_DECLS
