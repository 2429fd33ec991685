/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-library"

#include "od-error.h"
#include "od-limits.h"
#include "od-search-query.h"
#include "od-search-snippet.h"
#include "od-store-library.h"
#include "od-store-search-index.h"
#include "od-store-write-private.h"
#include "od-text.h"
#include "od-ulid.h"

/* ---- finding ---- */

static OdArticle *
read_article (OdStmt *row)
{
  OdArticle *article = g_new0 (OdArticle, 1);

  article->id = sqlite3_column_int64 (row, 0);
  article->title = od_stmt_dup_text (row, 1);
  article->body = od_stmt_dup_text (row, 2);
  article->url = od_stmt_dup_text (row, 3);
  article->lang = od_stmt_dup_text (row, 4);
  article->format = (OdTextFormat) sqlite3_column_int (row, 5);
  return article;
}

static gboolean
list_all (sqlite3 *db, OdLibraryJob *job, GError **error)
{
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (db, error, "SELECT id, title, body, url, lang, format FROM article ORDER BY title, id LIMIT ?1",
                    "i", (gint64) job->limit);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;
  while (TRUE)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      g_ptr_array_add (job->found, read_article (stmt));
    }
}

/* An article that the indexes found, if its text has what they could not tell. */
static gboolean
add_found (sqlite3 *db, const OdSearchQuery *query, gint64 id, GPtrArray *found, GError **error)
{
  g_autoptr (OdStmt) row = NULL;
  g_autoptr (OdArticle) article = NULL;
  g_autofree char *both = NULL;
  g_autofree char *folded = NULL;

  if (!od_stmt_get_row (db, error, "SELECT id, title, body, url, lang, format FROM article WHERE id = ?1", &row, "i",
                        id))
    return FALSE;
  if (row == NULL)
    return TRUE;
  article = read_article (row);
  both = g_strconcat (article->title, "\n", article->body, NULL);
  folded = od_text_fold (both);
  if (!od_search_query_is_exact (query) && !od_search_query_matches (query, folded))
    return TRUE;
  article->snippet = od_search_snippet (query, article->body);
  g_ptr_array_add (found, g_steal_pointer (&article));
  return TRUE;
}

#define IS_ARTICLE "f.rowid BETWEEN ?2 AND ?3"
#define WORDS_SQL "SELECT f.rowid FROM fts f WHERE f.fts MATCH ?1 AND " IS_ARTICLE " ORDER BY f.rank LIMIT ?4"
#define PARTS_SQL "SELECT f.rowid FROM fts_tri f WHERE f.fts_tri MATCH ?1 AND " IS_ARTICLE " ORDER BY f.rowid LIMIT ?4"
#define BOTH_SQL                                                                                                       \
  "SELECT f.rowid FROM fts f WHERE f.fts MATCH ?1 AND " IS_ARTICLE                                                     \
  " AND f.rowid IN (SELECT rowid FROM fts_tri WHERE fts_tri MATCH ?5) ORDER BY f.rank LIMIT ?4"

static OdStmt *
ask (sqlite3 *db, const OdSearchQuery *query, GError **error)
{
  g_autofree char *words = od_search_query_get_words_expression (query);
  g_autofree char *parts = od_search_query_get_parts_expression (query);
  gint64 first = od_search_doc_id (OD_SEARCH_DOC_ARTICLE, 1);
  gint64 last = first + (G_GINT64_CONSTANT (1) << OD_SEARCH_DOC_ROW_BITS) - 2;
  gint64 limit = OD_LIMIT_SEARCH_RANKED;

  if (words != NULL && parts != NULL)
    return od_stmt_bind (db, error, BOTH_SQL, "tiiit", words, first, last, limit, parts);
  if (words != NULL)
    return od_stmt_bind (db, error, WORDS_SQL, "tiii", words, first, last, limit);
  return od_stmt_bind (db, error, PARTS_SQL, "tiii", parts != NULL ? parts : "\"\"", first, last, limit);
}

static gboolean
find_ranked (sqlite3 *db, const OdSearchQuery *query, GPtrArray *found, GError **error)
{
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row;

  if (query->words->len == 0)
    return TRUE;
  stmt = ask (db, query, error);
  if (stmt == NULL)
    return FALSE;
  while (TRUE)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (!add_found (db, query, sqlite3_column_int64 (stmt, 0) - od_search_doc_id (OD_SEARCH_DOC_ARTICLE, 0), found,
                      error))
        return FALSE;
    }
}

/* What the title says comes before what only the text says; among those, as they were ranked. */
static void
take_best (const OdSearchQuery *query, GPtrArray *ranked, OdLibraryJob *job)
{
  for (guint turn = 0; turn < 2; turn++)
    for (guint i = 0; i < ranked->len && job->found->len < job->limit; i++)
      {
        OdArticle *article = ranked->pdata[i];
        g_autofree char *folded = article != NULL ? od_text_fold (article->title) : NULL;

        if (article == NULL || (turn == 0 && !od_search_query_matches (query, folded)))
          continue;
        g_ptr_array_add (job->found, article);
        ranked->pdata[i] = NULL;
      }
}

static void
free_if_any (gpointer article)
{
  if (article != NULL)
    od_article_free (article);
}

/**
 * od_store_article_find:
 * @data: an #OdLibraryJob
 *
 * An #OdDbReadFunc: articles that have all the words, in any of their forms; best first. If none has them, those that
 * have them as parts of words.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_article_find (sqlite3 *db, gpointer data, GError **error)
{
  OdLibraryJob *job = data;
  g_autoptr (OdSearchQuery) query = NULL;
  g_autoptr (GPtrArray) ranked = g_ptr_array_new_with_free_func (free_if_any);
  g_autofree char *bare = g_strstrip (g_strdup (job->query != NULL ? job->query : ""));

  g_clear_pointer (&job->found, g_ptr_array_unref);
  job->found = g_ptr_array_new_with_free_func ((GDestroyNotify) od_article_free);
  if (*bare == '\0')
    return list_all (db, job, error);
  query = od_search_query_read (bare, NULL);
  if (query == NULL) /* nobody filters articles: what is no query has no words, either */
    return TRUE;
  if (!find_ranked (db, query, ranked, error))
    return FALSE;
  if (ranked->len == 0 && od_search_query_widen (query) && !find_ranked (db, query, ranked, error))
    return FALSE;
  take_best (query, ranked, job);
  return TRUE;
}

/* ---- writing ---- */

static gboolean
check_article (const OdArticle *article, GError **error)
{
  g_autofree char *bare = NULL;

  if (!od_write_check_text (article->title, OD_LIMIT_NAME_CHARS, "title", error) ||
      !od_write_check_text (article->body, OD_LIMIT_ARTICLE_CHARS, "text", error) ||
      !od_write_check_text (article->url, OD_LIMIT_URL_BYTES, "url", error) ||
      !od_write_check_text (article->lang, OD_LIMIT_LANG_BYTES, "lang", error))
    return FALSE;
  bare = g_strstrip (g_strdup (article->title));
  if (*bare == '\0')
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "title: one is needed");
  else if (*article->url != '\0' && !g_str_has_prefix (article->url, "https://") &&
           !g_str_has_prefix (article->url, "http://"))
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "url: it is no web address");
  else
    return TRUE;
  return FALSE;
}

static gboolean
write_row (sqlite3 *db, const OdLibraryJob *job, gint64 *id, GError **error)
{
  const OdArticle *article = job->article;
  g_autofree char *uid = NULL;

  *id = article->id;
  if (article->id != 0)
    {
      if (!od_stmt_run (db, error,
                        "UPDATE article SET title = ?2, body = ?3, url = ?4, lang = ?5, format = ?6 WHERE id = ?1",
                        "itttti", article->id, article->title, article->body, article->url, article->lang,
                        (gint64) article->format))
        return FALSE;
      return sqlite3_changes (db) > 0 || od_write_gone (error, "article");
    }
  uid = od_ulid_new (job->now_us);
  if (!od_stmt_run (
          db, error, "INSERT INTO article (uid, title, body, url, lang, format) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
          "ttttti", uid, article->title, article->body, article->url, article->lang, (gint64) article->format))
    return FALSE;
  *id = sqlite3_last_insert_rowid (db);
  return TRUE;
}

/**
 * od_store_article_index:
 *
 * Makes it findable, as part of the caller's write.
 */
gboolean
od_store_article_index (sqlite3 *db, gint64 id, const char *title, const char *body, GError **error)
{
  g_autofree char *both = g_strconcat (title, "\n", body, NULL);

  return od_search_index_put (db, OD_SEARCH_DOC_ARTICLE, id, both, error);
}

/**
 * od_store_article_save:
 * @data: an #OdLibraryJob; its id is filled
 *
 * Returns: %FALSE with %OD_ERROR_USAGE (no title, an address that is none), %OD_ERROR_TOO_LARGE, %OD_ERROR_NOT_FOUND
 *   or %OD_ERROR_STORE
 */
gboolean
od_store_article_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdLibraryJob *job = data;
  gint64 id;

  if (!check_article (job->article, error) || !write_row (db, job, &id, error) ||
      !od_store_article_index (db, id, job->article->title, job->article->body, error))
    return FALSE;
  job->id = id;
  od_change_set_add (changes, OD_CHANGE_LIBRARY, id);
  return od_write_audit (db, job->now_us, job->operator_id, job->article->id == 0 ? "add" : "change", "article", id,
                         error);
}

/**
 * od_store_article_remove:
 * @data: an #OdLibraryJob
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_article_remove (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdLibraryJob *job = data;

  if (!od_stmt_run (db, error, "DELETE FROM article WHERE id = ?1", "i", job->id))
    return FALSE;
  if (sqlite3_changes (db) == 0)
    return od_write_gone (error, "article");
  od_change_set_add (changes, OD_CHANGE_LIBRARY, job->id);
  return od_search_index_remove (db, OD_SEARCH_DOC_ARTICLE, job->id, error) &&
         od_write_audit (db, job->now_us, job->operator_id, "remove", "article", job->id, error);
}

/**
 * od_store_article_index_missing:
 *
 * At the start: articles that came before they could be found. There are few, and none the next time.
 */
gboolean
od_store_article_index_missing (sqlite3 *db, GError **error)
{
  gint64 id = 0;

  while (TRUE)
    {
      g_autofree char *title = NULL;
      g_autofree char *body = NULL;

      {
        g_autoptr (OdStmt) row = NULL;

        if (!od_stmt_get_row (db, error,
                              "SELECT id, title, body FROM article AS a WHERE id > ?2 AND NOT EXISTS"
                              " (SELECT 1 FROM search_doc WHERE id = a.id + ?1) ORDER BY id LIMIT 1",
                              &row, "ii", od_search_doc_id (OD_SEARCH_DOC_ARTICLE, 0), id))
          return FALSE;
        if (row == NULL)
          return TRUE;
        id = sqlite3_column_int64 (row, 0);
        title = od_stmt_dup_text (row, 1);
        body = od_stmt_dup_text (row, 2);
      }
      if (!od_store_article_index (db, id, title, body, error))
        return FALSE;
    }
}
