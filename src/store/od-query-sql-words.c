/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-query-sql-private.h"

#include "od-search-term.h"
#include "od-text.h"

/* A word that half of all messages have: so many of those stored last count for a conversation. */
#define MAX_MESSAGES "100000"

/* ---- people ------------------------------------------------------------------ */

/* Between these two, a statement gives ids of customers; it becomes a condition that the conversation is with one of
 * these people, by whichever of their profiles. Where all conversations are looked at, their rows are not: the list of a
 * view reads an index, and the customer is not in it. */
void
od_query_sql_open_people (OdQuerySql *self)
{
  gboolean is_all = self->scene.doc == NULL && !self->scene.is_few;

  g_string_append (self->text, is_all ? "c.id IN (SELECT k.id FROM conversation k WHERE k.customer_id IN ("
                                      : "(c.customer_id IN (");
  g_string_append (self->text, "WITH root (id) AS (SELECT ifnull (u.merged_into_id, u.id) FROM customer u"
                               " WHERE u.id IN (");
}

void
od_query_sql_close_people (OdQuerySql *self)
{
  g_string_append (self->text, ")) SELECT id FROM root UNION SELECT u.id FROM customer u"
                               " WHERE u.merged_into_id IN (SELECT id FROM root)))");
}

/* A statement that gives the rows of one kind whose document has the term. */
static void
append_rows (OdQuerySql *self, const OdSearchTerm *term, OdSearchDocKind kind)
{
  gint64 base = od_search_doc_id (kind, 0);
  gint64 end = od_search_doc_id ((OdSearchDocKind) (kind + 1), 0);
  GString *match = g_string_new (NULL);
  int value;

  od_search_term_append_expression (term, match);
  value = od_query_sql_take_text (self, g_string_free (match, FALSE));
  if (term->kind == OD_SEARCH_PART)
    od_query_sql_append (self,
                         "SELECT z.id - %" G_GINT64_FORMAT " FROM fts_tri y CROSS JOIN search_doc z ON z.id = y.rowid"
                         " WHERE y.fts_tri MATCH ?%d AND y.rowid > %" G_GINT64_FORMAT " AND y.rowid < %" G_GINT64_FORMAT
                         " AND instr (z.text_folded, ?%d) > 0",
                         base, value, base, end, od_query_sql_take_text (self, g_strdup (term->text)));
  else
    od_query_sql_append (self,
                         "SELECT y.rowid - %" G_GINT64_FORMAT
                         " FROM fts y WHERE y.fts MATCH ?%d AND y.rowid > %" G_GINT64_FORMAT
                         " AND y.rowid < %" G_GINT64_FORMAT,
                         base, value, base, end);
}

static void
append_people_of (OdQuerySql *self, const OdSearchTerm *term)
{
  append_rows (self, term, OD_SEARCH_DOC_CUSTOMER);
  g_string_append (self->text, " UNION SELECT p.customer_id FROM contact_point p WHERE p.id IN (");
  append_rows (self, term, OD_SEARCH_DOC_CONTACT_POINT);
  g_string_append (self->text, ")");
}

/* A statement that gives customers by name and address. */
void
od_query_sql_append_people_named (OdQuerySql *self, const OdQueryNode *node)
{
  g_autoptr (OdSearchTerm) term = od_search_term_new (node->value, node->is_quoted, !node->is_quoted);

  if (term == NULL)
    g_string_append (self->text, "SELECT 0");
  else
    append_people_of (self, term);
}

/* ---- in: --------------------------------------------------------------------- */

#define BIT(kind) (1u << (kind))

static guint
get_kinds_named (const char *value)
{
  static const struct {
    const char *value;
    guint kinds;
  } names[] = {
    { "messages", BIT (OD_SEARCH_DOC_MESSAGE) },
    { "notes", BIT (OD_SEARCH_DOC_MESSAGE) | BIT (OD_SEARCH_DOC_CUSTOMER_NOTE) },
    { "names", BIT (OD_SEARCH_DOC_CUSTOMER) | BIT (OD_SEARCH_DOC_CONTACT_POINT) },
    { "files", BIT (OD_SEARCH_DOC_FILE) },
    { "fields", BIT (OD_SEARCH_DOC_FIELDS) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].value, value))
      return names[i].kinds;
  return OD_QUERY_ALL_DOCS;
}

/* Where an AND looks for words. */
guint
od_query_sql_get_kinds (const OdQueryNode *node)
{
  guint kinds = OD_QUERY_ALL_DOCS;

  for (guint i = 0; i < node->children->len; i++)
    {
      const OdQueryNode *child = g_ptr_array_index (node->children, i);

      if (child->kind == OD_QUERY_FIELD && child->field == OD_QUERY_IN)
        kinds &= get_kinds_named (child->value);
    }
  return kinds;
}

/* Of a conversation it only says where words are looked for. */
void
od_query_sql_append_in (OdQuerySql *self, const OdQueryNode *node)
{
  gboolean is_it = self->scene.doc == NULL || (get_kinds_named (node->value) & BIT (self->scene.doc_kind)) != 0;

  if (!is_it || self->scene.doc_kind != OD_SEARCH_DOC_MESSAGE || self->scene.doc == NULL)
    g_string_append (self->text, is_it ? "1" : "0");
  else
    g_string_append (self->text, g_str_equal (node->value, "notes") ? "t.kind = 3" : "t.kind IN (1, 2)");
}

/* ---- custom fields ------------------------------------------------------------- */

/* The value is looked for within that of the field. A key that no field has is a word with a colon in it. */
void
od_query_sql_append_custom (OdQuerySql *self, const OdQueryNode *node)
{
  gboolean is_any = !node->is_quoted && g_str_equal (node->value, "*");
  g_autofree char *whole = g_strdup_printf ("%s:%s", node->key, node->value);
  OdQueryNode word = { .kind = OD_QUERY_WORDS, .value = whole, .is_typed = node->is_typed };
  int key = od_query_sql_take_text (self, g_strdup (node->key));

  g_string_append (self->text, "(");
  od_query_sql_open_people (self);
  od_query_sql_append (self,
                       "SELECT v.customer_id FROM customer_field v WHERE v.field_id = (SELECT id FROM field"
                       " WHERE key = ?%d) AND v.value <> ''",
                       key);
  if (!is_any)
    od_query_sql_append (self, " AND instr (od_fold (v.value), ?%d) > 0",
                         od_query_sql_take_text (self, od_text_fold (node->value)));
  od_query_sql_close_people (self);
  od_query_sql_append (self, " OR (NOT EXISTS (SELECT 1 FROM field WHERE key = ?%d) AND ", key);
  od_query_sql_append_words (self, &word);
  g_string_append (self->text, "))");
}

/* ---- words --------------------------------------------------------------------- */

static void
append_words_of_doc (OdQuerySql *self, const OdSearchTerm *term)
{
  GString *match = g_string_new (NULL);
  int value;

  od_search_term_append_expression (term, match);
  value = od_query_sql_take_text (self, g_string_free (match, FALSE));
  if (term->kind == OD_SEARCH_PART)
    od_query_sql_append (self,
                         "(%s IN (SELECT y.rowid FROM fts_tri y WHERE y.fts_tri MATCH ?%d) AND EXISTS (SELECT 1 FROM"
                         " search_doc z WHERE z.id = %s AND instr (z.text_folded, ?%d) > 0))",
                         self->scene.doc, value, self->scene.doc, od_query_sql_take_text (self, g_strdup (term->text)));
  else
    od_query_sql_append (self, "%s IN (SELECT y.rowid FROM fts y WHERE y.fts MATCH ?%d)", self->scene.doc, value);
}

/* In any message of the conversation, or somewhere in who it is with. */
static void
append_words_of_conversation (OdQuerySql *self, const OdSearchTerm *term)
{
  static const OdSearchDocKind of_people[] = { OD_SEARCH_DOC_FIELDS, OD_SEARCH_DOC_CUSTOMER_NOTE };
  static const OdSearchDocKind of_messages[] = { OD_SEARCH_DOC_MESSAGE, OD_SEARCH_DOC_FILE };

  g_string_append (self->text, "(0");
  for (guint i = 0; i < G_N_ELEMENTS (of_messages); i++)
    if ((self->kinds & BIT (of_messages[i])) != 0)
      {
        g_string_append (self->text, " OR c.id IN (SELECT x.conversation_id FROM timeline x WHERE x.id IN (");
        append_rows (self, term, of_messages[i]);
        g_string_append (self->text, " ORDER BY y.rowid DESC LIMIT " MAX_MESSAGES "))");
      }
  if ((self->kinds & BIT (OD_SEARCH_DOC_CUSTOMER)) != 0)
    {
      g_string_append (self->text, " OR ");
      od_query_sql_open_people (self);
      append_people_of (self, term);
      od_query_sql_close_people (self);
    }
  for (guint i = 0; i < G_N_ELEMENTS (of_people); i++)
    if ((self->kinds & BIT (of_people[i])) != 0)
      {
        g_string_append (self->text, " OR ");
        od_query_sql_open_people (self);
        append_rows (self, term, of_people[i]);
        od_query_sql_close_people (self);
      }
  g_string_append (self->text, ")");
}

void
od_query_sql_append_words (OdQuerySql *self, const OdQueryNode *node)
{
  gboolean is_doc = self->scene.doc != NULL;
  g_autoptr (OdSearchTerm) term = od_search_term_new (node->value, node->is_quoted, node->is_typed && is_doc);

  if (term != NULL && self->scene.is_wide)
    od_search_term_widen (term);
  if (term == NULL)
    g_string_append (self->text, "1");
  else if (is_doc)
    append_words_of_doc (self, term);
  else
    append_words_of_conversation (self, term);
}
