/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-view.h"

#include <stdlib.h>

#include "od-limits.h"
#include "od-stmt.h"

/* A view reads the index `conversation_by_last` from one end to the other and nothing else: what matches and what
 * comes first is decided here, so that one statement serves all views, several are counted in one go, and 100,000
 * conversations take a few hundredths of a second. */

typedef struct {
  gint64 id;
  gint64 last_at_us;
  gint64 waiting_since_us; /* 0: answered */
  gint64 due_us;           /* G_MAXINT64: none */
  gint64 snoozed_until_us; /* 0: not */
  gint64 assignee_id;      /* 0: nobody */
  gint64 account_id;
  gint64 created_at_us;
  gint64 priority; /* OdPriority */
} Entry;

/* Accounts of one channel; NULL: of any. */
typedef struct {
  const OdViewQuery *query;
  GHashTable *accounts; /* (owned) (nullable) (element-type gint64) */
} View;

static const OdStatus statuses[] = { OD_STATUS_OPEN, OD_STATUS_PENDING, OD_STATUS_RESOLVED, OD_STATUS_SPAM };

static void
view_clear (View *view)
{
  g_clear_pointer (&view->accounts, g_hash_table_unref);
}

static gboolean
view_init (View *view, sqlite3 *db, const OdViewQuery *query, GError **error)
{
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row;

  view->query = query;
  view->accounts = NULL;
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
        {
          view_clear (view);
          return FALSE;
        }
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

/* @entry has a status of the view. Somebody who snoozed a conversation sees it in no list but that of the snoozed. */
static gboolean
view_matches (const View *view, const Entry *entry)
{
  const OdViewQuery *query = view->query;
  gboolean is_snoozed = entry->snoozed_until_us > query->now_us;

  if (query->scope == OD_SCOPE_SNOOZED
          ? !is_snoozed
          : is_snoozed && (query->scope == OD_SCOPE_INBOX || query->scope == OD_SCOPE_WAITING))
    return FALSE;
  if (query->scope == OD_SCOPE_LATE && entry->due_us > query->now_us)
    return FALSE;
  if (query->is_unanswered && entry->waiting_since_us == 0)
    return FALSE;
  if (query->assignee_id != 0 && entry->assignee_id != MAX (query->assignee_id, 0))
    return FALSE;
  if (query->account_id != 0 && entry->account_id != query->account_id)
    return FALSE;
  return view->accounts == NULL || g_hash_table_contains (view->accounts, &entry->account_id);
}

static OdStmt *
open_status (sqlite3 *db, OdStatus status, GError **error)
{
  return od_stmt_bind (db, error,
                       "SELECT id, last_at_us, waiting_since_us, due_us, snoozed_until_us, assignee_id, account_id,"
                       " created_at_us, priority FROM conversation INDEXED BY conversation_by_last"
                       "  WHERE status = ?1 ORDER BY last_at_us DESC",
                       "i", (gint64) status);
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

static gboolean
list_entries (sqlite3 *db, const View *view, GArray *entries, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (OdStmt) stmt = NULL;
      gboolean has_row = TRUE;
      Entry entry;

      if (!view_has_status (view, statuses[i]))
        continue;
      stmt = open_status (db, statuses[i], error);
      if (stmt == NULL)
        return FALSE;
      while (has_row)
        {
          if (!next_entry (stmt, &entry, &has_row, error))
            return FALSE;
          if (has_row && view_matches (view, &entry))
            g_array_append_val (entries, entry);
        }
    }
  return TRUE;
}

/**
 * od_store_view_list:
 * @ids: (element-type gint64): filled with the conversations of the view, in its order; at most %OD_LIMIT_LIST_IDS
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_view_list (sqlite3 *db, const OdViewQuery *query, GArray *ids, GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  View view;
  gboolean ok;

  g_return_val_if_fail (query->order < G_N_ELEMENTS (orders), FALSE);

  if (!view_init (&view, db, query, error))
    return FALSE;
  ok = list_entries (db, &view, entries, error);
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

static gboolean
count_status (sqlite3 *db, OdStatus status, const View *views, guint n_views, GArray *counts, GError **error)
{
  g_autoptr (OdStmt) stmt = NULL;
  gboolean is_wanted = FALSE, has_row = TRUE;
  Entry entry;

  for (guint i = 0; i < n_views; i++)
    is_wanted |= view_has_status (&views[i], status);
  if (!is_wanted)
    return TRUE;

  stmt = open_status (db, status, error);
  if (stmt == NULL)
    return FALSE;
  while (has_row)
    {
      if (!next_entry (stmt, &entry, &has_row, error))
        return FALSE;
      for (guint i = 0; has_row && i < n_views; i++)
        if (view_has_status (&views[i], status) && view_matches (&views[i], &entry))
          g_array_index (counts, gint64, i)++;
    }
  return TRUE;
}

/**
 * od_store_view_count:
 * @counts: (element-type gint64): filled with how many each view has, in the order of @queries
 *
 * Goes over the conversations once, however many views there are.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_view_count (sqlite3 *db, const OdViewQuery *queries, guint n_queries, GArray *counts, GError **error)
{
  g_autofree View *views = g_new0 (View, n_queries);
  gboolean ok = TRUE;

  g_array_set_size (counts, 0);
  g_array_set_size (counts, n_queries);
  for (guint i = 0; i < n_queries; i++)
    g_array_index (counts, gint64, i) = 0;

  for (guint i = 0; i < n_queries && ok; i++)
    ok = view_init (&views[i], db, &queries[i], error);
  for (guint i = 0; i < G_N_ELEMENTS (statuses) && ok; i++)
    ok = count_status (db, statuses[i], views, n_queries, counts, error);
  for (guint i = 0; i < n_queries; i++)
    view_clear (&views[i]);
  return ok;
}
