/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The query language: what is typed into the search entry, what a saved view keeps, what the filter builder writes and
 * what omnideskctl takes. The grammar stands in od-query.c, and nowhere else. */

typedef enum {
  OD_QUERY_AND,
  OD_QUERY_OR,
  OD_QUERY_NOT,   /* of its only child */
  OD_QUERY_WORDS, /* a word or a phrase, in the text of messages, names, addresses, fields, file names */
  OD_QUERY_FIELD,
} OdQueryKind;

/**
 * OdQueryField: what stands before the colon.
 * @OD_QUERY_IN: where words are looked for: messages, notes, names, files, fields
 * @OD_QUERY_CUSTOM: a custom field of the customer: `order:1042`
 */
typedef enum {
  OD_QUERY_FROM,
  OD_QUERY_CHANNEL,
  OD_QUERY_ACCOUNT,
  OD_QUERY_TAG,
  OD_QUERY_IS,
  OD_QUERY_HAS,
  OD_QUERY_ASSIGNEE,
  OD_QUERY_PRIORITY,
  OD_QUERY_BEFORE,
  OD_QUERY_AFTER,
  OD_QUERY_IN,
  OD_QUERY_CUSTOM,
} OdQueryField;
#define OD_N_QUERY_FIELD (OD_QUERY_CUSTOM + 1)

/**
 * OdQueryNode:
 * @children: (owned) (nullable) (element-type OdQueryNode): of AND, OR, NOT
 * @key: (owned) (nullable): of a custom field
 * @value: (owned) (nullable): of WORDS and FIELD: without its quotes; "*" of a field: it has any value
 * @start_byte, @end_byte: where it stands in the text
 * @is_quoted: these very words in a row
 * @is_typed: it ends the text, with no space behind it: the word may not be whole yet
 */
typedef struct {
  OdQueryKind kind;
  OdQueryField field;
  GPtrArray *children;
  char *key;
  char *value;
  gsize start_byte;
  gsize end_byte;
  gboolean is_quoted;
  gboolean is_typed;
} OdQueryNode;

/**
 * OdQueryMistakeKind: why a text is no query.
 */
typedef enum {
  OD_QUERY_TOO_LONG, /* or too many parts, or too deep */
  OD_QUERY_OPEN_QUOTE,
  OD_QUERY_OPEN_BRACKET,
  OD_QUERY_STRAY_BRACKET,
  OD_QUERY_NO_VALUE,  /* `tag:` with nothing behind it, or an operator with nothing beside it */
  OD_QUERY_BAD_VALUE, /* `is:blue`, `before:soon` */
} OdQueryMistakeKind;

/**
 * OdQueryMistake:
 * @start_byte, @end_byte: the word that is wrong; an @end_byte of 0: nothing is
 */
typedef struct {
  OdQueryMistakeKind kind;
  gsize start_byte;
  gsize end_byte;
} OdQueryMistake;

OdQueryNode *od_query_parse (const char *text, OdQueryMistake *mistake);
void od_query_node_free (OdQueryNode *self);
gboolean od_query_node_equal (const OdQueryNode *a, const OdQueryNode *b);
char *od_query_node_to_text (const OdQueryNode *self);
const char *od_query_field_get_name (OdQueryField field);
const char *const *od_query_field_get_values (OdQueryField field);
gboolean od_query_read_moment (const char *value, gint64 now_us, GTimeZone *zone, gint64 *start_us, gint64 *end_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdQueryNode, od_query_node_free)

G_END_DECLS
