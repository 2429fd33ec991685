/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-filter.h"

#include <glib/gi18n.h>

#define ANY_VALUE "*"

OdFilterRow *
od_filter_row_new (const char *subject, OdFilterRelation relation, const char *value)
{
  OdFilterRow *self = g_new0 (OdFilterRow, 1);

  self->subject = g_strdup (subject);
  self->value = g_strdup (value);
  self->relation = relation;
  return self;
}

void
od_filter_row_free (OdFilterRow *self)
{
  g_free (self->subject);
  g_free (self->value);
  g_free (self);
}

OdFilter *
od_filter_new (void)
{
  OdFilter *self = g_new0 (OdFilter, 1);

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_filter_row_free);
  return self;
}

void
od_filter_free (OdFilter *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/* Returns: OD_N_QUERY_FIELD for words; a name that is no field's is a custom one's */
static OdQueryField
find_field (const char *subject)
{
  if (g_str_equal (subject, OD_FILTER_WORDS))
    return OD_N_QUERY_FIELD;
  for (guint i = 0; i < OD_QUERY_CUSTOM; i++)
    if (g_str_equal (od_query_field_get_name ((OdQueryField) i), subject))
      return (OdQueryField) i;
  return OD_QUERY_CUSTOM;
}

/**
 * od_filter_can_be_set:
 *
 * Returns: whether one can ask if @subject has any value at all
 */
gboolean
od_filter_can_be_set (const char *subject)
{
  OdQueryField field = find_field (subject);

  return field == OD_QUERY_TAG || field == OD_QUERY_CUSTOM;
}

/* ---- From a query ---- */

/* `in:` says where the words beside it are looked for: it is no condition of its own. */
static OdFilterRow *
row_from_node (const OdQueryNode *node)
{
  gboolean is_not = node->kind == OD_QUERY_NOT;
  OdFilterRow *row;

  if (is_not)
    node = g_ptr_array_index (node->children, 0);
  if (node->kind != OD_QUERY_WORDS && (node->kind != OD_QUERY_FIELD || node->field == OD_QUERY_IN))
    return NULL;
  row = od_filter_row_new (OD_FILTER_WORDS, is_not ? OD_FILTER_IS_NOT : OD_FILTER_IS, node->value);
  row->is_quoted = node->is_quoted;
  if (node->kind == OD_QUERY_WORDS)
    return row;
  g_free (row->subject);
  row->subject = g_strdup (node->field == OD_QUERY_CUSTOM ? node->key : od_query_field_get_name (node->field));
  if (g_str_equal (row->value, ANY_VALUE) && !node->is_quoted && od_filter_can_be_set (row->subject))
    {
      row->relation = is_not ? OD_FILTER_IS_NOT_SET : OD_FILTER_IS_SET;
      *row->value = '\0';
    }
  return row;
}

/**
 * od_filter_from_text:
 * @text: a query
 *
 * Returns: (transfer full) (nullable): its conditions; %NULL if it is wrong, or more than a list of conditions can say
 */
OdFilter *
od_filter_from_text (const char *text)
{
  OdQueryMistake mistake;
  g_autoptr (OdQueryNode) node = od_query_parse (text, &mistake);
  g_autoptr (OdFilter) self = NULL;
  gboolean is_list;

  if (node == NULL || mistake.end_byte > 0)
    return NULL;
  self = od_filter_new ();
  self->is_any = node->kind == OD_QUERY_OR;
  is_list = node->kind == OD_QUERY_OR || node->kind == OD_QUERY_AND;
  for (guint i = 0; i < (is_list ? node->children->len : 1); i++)
    {
      OdFilterRow *row = row_from_node (is_list ? g_ptr_array_index (node->children, i) : node);

      if (row == NULL)
        return NULL;
      g_ptr_array_add (self->rows, row);
    }
  return g_steal_pointer (&self);
}

/* ---- To a query ---- */

static OdQueryNode *
node_new (OdQueryKind kind)
{
  OdQueryNode *node = g_new0 (OdQueryNode, 1);

  node->kind = kind;
  if (kind <= OD_QUERY_NOT)
    node->children = g_ptr_array_new_with_free_func ((GDestroyNotify) od_query_node_free);
  return node;
}

/* Returns: (nullable): NULL as long as the row says nothing */
static OdQueryNode *
node_from_row (const OdFilterRow *row)
{
  gboolean is_set = row->relation == OD_FILTER_IS_SET || row->relation == OD_FILTER_IS_NOT_SET;
  gboolean is_not = row->relation == OD_FILTER_IS_NOT || row->relation == OD_FILTER_IS_NOT_SET;
  g_autofree char *value = g_strstrip (g_strdup (row->value));
  OdQueryField field = find_field (row->subject);
  OdQueryNode *node, *outer;

  if (!is_set && *value == '\0')
    return NULL;
  node = node_new (field == OD_N_QUERY_FIELD ? OD_QUERY_WORDS : OD_QUERY_FIELD);
  node->field = field == OD_N_QUERY_FIELD ? OD_QUERY_FROM : field;
  node->key = field == OD_QUERY_CUSTOM ? g_strdup (row->subject) : NULL;
  node->value = is_set ? g_strdup (ANY_VALUE) : g_steal_pointer (&value);
  node->is_quoted = row->is_quoted;
  if (!is_not)
    return node;
  outer = node_new (OD_QUERY_NOT);
  g_ptr_array_add (outer->children, node);
  return outer;
}

/**
 * od_filter_to_text:
 *
 * Returns: (transfer full): the query; "" if no row says anything
 */
char *
od_filter_to_text (const OdFilter *self)
{
  g_autoptr (OdQueryNode) all = node_new (self->is_any ? OD_QUERY_OR : OD_QUERY_AND);

  for (guint i = 0; i < self->rows->len; i++)
    {
      OdQueryNode *node = node_from_row (g_ptr_array_index (self->rows, i));

      if (node != NULL)
        g_ptr_array_add (all->children, node);
    }
  return od_query_node_to_text (all);
}

/**
 * od_query_mistake_words:
 * @text: what was parsed
 *
 * Returns: (transfer full) (nullable): a sentence for people; %NULL if there is no mistake
 */
char *
od_query_mistake_words (const OdQueryMistake *mistake, const char *text)
{
  g_autofree char *word = NULL;

  if (mistake->end_byte == 0)
    return NULL;
  word = g_strndup (text + mistake->start_byte, mistake->end_byte - mistake->start_byte);
  switch (mistake->kind)
    {
    case OD_QUERY_TOO_LONG:
      return g_strdup (_ ("This is too long or too nested."));
    case OD_QUERY_OPEN_QUOTE:
      return g_strdup (_ ("A quotation mark is not closed."));
    case OD_QUERY_OPEN_BRACKET:
      return g_strdup (_ ("A bracket is not closed."));
    case OD_QUERY_STRAY_BRACKET:
      return g_strdup (_ ("A bracket is closed that was not opened."));
    case OD_QUERY_NO_VALUE:
      /* TRANSLATORS: %s is a part of a query: "Something is missing after “tag:”." */
      return g_strdup_printf (_ ("Something is missing after “%s”."), word);
    case OD_QUERY_BAD_VALUE:
    default:
      /* TRANSLATORS: %s is a part of a query: "“is:blue” is not known here." */
      return g_strdup_printf (_ ("“%s” is not known here."), word);
    }
}
