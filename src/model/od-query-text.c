/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-query.h"

#include <string.h>

typedef struct {
  GString *out;
  guint n_open;         /* brackets */
  gboolean is_unclosed; /* what was written last has a "(" that a ")" right behind it would close */
} Writer;

/**
 * od_query_node_equal:
 *
 * Returns: whether they ask the same in the same words; where these stand does not count
 */
gboolean
od_query_node_equal (const OdQueryNode *a, const OdQueryNode *b)
{
  guint n_a = a->children != NULL ? a->children->len : 0;
  guint n_b = b->children != NULL ? b->children->len : 0;

  if (a->kind != b->kind || n_a != n_b || g_strcmp0 (a->key, b->key) != 0 || g_strcmp0 (a->value, b->value) != 0)
    return FALSE;
  if (a->kind == OD_QUERY_FIELD && a->field != b->field)
    return FALSE;
  if (a->is_quoted != b->is_quoted)
    return FALSE;
  for (guint i = 0; i < n_a; i++)
    if (!od_query_node_equal (g_ptr_array_index (a->children, i), g_ptr_array_index (b->children, i)))
      return FALSE;
  return TRUE;
}

/* Whether @text, where the writer is, reads as the term @node without quotes. */
static gboolean
is_read_as (const Writer *self, const char *text, const OdQueryNode *node)
{
  g_autofree char *whole = self->n_open > 0 ? g_strconcat ("( ", text, " )", NULL) : g_strdup (text);
  g_autoptr (OdQueryNode) read = NULL;
  OdQueryMistake mistake;

  read = od_query_parse (whole, &mistake);
  return read != NULL && mistake.end_byte == 0 && od_query_node_equal (read, node);
}

static void
write_quoted (Writer *self, const char *text)
{
  static const char *const quotes[][2] = { { "\"", "\"" }, { "«", "»" }, { "“", "”" }, { "„", "“" } };

  for (guint i = 0; i < G_N_ELEMENTS (quotes); i++)
    if (strstr (text, quotes[i][1]) == NULL)
      {
        g_string_append_printf (self->out, "%s%s%s", quotes[i][0], text, quotes[i][1]);
        return;
      }
  g_string_append_c (self->out, '"'); /* has every quote there is: without ours */
  for (const char *p = text; *p != '\0'; p++)
    g_string_append_c (self->out, *p == '"' ? ' ' : *p);
  g_string_append_c (self->out, '"');
}

static gboolean
has_open_bracket (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    if (*text == '(')
      n++;
    else if (*text == ')' && n > 0)
      n--;
  return n > 0;
}

static void
write_term (Writer *self, const OdQueryNode *node)
{
  const char *front = node->kind != OD_QUERY_FIELD     ? ""
                      : node->field == OD_QUERY_CUSTOM ? node->key
                                                       : od_query_field_get_name (node->field);
  const char *colon = node->kind == OD_QUERY_FIELD ? ":" : "";
  g_autofree char *bare = g_strconcat (front, colon, node->value, NULL);

  self->is_unclosed = FALSE;
  if (!node->is_quoted && is_read_as (self, bare, node))
    {
      self->is_unclosed = has_open_bracket (bare);
      g_string_append (self->out, bare);
      return;
    }
  g_string_append_printf (self->out, "%s%s", front, colon);
  write_quoted (self, node->value);
}

static void write_node (Writer *self, const OdQueryNode *node);

static void
write_children (Writer *self, const OdQueryNode *node, const char *between)
{
  for (guint i = 0; i < node->children->len; i++)
    {
      const OdQueryNode *child = g_ptr_array_index (node->children, i);
      gboolean is_inner = child->kind == OD_QUERY_OR || (child->kind == OD_QUERY_AND && node->kind == OD_QUERY_NOT);

      if (i > 0)
        g_string_append (self->out, between);
      if (!is_inner)
        {
          write_node (self, child);
          continue;
        }
      g_string_append_c (self->out, '(');
      self->n_open++;
      write_node (self, child);
      self->n_open--;
      g_string_append (self->out, self->is_unclosed ? " )" : ")");
      self->is_unclosed = FALSE;
    }
}

static void
write_node (Writer *self, const OdQueryNode *node)
{
  switch (node->kind)
    {
    case OD_QUERY_AND:
      write_children (self, node, " ");
      return;
    case OD_QUERY_OR:
      write_children (self, node, " OR ");
      return;
    case OD_QUERY_NOT:
      g_string_append_c (self->out, '-');
      write_children (self, node, "");
      return;
    case OD_QUERY_WORDS:
    case OD_QUERY_FIELD:
    default:
      write_term (self, node);
      return;
    }
}

/**
 * od_query_node_to_text:
 * @self: what od_query_parse() returned, or a tree somebody made: terms have values that are not blank
 *
 * Writes a query as it is typed, in English, with as few quotes and brackets as it takes. Reading that gives the same
 * query, if @self was read.
 *
 * Returns: (transfer full)
 */
char *
od_query_node_to_text (const OdQueryNode *self)
{
  Writer writer = { g_string_new (NULL), 0, FALSE };

  g_return_val_if_fail (self != NULL, NULL);

  write_node (&writer, self);
  return g_string_free (writer.out, FALSE);
}
