/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-query.h"

G_BEGIN_DECLS

/**
 * OdFilterRelation:
 * @OD_FILTER_IS: also: contains
 * @OD_FILTER_IS_SET: it has any value
 */
typedef enum {
  OD_FILTER_IS,
  OD_FILTER_IS_NOT,
  OD_FILTER_IS_SET,
  OD_FILTER_IS_NOT_SET,
} OdFilterRelation;
#define OD_N_FILTER_RELATION (OD_FILTER_IS_NOT_SET + 1)

/**
 * OdFilterRow: one condition.
 * @subject: (owned): "words", the name of an #OdQueryField, or the key of a custom field
 * @value: (owned): "" as long as nothing is chosen: then it says nothing
 * @is_quoted: of words: these very ones
 */
typedef struct {
  char *subject;
  char *value;
  OdFilterRelation relation;
  gboolean is_quoted;
} OdFilterRow;

/**
 * OdFilter: a query as a list of conditions.
 * @rows: (owned) (element-type OdFilterRow)
 * @is_any: one of them is enough; else all must hold
 */
typedef struct {
  GPtrArray *rows;
  gboolean is_any;
} OdFilter;

#define OD_FILTER_WORDS "words"

OdFilter *od_filter_new (void);
OdFilter *od_filter_from_text (const char *text);
char *od_filter_to_text (const OdFilter *self);
void od_filter_free (OdFilter *self);
OdFilterRow *od_filter_row_new (const char *subject, OdFilterRelation relation, const char *value);
void od_filter_row_free (OdFilterRow *self);
gboolean od_filter_can_be_set (const char *subject);
char *od_query_mistake_words (const OdQueryMistake *mistake, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdFilter, od_filter_free)

G_END_DECLS
