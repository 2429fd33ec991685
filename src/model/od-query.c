/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-query.h"

#include <string.h>

#include "od-limits.h"
#include "od-query-private.h"

/* The grammar:
 *
 *   query    = [ any ]
 *   any      = all { or all }                         one of them
 *   all      = one { [ "AND" ] one }                  all of them
 *   one      = not one | "(" any ")" | term
 *   or       = "OR" | "ИЛИ" | "|"
 *   not      = "NOT" | "НЕ" | "-"                     "-" with something right behind it
 *   term     = field | quoted | word
 *   field    = name ":" ( word | quoted )             no space around the colon
 *   name     = "from" | "channel" | … in any case     od-query-words.c has them all, English and Russian
 *            | key                                    a custom field: [a-z][a-z0-9_]+
 *   quoted   = '"' … '"' | "«" … "»" | "“" … "”" | "„" … "“"
 *   word     = anything up to a space, a quote, or the ")" of a bracket that is open
 *
 * AND, OR and NOT are operators in capitals only. "(" is a bracket where a term may begin, within a word it is a sign
 * like others: `f(x)` is a word. A name that is no field's makes a word (`12:30`, `Re:x`), and so does a key with
 * nothing, or with "//", behind it (`http://…`). `*` as the value of a field means: it has any.
 *
 * What ends the text is what somebody is still typing: an operator or a field with nothing behind it yet, a value that
 * is none yet, an open quote or bracket. That is a mistake, too, but the query without it is returned. */

typedef enum {
  TOKEN_END,
  TOKEN_TERM,
  TOKEN_OPEN,
  TOKEN_CLOSE,
  TOKEN_AND,
  TOKEN_OR,
  TOKEN_NOT,
} TokenKind;

typedef struct {
  TokenKind kind;
  gsize start_byte, end_byte;
  OdQueryNode *node; /* (owned) (nullable): of a term, unless it says nothing */
} Token;

typedef struct {
  const char *text;
  const char *p;
  Token token;
  OdQueryMistake mistake;
  gboolean is_wrong; /* the mistake is not one that ends the text */
  guint n_open;      /* brackets */
  guint depth;       /* of nodes */
  guint n_parts;
} Parser;

static OdQueryNode *
node_new (OdQueryKind kind, gsize start_byte, gsize end_byte)
{
  OdQueryNode *node = g_new0 (OdQueryNode, 1);

  node->kind = kind;
  node->start_byte = start_byte;
  node->end_byte = end_byte;
  if (kind <= OD_QUERY_NOT)
    node->children = g_ptr_array_new_with_free_func ((GDestroyNotify) od_query_node_free);
  return node;
}

void
od_query_node_free (OdQueryNode *self)
{
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self->key);
  g_free (self->value);
  g_free (self);
}

/* The first mistake is told, unless a later one is worse. */
static void
note (Parser *self, OdQueryMistakeKind kind, gsize start_byte, gsize end_byte, gboolean is_wrong)
{
  if (self->is_wrong || (self->mistake.end_byte > 0 && !is_wrong))
    return;
  self->mistake = (OdQueryMistake){ kind, start_byte, end_byte };
  self->is_wrong = is_wrong;
}

static void
note_no_value (Parser *self, gsize start_byte, gsize end_byte)
{
  note (self, OD_QUERY_NO_VALUE, start_byte, end_byte, !od_query_is_blank (self->text + end_byte));
}

/* ---- tokens ----------------------------------------------------------------- */

/* At an opening quote. Returns: (transfer full): what is between it and the one that closes it, or the end */
static char *
read_quoted (Parser *self, gboolean *is_open)
{
  gsize at = (gsize) (self->p - self->text);
  gunichar closing = od_query_closing_quote (g_utf8_get_char (self->p));
  const char *start = g_utf8_next_char (self->p), *end = start;

  while (*end != '\0' && g_utf8_get_char (end) != closing)
    end = g_utf8_next_char (end);
  *is_open = *end == '\0';
  self->p = *is_open ? end : g_utf8_next_char (end);
  if (*is_open)
    note (self, OD_QUERY_OPEN_QUOTE, at, (gsize) (end - self->text), FALSE);
  return g_strndup (start, (gsize) (end - start));
}

/* Goes to the end of the word. @colon: (out) (nullable): the first one in it */
static void
skip_word (Parser *self, const char **colon)
{
  guint n_inner = 0;

  for (*colon = NULL; *self->p != '\0'; self->p = g_utf8_next_char (self->p))
    {
      gunichar c = g_utf8_get_char (self->p);

      if (g_unichar_isspace (c) || od_query_closing_quote (c) != 0 || (c == ')' && self->n_open > 0 && n_inner == 0))
        return;
      if (c == '(')
        n_inner++;
      else if (c == ')' && n_inner > 0)
        n_inner--;
      else if (c == ':' && *colon == NULL)
        *colon = self->p;
    }
}

static gboolean
find_field (const Parser *self, const char *start, const char *colon, OdQueryField *field)
{
  gsize n_front = (gsize) (colon - start);
  gboolean is_quoted = colon + 1 == self->p && od_query_closing_quote (g_utf8_get_char (self->p)) != 0;

  if (n_front > 0 && od_query_find_field (start, n_front, field))
    return TRUE;
  *field = OD_QUERY_CUSTOM;
  return od_query_is_key (start, n_front) && (is_quoted || colon + 1 < self->p) && !g_str_has_prefix (colon + 1, "//");
}

/* Behind `name:value`, or `name:` and before a quote. */
static OdQueryNode *
read_field (Parser *self, OdQueryField field, const char *start, const char *colon)
{
  gsize start_byte = (gsize) (start - self->text);
  g_autofree char *raw = g_strndup (colon + 1, (gsize) (self->p - colon - 1));
  g_autofree char *value = NULL;
  gboolean is_quoted = *raw == '\0' && od_query_closing_quote (g_utf8_get_char (self->p)) != 0;
  gboolean is_open = !is_quoted;
  OdQueryNode *node;
  gsize end_byte;

  if (is_quoted)
    {
      g_free (raw);
      raw = read_quoted (self, &is_open);
      g_strstrip (raw);
    }
  end_byte = (gsize) (self->p - self->text);
  if (od_query_is_blank (raw))
    {
      note_no_value (self, start_byte, end_byte);
      return NULL;
    }
  value = od_query_read_value (field, raw);
  if (value == NULL)
    {
      note (self, OD_QUERY_BAD_VALUE, start_byte, end_byte, *self->p != '\0');
      return NULL;
    }
  node = node_new (OD_QUERY_FIELD, start_byte, end_byte);
  node->field = field;
  node->key = field == OD_QUERY_CUSTOM ? g_strndup (start, (gsize) (colon - start)) : NULL;
  node->value = g_steal_pointer (&value);
  node->is_quoted = is_quoted;
  node->is_typed = is_open && *self->p == '\0';
  return node;
}

static TokenKind
find_operator (const char *word, gsize n)
{
  static const struct {
    const char *name;
    TokenKind kind;
  } names[] = {
    { "AND", TOKEN_AND }, { "OR", TOKEN_OR }, { "ИЛИ", TOKEN_OR }, { "NOT", TOKEN_NOT }, { "НЕ", TOKEN_NOT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i].name) == n && strncmp (word, names[i].name, n) == 0)
      return names[i].kind;
  return TOKEN_TERM;
}

static TokenKind
read_word (Parser *self)
{
  const char *start = self->p, *colon;
  OdQueryNode *node;
  OdQueryField field;
  TokenKind kind;

  skip_word (self, &colon);
  kind = find_operator (start, (gsize) (self->p - start));
  if (kind != TOKEN_TERM)
    return kind;
  if (colon != NULL && find_field (self, start, colon, &field))
    {
      self->token.node = read_field (self, field, start, colon);
      return TOKEN_TERM;
    }
  node = node_new (OD_QUERY_WORDS, (gsize) (start - self->text), (gsize) (self->p - self->text));
  node->value = g_strndup (start, (gsize) (self->p - start));
  node->is_typed = *self->p == '\0';
  self->token.node = node;
  return TOKEN_TERM;
}

static TokenKind
read_phrase (Parser *self)
{
  gsize start_byte = (gsize) (self->p - self->text);
  gboolean is_open;
  g_autofree char *value = read_quoted (self, &is_open);
  OdQueryNode *node;

  if (od_query_is_blank (value))
    return TOKEN_TERM;
  node = node_new (OD_QUERY_WORDS, start_byte, (gsize) (self->p - self->text));
  node->value = g_steal_pointer (&value);
  node->is_quoted = TRUE;
  node->is_typed = is_open;
  self->token.node = node;
  return TOKEN_TERM;
}

static TokenKind
read_token (Parser *self)
{
  gunichar c = g_utf8_get_char (self->p);
  const char *next = *self->p != '\0' ? g_utf8_next_char (self->p) : self->p;

  if (c == 0)
    return TOKEN_END;
  if (od_query_closing_quote (c) != 0)
    return read_phrase (self);
  if (c == '|')
    {
      self->p += strspn (self->p, "|");
      return TOKEN_OR;
    }
  if (c == '(' || c == ')' ||
      (c == '-' && *next != '\0' && *next != ')' && !g_unichar_isspace (g_utf8_get_char (next))))
    {
      self->p = next;
      return c == '(' ? TOKEN_OPEN : c == ')' ? TOKEN_CLOSE : TOKEN_NOT;
    }
  return read_word (self);
}

static void
next (Parser *self)
{
  g_clear_pointer (&self->token.node, od_query_node_free);
  while (*self->p != '\0' && g_unichar_isspace (g_utf8_get_char (self->p)))
    self->p = g_utf8_next_char (self->p);
  self->token.start_byte = (gsize) (self->p - self->text);
  self->token.kind = read_token (self);
  self->token.end_byte = (gsize) (self->p - self->text);

  if (self->token.kind != TOKEN_END && ++self->n_parts > OD_LIMIT_QUERY_PARTS)
    note (self, OD_QUERY_TOO_LONG, self->token.start_byte, self->token.end_byte, TRUE);
  if (self->is_wrong)
    {
      g_clear_pointer (&self->token.node, od_query_node_free);
      self->token.kind = TOKEN_END;
    }
}

/* ---- nodes ------------------------------------------------------------------ */

static gboolean parse_any (Parser *self, OdQueryNode **node);
static gboolean parse_one (Parser *self, OdQueryNode **node);

static void
add_child (OdQueryNode *self, OdQueryNode *child)
{
  if (child->kind != self->kind)
    {
      g_ptr_array_add (self->children, child);
      return;
    }
  while (child->children->len > 0)
    g_ptr_array_add (self->children, g_ptr_array_steal_index (child->children, 0));
  od_query_node_free (child);
}

/* Returns: (transfer full) (nullable): an AND or OR of several, or what it has alone */
static OdQueryNode *
close_node (OdQueryNode *self)
{
  OdQueryNode *only = NULL;

  if (self->children->len > 1)
    {
      self->start_byte = ((OdQueryNode *) g_ptr_array_index (self->children, 0))->start_byte;
      self->end_byte = ((OdQueryNode *) g_ptr_array_index (self->children, self->children->len - 1))->end_byte;
      return self;
    }
  if (self->children->len == 1)
    only = g_ptr_array_steal_index (self->children, 0);
  od_query_node_free (self);
  return only;
}

/* Whether there is room for what lies deeper than @sign. */
static gboolean
enter (Parser *self, const Token *sign)
{
  if (++self->depth > OD_LIMIT_QUERY_DEPTH)
    note (self, OD_QUERY_TOO_LONG, sign->start_byte, sign->end_byte, TRUE);
  return !self->is_wrong;
}

static void
parse_bracket (Parser *self, OdQueryNode **node)
{
  Token open = self->token;

  self->n_open++;
  next (self);
  if (enter (self, &open) && !parse_any (self, node))
    note_no_value (self, open.start_byte, self->token.kind == TOKEN_CLOSE ? self->token.end_byte : open.end_byte);
  self->depth--;
  self->n_open--;
  if (self->token.kind == TOKEN_CLOSE)
    next (self);
  else
    note (self, OD_QUERY_OPEN_BRACKET, open.start_byte, open.end_byte, FALSE);
}

static void
parse_not (Parser *self, OdQueryNode **node)
{
  Token sign = self->token;
  OdQueryNode *child = NULL;

  next (self);
  if (enter (self, &sign) && !parse_one (self, &child))
    note_no_value (self, sign.start_byte, sign.end_byte);
  self->depth--;
  if (child == NULL)
    return;
  *node = node_new (OD_QUERY_NOT, sign.start_byte, child->end_byte);
  g_ptr_array_add ((*node)->children, child);
}

/* Each of these returns whether there was anything; @node stays %NULL if that says nothing, or was left out. */
static gboolean
parse_one (Parser *self, OdQueryNode **node)
{
  switch (self->token.kind)
    {
    case TOKEN_TERM:
      *node = g_steal_pointer (&self->token.node);
      next (self);
      return TRUE;
    case TOKEN_OPEN:
      parse_bracket (self, node);
      return TRUE;
    case TOKEN_NOT:
      parse_not (self, node);
      return TRUE;
    case TOKEN_END:
    case TOKEN_CLOSE:
    case TOKEN_AND:
    case TOKEN_OR:
    default:
      return FALSE;
    }
}

static gboolean
parse_all (Parser *self, OdQueryNode **node)
{
  OdQueryNode *all = node_new (OD_QUERY_AND, 0, 0);
  gboolean is_any = FALSE, has_right = TRUE;

  while (has_right)
    {
      Token sign = self->token;
      gboolean has_left = is_any;
      OdQueryNode *child = NULL;

      if (sign.kind == TOKEN_AND)
        next (self);
      has_right = parse_one (self, &child);
      if (sign.kind == TOKEN_AND && (!has_left || !has_right))
        note_no_value (self, sign.start_byte, sign.end_byte);
      is_any |= has_right;
      if (child != NULL)
        add_child (all, child);
    }
  *node = close_node (all);
  return is_any;
}

static gboolean
parse_any (Parser *self, OdQueryNode **node)
{
  OdQueryNode *any = node_new (OD_QUERY_OR, 0, 0);
  OdQueryNode *child = NULL;
  gboolean has_left = parse_all (self, &child), is_any = has_left;

  if (child != NULL)
    add_child (any, child);
  while (self->token.kind == TOKEN_OR)
    {
      Token sign = self->token;
      gboolean has_right;

      child = NULL;
      next (self);
      has_right = parse_all (self, &child);
      if (!has_left || !has_right)
        note_no_value (self, sign.start_byte, sign.end_byte);
      if (child != NULL)
        add_child (any, child);
      is_any |= has_right;
      has_left = has_right;
    }
  *node = close_node (any);
  return is_any;
}

/* What makes it no text for us at all. */
static void
check_text (Parser *self)
{
  gsize len = strlen (self->text);
  const char *end;

  if (!g_utf8_validate (self->text, (gssize) len, &end))
    note (self, OD_QUERY_BAD_VALUE, (gsize) (end - self->text), (gsize) (end - self->text) + 1, TRUE);
  else if (g_utf8_strlen (self->text, (gssize) len) > OD_LIMIT_QUERY_CHARS)
    note (self, OD_QUERY_TOO_LONG, (gsize) (g_utf8_offset_to_pointer (self->text, OD_LIMIT_QUERY_CHARS) - self->text),
          len, TRUE);
}

/**
 * od_query_parse:
 * @text: as typed; at most %OD_LIMIT_QUERY_CHARS, %OD_LIMIT_QUERY_PARTS words and signs, %OD_LIMIT_QUERY_DEPTH deep
 * @mistake: (out) (optional): why it is no query, or what was left out; its `end_byte` is 0 if nothing is wrong
 *
 * What somebody types is wrong most of the time, a letter before it is right. So a mistake with which the text ends
 * (`is:unr`, `late OR`, an open quote) is told, but what stands before it is returned; who keeps a query, or was given
 * a whole one, takes any mistake for an error. A text with nothing in it is an AND without children: it matches all.
 *
 * Pure; any thread may call this.
 *
 * Returns: (transfer full) (nullable): %NULL if there is a mistake before the end
 */
OdQueryNode *
od_query_parse (const char *text, OdQueryMistake *mistake)
{
  Parser self = { .text = text, .p = text };
  OdQueryNode *node = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  check_text (&self);
  if (!self.is_wrong)
    {
      next (&self);
      parse_any (&self, &node);
      if (self.token.kind != TOKEN_END)
        note (&self, OD_QUERY_STRAY_BRACKET, self.token.start_byte, self.token.end_byte, TRUE);
      g_clear_pointer (&self.token.node, od_query_node_free);
    }
  if (mistake != NULL)
    *mistake = self.mistake;
  if (self.is_wrong)
    g_clear_pointer (&node, od_query_node_free);
  else if (node == NULL)
    node = node_new (OD_QUERY_AND, 0, 0);
  return node;
}
