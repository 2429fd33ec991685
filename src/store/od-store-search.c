/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-search.h"

#include "od-limits.h"
#include "od-search-query.h"
#include "od-search-snippet.h"
#include "od-stmt.h"
#include "od-store-person.h"
#include "od-store-search-index.h"

/* The first row of each kind but messages, in words for SQL. */
#define NOT_MESSAGES "281474976710656" /* 1 << OD_SEARCH_DOC_ROW_BITS */
G_STATIC_ASSERT (G_GINT64_CONSTANT (281474976710656) == G_GINT64_CONSTANT (1) << OD_SEARCH_DOC_ROW_BITS);

/* A word that half of all messages have: so many of those stored last are put in order of time. */
#define MAX_CANDIDATES 100000
/* Names, addresses, fields and files. */
#define MAX_OTHERS 1000

/* A message that matches, and what is to be shown of it. */
typedef struct {
  gint64 message_id;
  gint64 at_us;
  char *text; /* (owned) (nullable): where it matches, if not in the message */
} Found;

typedef struct {
  sqlite3 *db;
  const OdSearchQuery *query;
  char *words; /* (owned) (nullable): what `fts` is to match */
  char *parts; /* (owned) (nullable): what `fts_tri` is to match */
  guint limit;
  GArray *found;     /* (owned) (element-type Found) */
  GHashTable *known; /* (owned): message ids in @found */
} Search;

OdSearchJob *
od_search_job_new (const OdSearchQuestion *question)
{
  OdSearchJob *job = g_new0 (OdSearchJob, 1);
  gboolean is_narrow = question->conversation_id != 0 || question->customer_id != 0;

  job->question = *question;
  job->question.text = g_strdup (question->text);
  job->question.zone = question->zone != NULL ? g_time_zone_ref (question->zone) : g_time_zone_new_utc ();
  job->question.limit = CLAMP (question->limit, 1, is_narrow ? OD_LIMIT_FIND_HITS : OD_LIMIT_SEARCH_HITS);
  job->hits = g_ptr_array_new_with_free_func ((GDestroyNotify) od_search_hit_free);
  return job;
}

void
od_search_job_free (OdSearchJob *job)
{
  g_free ((char *) job->question.text);
  g_time_zone_unref (job->question.zone);
  g_clear_pointer (&job->hits, g_ptr_array_unref);
  g_free (job);
}

static void
found_clear (gpointer data)
{
  g_free (((Found *) data)->text);
}

static void
add_found (Search *search, gint64 message_id, gint64 at_us, char *text)
{
  Found found = { message_id, at_us, text };

  if (!g_hash_table_add (search->known, g_memdup2 (&message_id, sizeof message_id)))
    {
      g_free (text);
      return;
    }
  g_array_append_val (search->found, found);
}

/* ---- messages -------------------------------------------------------------- */

#define WORDS_SQL "SELECT rowid AS id FROM fts WHERE fts MATCH ?1 AND rowid < " NOT_MESSAGES
#define PARTS_SQL "SELECT rowid AS id FROM fts_tri WHERE fts_tri MATCH ?1 AND rowid < " NOT_MESSAGES
#define BOTH_SQL                                                                                                       \
  "SELECT f.rowid AS id FROM fts f WHERE f.fts MATCH ?1 AND f.rowid < " NOT_MESSAGES                                   \
  "  AND f.rowid IN (SELECT rowid FROM fts_tri WHERE fts_tri MATCH ?4)"
#define IN_TIME_SQL(ids)                                                                                               \
  "SELECT t.id, t.at_us FROM (" ids " ORDER BY rowid DESC LIMIT ?2) f CROSS JOIN timeline t ON t.id = f.id"            \
  "  ORDER BY t.at_us DESC, t.id DESC LIMIT ?3"

static OdStmt *
ask_messages (const Search *search, GError **error)
{
  gint64 limit = od_search_query_is_exact (search->query) ? (gint64) search->limit : -1;

  if (search->words != NULL && search->parts != NULL)
    return od_stmt_bind (search->db, error, IN_TIME_SQL (BOTH_SQL), "tiit", search->words, (gint64) MAX_CANDIDATES,
                         limit, search->parts);
  if (search->words != NULL)
    return od_stmt_bind (search->db, error, IN_TIME_SQL (WORDS_SQL), "tii", search->words, (gint64) MAX_CANDIDATES,
                         limit);
  return od_stmt_bind (search->db, error, IN_TIME_SQL (PARTS_SQL), "tii", search->parts, (gint64) MAX_CANDIDATES,
                       limit);
}

/* @text: (out) (transfer full) (nullable): folded */
static gboolean
load_folded (const Search *search, gint64 doc_id, char **text, GError **error)
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
static gboolean
check_text (const Search *search, gint64 doc_id, gboolean *is_match, GError **error)
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

static gboolean
find_messages (Search *search, GError **error)
{
  g_autoptr (OdStmt) stmt = ask_messages (search, error);
  gboolean has_row, is_match;

  if (stmt == NULL)
    return FALSE;
  while (search->found->len < search->limit)
    {
      gint64 id;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      id = sqlite3_column_int64 (stmt, 0);
      if (!check_text (search, id, &is_match, error))
        return FALSE;
      if (is_match)
        add_found (search, id, sqlite3_column_int64 (stmt, 1), NULL);
    }
  return TRUE;
}

/* ---- names, addresses, fields, files ---------------------------------------- */

/* What is shown of a document that is no message, and whose newest message stands for it. */
static const struct {
  OdSearchDocKind kind;
  const char *sql; /* text, message, moment */
} others[] = {
  { OD_SEARCH_DOC_CUSTOMER,
    "SELECT u.name, c.last_id, c.last_at_us FROM customer u JOIN conversation c ON c.customer_id = u.id"
    "  WHERE u.id = ?1 AND c.last_id > 0 ORDER BY c.last_at_us DESC LIMIT 1" },
  { OD_SEARCH_DOC_CONTACT_POINT, "SELECT trim (p.display || ' ' || p.address), c.last_id, c.last_at_us"
                                 "  FROM contact_point p JOIN conversation c ON c.customer_id = p.customer_id"
                                 "  WHERE p.id = ?1 AND c.last_id > 0 ORDER BY c.last_at_us DESC LIMIT 1" },
  { OD_SEARCH_DOC_FIELDS,
    "SELECT (SELECT group_concat (value, ' · ') FROM customer_field WHERE customer_id = c.customer_id),"
    "  c.last_id, c.last_at_us FROM conversation c"
    "  WHERE c.customer_id = ?1 AND c.last_id > 0 ORDER BY c.last_at_us DESC LIMIT 1" },
  { OD_SEARCH_DOC_FILE,
    "SELECT (SELECT group_concat (name, ' · ') FROM attachment WHERE message_id = t.id), t.id, t.at_us"
    "  FROM timeline t WHERE t.id = ?1" },
};

static gboolean
add_other (Search *search, gint64 doc_id, GError **error)
{
  gint64 kind = (doc_id >> OD_SEARCH_DOC_ROW_BITS) + 1;
  gint64 ref = doc_id & ((G_GINT64_CONSTANT (1) << OD_SEARCH_DOC_ROW_BITS) - 1);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (OdStmt) row = NULL;

      if (others[i].kind != kind)
        continue;
      if (!od_stmt_get_row (search->db, error, others[i].sql, &row, "i", ref))
        return FALSE;
      if (row != NULL)
        add_found (search, sqlite3_column_int64 (row, 1), sqlite3_column_int64 (row, 2), od_stmt_dup_text (row, 0));
    }
  return TRUE;
}

#define OTHER_WORDS_SQL "SELECT rowid AS id FROM fts WHERE fts MATCH ?1 AND rowid >= " NOT_MESSAGES
#define OTHER_PARTS_SQL "SELECT rowid AS id FROM fts_tri WHERE fts_tri MATCH ?1 AND rowid >= " NOT_MESSAGES
#define OTHER_BOTH_SQL                                                                                                 \
  "SELECT f.rowid AS id FROM fts f WHERE f.fts MATCH ?1 AND f.rowid >= " NOT_MESSAGES                                  \
  "  AND f.rowid IN (SELECT rowid FROM fts_tri WHERE fts_tri MATCH ?3)"

static OdStmt *
ask_others (const Search *search, GError **error)
{
  gint64 limit = MAX_OTHERS;

  if (search->words != NULL && search->parts != NULL)
    return od_stmt_bind (search->db, error, OTHER_BOTH_SQL " LIMIT ?2", "tit", search->words, limit, search->parts);
  if (search->words != NULL)
    return od_stmt_bind (search->db, error, OTHER_WORDS_SQL " LIMIT ?2", "ti", search->words, limit);
  return od_stmt_bind (search->db, error, OTHER_PARTS_SQL " LIMIT ?2", "ti", search->parts, limit);
}

static gboolean
find_others (Search *search, GError **error)
{
  g_autoptr (OdStmt) stmt = ask_others (search, error);
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
      if (!check_text (search, id, &is_match, error) || (is_match && !add_other (search, id, error)))
        return FALSE;
    }
}

/* ---- what is shown --------------------------------------------------------- */

static OdSearchHit *
read_hit (const Search *search, const Found *found, OdStmt *row)
{
  OdSearchHit *hit = g_new0 (OdSearchHit, 1);

  hit->message_id = found->message_id;
  hit->conversation_id = sqlite3_column_int64 (row, 0);
  hit->customer_id = sqlite3_column_int64 (row, 1);
  hit->at_us = sqlite3_column_int64 (row, 2);
  hit->kind = (OdTimelineKind) sqlite3_column_int (row, 3);
  hit->channel = od_stmt_dup_text (row, 4);
  hit->name = od_stmt_dup_text (row, 5);
  hit->address = od_stmt_dup_text (row, 6);
  hit->snippet = od_search_snippet (search->query,
                                    found->text != NULL ? found->text : (const char *) sqlite3_column_text (row, 7));
  return hit;
}

static gboolean
append_hit (const Search *search, const Found *found, GPtrArray *hits, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (
          search->db, error,
          "SELECT c.id, " OD_PERSON_ID ("u") ", t.at_us, t.kind, a.channel, " OD_PERSON_NAME (
              "u") ","
                   "       coalesce (nullif (p.display, ''), p.address, ''), ifnull (m.body, '')"
                   "  FROM timeline t JOIN conversation c ON c.id = t.conversation_id"
                   "  JOIN account a ON a.id = c.account_id JOIN customer u ON u.id = c.customer_id"
                   "  JOIN thread h ON h.id = c.thread_id LEFT JOIN contact_point p ON p.id = h.contact_point_id"
                   "  LEFT JOIN message m ON m.timeline_id = t.id WHERE t.id = ?1",
          &row, "i", found->message_id))
    return FALSE;
  if (row != NULL)
    g_ptr_array_add (hits, read_hit (search, found, row));
  return TRUE;
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  const Found *x = a, *y = b;

  if (x->at_us != y->at_us)
    return x->at_us > y->at_us ? -1 : 1;
  return (x->message_id < y->message_id) - (x->message_id > y->message_id);
}

static gboolean
run (sqlite3 *db, const OdSearchQuery *query, OdSearchJob *job, GError **error)
{
  Search search = { db, query, NULL, NULL, job->question.limit, NULL, NULL };
  gboolean ok = TRUE;

  search.words = od_search_query_get_words_expression (query);
  search.parts = od_search_query_get_parts_expression (query);
  if (search.words == NULL && search.parts == NULL)
    return TRUE;
  search.found = g_array_new (FALSE, FALSE, sizeof (Found));
  g_array_set_clear_func (search.found, found_clear);
  search.known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  ok = find_messages (&search, error) && find_others (&search, error);
  g_array_sort (search.found, compare_newest);
  for (guint i = 0; ok && i < search.found->len && i < job->question.limit; i++)
    ok = append_hit (&search, &g_array_index (search.found, Found, i), job->hits, error);

  g_hash_table_unref (search.known);
  g_array_unref (search.found);
  g_free (search.words);
  g_free (search.parts);
  return ok;
}

/**
 * od_store_search:
 * @data: an #OdSearchJob
 *
 * An #OdDbReadFunc. Finds messages by their text and their files' names, and the newest message of people by name,
 * address and fields. If nothing has the words, those that have them as parts of words are found.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_search (sqlite3 *db, gpointer data, GError **error)
{
  OdSearchJob *job = data;
  g_autoptr (OdSearchQuery) query = od_search_query_parse (job->question.text);

  if (!run (db, query, job, error))
    return FALSE;
  if (job->hits->len > 0 || !od_search_query_widen (query))
    return TRUE;
  return run (db, query, job, error);
}
