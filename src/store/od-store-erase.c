/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-erase"

#include "od-store-erase.h"

#include <glib/gstdio.h>

#include "od-blob.h"
#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-stmt.h"
#include "od-store-clean.h"
#include "od-store-erase-private.h"
#include "od-store-erase-rows.h"
#include "od-store-person.h"
#include "od-store-write-private.h"
#include "od-ulid.h"

/* Forgetting a person (decision 16). `erasure` is written first, so that a crash loses none of it; its record has numbers
 * and our own ids, no text. */

void
od_erase_job_free (OdEraseJob *job)
{
  g_free (job->files_dir);
  g_free (job->thumbs_dir);
  g_free (job->store_path);
  g_free (job->last_sha256);
  g_free (job->customers);
  g_clear_pointer (&job->erasure, od_erasure_free);
  g_clear_pointer (&job->found, g_ptr_array_unref);
  g_clear_pointer (&job->copies, od_erase_copies_job_free);
  g_free (job);
}

/* ---- what would go --------------------------------------------------------- */

#define MEMBERS OD_PERSON_MEMBERS ("?1")

static const char measure_sql[] =
    "WITH mine (id) AS " MEMBERS
    ", talks (id) AS (SELECT id FROM conversation WHERE customer_id IN (SELECT id FROM mine)),"
    " files (size) AS (SELECT max (a.size_bytes) FROM talks AS c CROSS JOIN timeline AS t ON t.conversation_id = c.id"
    "  CROSS JOIN attachment AS a ON a.message_id = t.id WHERE a.sha256 IS NOT NULL GROUP BY a.sha256)"
    " SELECT (SELECT count (*) FROM mine), (SELECT count (*) FROM contact_point WHERE customer_id IN (SELECT id FROM mine)),"
    " (SELECT count (*) FROM talks), (SELECT count (*) FROM talks AS c CROSS JOIN timeline AS t ON t.conversation_id = c.id"
    "  CROSS JOIN message AS m ON m.timeline_id = t.id), (SELECT count (*) FROM files),"
    " (SELECT ifnull (sum (max (size, 0)), 0) FROM files), (SELECT json_group_array (id) FROM mine)";

/* @customers: (out) (transfer full): as JSON */
static OdErasure *
measure (sqlite3 *db, gint64 root_id, char **customers, GError **error)
{
  OdErasure *erasure;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, measure_sql, &row, "i", root_id))
    return NULL;
  erasure = g_new0 (OdErasure, 1);
  erasure->n_profiles = (guint) sqlite3_column_int64 (row, 0);
  erasure->n_contact_points = (guint) sqlite3_column_int64 (row, 1);
  erasure->n_conversations = (guint) sqlite3_column_int64 (row, 2);
  erasure->n_messages = (guint) sqlite3_column_int64 (row, 3);
  erasure->n_files = (guint) sqlite3_column_int64 (row, 4);
  erasure->n_file_bytes = sqlite3_column_int64 (row, 5);
  *customers = od_stmt_dup_text (row, 6);
  return erasure;
}

/* ---- a person, measured ---------------------------------------------------- */

static GStrv
find_keys (sqlite3 *db, gint64 root_id, GError **error)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error, "SELECT uid FROM customer WHERE id IN " MEMBERS, "i", root_id);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return NULL;
      if (has_row)
        {
          g_autofree char *key = od_erase_copies_key ((const char *) sqlite3_column_text (stmt, 0));

          g_strv_builder_add (keys, key);
        }
    }
  return stmt != NULL ? g_strv_builder_end (keys) : NULL;
}

/* All that the store itself says of the person. */
static gboolean
measure_person (sqlite3 *db, OdEraseJob *job, gint64 root_id, GError **error)
{
  g_clear_pointer (&job->erasure, od_erasure_free);
  g_clear_pointer (&job->customers, g_free);
  job->erasure = measure (db, root_id, &job->customers, error);
  if (job->erasure == NULL)
    return FALSE;
  job->erasure->keys = find_keys (db, root_id, error);
  job->erasure->mentions = od_erase_mentions_new ();
  return job->erasure->keys != NULL && od_erase_find_mentions (db, root_id, job->erasure->mentions, error);
}

/* What goes now. */
static gboolean
measure_again (sqlite3 *db, OdEraseJob *job, GError **error)
{
  gint64 root_id;

  if (job->account_id == 0)
    return od_person_find_root (db, job->customer_id, &root_id, error) && measure_person (db, job, root_id, error);
  g_clear_pointer (&job->erasure, od_erasure_free);
  job->erasure = od_erase_measure_account (db, job->account_id, error);
  return job->erasure != NULL;
}

/**
 * od_store_erase_measure:
 * @data: an #OdEraseJob with @customer_id or @account_id, and @store_path; @erasure and @customers are filled
 *
 * An #OdDbReadFunc, for the reader for search: what would go. It opens each copy of the store.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_erase_measure (sqlite3 *db, gpointer data, GError **error)
{
  OdEraseJob *job = data;

  if (!measure_again (db, job, error))
    return FALSE;
  if (job->store_path != NULL)
    job->erasure->backups = od_erase_copies_find (job->store_path, (const char *const *) job->erasure->keys);
  return TRUE;
}

/**
 * od_store_erase_look_at_outbox:
 * @data: an #OdEraseJob; @has_more: something is about to be sent
 *
 * An #OdDbReadFunc.
 */
gboolean
od_store_erase_look_at_outbox (sqlite3 *db, gpointer data, GError **error)
{
  OdEraseJob *job = data;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT EXISTS (SELECT 1 FROM operation WHERE state IN (1, 2, 7, 8) AND state IN (1, 2)"
                        " AND not_before_us < ?1)",
                        &row, "i", job->now_us + OD_LIMIT_ERASE_SOON_US))
    return FALSE;
  job->has_more = sqlite3_column_int (row, 0) != 0;
  return TRUE;
}

/* ---- the steps ------------------------------------------------------------- */

/* One that is under way. Once its rows are gone their numbers may be another person's. */
static gboolean
find_begun (sqlite3 *db, OdEraseJob *job, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT e.id FROM erasure AS e, json_each (e.record, '$.customers') AS j WHERE e.done_at_us = 0"
                        " AND j.value = ?1 AND (json_extract (e.record, '$.gone') IS NULL"
                        " OR NOT EXISTS (SELECT 1 FROM customer WHERE id = ?1))"
                        " UNION ALL SELECT id FROM erasure WHERE done_at_us = 0 AND record ->> '$.account' = ?2"
                        " AND (record ->> '$.gone' IS NULL OR NOT EXISTS (SELECT 1 FROM account WHERE id = ?2))"
                        " ORDER BY 1 DESC LIMIT 1",
                        &row, "ii", job->customer_id, job->account_id))
    return FALSE;
  job->id = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  return TRUE;
}

/**
 * od_store_erase_prepare:
 * @data: an #OdEraseJob as for od_store_erase_measure()
 *
 * An #OdDbReadFunc, before od_store_erase_begin(): what takes long, so that the writer need not do it. Nothing is
 * measured if an erasure of the person is under way.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_erase_prepare (sqlite3 *db, gpointer data, GError **error)
{
  OdEraseJob *job = data;

  return find_begun (db, job, error) && (job->id != 0 || od_store_erase_measure (db, job, error));
}

/* An account that still runs is removed first. */
static gboolean
check_removed (sqlite3 *db, const OdEraseJob *job, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT is_history_only FROM account WHERE id = ?1", &row, "i", job->account_id))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, "account");
  if (sqlite3_column_int (row, 0) != 0)
    return TRUE;
  g_set_error_literal (error, OD_ERROR, OD_ERROR_USAGE, "The account is in use: remove it first");
  return FALSE;
}

/* What was measured before, unless other profiles are one with this one by now: then the copies are looked for when it
 * is their turn. */
static gboolean
check_measured (sqlite3 *db, OdEraseJob *job, GError **error)
{
  g_autofree char *customers = NULL;
  gint64 root_id;

  if (job->account_id != 0)
    return check_removed (db, job, error) && (job->erasure != NULL || measure_again (db, job, error));
  if (!od_person_find_root (db, job->customer_id, &root_id, error))
    return FALSE;
  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error, "WITH mine (id) AS " MEMBERS " SELECT json_group_array (id) FROM mine", &row, "i",
                          root_id))
      return FALSE;
    customers = od_stmt_dup_text (row, 0);
  }
  return (job->erasure != NULL && g_strcmp0 (customers, job->customers) == 0) ||
         measure_person (db, job, root_id, error);
}

/**
 * od_store_erase_begin:
 * @data: an #OdEraseJob after od_store_erase_prepare(); @id is filled
 *
 * From here on it will happen. One of the same person that is under way already is the one.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_erase_begin (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdEraseJob *job = data;
  g_autofree char *record = NULL, *uid = od_ulid_new (job->now_us);

  if (!find_begun (db, job, error))
    return FALSE;
  if (job->id != 0)
    return TRUE;
  if (!check_measured (db, job, error))
    return FALSE;
  record = od_erase_print_record (job->erasure, job->customers != NULL ? job->customers : "[]");
  if (!od_stmt_run (db, error,
                    "INSERT INTO erasure (uid, operator_id, at_us, record) VALUES (?1, nullif (?2, 0), ?3, ?4)", "tiit",
                    uid, job->operator_id, job->now_us, record))
    return FALSE;
  job->id = sqlite3_last_insert_rowid (db);
  return od_write_audit (db, job->now_us, job->operator_id, "erase", "erasure", job->id, error);
}

/**
 * od_store_erase_rows:
 * @data: an #OdEraseJob with @id
 *
 * A slice. What is deleted is overwritten with zeros in the file.
 */
gboolean
od_store_erase_rows (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdEraseJob *job = data;

  return od_db_exec (db, "PRAGMA secure_delete = ON", error) &&
         od_erase_slice (db, changes, job->id, &job->has_more, error) &&
         (job->has_more ||
          od_stmt_run (db, error,
                       "UPDATE erasure SET record = json_remove (json_set (record, '$.gone', 1), '$.filed')"
                       " WHERE id = ?1",
                       "i", job->id));
}

static void
remove_thumbs (const char *folder, const char *sha256)
{
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, sha256))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_unlink (path);
      }
}

/* A file is deleted if nobody else has the same. One that was put there just now may be about to be another's; its time
 * comes later. */
static gboolean
erase_blob (sqlite3 *db, OdEraseJob *job, const char *sha256, GError **error)
{
  gboolean is_used;

  if (!od_store_is_blob_used (db, sha256, &is_used, error))
    return FALSE;
  if (!is_used && job->files_dir != NULL && od_blob_is_hash (sha256))
    {
      switch (od_blob_remove (job->files_dir, sha256, job->now_us - OD_LIMIT_ERASE_YOUNG_US,
                              job->now_us + OD_LIMIT_ERASE_YOUNG_US))
        {
        case OD_BLOB_YOUNG:
          job->n_young++;
          return TRUE;
        case OD_BLOB_STUCK:
          g_set_error_literal (error, OD_ERROR, OD_ERROR_STORE, "A file can't be deleted");
          return FALSE;
        case OD_BLOB_GONE:
        default:
          remove_thumbs (job->thumbs_dir, sha256);
        }
    }
  return od_stmt_run (db, error, "DELETE FROM erasure_blob WHERE erasure_id = ?1 AND sha256 = ?2", "it", job->id,
                      sha256);
}

/* Unless some are still too young, or came late and stand before those that were looked at. */
static gboolean
end_files (sqlite3 *db, OdEraseJob *job, GError **error)
{
  if (!od_stmt_run (db, error,
                    "UPDATE erasure SET record = json_set (record, '$.filed', 1) WHERE id = ?1"
                    " AND NOT EXISTS (SELECT 1 FROM erasure_blob WHERE erasure_id = ?1)",
                    "i", job->id))
    return FALSE;
  job->has_more = sqlite3_changes (db) == 0;
  return TRUE;
}

/**
 * od_store_erase_files:
 * @data: an #OdEraseJob with @id, @files_dir and @thumbs_dir; @n_young is filled
 *
 * A slice: a file and what was drawn of it. With the last one the record says so: from then on no late file is given to
 * this erasure.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_erase_files (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdEraseJob *job = data;
  g_autofree char *sha256 = g_strdup (job->last_sha256);

  if (sha256 == NULL)
    job->n_young = 0;
  for (guint i = 0; i < OD_LIMIT_ERASE_FILES; i++)
    {
      {
        g_autoptr (OdStmt) row = NULL;

        if (!od_stmt_get_row (db, error,
                              "SELECT sha256 FROM erasure_blob WHERE erasure_id = ?1 AND sha256 > ifnull (?2, '')"
                              " ORDER BY sha256 LIMIT 1",
                              &row, "it", job->id, sha256))
          return FALSE;
        g_free (sha256);
        sha256 = row != NULL ? od_stmt_dup_text (row, 0) : NULL;
      }
      if (sha256 == NULL)
        break;
      if (!erase_blob (db, job, sha256, error))
        return FALSE;
    }
  g_free (job->last_sha256);
  job->last_sha256 = g_steal_pointer (&sha256);
  job->has_more = TRUE;
  return job->last_sha256 != NULL || end_files (db, job, error);
}

static gboolean
merge_index (sqlite3 *db, gboolean is_first, gboolean *is_done, GError **error)
{
  static const char *const sql[] = { "INSERT INTO fts (fts, rank) VALUES ('merge', ?1)",
                                     "INSERT INTO fts_tri (fts_tri, rank) VALUES ('merge', ?1)" };

  *is_done = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (sql); i++)
    {
      int before = sqlite3_total_changes (db);

      if (!od_stmt_run (db, error, sql[i], "i",
                        is_first ? -(gint64) OD_LIMIT_ERASE_PAGES : (gint64) OD_LIMIT_ERASE_PAGES))
        return FALSE;
      if (is_first || sqlite3_total_changes (db) - before >= 2)
        *is_done = FALSE;
    }
  return TRUE;
}

/**
 * od_store_erase_terms:
 * @data: an #OdEraseJob
 *
 * A slice: some pages of both indexes are merged, until each is one piece and no word is left in them that is in no text
 * any more. The same as FTS5's `optimize`, which would hold up other writers.
 */
gboolean
od_store_erase_terms (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdEraseJob *job = data;
  gboolean is_done;

  if (!od_db_exec (db, "PRAGMA secure_delete = ON", error) || !merge_index (db, job->n_merges == 0, &is_done, error))
    return FALSE;
  job->n_merges++;
  job->has_more = !is_done;
  return TRUE;
}

/* Returns: (transfer full): those of before, too */
static GStrv
join_texts (GStrv before, GStrv texts)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();

  if (before != NULL)
    g_strv_builder_addv (all, (const char **) before);
  if (texts != NULL)
    g_strv_builder_addv (all, (const char **) texts);
  return g_strv_builder_end (all);
}

/**
 * od_store_erase_finish:
 * @data: an #OdEraseJob with @id, and @copies as they stand; @erasure is filled with the record
 *
 * When the store is compact, and what could be done with its copies is: it is done.
 */
gboolean
od_store_erase_finish (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdEraseJob *job = data;
  g_autofree char *copies = NULL;

  if (job->copies != NULL)
    {
      g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
      const OdErasure *before = job->erasure;
      g_auto (GStrv) rewritten = join_texts (before != NULL ? before->rewritten : NULL, job->copies->rewritten);
      g_auto (GStrv) missing = join_texts (before != NULL ? before->missing : NULL, job->copies->missing);

      json_node_take_object (node, json_object_new ());
      od_erase_record_copies (json_node_get_object (node), job->copies->held, job->copies->reasons, rewritten, missing);
      copies = od_json_to_string (node, NULL);
    }
  if (!od_stmt_run (db, error,
                    "UPDATE erasure SET done_at_us = CASE done_at_us WHEN 0 THEN max (?2, 1) ELSE done_at_us END,"
                    " record = json_patch (record, ifnull (?3, '{}')) WHERE id = ?1",
                    "iit", job->id, job->now_us, copies) ||
      !od_db_exec (db, "PRAGMA secure_delete = OFF", error) || !od_store_erase_load_one (db, job, error))
    return FALSE;
  od_change_set_add (changes, OD_CHANGE_LIBRARY, job->id);
  return TRUE;
}
