/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-stmt"

#include "od-stmt.h"

#include <string.h>

#include "od-error.h"

/* Statements of one connection that are kept prepared. Preparing costs more than running most of them, and the
 * texts are string constants: the address finds the statement, a comparison of the texts makes sure. The connection
 * is used by one thread, so only the table of caches needs the lock. */
typedef struct {
  sqlite3_stmt *stmt; /* (owned) */
  gboolean is_lent;
} Entry;

typedef struct {
  GHashTable *by_text; /* (owned) (element-type gconstpointer Entry) (entries owned) */
  GHashTable *by_stmt; /* (owned) (element-type sqlite3_stmt Entry) */
} Cache;

/* More than the program has constants; somebody who builds texts reaches it, and starts the cache anew. */
#define MAX_CACHED 512

G_LOCK_DEFINE_STATIC (caches);
static GHashTable *caches; /* (lock caches) (element-type sqlite3 Cache) */

static void
entry_free (Entry *entry)
{
  sqlite3_finalize (entry->stmt);
  g_free (entry);
}

static void
cache_free (Cache *cache)
{
  g_hash_table_unref (cache->by_stmt);
  g_hash_table_unref (cache->by_text);
  g_free (cache);
}

static Cache *
find_cache (sqlite3 *db)
{
  Cache *cache;

  G_LOCK (caches);
  cache = caches != NULL ? g_hash_table_lookup (caches, db) : NULL;
  G_UNLOCK (caches);
  return cache;
}

/**
 * od_stmt_cache_attach:
 *
 * Keeps prepared statements for @db from now on. Without it everything works, slower.
 */
void
od_stmt_cache_attach (sqlite3 *db)
{
  Cache *cache = g_new0 (Cache, 1);

  g_return_if_fail (db != NULL && find_cache (db) == NULL);

  cache->by_text = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) entry_free);
  cache->by_stmt = g_hash_table_new (NULL, NULL);
  G_LOCK (caches);
  if (caches == NULL)
    caches = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) cache_free);
  g_hash_table_insert (caches, db, cache);
  G_UNLOCK (caches);
}

/**
 * od_stmt_cache_detach:
 *
 * Frees the statements that are kept for @db; call it before sqlite3_close(). No statement may be in use.
 */
void
od_stmt_cache_detach (sqlite3 *db)
{
  gpointer cache = NULL;

  G_LOCK (caches);
  if (caches != NULL)
    g_hash_table_steal_extended (caches, db, NULL, &cache);
  if (caches != NULL && g_hash_table_size (caches) == 0)
    g_clear_pointer (&caches, g_hash_table_unref);
  G_UNLOCK (caches);
  g_clear_pointer (&cache, cache_free);
}

/* SQLite's words. What went wrong inside a function or a search expression may quote what was bound, so there only the
 * name of the error is said. The text of a statement is ours and has no values in it. */
static void
set_store_error (GError **error, sqlite3 *db, int rc, gboolean is_step, const char *sql)
{
  int code = sqlite3_extended_errcode (db);
  const char *words = is_step && rc == SQLITE_ERROR ? sqlite3_errstr (rc) : sqlite3_errmsg (db);

  g_set_error (error, OD_ERROR, OD_ERROR_STORE, "%s (%d) in: %.100s", words, code, sql);
}

/**
 * od_db_exec:
 * @sql: one or more statements without values
 *
 * Runs @sql and forgets rows.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_db_exec (sqlite3 *db, const char *sql, GError **error)
{
  int rc = sqlite3_exec (db, sql, NULL, NULL, NULL);

  if (rc == SQLITE_OK)
    return TRUE;
  set_store_error (error, db, rc, FALSE, sql);
  return FALSE;
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql, guint flags, GError **error)
{
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v3 (db, sql, -1, flags, &stmt, NULL);

  if (rc != SQLITE_OK)
    set_store_error (error, db, rc, FALSE, sql);
  return stmt;
}

static gboolean
is_free (gpointer key, gpointer value, gpointer by_stmt)
{
  Entry *entry = value;

  return !entry->is_lent && g_hash_table_remove (by_stmt, entry->stmt);
}

static Entry *
find_entry (Cache *cache, const char *sql)
{
  Entry *entry = g_hash_table_lookup (cache->by_text, sql);

  if (entry == NULL || entry->is_lent || strcmp (sqlite3_sql (entry->stmt), sql) == 0)
    return entry;
  g_hash_table_remove (cache->by_stmt, entry->stmt); /* another text at the same address */
  g_hash_table_remove (cache->by_text, sql);
  return NULL;
}

/**
 * od_stmt_prepare:
 * @sql: one statement; a string constant if it is to be found again quickly. Values are bound, never written into it
 *
 * Returns: (transfer full) (nullable): a statement without values, for `g_autoptr (OdStmt)`
 */
OdStmt *
od_stmt_prepare (sqlite3 *db, const char *sql, GError **error)
{
  Cache *cache = find_cache (db);
  Entry *entry = cache != NULL ? find_entry (cache, sql) : NULL;
  sqlite3_stmt *stmt;

  if (entry != NULL && !entry->is_lent)
    {
      entry->is_lent = TRUE;
      return entry->stmt;
    }
  if (cache == NULL || entry != NULL) /* the same statement within itself: a second one, not kept */
    return prepare (db, sql, 0, error);

  stmt = prepare (db, sql, SQLITE_PREPARE_PERSISTENT, error);
  if (stmt == NULL)
    return NULL;
  if (g_hash_table_size (cache->by_text) >= MAX_CACHED)
    g_hash_table_foreach_remove (cache->by_text, is_free, cache->by_stmt);
  entry = g_new (Entry, 1);
  *entry = (Entry){ .stmt = stmt, .is_lent = TRUE };
  g_hash_table_insert (cache->by_text, (gpointer) sql, entry);
  g_hash_table_insert (cache->by_stmt, stmt, entry);
  return stmt;
}

static gboolean
bind_values (OdStmt *stmt, const char *types, va_list values)
{
  int rc = SQLITE_OK;
  int index = 1;

  for (const char *type = types; *type != '\0' && rc == SQLITE_OK; type++, index++)
    switch (*type)
      {
      case 'i':
        rc = sqlite3_bind_int64 (stmt, index, va_arg (values, gint64));
        break;
      case 't':
        rc = sqlite3_bind_text (stmt, index, va_arg (values, const char *), -1, SQLITE_TRANSIENT);
        break;
      case 'd':
        rc = sqlite3_bind_double (stmt, index, va_arg (values, double));
        break;
      case 'n':
        rc = sqlite3_bind_null (stmt, index);
        break;
      case 'b':
        {
          GBytes *bytes = va_arg (values, GBytes *);
          gsize size = 0;
          gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

          rc = bytes == NULL ? sqlite3_bind_null (stmt, index)
                             : sqlite3_bind_blob64 (stmt, index, size > 0 ? data : "", size, SQLITE_TRANSIENT);
          break;
        }
      default:
        g_error ("No such type of value: %c", *type);
      }
  return rc == SQLITE_OK;
}

static OdStmt *
bind_list (sqlite3 *db, GError **error, const char *sql, const char *types, va_list values)
{
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, sql, error);

  if (stmt == NULL)
    return NULL;
  if ((int) strlen (types) != sqlite3_bind_parameter_count (stmt))
    g_error ("%d values, but %zu types in: %s", sqlite3_bind_parameter_count (stmt), strlen (types), sql);
  if (!bind_values (stmt, types, values))
    {
      set_store_error (error, db, sqlite3_errcode (db), FALSE, sql);
      return NULL;
    }
  return g_steal_pointer (&stmt);
}

/**
 * od_stmt_bind:
 * @types: one letter per value: `i` gint64, `t` text (%NULL for null), `b` GBytes (%NULL for null), `d` double, `n` null (no argument)
 * @...: the values; copied. An `i` must be a gint64: cast constants and other types
 *
 * Returns: (transfer full) (nullable): a statement to step, for `g_autoptr (OdStmt)`
 */
OdStmt *
od_stmt_bind (sqlite3 *db, GError **error, const char *sql, const char *types, ...)
{
  OdStmt *stmt;
  va_list values;

  va_start (values, types);
  stmt = bind_list (db, error, sql, types, values);
  va_end (values);
  return stmt;
}

/**
 * od_stmt_step:
 * @has_row: (out) (optional): whether there is a row to read
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_stmt_step (OdStmt *stmt, gboolean *has_row, GError **error)
{
  int rc = sqlite3_step (stmt);

  if (has_row != NULL)
    *has_row = rc == SQLITE_ROW;
  if (rc == SQLITE_ROW || rc == SQLITE_DONE)
    return TRUE;
  set_store_error (error, sqlite3_db_handle (stmt), rc & 0xff, TRUE, sqlite3_sql (stmt));
  return FALSE;
}

/**
 * od_stmt_run:
 * @types: as for od_stmt_bind()
 *
 * Runs a statement to its end and forgets rows.
 */
gboolean
od_stmt_run (sqlite3 *db, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row = TRUE;
  va_list values;

  va_start (values, types);
  stmt = bind_list (db, error, sql, types, values);
  va_end (values);
  if (stmt == NULL)
    return FALSE;
  while (has_row)
    if (!od_stmt_step (stmt, &has_row, error))
      return FALSE;
  return TRUE;
}

/**
 * od_stmt_get_row:
 * @row: (out) (transfer full) (nullable): the statement, standing on its first row; %NULL if there is none
 *
 * For questions with at most one row as the answer. `*row` is to be released before the next call with it.
 *
 * Returns: %FALSE with %OD_ERROR_STORE; no row is no error
 */
gboolean
od_stmt_get_row (sqlite3 *db, GError **error, const char *sql, OdStmt **row, const char *types, ...)
{
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row;
  va_list values;

  *row = NULL;
  va_start (values, types);
  stmt = bind_list (db, error, sql, types, values);
  va_end (values);
  if (stmt == NULL || !od_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    *row = g_steal_pointer (&stmt);
  return TRUE;
}

/**
 * od_stmt_dup_text:
 *
 * Returns: (transfer full) (nullable): the text in @column of the current row; %NULL for null
 */
char *
od_stmt_dup_text (OdStmt *stmt, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (stmt, column));
}

/**
 * od_stmt_release:
 * @stmt: (transfer full) (nullable)
 *
 * Ends the use of a statement. Its rows are gone, its values are forgotten.
 */
void
od_stmt_release (OdStmt *stmt)
{
  Cache *cache;
  Entry *entry;

  if (stmt == NULL)
    return;
  cache = find_cache (sqlite3_db_handle (stmt));
  entry = cache != NULL ? g_hash_table_lookup (cache->by_stmt, stmt) : NULL;
  if (entry == NULL)
    {
      sqlite3_finalize (stmt);
      return;
    }
  sqlite3_reset (stmt); /* says again what the last step said */
  sqlite3_clear_bindings (stmt);
  entry->is_lent = FALSE;
}
