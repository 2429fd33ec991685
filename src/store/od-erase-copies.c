/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-erase-copies"

#include "od-erase-copies.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "od-db-private.h"
#include "od-file-sync.h"
#include "od-migrate.h"
#include "od-stmt.h"
#include "od-store-erase-rows.h"
#include "od-transaction.h"

#define UNFINISHED ".erasing"
#define KEY_CHARS 32
#define COPY_PAGES 500  /* between two looks whether it is to end */
#define LOOK_STEPS 1000 /* of the virtual machine, the same */
#define NICE 15

/* Each copy is copied once more, the person is erased from that as from the store itself, and it takes the place of the
 * copy in one step. So an end at any moment leaves the copy as it was, or without the person. */

void
od_erase_copies_job_free (OdEraseCopiesJob *job)
{
  g_free (job->store_path);
  g_strfreev (job->keys);
  g_strfreev (job->paths);
  g_strfreev (job->held);
  g_clear_pointer (&job->reasons, g_array_unref);
  g_strfreev (job->rewritten);
  g_strfreev (job->missing);
  g_free (job);
}

/**
 * od_erase_copies_key:
 *
 * Returns: (transfer full): what a profile is known by in the record: an imported uid may be a text of the person's
 */
char *
od_erase_copies_key (const char *uid)
{
  char *key = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uid, -1);

  key[KEY_CHARS] = '\0';
  return key;
}

/* ---- who is in it ---------------------------------------------------------- */

/* @sql: of ids and uids; @ids: (out) (transfer full): a JSON array
 *
 * Returns: whether that could be read */
static gboolean
find_ids (sqlite3 *db, const char *sql, const char *const *keys, char **ids)
{
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, sql, NULL);
  g_autoptr (GString) found = g_string_new ("[");
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      g_autofree char *key = NULL;

      if (!od_stmt_step (stmt, &has_row, NULL))
        return FALSE;
      if (!has_row)
        break;
      key = od_erase_copies_key ((const char *) sqlite3_column_text (stmt, 1));
      if (g_strv_contains (keys, key))
        g_string_append_printf (found, "%s%" G_GINT64_FORMAT, found->len > 1 ? "," : "",
                                (gint64) sqlite3_column_int64 (stmt, 0));
    }
  *ids = g_strconcat (found->str, "]", NULL);
  return stmt != NULL;
}

/* Profiles of the person, or the account.
 *
 * @record: (out) (transfer full): the record of an erasure of them; %NULL: the copy holds nothing of them
 *
 * Returns: whether that could be read */
static gboolean
find_subject (sqlite3 *db, const char *const *keys, char **record)
{
  g_autofree char *customers = NULL, *accounts = NULL;

  if (!find_ids (db, "SELECT rowid, uid FROM customer", keys, &customers) ||
      !find_ids (db, "SELECT id, uid FROM account", keys, &accounts))
    return FALSE;
  if (!g_str_equal (accounts, "[]"))
    *record = g_strdup_printf ("{\"customers\":[],\"account\":%" G_GINT64_FORMAT "}",
                               g_ascii_strtoll (accounts + 1, NULL, 10));
  else
    *record = g_str_equal (customers, "[]") ? NULL : g_strdup_printf ("{\"customers\":%s}", customers);
  return TRUE;
}

/* Whether there is something beside the copy without which it is not whole. */
static gboolean
has_beside (const char *path, const char *suffix)
{
  g_autofree char *beside = g_strconcat (path, suffix, NULL);
  GStatBuf info;

  return g_stat (beside, &info) == 0 && info.st_size > 0;
}

/* A copy that is whole by itself is read as one that nobody changes: else SQLite leaves files beside it.
 *
 * Returns: (transfer full) (nullable) */
static sqlite3 *
open_to_read (const char *path)
{
  gboolean is_whole = !has_beside (path, "-wal") && !has_beside (path, "-journal");
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autofree char *uri = g_filename_to_uri (full, NULL, NULL);
  g_autofree char *name = g_strconcat (uri != NULL ? uri : "", is_whole ? "?immutable=1" : "", NULL);
  sqlite3 *db = NULL;

  if (uri != NULL &&
      sqlite3_open_v2 (name, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, NULL) == SQLITE_OK)
    return db;
  sqlite3_close (db);
  return NULL;
}

/* One that can't be read may hold them. */
static gboolean
holds_person (const char *path, const char *const *keys)
{
  sqlite3 *copy = open_to_read (path);
  g_autofree char *record = NULL;
  gboolean holds = copy == NULL || !find_subject (copy, keys, &record) || record != NULL;

  sqlite3_close (copy);
  return holds;
}

static gboolean
is_copy (const char *name, const char *prefix)
{
  static const char *const others[] = { "-wal", "-shm", "-journal", UNFINISHED };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_has_suffix (name, others[i]))
      return FALSE;
  return g_str_has_prefix (name, prefix);
}

/**
 * od_erase_copies_find:
 *
 * Blocks for the time of opening each of them.
 *
 * Returns: (transfer full): the copies beside the store that hold the person, or can't be read
 */
GStrv
od_erase_copies_find (const char *store_path, const char *const *keys)
{
  g_autofree char *folder = g_path_get_dirname (store_path);
  g_autofree char *name = g_path_get_basename (store_path);
  g_autofree char *prefix = g_strconcat (name, ".backup", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();
  const char *entry;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, entry, NULL);

      if (is_copy (entry, prefix) && holds_person (path, keys))
        g_strv_builder_add (found, path);
    }
  return g_strv_builder_end (found);
}

/* What runs that were cut off left: they may hold the person. */
static void
remove_unfinished (const char *store_path)
{
  g_autofree char *folder = g_path_get_dirname (store_path);
  g_autofree char *name = g_path_get_basename (store_path);
  g_autofree char *prefix = g_strconcat (name, ".backup", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *entry;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (entry, prefix) && strstr (entry, UNFINISHED) != NULL)
      {
        g_autofree char *path = g_build_filename (folder, entry, NULL);

        g_unlink (path);
      }
}

/* ---- one copy -------------------------------------------------------------- */

static int
is_cancelled_cb (gpointer cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

/* Beside @path, of a name like it. */
static void
remove_beside (const char *path, const char *const *suffixes)
{
  for (; *suffixes != NULL; suffixes++)
    {
      g_autofree char *beside = g_strconcat (path, *suffixes, NULL);

      g_unlink (beside);
    }
}

static const char *const companions[] = { "-journal", "-wal", "-shm", NULL };

static gboolean
copy_pages (const char *from, const char *to, GCancellable *cancellable)
{
  sqlite3 *source = open_to_read (from), *target = NULL;
  sqlite3_backup *backup = NULL;
  int rc = SQLITE_ERROR;

  if (source != NULL && sqlite3_open_v2 (to, &target, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
      (backup = sqlite3_backup_init (target, "main", source, "main")) != NULL)
    {
      do
        rc = sqlite3_backup_step (backup, COPY_PAGES);
      while (rc == SQLITE_OK && !g_cancellable_is_cancelled (cancellable));
      sqlite3_backup_finish (backup);
    }
  sqlite3_close (source);
  sqlite3_close (target);
  return rc == SQLITE_DONE;
}

/* Older stores lack tables: empty ones stand for them while this lasts. The erasure is one of this connection only. */
static gboolean
prepare (sqlite3 *db, GError **error)
{
  static const struct {
    const char *name, *columns;
  } tables[] = {
    { "mention", "message_id, conversation_id" },
    { "batch", "id" },
    { "batch_change", "batch_id, conversation_id" },
    { "customer_link", "kept_id, joined_id" },
    { "link_declined", "first_id, second_id" },
    { "finding", "message_id, customer_id" },
    { "usage", "kind, ref" },
    { "message_part", "message_id" },
    { "thread_alias", "thread_id" },
    { "update_taken", "account_id" },
    { "automatic_answer", "accounts, is_on, version" },
  };

  if (!od_db_exec (db,
                   "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON;"
                   "PRAGMA secure_delete = ON; PRAGMA temp_store = FILE; PRAGMA trusted_schema = OFF;"
                   "CREATE TEMP TABLE erasure (id INTEGER PRIMARY KEY, record TEXT);"
                   "CREATE TEMP TABLE erasure_blob (erasure_id, sha256, PRIMARY KEY (erasure_id, sha256))",
                   error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("CREATE TEMP TABLE %s (%s)", tables[i].name, tables[i].columns);
      g_autoptr (OdStmt) row = NULL;

      if (!od_stmt_get_row (db, error, "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = ?1", &row, "t",
                            tables[i].name) ||
          (row == NULL && !od_db_exec (db, sql, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
erase_rows (sqlite3 *db, GError **error)
{
  g_autoptr (OdChangeSet) changes = od_change_set_new ();
  gboolean has_more = TRUE;

  if (!od_transaction_begin_write (db, error))
    return FALSE;
  while (has_more)
    if (!od_erase_slice (db, changes, 1, &has_more, error))
      return FALSE;
  return od_transaction_commit (db, error);
}

static gboolean
erase_from (const char *path, const char *const *keys, GCancellable *cancellable, GError **error)
{
  sqlite3 *db = od_db_connection_open (path, error);
  g_autofree char *record = NULL;
  gboolean ok;

  if (db == NULL)
    return FALSE;
  sqlite3_progress_handler (db, LOOK_STEPS, is_cancelled_cb, cancellable);
  ok = prepare (db, error) && find_subject (db, keys, &record) &&
       od_stmt_run (db, error, "INSERT INTO temp.erasure VALUES (1, ifnull (?1, '{}'))", "t", record) &&
       erase_rows (db, error) &&
       od_db_exec (db,
                   "INSERT INTO fts (fts) VALUES ('optimize'); INSERT INTO fts_tri (fts_tri) VALUES ('optimize');"
                   "VACUUM",
                   error);
  od_db_connection_close (db);
  return ok;
}

/* Whether the copy is one of a store that this program knows. */
static OdEraseReason
look_at (const char *path)
{
  sqlite3 *db;
  OdEraseReason reason = OD_ERASE_REASON_UNREADABLE;
  g_autofree char *folder = g_path_get_dirname (path);
  guint n_steps;
  const OdMigration *steps = od_migrate_get_steps (&n_steps);
  int version = 0;
  OdStoreAge age;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return OD_ERASE_REASON_MISSING;
  db = open_to_read (path);
  if (db != NULL && od_migrate_check (db, G_MAXINT, &age, &version, NULL) && age != OD_STORE_EMPTY)
    reason = version > steps[n_steps - 1].version ? OD_ERASE_REASON_NEWER : OD_ERASE_REASON_FAILED;
  sqlite3_close (db);
  if (g_access (path, W_OK) != 0 || g_access (folder, W_OK) != 0)
    return OD_ERASE_REASON_READ_ONLY;
  return reason;
}

/* What lies beside the copy is brought into it, so that it is whole by itself. An end at any moment loses nothing. */
static gboolean
make_whole (const char *path)
{
  sqlite3 *db = NULL;

  if (!has_beside (path, "-wal") && !has_beside (path, "-journal"))
    return TRUE;
  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
    sqlite3_exec (db, "SELECT count (*) FROM sqlite_schema; PRAGMA wal_checkpoint (TRUNCATE)", NULL, NULL, NULL);
  sqlite3_close (db);
  return !has_beside (path, "-wal") && !has_beside (path, "-journal");
}

/* @reason: (out): why it still holds the person */
static gboolean
rewrite (const char *path, const char *const *keys, GCancellable *cancellable, OdEraseReason *reason)
{
  g_autofree char *unfinished = g_strconcat (path, UNFINISHED, NULL);
  g_autoptr (GError) error = NULL;

  *reason = look_at (path);
  if (*reason != OD_ERASE_REASON_FAILED)
    return FALSE;
  if (make_whole (path) && od_file_create_private (unfinished, &error) && copy_pages (path, unfinished, cancellable) &&
      erase_from (unfinished, keys, cancellable, &error) && !holds_person (unfinished, keys) &&
      od_file_replace_durably (unfinished, path, &error))
    {
      remove_beside (path, companions); /* they are empty */
      return TRUE;
    }
  if (error != NULL)
    g_message ("A copy of the store could not be written anew: %s", error->message);
  g_unlink (unfinished);
  remove_beside (unfinished, companions);
  return FALSE;
}

/* Really, not only out of our sight. */
static gboolean
is_missing (const char *path)
{
  GStatBuf info;

  return g_lstat (path, &info) != 0 && errno == ENOENT;
}

/**
 * od_erase_copies_run:
 * @job: @held, @reasons, @rewritten and @missing are filled
 *
 * Erases the person from each copy that holds them. On a thread of its own, which gets a low priority; blocks, for
 * seconds for each 100 MB. Run again after an end in the middle it goes on.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED
 */
gboolean
od_erase_copies_run (OdEraseCopiesJob *job, GCancellable *cancellable, GError **error)
{
  const char *const *keys = (const char *const *) job->keys;
  g_auto (GStrv) found = od_erase_copies_find (job->store_path, keys);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GStrvBuilder) held = g_strv_builder_new (), rewritten = g_strv_builder_new (),
                           missing = g_strv_builder_new ();

  remove_unfinished (job->store_path);
  setpriority (PRIO_PROCESS, 0, NICE); /* of this thread */
  for (guint i = 0; found[i] != NULL; i++)
    g_ptr_array_add (all, found[i]);
  for (guint i = 0; job->paths != NULL && job->paths[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) found, job->paths[i]))
      g_ptr_array_add (all, job->paths[i]);
  job->reasons = g_array_new (FALSE, FALSE, sizeof (OdEraseReason));
  for (guint i = 0; i < all->len; i++)
    {
      const char *path = all->pdata[i];
      OdEraseReason reason;

      if (is_missing (path))
        {
          g_strv_builder_add (missing, path);
        }
      else if (holds_person (path, keys) && !rewrite (path, keys, cancellable, &reason))
        {
          g_strv_builder_add (held, path);
          g_array_append_val (job->reasons, reason);
        }
      else
        {
          g_strv_builder_add (rewritten, path);
        }
    }
  job->held = g_strv_builder_end (held);
  job->rewritten = g_strv_builder_end (rewritten);
  job->missing = g_strv_builder_end (missing);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
