/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-query-sql-private.h"
#include "od-store-search-private.h"

/* A word that half of all messages have, or a filter and no words: so many of those stored last are looked at first, and
 * all of them only if too few of these pass the filters. */
#define MAX_CANDIDATES 100000

/* Numbers of the parameters of ask(); those of the filters come behind. */
enum {
  PARAMETER_WORDS = 1,
  PARAMETER_CANDIDATES,
  PARAMETER_LIMIT,
  PARAMETER_PARTS,
  PARAMETER_SCOPE,
  PARAMETER_FILTERS,
};

/* @text: (out) (transfer full) (nullable): folded */
static gboolean
load_folded (const OdSearch *search, gint64 doc_id, char **text, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  *text = NULL;
  if (!od_stmt_get_row (search->db, error, "SELECT text_folded FROM search_doc WHERE id = ?1", &row, "i", doc_id))
    return FALSE;
  if (row != NULL)
    *text = od_stmt_dup_text (row, 0);
  return TRUE;
}

/* Whether the text has what the indexes could not tell. */
gboolean
od_search_check_text (const OdSearch *search, gint64 doc_id, gboolean *is_match, GError **error)
{
  g_autofree char *text = NULL;

  *is_match = TRUE;
  if (od_search_query_is_exact (search->query))
    return TRUE;
  if (!load_folded (search, doc_id, &text, error))
    return FALSE;
  *is_match = text != NULL && od_search_query_matches (search->query, text);
  return TRUE;
}

/* ---- the statement ----------------------------------------------------------- */

/* The conversations that are looked in. */
static const char *
get_scope (const OdSearch *search)
{
  if (search->question->conversation_id != 0)
    return "= ?5";
  if (search->question->customer_id != 0)
    return "IN (SELECT s.id FROM conversation s WHERE s.customer_id IN"
           " (SELECT u.id FROM customer u WHERE u.id = ?5 OR u.merged_into_id = ?5))";
  return NULL;
}

/* Rows of messages that are looked at, the newest first. */
static void
append_candidates (const OdSearch *search, GString *sql)
{
  const char *scope = get_scope (search);

  if (search->words != NULL)
    g_string_append (sql, "SELECT f.rowid AS id FROM fts f WHERE f.fts MATCH ?1 AND f.rowid < " OD_QUERY_NOT_MESSAGES);
  else if (search->parts != NULL)
    g_string_append (sql, "SELECT f.rowid AS id FROM fts_tri f WHERE f.fts_tri MATCH ?4"
                          " AND f.rowid < " OD_QUERY_NOT_MESSAGES);
  else
    g_string_append (sql, "SELECT f.id AS id FROM timeline f WHERE f.kind IN (1, 2, 3)");
  if (search->words != NULL && search->parts != NULL)
    g_string_append (sql, " AND f.rowid IN (SELECT rowid FROM fts_tri WHERE fts_tri MATCH ?4)");
  if (scope != NULL && search->has_index)
    g_string_append_printf (sql,
                            " AND f.rowid >= (SELECT min (s.id) FROM timeline s WHERE s.conversation_id %s)"
                            " AND f.rowid <= (SELECT max (s.id) FROM timeline s WHERE s.conversation_id %s)",
                            scope, scope);
  else if (scope != NULL)
    g_string_append_printf (sql, " AND f.conversation_id %s", scope);
  g_string_append (sql, " ORDER BY f.rowid DESC LIMIT ?2");
}

static char *
make_sql (const OdSearch *search, OdQuerySql *filters)
{
  GString *sql = g_string_new ("SELECT t.id, t.at_us FROM (");
  const char *scope = get_scope (search);

  append_candidates (search, sql);
  g_string_append (sql, ") f CROSS JOIN timeline t ON t.id = f.id");
  if (search->query->filters->len > 0)
    g_string_append (sql, " CROSS JOIN conversation c ON c.id = t.conversation_id"
                          " LEFT JOIN message m ON m.timeline_id = t.id");
  g_string_append_printf (sql, " WHERE %s", od_query_sql_get_text (filters));
  if (scope != NULL)
    g_string_append_printf (sql, " AND t.conversation_id %s", scope);
  g_string_append_printf (sql, " ORDER BY t.at_us %s, t.id %s LIMIT ?3", scope != NULL ? "ASC" : "DESC",
                          scope != NULL ? "ASC" : "DESC");
  return g_string_free (sql, FALSE);
}

static void
bind (const OdSearch *search, OdStmt *stmt, gint64 n_candidates)
{
  gint64 limit = od_search_query_is_exact (search->query) ? (gint64) search->question->limit : -1;
  gint64 scope =
      search->question->conversation_id != 0 ? search->question->conversation_id : search->question->customer_id;

  /* Not all of them stand in each statement; what is not there cannot be bound, and that is no harm. */
  sqlite3_bind_text (stmt, PARAMETER_WORDS, search->words, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (stmt, PARAMETER_CANDIDATES, n_candidates);
  sqlite3_bind_int64 (stmt, PARAMETER_LIMIT, limit);
  sqlite3_bind_text (stmt, PARAMETER_PARTS, search->parts, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (stmt, PARAMETER_SCOPE, scope);
}

static gboolean
take_rows (OdSearch *search, OdStmt *stmt, GError **error)
{
  gboolean has_row = TRUE, is_match;

  while (search->found->len < search->question->limit)
    {
      gint64 id;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      id = sqlite3_column_int64 (stmt, 0);
      if (!od_search_check_text (search, id, &is_match, error))
        return FALSE;
      if (is_match)
        od_search_add_found (search, (OdSearchFound){ .message_id = id, .at_us = sqlite3_column_int64 (stmt, 1) });
    }
  return TRUE;
}

static gboolean
ask (OdSearch *search, gint64 n_candidates, GError **error)
{
  const OdQuerySqlScene scene = { .doc = "t.id",
                                  .doc_kind = OD_SEARCH_DOC_MESSAGE,
                                  .is_wide = search->is_wide,
                                  .operator_id = search->question->operator_id,
                                  .now_us = search->question->now_us,
                                  .zone = search->question->zone };
  g_autoptr (OdQuerySql) filters = od_query_sql_new (&scene, PARAMETER_FILTERS);
  g_autofree char *sql = NULL;
  g_autoptr (OdStmt) stmt = NULL;

  for (guint i = 0; i < search->query->filters->len; i++)
    od_query_sql_add (filters, g_ptr_array_index (search->query->filters, i));
  sql = make_sql (search, filters);
  stmt = od_query_sql_prepare (filters, search->db, sql, error);
  if (stmt == NULL)
    return FALSE;
  bind (search, stmt, n_candidates);
  return take_rows (search, stmt, error);
}

/* Messages and notes. */
gboolean
od_search_find_messages (OdSearch *search, GError **error)
{
  gboolean is_cut = get_scope (search) == NULL;

  if (!ask (search, is_cut ? MAX_CANDIDATES : -1, error))
    return FALSE;
  if (!is_cut || search->query->filters->len == 0 || search->found->len >= search->question->limit)
    return TRUE;
  g_array_set_size (search->found, 0);
  g_hash_table_remove_all (search->known);
  return ask (search, -1, error);
}
