/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-query-sql-private.h"
#include "od-store-person.h"
#include "od-store-search-private.h"

/* Names, addresses, fields and files that are looked at. */
#define MAX_OTHERS 1000

/* The newest conversation of the person, whichever of its profiles it is with. */
#define NEWEST_SQL(id)                                                                                                 \
  "LEFT JOIN conversation c ON c.id = (SELECT x.id FROM conversation x WHERE x.last_id > 0"                            \
  " AND x.customer_id IN " OD_PERSON_MEMBERS (id) " ORDER BY x.last_at_us DESC LIMIT 1)"

/* What is shown of a document that is no message, whose newest message stands for it, and whose it is. Its first value
 * is the row. */
static const struct {
  OdSearchDocKind kind;
  OdSearchWhat what;
  const char *sql; /* text, message, moment, customer, conversation */
} others[] = {
  { OD_SEARCH_DOC_CUSTOMER, OD_SEARCH_WHAT_PERSON,
    "SELECT u.name, ifnull (c.last_id, 0), ifnull (c.last_at_us, 0), " OD_PERSON_ID (
        "u") ", ifnull (c.id, 0)"
             "  FROM customer u " NEWEST_SQL ("u.id") " WHERE u.id = ?1" },
  { OD_SEARCH_DOC_CONTACT_POINT, OD_SEARCH_WHAT_PERSON,
    "SELECT trim (p.display || ' ' || p.address), ifnull (c.last_id, 0), ifnull (c.last_at_us, 0), " OD_PERSON_ID (
        "u") ","
             "  ifnull (c.id, 0) FROM contact_point p JOIN customer u ON u.id = p.customer_id " NEWEST_SQL (
                 "u.id") " WHERE p.id = ?1" },
  { OD_SEARCH_DOC_FIELDS, OD_SEARCH_WHAT_FIELD,
    "SELECT (SELECT group_concat (value, ' · ') FROM customer_field WHERE customer_id = u.id), ifnull (c.last_id, 0),"
    "  ifnull (c.last_at_us, 0), " OD_PERSON_ID ("u") ", ifnull (c.id, 0)"
                                                      "  FROM customer u " NEWEST_SQL ("u.id") " WHERE u.id = ?1" },
  { OD_SEARCH_DOC_CUSTOMER_NOTE, OD_SEARCH_WHAT_NOTE,
    "SELECT u.note, ifnull (c.last_id, 0), ifnull (c.last_at_us, 0), " OD_PERSON_ID (
        "u") ", ifnull (c.id, 0)"
             "  FROM customer u " NEWEST_SQL ("u.id") " WHERE u.id = ?1" },
  { OD_SEARCH_DOC_FILE, OD_SEARCH_WHAT_FILE,
    "SELECT (SELECT group_concat (name, ' · ') FROM attachment WHERE message_id = t.id), t.id, t.at_us, c.customer_id,"
    "  c.id FROM timeline t JOIN conversation c ON c.id = t.conversation_id WHERE t.id = ?1" },
};

/* A document that matches. */
typedef struct {
  gint64 doc_id;
  OdSearchFound found;
} Other;

static void
other_clear (gpointer data)
{
  g_free (((Other *) data)->found.text);
}

static gboolean
is_in_scope (const OdSearch *search, const Other *other, gint64 conversation_id, gboolean *is_in, GError **error)
{
  g_autoptr (OdStmt) row = NULL;
  const OdSearchQuestion *question = search->question;

  *is_in = TRUE;
  if (question->conversation_id == 0 && question->customer_id == 0)
    return TRUE;
  *is_in = FALSE;
  if (other->found.what != OD_SEARCH_WHAT_FILE)
    return TRUE;
  if (question->conversation_id != 0)
    {
      *is_in = question->conversation_id == conversation_id;
      return TRUE;
    }
  if (!od_stmt_get_row (search->db, error, "SELECT 1 FROM customer WHERE id = ?1 AND (id = ?2 OR merged_into_id = ?2)",
                        &row, "ii", other->found.customer_id, question->customer_id))
    return FALSE;
  *is_in = row != NULL;
  return TRUE;
}

static gboolean
add_other (OdSearch *search, gint64 doc_id, GArray *array, GError **error)
{
  gint64 kind = (doc_id >> OD_SEARCH_DOC_ROW_BITS) + 1;
  gint64 ref = doc_id & ((G_GINT64_CONSTANT (1) << OD_SEARCH_DOC_ROW_BITS) - 1);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (OdStmt) row = NULL;
      Other other = { .doc_id = doc_id, .found = { .what = others[i].what } };
      gboolean is_in;

      if (others[i].kind != kind)
        continue;
      if (!od_stmt_get_row (search->db, error, others[i].sql, &row, "i", ref))
        return FALSE;
      if (row == NULL)
        continue;
      other.found.message_id = sqlite3_column_int64 (row, 1);
      other.found.at_us = sqlite3_column_int64 (row, 2);
      other.found.customer_id = sqlite3_column_int64 (row, 3);
      if (!is_in_scope (search, &other, sqlite3_column_int64 (row, 4), &is_in, error))
        return FALSE;
      if (!is_in)
        continue;
      other.found.text = od_stmt_dup_text (row, 0);
      g_array_append_val (array, other);
    }
  return TRUE;
}

/* ---- what the indexes know ---------------------------------------------------- */

#define WORDS_SQL "SELECT rowid AS id FROM fts WHERE fts MATCH ?1 AND rowid >= " OD_QUERY_NOT_MESSAGES
#define PARTS_SQL "SELECT rowid AS id FROM fts_tri WHERE fts_tri MATCH ?1 AND rowid >= " OD_QUERY_NOT_MESSAGES
#define BOTH_SQL                                                                                                       \
  "SELECT f.rowid AS id FROM fts f WHERE f.fts MATCH ?1 AND f.rowid >= " OD_QUERY_NOT_MESSAGES                         \
  "  AND f.rowid IN (SELECT rowid FROM fts_tri WHERE fts_tri MATCH ?3)"

static OdStmt *
ask_indexes (const OdSearch *search, GError **error)
{
  gint64 limit = MAX_OTHERS;

  if (search->words != NULL && search->parts != NULL)
    return od_stmt_bind (search->db, error, BOTH_SQL " LIMIT ?2", "tit", search->words, limit, search->parts);
  if (search->words != NULL)
    return od_stmt_bind (search->db, error, WORDS_SQL " LIMIT ?2", "ti", search->words, limit);
  return od_stmt_bind (search->db, error, PARTS_SQL " LIMIT ?2", "ti", search->parts, limit);
}

static gboolean
find_all (OdSearch *search, GArray *array, GError **error)
{
  g_autoptr (OdStmt) stmt = ask_indexes (search, error);
  gboolean has_row, is_match;

  if (stmt == NULL)
    return FALSE;
  while (TRUE)
    {
      gint64 id;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      id = sqlite3_column_int64 (stmt, 0);
      if (!od_search_check_text (search, id, &is_match, error) || (is_match && !add_other (search, id, array, error)))
        return FALSE;
    }
}

/* ---- filters -------------------------------------------------------------------- */

/* Documents of one kind with their messages, for SQL; %NULL if there are none. */
static char *
describe (GArray *array, OdSearchDocKind kind)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; i < array->len; i++)
    {
      const Other *other = &g_array_index (array, Other, i);

      if ((other->doc_id >> OD_SEARCH_DOC_ROW_BITS) + 1 != (gint64) kind || other->found.message_id == 0)
        continue;
      g_string_append_printf (json, "%s[%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT "]", json->len > 1 ? "," : "",
                              other->doc_id, other->found.message_id);
    }
  g_string_append_c (json, ']');
  return g_string_free (json, json->len == 2);
}

static gboolean
pass_kind (const OdSearch *search, OdSearchDocKind kind, const char *json, GHashTable *passed, GError **error)
{
  const OdQuerySqlScene scene = { .doc = "json_extract (j.value, '$[0]')",
                                  .doc_kind = kind,
                                  .is_wide = search->is_wide,
                                  .operator_id = search->question->operator_id,
                                  .now_us = search->question->now_us,
                                  .zone = search->question->zone };
  g_autoptr (OdQuerySql) filters = od_query_sql_new (&scene, 2);
  g_autofree char *sql = NULL;
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row = TRUE;

  for (guint i = 0; i < search->query->filters->len; i++)
    od_query_sql_add (filters, g_ptr_array_index (search->query->filters, i));
  sql = g_strdup_printf ("SELECT json_extract (j.value, '$[0]') FROM json_each (?1) j"
                         " CROSS JOIN timeline t ON t.id = json_extract (j.value, '$[1]')"
                         " CROSS JOIN conversation c ON c.id = t.conversation_id"
                         " LEFT JOIN message m ON m.timeline_id = t.id WHERE %s",
                         od_query_sql_get_text (filters));
  stmt = od_query_sql_prepare (filters, search->db, sql, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, json, -1, SQLITE_TRANSIENT);
  while (TRUE)
    {
      gint64 id;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      id = sqlite3_column_int64 (stmt, 0);
      g_hash_table_add (passed, g_memdup2 (&id, sizeof id));
    }
}

/* @passed: (nullable): documents; %NULL: all */
static void
take_found (OdSearch *search, GArray *array, GHashTable *passed)
{
  for (guint i = 0; i < array->len; i++)
    {
      Other *other = &g_array_index (array, Other, i);

      if (passed != NULL && !g_hash_table_contains (passed, &other->doc_id))
        continue;
      od_search_add_found (search, other->found);
      other->found.text = NULL;
    }
}

/* Names, addresses, fields, notes of people, and files. */
gboolean
od_search_find_others (OdSearch *search, GError **error)
{
  g_autoptr (GArray) array = NULL;
  g_autoptr (GHashTable) passed = NULL;

  if (!search->has_index)
    return TRUE;
  array = g_array_new (FALSE, FALSE, sizeof (Other));
  g_array_set_clear_func (array, other_clear);
  if (!find_all (search, array, error))
    return FALSE;
  if (search->query->filters->len > 0)
    passed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; passed != NULL && i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *json = describe (array, others[i].kind);

      if (json != NULL && !pass_kind (search, others[i].kind, json, passed, error))
        return FALSE;
    }
  take_found (search, array, passed);
  return TRUE;
}
