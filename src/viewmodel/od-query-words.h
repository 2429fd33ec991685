/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-query.h"
#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdQueryExample: a piece of the query language with what it means, for people.
 */
typedef struct {
  const char *text;
  const char *meaning;
} OdQueryExample;

gboolean od_query_words_find_field (const char *name, gsize n_name, OdQueryField *field);
gboolean od_query_words_is_mistake (const char *text);
char *od_query_words_mistake (const char *text, const OdQueryMistake *mistake);
const char *od_query_words_what (const OdSearchHit *hit);
const OdQueryExample *od_query_words_get_examples (guint *n);

G_END_DECLS
