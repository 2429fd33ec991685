/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-search-index.h"

#include <stdlib.h>

#include "od-stmt.h"
#include "od-text.h"

/* Both indexes keep no text of their own (external content), so what is taken out must be told what it was. */

static gboolean
is_blank (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

static gboolean
add_to_indexes (sqlite3 *db, gint64 id, const char *folded, GError **error)
{
  return od_stmt_run (db, error, "INSERT INTO fts (rowid, text_folded) VALUES (?1, ?2)", "it", id, folded) &&
         od_stmt_run (db, error, "INSERT INTO fts_tri (rowid, text_folded) VALUES (?1, ?2)", "it", id, folded);
}

static gboolean
take_from_indexes (sqlite3 *db, gint64 id, const char *folded, GError **error)
{
  return od_stmt_run (db, error, "INSERT INTO fts (fts, rowid, text_folded) VALUES ('delete', ?1, ?2)", "it", id,
                      folded) &&
         od_stmt_run (db, error, "INSERT INTO fts_tri (fts_tri, rowid, text_folded) VALUES ('delete', ?1, ?2)", "it",
                      id, folded);
}

/* @old: (out) (transfer full) (nullable): the text that is indexed now. */
static gboolean
load_text (sqlite3 *db, gint64 id, char **old, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error, "SELECT text_folded FROM search_doc WHERE id = ?1", "i", id);
  gboolean has_row;

  *old = NULL;
  if (stmt == NULL || !od_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    *old = od_stmt_dup_text (stmt, 0);
  return TRUE;
}

static gboolean
replace (sqlite3 *db, gint64 id, const char *folded, GError **error)
{
  g_autofree char *old = NULL;

  if (!load_text (db, id, &old, error))
    return FALSE;
  if (g_strcmp0 (old, folded) == 0)
    return TRUE;
  return take_from_indexes (db, id, old, error) &&
         od_stmt_run (db, error, "UPDATE search_doc SET text_folded = ?2 WHERE id = ?1", "it", id, folded) &&
         add_to_indexes (db, id, folded, error);
}

/* ---- holding back ------------------------------------------------------------ */

static void
clear_held (gpointer docs)
{
  g_hash_table_unref (docs);
}

/* (element-type gint64 utf8): texts of documents that wait on this thread; NULL: it is no longer there */
static GPrivate held = G_PRIVATE_INIT (clear_held);

/**
 * od_search_index_hold:
 *
 * What is put into the index by this thread waits, until od_search_index_release() or od_search_index_drop() in the same
 * write. The index takes documents in the order of their ids many times as fast: in any other it writes out what it
 * holds in memory, each time it goes back.
 */
void
od_search_index_hold (void)
{
  g_private_replace (&held, g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free));
}

void
od_search_index_drop (void)
{
  g_private_replace (&held, NULL);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const gint64 *x = *(gint64 *const *) a, *y = *(gint64 *const *) b;

  return (*x > *y) - (*x < *y);
}

static gboolean put (sqlite3 *db, gint64 id, const char *folded, GError **error);

/**
 * od_search_index_release:
 *
 * Puts in what waits.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_search_index_release (sqlite3 *db, GError **error)
{
  g_autoptr (GHashTable) docs = g_private_get (&held);
  g_autofree gint64 **ids = NULL;
  gboolean ok = TRUE;
  guint n;

  g_private_set (&held, NULL);
  g_return_val_if_fail (docs != NULL, FALSE);
  ids = (gint64 **) g_hash_table_get_keys_as_array (docs, &n);
  qsort (ids, n, sizeof *ids, compare_ids);
  for (guint i = 0; ok && i < n; i++)
    ok = put (db, *ids[i], g_hash_table_lookup (docs, ids[i]), error);
  return ok;
}

/* ---- documents ---------------------------------------------------------------- */

static gboolean
take_out (sqlite3 *db, gint64 id, GError **error)
{
  g_autofree char *old = NULL;

  if (!load_text (db, id, &old, error))
    return FALSE;
  if (old == NULL)
    return TRUE;
  return take_from_indexes (db, id, old, error) &&
         od_stmt_run (db, error, "DELETE FROM search_doc WHERE id = ?1", "i", id);
}

static gboolean
put (sqlite3 *db, gint64 id, const char *folded, GError **error)
{
  if (folded == NULL)
    return take_out (db, id, error);
  if (!od_stmt_run (db, error, "INSERT INTO search_doc (id, text_folded) VALUES (?1, ?2) ON CONFLICT DO NOTHING", "it",
                    id, folded))
    return FALSE;
  if (sqlite3_changes (db) == 0)
    return replace (db, id, folded, error);
  return add_to_indexes (db, id, folded, error);
}

/* Now, or with the others that wait. @folded: (nullable) (transfer full) */
static gboolean
put_or_hold (sqlite3 *db, gint64 id, char *folded, GError **error)
{
  g_autofree char *text = folded;
  GHashTable *docs = g_private_get (&held);

  if (docs == NULL)
    return put (db, id, text, error);
  g_hash_table_replace (docs, g_memdup2 (&id, sizeof id), g_steal_pointer (&text));
  return TRUE;
}

/**
 * od_search_index_put:
 * @ref: row of that kind, > 0; for a message or file the timeline row
 * @text: (nullable): the whole text, as people wrote it; %NULL or nothing but space takes it out
 *
 * Makes @text findable, in place of what was found there before. Part of the caller's write: call it wherever the text
 * changes. A text that is new here costs no question.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_search_index_put (sqlite3 *db, OdSearchDocKind kind, gint64 ref, const char *text, GError **error)
{
  g_autofree char *folded = text != NULL ? od_text_fold (text) : NULL;

  g_return_val_if_fail (ref > 0 && ref < (G_GINT64_CONSTANT (1) << OD_SEARCH_DOC_ROW_BITS), FALSE);

  if (folded != NULL && is_blank (folded))
    g_clear_pointer (&folded, g_free);
  return put_or_hold (db, od_search_doc_id (kind, ref), g_steal_pointer (&folded), error);
}

/**
 * od_search_index_remove:
 *
 * Nothing of it is found any more. No error if nothing was.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_search_index_remove (sqlite3 *db, OdSearchDocKind kind, gint64 ref, GError **error)
{
  return put_or_hold (db, od_search_doc_id (kind, ref), NULL, error);
}
