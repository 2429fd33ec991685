/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-check.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "od-backup.h"
#include "od-error.h"
#include "od-fts-tokenizer.h"
#include "od-limits.h"
#include "od-message-rows.h"
#include "od-stmt.h"

#define MAX_PROBLEMS 100

OdCheckJob *
od_check_job_new (const char *files_dir, gboolean reads_files)
{
  OdCheckJob *job = g_new0 (OdCheckJob, 1);

  job->files_dir = g_strdup (files_dir);
  job->reads_files = reads_files;
  job->problems = g_ptr_array_new_with_free_func (g_free);
  return job;
}

void
od_check_job_free (OdCheckJob *job)
{
  g_free (job->files_dir);
  g_clear_pointer (&job->problems, g_ptr_array_unref);
  g_free (job);
}

static void G_GNUC_PRINTF (2, 3) add_problem (OdCheckJob *job, const char *format, ...)
{
  va_list args;

  job->n_problems++;
  if (job->problems->len >= MAX_PROBLEMS)
    return;
  va_start (args, format);
  g_ptr_array_add (job->problems, g_strdup_vprintf (format, args));
  va_end (args);
}

/* ---- the database ---------------------------------------------------------- */

static gboolean
check_pages (sqlite3 *db, OdCheckJob *job, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, "PRAGMA integrity_check (100)", error);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      const char *text;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      text = has_row ? (const char *) sqlite3_column_text (stmt, 0) : NULL;
      if (text != NULL && !g_str_equal (text, "ok"))
        add_problem (job, "Store: %s", text);
    }
  return stmt != NULL;
}

static gboolean
check_references (sqlite3 *db, OdCheckJob *job, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, "PRAGMA foreign_key_check", error);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        add_problem (job, "Store: row %" G_GINT64_FORMAT " of %s refers to a row of %s that isn't there",
                     (gint64) sqlite3_column_int64 (stmt, 1), (const char *) sqlite3_column_text (stmt, 0),
                     (const char *) sqlite3_column_text (stmt, 2));
    }
  return stmt != NULL;
}

/* @sql: gives one row for each thing that is wrong, with its number */
static gboolean
check_rows (sqlite3 *db, OdCheckJob *job, const char *sql, const char *words, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, sql, error);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        add_problem (job, "%s %" G_GINT64_FORMAT, words, (gint64) sqlite3_column_int64 (stmt, 0));
    }
  return stmt != NULL;
}

static const struct {
  const char *words;
  const char *sql;
} laws[] = {
  { "Numbers are missing or too many in stream",
    "SELECT s.id FROM stream s LEFT JOIN stream_event e ON e.stream_id = s.id GROUP BY s.id"
    "  HAVING count(e.seq) > 0 AND (max(e.seq) <> s.last_seq OR max(e.seq) - min(e.seq) + 1 <> count(e.seq))" },
  { "Times go back in stream", "SELECT DISTINCT a.stream_id FROM stream_event a JOIN stream_event b"
                               "  ON b.stream_id = a.stream_id AND b.seq = a.seq + 1 WHERE b.at_us < a.at_us" },
  { "A message or an event is missing in timeline row",
    "SELECT t.id FROM timeline t LEFT JOIN message m ON m.timeline_id = t.id LEFT JOIN event e ON e.timeline_id = t.id"
    "  WHERE (m.timeline_id IS NULL) = (e.timeline_id IS NULL)" },
  { "Not to be found by search: message",
    "SELECT m.timeline_id FROM message m LEFT JOIN search_doc d ON d.id = m.timeline_id"
    "  WHERE d.id IS NULL AND trim (m.body, char (9, 10, 11, 12, 13, 32, 133, 160, 5760, 8232, 8233, 8239, 8287, 12288)) <> ''" },
  { "Found by search, but not there: message",
    "SELECT d.id FROM search_doc d LEFT JOIN message m ON m.timeline_id = d.id"
    "  WHERE d.id < 281474976710656 AND m.timeline_id IS NULL" },
};

/* ---- the search index ------------------------------------------------------ */

/* FTS5 checks itself only on a connection that may write, and holds the write lock for all that time: so a copy is
 * checked, and whoever uses the store is not disturbed. */
static void
check_indexes_of (const char *path, OdCheckJob *job)
{
  static const char *const indexes[] = { "fts", "fts_tri" };
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK || !od_fts_tokenizer_register (db, &error))
    add_problem (job, "Search index: could not be opened");
  for (guint i = 0; error == NULL && i < G_N_ELEMENTS (indexes); i++)
    {
      g_autofree char *sql =
          g_strdup_printf ("INSERT INTO %s (%s, rank) VALUES ('integrity-check', 1)", indexes[i], indexes[i]);

      if (!od_db_exec (db, sql, NULL))
        add_problem (job, "Search index: %s doesn't agree with the texts", indexes[i]);
    }
  sqlite3_close (db);
}

static gboolean
check_indexes (sqlite3 *db, OdCheckJob *job, GError **error)
{
  g_autofree char *copy = g_strdup_printf ("%s.check-%08x", sqlite3_db_filename (db, "main"), g_random_int ());
  gboolean ok = od_backup_write (db, copy, error);

  if (ok)
    check_indexes_of (copy, job);
  for (guint i = 0; i < 3; i++)
    {
      static const char *const ends[] = { "", "-wal", "-shm" };
      g_autofree char *path = g_strconcat (copy, ends[i], NULL);

      g_unlink (path);
    }
  return ok;
}

/* ---- attachments ----------------------------------------------------------- */

static char *
hash_file (const char *path)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 chunk[OD_LIMIT_FILE_CHUNK_BYTES / 4];
  FILE *file = g_fopen (path, "rbe");
  gsize n;

  if (file == NULL)
    return NULL;
  while ((n = fread (chunk, 1, sizeof chunk, file)) > 0)
    g_checksum_update (sum, chunk, (gssize) n);
  fclose (file);
  return g_strdup (g_checksum_get_string (sum));
}

static void
check_file (OdCheckJob *job, gint64 id, const char *sha256, gint64 size_bytes)
{
  g_autofree char *path = od_message_rows_blob_path (job->files_dir, sha256);
  struct stat info;

  job->n_files++;
  if (path == NULL || g_lstat (path, &info) != 0 || !S_ISREG (info.st_mode))
    add_problem (job, "The file of attachment %" G_GINT64_FORMAT " is missing", id);
  else if (info.st_size != size_bytes && size_bytes >= 0)
    add_problem (
        job, "The file of attachment %" G_GINT64_FORMAT " has %" G_GINT64_FORMAT " bytes instead of %" G_GINT64_FORMAT,
        id, (gint64) info.st_size, size_bytes);
  else if (job->reads_files)
    {
      g_autofree char *found = hash_file (path);

      if (g_strcmp0 (found, sha256) != 0)
        add_problem (job, "The file of attachment %" G_GINT64_FORMAT " was changed", id);
    }
}

static gboolean
check_files (sqlite3 *db, OdCheckJob *job, GError **error)
{
  g_autoptr (OdStmt) stmt =
      od_stmt_prepare (db, "SELECT id, sha256, size_bytes FROM attachment WHERE sha256 IS NOT NULL ORDER BY id", error);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        check_file (job, sqlite3_column_int64 (stmt, 0), (const char *) sqlite3_column_text (stmt, 1),
                    sqlite3_column_int64 (stmt, 2));
    }
  return stmt != NULL;
}

/**
 * od_store_check:
 * @data: an #OdCheckJob
 *
 * An #OdDbReadFunc, for the reader for search: looks whether the store is sound: pages, references between rows, the
 * numbers of the streams, the search index (on a copy beside the store, so as much space must be free), and the files
 * of attachments. Takes minutes for a million messages.
 *
 * Returns: %FALSE with %OD_ERROR_STORE if it could not be checked; problems are no error
 */
gboolean
od_store_check (sqlite3 *db, gpointer data, GError **error)
{
  OdCheckJob *job = data;

  if (!check_pages (db, job, error) || !check_references (db, job, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (laws); i++)
    if (!check_rows (db, job, laws[i].sql, laws[i].words, error))
      return FALSE;
  return check_indexes (db, job, error) && check_files (db, job, error);
}
