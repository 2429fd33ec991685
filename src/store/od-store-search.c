/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-search.h"

#include "od-limits.h"
#include "od-search-snippet.h"
#include "od-stmt.h"
#include "od-store-person.h"
#include "od-store-search-private.h"

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
  g_free (((OdSearchFound *) data)->text);
}

/* A message is found once, by what was looked for first; and so is a person, also one whose newest message is found. */
void
od_search_add_found (OdSearch *search, OdSearchFound found)
{
  gboolean is_message = found.what == OD_SEARCH_WHAT_MESSAGE || found.what == OD_SEARCH_WHAT_FILE;
  gint64 key = is_message ? found.message_id : -found.customer_id;

  if (!g_hash_table_add (search->known, g_memdup2 (&key, sizeof key)))
    {
      g_free (found.text);
      return;
    }
  g_array_append_val (search->found, found);
}

/* ---- what is shown --------------------------------------------------------- */

static OdSearchHit *
read_hit (const OdSearch *search, const OdSearchFound *found, OdStmt *row)
{
  OdSearchHit *hit = g_new0 (OdSearchHit, 1);

  hit->what = found->what;
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
append_hit (const OdSearch *search, const OdSearchFound *found, GPtrArray *hits, GError **error)
{
  g_autoptr (OdStmt) row = NULL;
  const char *sql = found->message_id != 0
                        ? "SELECT c.id, " OD_PERSON_ID ("u") ", t.at_us, t.kind, a.channel, " OD_PERSON_NAME (
                              "u") ","
                                   "       coalesce (nullif (p.display, ''), p.address, ''), ifnull (m.body, '')"
                                   "  FROM timeline t JOIN conversation c ON c.id = t.conversation_id"
                                   "  JOIN account a ON a.id = c.account_id JOIN customer u ON u.id = c.customer_id"
                                   "  JOIN thread h ON h.id = c.thread_id"
                                   "  LEFT JOIN contact_point p ON p.id = h.contact_point_id"
                                   "  LEFT JOIN message m ON m.timeline_id = t.id WHERE t.id = ?1"
                        : "SELECT 0, " OD_PERSON_ID ("u") ", 0, 0, '', " OD_PERSON_NAME (
                              "u") ", '', '' FROM customer u WHERE u.id = ?1";

  if (!od_stmt_get_row (search->db, error, sql, &row, "i",
                        found->message_id != 0 ? found->message_id : found->customer_id))
    return FALSE;
  if (row != NULL)
    g_ptr_array_add (hits, read_hit (search, found, row));
  return TRUE;
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  const OdSearchFound *x = a, *y = b;

  if (x->at_us != y->at_us)
    return x->at_us > y->at_us ? -1 : 1;
  if (x->message_id != y->message_id)
    return x->message_id > y->message_id ? -1 : 1;
  return (x->customer_id < y->customer_id) - (x->customer_id > y->customer_id);
}

static int
compare_oldest (gconstpointer a, gconstpointer b)
{
  return compare_newest (b, a);
}

/* ---- the question ------------------------------------------------------------ */

static gboolean
is_narrow (const OdSearch *search)
{
  return search->question->conversation_id != 0 || search->question->customer_id != 0;
}

static void
search_clear (OdSearch *search)
{
  g_hash_table_unref (search->known);
  g_array_unref (search->found);
  g_free (search->words);
  g_free (search->parts);
}

/* People and files, though older, are not crowded out by messages: a quarter is theirs, if there are so many. */
static gint64
keep_for_others (const OdSearch *search)
{
  guint n = 0;

  for (guint i = 0; i < search->found->len; i++)
    n += g_array_index (search->found, OdSearchFound, i).what != OD_SEARCH_WHAT_MESSAGE ? 1 : 0;
  return MIN (n, search->question->limit / 4);
}

static gboolean
run (sqlite3 *db, const OdSearchQuery *query, gboolean is_wide, OdSearchJob *job, GError **error)
{
  OdSearch search = { .db = db, .query = query, .question = &job->question, .is_wide = is_wide };
  gint64 n_messages;
  gboolean ok;

  search.words = od_search_query_get_words_expression (query);
  search.parts = od_search_query_get_parts_expression (query);
  search.has_index = search.words != NULL || search.parts != NULL;
  if (!search.has_index && query->filters->len == 0)
    return TRUE;
  search.found = g_array_new (FALSE, FALSE, sizeof (OdSearchFound));
  g_array_set_clear_func (search.found, found_clear);
  search.known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  ok = od_search_find_messages (&search, error) && od_search_find_others (&search, error);
  g_array_sort (search.found, is_narrow (&search) ? compare_oldest : compare_newest);
  n_messages = job->question.limit - keep_for_others (&search);
  for (guint i = 0; ok && i < search.found->len && job->hits->len < job->question.limit; i++)
    {
      const OdSearchFound *found = &g_array_index (search.found, OdSearchFound, i);

      if (found->what != OD_SEARCH_WHAT_MESSAGE || n_messages-- > 0)
        ok = append_hit (&search, found, job->hits, error);
    }
  search_clear (&search);
  return ok;
}

/**
 * od_store_search:
 * @data: an #OdSearchJob
 *
 * An #OdDbReadFunc. Finds messages by their text and their files' names, and people by name, address, fields and what is
 * noted of them: their newest message stands for them. If nothing has the words, those that have them as parts of words
 * are found.
 *
 * Returns: %FALSE with %OD_ERROR_STORE, or with %OD_ERROR_USAGE if the text is no query
 */
gboolean
od_store_search (sqlite3 *db, gpointer data, GError **error)
{
  OdSearchJob *job = data;
  g_autoptr (OdSearchQuery) query = od_search_query_read (job->question.text, error);

  if (query == NULL || !run (db, query, FALSE, job, error))
    return FALSE;
  if (job->hits->len > 0 || !od_search_query_widen (query))
    return TRUE;
  return run (db, query, TRUE, job, error);
}
