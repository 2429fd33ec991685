/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-macro"

#include "od-store-macro.h"

#include "od-deed-json.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-stmt.h"
#include "od-store-write-private.h"
#include "od-text.h"
#include "od-ulid.h"

void
od_macro_job_free (OdMacroJob *job)
{
  g_clear_pointer (&job->macro, od_macro_free);
  g_clear_pointer (&job->found, g_ptr_array_unref);
  g_free (job);
}

/* One whose steps can't be read is left out: somebody else wrote it. */
static void
add_macro (GPtrArray *found, OdStmt *row)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *deeds = od_deed_list_parse ((const char *) sqlite3_column_text (row, 2), &error);
  OdMacro *macro;

  if (deeds == NULL)
    {
      g_message ("Macro %" G_GINT64_FORMAT " can't be read: %s", (gint64) sqlite3_column_int64 (row, 0),
                 error->message);
      return;
    }
  macro = g_new0 (OdMacro, 1);
  macro->id = sqlite3_column_int64 (row, 0);
  macro->name = od_stmt_dup_text (row, 1);
  macro->deeds = deeds;
  g_ptr_array_add (found, macro);
}

/**
 * od_store_macro_load:
 * @data: an #OdMacroJob; fills @found, by position
 */
gboolean
od_store_macro_load (sqlite3 *db, gpointer data, GError **error)
{
  OdMacroJob *job = data;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) od_macro_free);
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error, "SELECT id, name, steps FROM macro ORDER BY position, id LIMIT ?1",
                                          "i", (gint64) OD_LIMIT_MACROS);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return FALSE;
  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        add_macro (found, stmt);
    }
  g_clear_pointer (&job->found, g_ptr_array_unref);
  job->found = g_steal_pointer (&found);
  return TRUE;
}

static gboolean
tell (sqlite3 *db, OdChangeSet *changes, const OdMacroJob *job, const char *what, GError **error)
{
  od_change_set_add (changes, OD_CHANGE_LIBRARY, job->id);
  return od_write_audit (db, job->now_us, job->operator_id, what, "macro", job->id, error);
}

/* @n_all: (out): how many there are */
static gboolean
check_name (sqlite3 *db, const OdMacroJob *job, const char *name, gint64 *n_all, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT count (*), coalesce (max (name = ?2 AND id <> ?1), 0) FROM macro", &row,
                        "it", job->macro->id, name))
    return FALSE;
  *n_all = sqlite3_column_int64 (row, 0);
  if (*name != '\0' && sqlite3_column_int (row, 1) == 0)
    return TRUE;
  g_set_error (error, OD_ERROR, OD_ERROR_USAGE,
               *name == '\0' ? "name: a macro needs one" : "name: another macro has it");
  return FALSE;
}

static gboolean
insert (sqlite3 *db, OdMacroJob *job, const char *name, const char *steps, GError **error)
{
  g_autofree char *uid = od_ulid_new (job->now_us);

  if (!od_stmt_run (db, error,
                    "INSERT INTO macro (uid, name, steps, position)"
                    " VALUES (?1, ?2, ?3, (SELECT coalesce (max (position) + 1, 0) FROM macro))",
                    "ttt", uid, name, steps))
    return FALSE;
  job->id = sqlite3_last_insert_rowid (db);
  return TRUE;
}

static gboolean
update (sqlite3 *db, OdMacroJob *job, const char *name, const char *steps, GError **error)
{
  job->id = job->macro->id;
  if (!od_stmt_run (db, error, "UPDATE macro SET name = ?2, steps = ?3 WHERE id = ?1", "itt", job->id, name, steps))
    return FALSE;
  return sqlite3_changes (db) > 0 || od_write_gone (error, "macro");
}

/**
 * od_store_macro_save:
 * @data: an #OdMacroJob with @macro; fills @id
 *
 * Returns: %FALSE with %OD_ERROR_USAGE (no name, or one that is taken; no steps, or none that make sense),
 *   %OD_ERROR_TOO_LARGE (too many macros), %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_macro_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdMacroJob *job = data;
  const char *given = job->macro->name != NULL ? job->macro->name : "";
  g_autofree char *name = NULL;
  g_autofree char *steps = NULL;
  gint64 n_all;

  if (!od_write_check_text (given, OD_LIMIT_NAME_CHARS, "name", error) ||
      !od_deed_list_check_macro (job->macro->deeds, error))
    return FALSE;
  name = od_text_snippet (given, OD_LIMIT_NAME_CHARS);
  if (!check_name (db, job, name, &n_all, error))
    return FALSE;
  if (job->macro->id == 0 && n_all >= OD_LIMIT_MACROS)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "There are %d macros already", OD_LIMIT_MACROS);
      return FALSE;
    }
  steps = od_deed_list_to_json (job->macro->deeds);
  return (job->macro->id == 0 ? insert (db, job, name, steps, error) : update (db, job, name, steps, error)) &&
         tell (db, changes, job, "save", error);
}

/**
 * od_store_macro_remove:
 * @data: an #OdMacroJob with @id
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_macro_remove (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdMacroJob *job = data;

  if (!od_stmt_run (db, error, "DELETE FROM macro WHERE id = ?1", "i", job->id))
    return FALSE;
  if (sqlite3_changes (db) == 0)
    return od_write_gone (error, "macro");
  return tell (db, changes, job, "remove", error);
}

static gboolean
load_order (sqlite3 *db, GArray *ids, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, "SELECT id FROM macro ORDER BY position, id", error);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return FALSE;
  while (has_row)
    {
      gint64 id;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      id = has_row ? sqlite3_column_int64 (stmt, 0) : 0;
      if (has_row)
        g_array_append_val (ids, id);
    }
  return TRUE;
}

/**
 * od_store_macro_move:
 * @data: an #OdMacroJob with @id and @position; beyond the end is the end
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_macro_move (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdMacroJob *job = data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint from = 0;

  if (!load_order (db, ids, error))
    return FALSE;
  while (from < ids->len && g_array_index (ids, gint64, from) != job->id)
    from++;
  if (from == ids->len)
    return od_write_gone (error, "macro");
  g_array_remove_index (ids, from);
  g_array_insert_val (ids, MIN (job->position, ids->len), job->id);
  for (guint i = 0; i < ids->len; i++)
    if (!od_stmt_run (db, error, "UPDATE macro SET position = ?2 WHERE id = ?1 AND position <> ?2", "ii",
                      g_array_index (ids, gint64, i), (gint64) i))
      return FALSE;
  return tell (db, changes, job, "move", error);
}
