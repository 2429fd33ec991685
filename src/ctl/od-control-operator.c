/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include "od-stmt.h"

typedef struct {
  char *who;
  gint64 id; /* 0 if there is none */
} OperatorQuery;

static void
operator_query_free (OperatorQuery *query)
{
  g_free (query->who);
  g_free (query);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OperatorQuery, operator_query_free)

typedef struct {
  OdControlCall *call;
  OdControlOperatorFunc func;
} Pending;

static gboolean
find_operator (sqlite3 *db, gpointer data, GError **error)
{
  OperatorQuery *query = data;
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row;
  gint64 row = 0;

  od_control_parse_row (query->who, &row);
  stmt = od_stmt_bind (db, error, "SELECT id FROM operator WHERE id = ?1 OR name = ?2 ORDER BY id = ?1 DESC LIMIT 1",
                       "it", row, query->who);
  if (stmt == NULL || !od_stmt_step (stmt, &has_row, error))
    return FALSE;
  query->id = has_row ? sqlite3_column_int64 (stmt, 0) : 0;
  return TRUE;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Pending *pending = user_data;
  g_autoptr (OperatorQuery) query = NULL;
  GError *error = NULL;

  query = od_db_finish (OD_DB (source), result, &error);
  if (query == NULL)
    od_control_call_take_error (pending->call, error);
  else if (query->id == 0)
    od_control_call_fail (pending->call, OD_EXIT_FAILED, "There is no operator “%s”", query->who);
  else
    pending->func (pending->call, query->id);
}

/**
 * od_control_find_operator:
 * @call: (transfer full): ends here if there is no such operator; otherwise given to @func
 * @who: a row or an exact name
 */
void
od_control_find_operator (OdControlCall *call, const char *who, OdControlOperatorFunc func)
{
  OperatorQuery *query = g_new0 (OperatorQuery, 1);
  Pending *pending = g_new0 (Pending, 1);

  query->who = g_strdup (who);
  pending->call = call;
  pending->func = func;
  od_db_read_async (call->desk->db, OD_DB_PAGES, find_operator, query, (GDestroyNotify) operator_query_free, NULL,
                    found_cb, pending);
}
