/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-saved-view.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-query.h"
#include "od-store-write-private.h"
#include "od-ulid.h"

#define MAX_TAGS 500 /* offered */

void
od_saved_view_job_free (OdSavedViewJob *job)
{
  g_clear_pointer (&job->view, od_saved_view_free);
  g_clear_pointer (&job->found, g_ptr_array_unref);
  g_free (job);
}

/* ---- reading ---- */

static OdSavedView *
read_view (OdStmt *stmt)
{
  OdSavedView *view = g_new0 (OdSavedView, 1);
  gint64 order = sqlite3_column_int64 (stmt, 4);

  view->id = sqlite3_column_int64 (stmt, 0);
  view->name = od_stmt_dup_text (stmt, 1);
  view->icon = od_stmt_dup_text (stmt, 2);
  view->query = od_stmt_dup_text (stmt, 3);
  view->order = order >= 0 && order < OD_N_ORDER ? (OdOrder) order : OD_ORDER_URGENT;
  return view;
}

static gpointer
read_tag (OdStmt *stmt)
{
  return od_stmt_dup_text (stmt, 0);
}

static gboolean
read_all (sqlite3 *db, const char *sql, gpointer (*read) (OdStmt *), GPtrArray *found, gint64 limit, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error, sql, "i", limit);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (found, read (stmt));
    }
  return stmt != NULL;
}

/**
 * od_store_saved_view_load:
 * @data: an #OdSavedViewJob
 *
 * An #OdDbReadFunc: all of them, in their order.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_saved_view_load (sqlite3 *db, gpointer data, GError **error)
{
  OdSavedViewJob *job = data;

  g_clear_pointer (&job->found, g_ptr_array_unref);
  job->found = g_ptr_array_new_with_free_func ((GDestroyNotify) od_saved_view_free);
  return read_all (db, "SELECT id, name, icon, query, sort FROM view ORDER BY position, id LIMIT ?1",
                   (gpointer (*) (OdStmt *)) read_view, job->found, OD_LIMIT_VIEWS, error);
}

/**
 * od_store_saved_view_load_tags:
 * @data: an #OdSavedViewJob
 *
 * An #OdDbReadFunc: tags that conversations have, those of most of them first.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_saved_view_load_tags (sqlite3 *db, gpointer data, GError **error)
{
  OdSavedViewJob *job = data;

  g_clear_pointer (&job->found, g_ptr_array_unref);
  job->found = g_ptr_array_new_with_free_func (g_free);
  return read_all (
      db,
      "SELECT g.name FROM tag g JOIN (SELECT tag_id, count (*) AS n FROM conversation_tag GROUP BY tag_id) t"
      "  ON t.tag_id = g.id ORDER BY t.n DESC, g.name LIMIT ?1",
      read_tag, job->found, MAX_TAGS, error);
}

/* ---- writing ---- */

/**
 * od_store_saved_view_check:
 *
 * Returns: %FALSE with %OD_ERROR_USAGE (it has no name, or its query is not understood) or %OD_ERROR_TOO_LARGE
 */
gboolean
od_store_saved_view_check (const OdSavedView *view, GError **error)
{
  g_autofree char *bare = NULL;
  g_autoptr (OdQueryNode) node = NULL;
  OdQueryMistake mistake;

  if (!od_write_check_text (view->name, OD_LIMIT_NAME_CHARS, "name", error) ||
      !od_write_check_text (view->icon, OD_LIMIT_ID_BYTES, "icon", error))
    return FALSE;
  bare = g_strstrip (g_strdup (view->name));
  if (*bare == '\0' || view->order >= OD_N_ORDER)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE,
                   *bare == '\0' ? "name: one is needed" : "order: there is none such");
      return FALSE;
    }
  node = od_query_parse (view->query, &mistake);
  if (mistake.end_byte == 0)
    return TRUE;
  g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "query: wrong at bytes %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT,
               mistake.start_byte, mistake.end_byte);
  return FALSE;
}

static gboolean
check_room (sqlite3 *db, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT count (*) FROM view", &row, ""))
    return FALSE;
  if (sqlite3_column_int64 (row, 0) < OD_LIMIT_VIEWS)
    return TRUE;
  g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "More than %d views", OD_LIMIT_VIEWS);
  return FALSE;
}

static gboolean
write_row (sqlite3 *db, OdSavedViewJob *job, GError **error)
{
  const OdSavedView *view = job->view;
  g_autofree char *uid = NULL;

  job->id = view->id;
  if (view->id != 0)
    {
      if (!od_stmt_run (db, error, "UPDATE view SET name = ?2, icon = ?3, query = ?4, sort = ?5 WHERE id = ?1", "ittti",
                        view->id, view->name, view->icon, view->query, (gint64) view->order))
        return FALSE;
      return sqlite3_changes (db) > 0 || od_write_gone (error, "view");
    }
  uid = od_ulid_new (job->now_us);
  if (!check_room (db, error) ||
      !od_stmt_run (db, error,
                    "INSERT INTO view (uid, name, icon, query, sort, position)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, (SELECT ifnull (max (position) + 1, 0) FROM view))",
                    "tttti", uid, view->name, view->icon, view->query, (gint64) view->order))
    return FALSE;
  job->id = sqlite3_last_insert_rowid (db);
  return TRUE;
}

/**
 * od_store_saved_view_save:
 * @data: an #OdSavedViewJob; its id is filled
 *
 * Returns: %FALSE with what od_store_saved_view_check() says, %OD_ERROR_TOO_LARGE (there are too many),
 *   %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_saved_view_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdSavedViewJob *job = data;

  if (!od_store_saved_view_check (job->view, error) || !write_row (db, job, error))
    return FALSE;
  od_change_set_add (changes, OD_CHANGE_LIBRARY, job->id);
  return od_write_audit (db, job->now_us, job->operator_id, job->view->id == 0 ? "add" : "change", "view", job->id,
                         error);
}

/**
 * od_store_saved_view_remove:
 * @data: an #OdSavedViewJob
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_saved_view_remove (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdSavedViewJob *job = data;

  if (!od_stmt_run (db, error, "DELETE FROM view WHERE id = ?1", "i", job->id))
    return FALSE;
  if (sqlite3_changes (db) == 0)
    return od_write_gone (error, "view");
  od_change_set_add (changes, OD_CHANGE_LIBRARY, job->id);
  return od_write_audit (db, job->now_us, job->operator_id, "remove", "view", job->id, error);
}

/**
 * od_store_saved_view_move:
 * @data: an #OdSavedViewJob
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_saved_view_move (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdSavedViewJob *job = data;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT 1 FROM view WHERE id = ?1", &row, "i", job->id))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, "view");
  g_clear_pointer (&row, od_stmt_release);
  /* Twice what it is among the others, so that there is room between any two. */
  if (!od_stmt_run (db, error,
                    "UPDATE view SET position = r.n * 2 + 1 FROM (SELECT id AS row_id, row_number () OVER"
                    " (ORDER BY position, id) - 1 AS n FROM view WHERE id <> ?1) AS r WHERE r.row_id = view.id",
                    "i", job->id) ||
      !od_stmt_run (db, error, "UPDATE view SET position = ?2 WHERE id = ?1", "ii", job->id,
                    (gint64) MIN (job->position, OD_LIMIT_VIEWS) * 2))
    return FALSE;
  od_change_set_add (changes, OD_CHANGE_LIBRARY, job->id);
  return TRUE;
}
