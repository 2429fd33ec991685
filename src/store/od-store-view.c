/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-view.h"

#include <stdlib.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-query-sql.h"
#include "od-stmt.h"

/* A view reads the index `conversation_by_last` from one end to the other and nothing else: what matches and what
 * comes first is decided here, so that one statement serves all views, several are counted in one go, and 100,000
 * conversations take a few hundredths of a second. What waits for an answer is few, and has an index of its own. A
 * filter is a condition in a statement of its own. */

typedef struct {
  gint64 id;
  OdStatus status;
  gint64 last_at_us;
  gint64 waiting_since_us; /* 0: answered */
  gint64 due_us;           /* G_MAXINT64: none */
  gint64 snoozed_until_us; /* 0: not */
  gint64 assignee_id;      /* 0: nobody */
  gint64 account_id;
  gint64 created_at_us;
  gint64 priority; /* OdPriority */
} Entry;

/* @accounts: of one channel; NULL: of any. */
typedef struct {
  const OdViewQuery *query;
  GHashTable *accounts; /* (owned) (nullable) (element-type gint64) */
  OdQuerySql *filter;   /* (owned) (nullable) */
  GHashTable *blocked;  /* (owned) (element-type gint64): conversations of who is blocked: none of them is late */
  gboolean wants_spam;  /* the filter asks for it by name */
} View;

static const OdStatus statuses[] = { OD_STATUS_OPEN, OD_STATUS_PENDING, OD_STATUS_RESOLVED, OD_STATUS_SPAM };

static void
view_clear (View *view)
{
  g_clear_pointer (&view->accounts, g_hash_table_unref);
  g_clear_pointer (&view->filter, od_query_sql_free);
  g_clear_pointer (&view->blocked, g_hash_table_unref);
}

/* Few, and with an index; the index that a view reads knows nothing of people. */
static gboolean
load_blocked (View *view, sqlite3 *db, GError **error)
{
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (db, error,
                    "SELECT c.id FROM contact_point AS p CROSS JOIN thread AS t ON t.contact_point_id = p.id"
                    " CROSS JOIN conversation AS c ON c.thread_id = t.id WHERE p.is_blocked AND c.due_us IS NOT NULL",
                    "");
  gboolean has_row = stmt != NULL;

  view->blocked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  while (has_row)
    {
      gint64 id;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      id = has_row ? sqlite3_column_int64 (stmt, 0) : 0;
      if (has_row)
        g_hash_table_add (view->blocked, g_memdup2 (&id, sizeof id));
    }
  return stmt != NULL;
}

static gboolean
asks_for_spam (const OdQueryNode *node)
{
  if (node->kind == OD_QUERY_FIELD)
    return node->field == OD_QUERY_IS && g_str_equal (node->value, "spam");
  for (guint i = 0; node->kind != OD_QUERY_NOT && node->children != NULL && i < node->children->len; i++)
    if (asks_for_spam (node->children->pdata[i]))
      return TRUE;
  return FALSE;
}

static gboolean
add_filter (View *view, const char *text, GError **error)
{
  g_autoptr (OdQueryNode) node = NULL;
  OdQueryMistake mistake;

  node = od_query_parse (text, &mistake);
  if (mistake.end_byte > 0)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE,
                   "The filter is wrong at bytes %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT, mistake.start_byte,
                   mistake.end_byte);
      return FALSE;
    }
  od_query_sql_add (view->filter, node);
  view->wants_spam = node != NULL && asks_for_spam (node);
  return TRUE;
}

/* The filter, and what only SQL knows of the scope. */
static gboolean
compile_filter (View *view, GError **error)
{
  const OdViewQuery *query = view->query;
  gboolean is_mentions = query->scope == OD_SCOPE_MENTIONS;
  gboolean has_text = query->filter != NULL && *query->filter != '\0';
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  OdQuerySqlScene scene = { .is_few = query->is_unanswered,
                            .operator_id = is_mentions ? query->assignee_id : query->operator_id,
                            .now_us = query->now_us,
                            .zone = query->zone != NULL ? query->zone : utc };
  const OdQueryNode mentioned = { .kind = OD_QUERY_FIELD, .field = OD_QUERY_IS, .value = (char *) "mentioned" };

  if (!is_mentions && !has_text)
    return TRUE;
  view->filter = od_query_sql_new (&scene, 2);
  if (is_mentions)
    od_query_sql_add (view->filter, &mentioned);
  return !has_text || add_filter (view, query->filter, error);
}

static gboolean
view_init (View *view, sqlite3 *db, const OdViewQuery *query, GError **error)
{
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row;

  view->query = query;
  view->accounts = NULL;
  if (!compile_filter (view, error) ||
      ((query->scope == OD_SCOPE_LATE || query->order == OD_ORDER_URGENT) && !load_blocked (view, db, error)))
    return FALSE;
  if (query->channel == NULL)
    return TRUE;

  stmt = od_stmt_bind (db, error, "SELECT id FROM account WHERE channel = ?1", "t", query->channel);
  if (stmt == NULL)
    return FALSE;
  view->accounts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  while (TRUE)
    {
      gint64 id;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      id = sqlite3_column_int64 (stmt, 0);
      g_hash_table_add (view->accounts, g_memdup2 (&id, sizeof id));
    }
}

/* Whether any conversation of @status can be in the view. */
static gboolean
view_has_status (const View *view, OdStatus status)
{
  if (view->query->only != NULL || (status == OD_STATUS_SPAM && view->wants_spam))
    return TRUE;
  switch (view->query->scope)
    {
    case OD_SCOPE_INBOX:
      return status == OD_STATUS_OPEN;
    case OD_SCOPE_WAITING:
      return status == OD_STATUS_PENDING;
    case OD_SCOPE_SNOOZED:
    case OD_SCOPE_LATE:
      return status == OD_STATUS_OPEN || status == OD_STATUS_PENDING;
    case OD_SCOPE_RESOLVED:
      return status == OD_STATUS_RESOLVED;
    case OD_SCOPE_SPAM:
      return status == OD_STATUS_SPAM;
    case OD_SCOPE_ALL:
    case OD_SCOPE_MENTIONS:
      return status != OD_STATUS_SPAM;
    default:
      return FALSE;
    }
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/* Somebody who snoozed a conversation sees it in no list but that of the snoozed. */
static gboolean
view_matches (const View *view, const Entry *entry)
{
  const OdViewQuery *query = view->query;
  gboolean is_snoozed = entry->snoozed_until_us > query->now_us;

  if (!view_has_status (view, entry->status) ||
      (query->only != NULL && !g_array_binary_search (query->only, &entry->id, compare_ids, NULL)))
    return FALSE;
  if (query->scope == OD_SCOPE_SNOOZED
          ? !is_snoozed
          : is_snoozed && (query->scope == OD_SCOPE_INBOX || query->scope == OD_SCOPE_WAITING))
    return FALSE;
  if (query->scope == OD_SCOPE_LATE && entry->due_us > query->now_us)
    return FALSE;
  if (query->is_unanswered && entry->waiting_since_us == 0)
    return FALSE;
  if (query->assignee_id != 0 && query->scope != OD_SCOPE_MENTIONS && entry->assignee_id != MAX (query->assignee_id, 0))
    return FALSE;
  if (query->account_id != 0 && entry->account_id != query->account_id)
    return FALSE;
  return view->accounts == NULL || g_hash_table_contains (view->accounts, &entry->account_id);
}

#define COLUMNS                                                                                                        \
  "SELECT c.id, c.last_at_us, c.waiting_since_us, c.due_us, c.snoozed_until_us, c.assignee_id, c.account_id,"          \
  " c.created_at_us, c.priority, c.status FROM conversation c"
#define STATUS_SQL COLUMNS " INDEXED BY conversation_by_last WHERE c.status = ?1"
#define WAITING_SQL COLUMNS " INDEXED BY conversation_by_waiting WHERE c.waiting_since_us > 0"

/* @filter: (nullable)
 * @status: 0: of any, if the customer waits for an answer */
static OdStmt *
open_rows (sqlite3 *db, OdQuerySql *filter, OdStatus status, GError **error)
{
  g_autofree char *sql = NULL;
  OdStmt *stmt;

  if (filter == NULL && status == 0)
    return od_stmt_bind (db, error, WAITING_SQL, "");
  if (filter == NULL)
    return od_stmt_bind (db, error, STATUS_SQL " ORDER BY c.last_at_us DESC", "i", (gint64) status);
  sql = g_strdup_printf ("%s AND %s%s", status == 0 ? WAITING_SQL : STATUS_SQL, od_query_sql_get_text (filter),
                         status == 0 ? "" : " ORDER BY c.last_at_us DESC");
  stmt = od_query_sql_prepare (filter, db, sql, error);
  if (stmt != NULL && status != 0)
    sqlite3_bind_int64 (stmt, 1, status);
  return stmt;
}

static gboolean
next_entry (OdStmt *stmt, Entry *entry, gboolean *has_row, GError **error)
{
  if (!od_stmt_step (stmt, has_row, error))
    return FALSE;
  if (!*has_row)
    return TRUE;
  entry->id = sqlite3_column_int64 (stmt, 0);
  entry->last_at_us = sqlite3_column_int64 (stmt, 1);
  entry->waiting_since_us = sqlite3_column_int64 (stmt, 2);
  entry->due_us = sqlite3_column_type (stmt, 3) == SQLITE_NULL ? G_MAXINT64 : sqlite3_column_int64 (stmt, 3);
  entry->snoozed_until_us = sqlite3_column_int64 (stmt, 4);
  entry->assignee_id = sqlite3_column_int64 (stmt, 5);
  entry->account_id = sqlite3_column_int64 (stmt, 6);
  entry->created_at_us = sqlite3_column_int64 (stmt, 7);
  entry->priority = sqlite3_column_int64 (stmt, 8);
  entry->status = (OdStatus) sqlite3_column_int (stmt, 9);
  return TRUE;
}

/* ---- order ---- */

static inline int
compare (gint64 a, gint64 b)
{
  return (a > b) - (a < b);
}

static int
compare_activity (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;
  int order = compare (y->last_at_us, x->last_at_us);

  return order != 0 ? order : compare (y->id, x->id);
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;
  int order = compare (y->created_at_us, x->created_at_us);

  return order != 0 ? order : compare (y->id, x->id);
}

static int
compare_oldest (gconstpointer a, gconstpointer b)
{
  return compare_newest (b, a);
}

static int
compare_waiting (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;
  int order = compare (x->waiting_since_us > 0 ? x->waiting_since_us : G_MAXINT64,
                       y->waiting_since_us > 0 ? y->waiting_since_us : G_MAXINT64);

  return order != 0 ? order : compare_activity (a, b);
}

static int
compare_urgent (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;
  int order = compare (x->due_us, y->due_us);

  if (order == 0)
    order = compare (y->priority, x->priority);
  return order != 0 ? order : compare_waiting (a, b);
}

static const GCompareFunc orders[] = {
  [OD_ORDER_URGENT] = compare_urgent, [OD_ORDER_WAITING] = compare_waiting,   [OD_ORDER_NEWEST] = compare_newest,
  [OD_ORDER_OLDEST] = compare_oldest, [OD_ORDER_ACTIVITY] = compare_activity,
};

/* The index gives one status newest first, and then nothing is left to be done. */
static void
sort_entries (GArray *entries, GCompareFunc order)
{
  for (guint i = 1; i < entries->len; i++)
    if (order (&g_array_index (entries, Entry, i - 1), &g_array_index (entries, Entry, i)) > 0)
      {
        qsort (entries->data, entries->len, sizeof (Entry), order);
        return;
      }
}

/* What one statement gives; @entries or @counts: (nullable). Of each view that matches, @counts gets one more. */
static gboolean
read_entries (OdStmt *stmt, const View *views, guint n_views, GArray *entries, GArray *counts, GError **error)
{
  gboolean has_row = TRUE;
  Entry entry;

  while (has_row)
    {
      if (!next_entry (stmt, &entry, &has_row, error))
        return FALSE;
      for (guint i = 0; has_row && i < n_views; i++)
        {
          if (views[i].blocked != NULL && g_hash_table_contains (views[i].blocked, &entry.id))
            entry.due_us = G_MAXINT64;
          if (!view_matches (&views[i], &entry))
            continue;
          if (counts != NULL)
            g_array_index (counts, gint64, i)++;
          else
            g_array_append_val (entries, entry);
        }
    }
  return TRUE;
}

static gboolean
want_status (const View *views, guint n_views, OdStatus status)
{
  for (guint i = 0; i < n_views; i++)
    if (view_has_status (&views[i], status))
      return TRUE;
  return FALSE;
}

/* @views: with one and the same filter, or none; all or none of them are of what waits for an answer. */
static gboolean
read_views (sqlite3 *db, const View *views, guint n_views, GArray *entries, GArray *counts, GError **error)
{
  if (n_views > 0 && views[0].query->is_unanswered)
    {
      g_autoptr (OdStmt) stmt = open_rows (db, views[0].filter, 0, error);

      return stmt != NULL && read_entries (stmt, views, n_views, entries, counts, error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (OdStmt) stmt = NULL;

      if (!want_status (views, n_views, statuses[i]))
        continue;
      stmt = open_rows (db, views[0].filter, statuses[i], error);
      if (stmt == NULL || !read_entries (stmt, views, n_views, entries, counts, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * od_store_view_list:
 * @ids: (element-type gint64): filled with the conversations of the view, in its order; at most %OD_LIMIT_LIST_IDS
 *
 * Returns: %FALSE with %OD_ERROR_STORE, or with %OD_ERROR_USAGE if the filter is no query
 */
gboolean
od_store_view_list (sqlite3 *db, const OdViewQuery *query, GArray *ids, GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  View view = { NULL };
  gboolean ok;

  g_return_val_if_fail (query->order < G_N_ELEMENTS (orders), FALSE);

  ok = view_init (&view, db, query, error);
  ok = ok && read_views (db, &view, 1, entries, NULL, error);
  view_clear (&view);
  if (!ok)
    return FALSE;

  if (entries->len > 0) /* an empty GArray has no data */
    sort_entries (entries, orders[query->order]);
  g_array_set_size (ids, MIN (entries->len, OD_LIMIT_LIST_IDS));
  for (guint i = 0; i < ids->len; i++)
    g_array_index (ids, gint64, i) = g_array_index (entries, Entry, i).id;
  return TRUE;
}

/* Whether both can be counted in one go. */
static gboolean
is_alike (const View *a, const View *b)
{
  return a->filter == NULL && b->filter == NULL && a->query->is_unanswered == b->query->is_unanswered;
}

/* Counts @view and those behind it that are like it. */
static gboolean
count_alike (sqlite3 *db, const View *views, guint n_views, guint first, gboolean *is_counted, GArray *counts,
             GError **error)
{
  g_autofree View *alike = g_new0 (View, n_views);
  g_autofree guint *places = g_new0 (guint, n_views);
  g_autoptr (GArray) numbers = g_array_new (FALSE, TRUE, sizeof (gint64));
  guint n = 0;

  for (guint i = first; i < n_views; i++)
    if (i == first || (!is_counted[i] && is_alike (&views[first], &views[i])))
      {
        is_counted[i] = TRUE;
        alike[n] = views[i];
        places[n++] = i;
      }
  g_array_set_size (numbers, n);
  if (!read_views (db, alike, n, NULL, numbers, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    g_array_index (counts, gint64, places[i]) = g_array_index (numbers, gint64, i);
  return TRUE;
}

/**
 * od_store_view_count:
 * @counts: (element-type gint64): filled with how many each view has, in the order of @queries
 *
 * Goes over the conversations once, however many views there are; and once more for each that has a filter.
 *
 * Returns: %FALSE with %OD_ERROR_STORE, or with %OD_ERROR_USAGE if a filter is no query
 */
gboolean
od_store_view_count (sqlite3 *db, const OdViewQuery *queries, guint n_queries, GArray *counts, GError **error)
{
  g_autofree View *views = g_new0 (View, n_queries);
  g_autofree gboolean *is_counted = g_new0 (gboolean, n_queries);
  gboolean ok = TRUE;

  g_array_set_size (counts, 0);
  g_array_set_size (counts, n_queries);
  for (guint i = 0; i < n_queries; i++)
    g_array_index (counts, gint64, i) = 0;

  for (guint i = 0; i < n_queries && ok; i++)
    ok = view_init (&views[i], db, &queries[i], error);
  for (guint i = 0; i < n_queries && ok; i++)
    ok = is_counted[i] || count_alike (db, views, n_queries, i, is_counted, counts, error);
  for (guint i = 0; i < n_queries; i++)
    view_clear (&views[i]);
  return ok;
}
