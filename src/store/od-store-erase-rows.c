/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-erase-rows.h"

#include "od-store-erase-rows-private.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-stmt.h"
#include "od-store-search-index.h"

/* Deletes every row of a person, a slice at a time: from the newest leaf to the customer; of an account
 * od-store-erase-account.c does the same. The profiles are those that the erasure names. Blobs are only written down here; files are deleted when it is committed that nothing refers to them. */

/* Nobody, once they are gone: their numbers may be another's by then. */
#define PEOPLE                                                                                                         \
  "(SELECT j.value FROM erasure AS e, json_each (e.record, '$.customers') AS j WHERE e.id = ?1"                        \
  " AND json_extract (e.record, '$.gone') IS NULL)"
#define CONVERSATIONS "(SELECT id FROM conversation WHERE customer_id IN " PEOPLE ")"

/* Statements with one number. */
gboolean
od_erase_run_all (sqlite3 *db, const char *const *statements, guint n, gint64 id, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!od_stmt_run (db, error, statements[i], "i", id))
      return FALSE;
  return TRUE;
}

/* @ids: rows of one number */
gboolean
od_erase_collect (sqlite3 *db, const char *sql, gint64 id, gint64 limit, GArray *ids, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error, sql, "ii", id, limit);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      gint64 found;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      found = has_row ? sqlite3_column_int64 (stmt, 0) : 0;
      if (has_row)
        g_array_append_val (ids, found);
    }
  return stmt != NULL;
}

static gboolean
note_blobs (sqlite3 *db, gint64 erasure_id, const char *sql, gint64 id, GError **error)
{
  return od_stmt_run (db, error, sql, "ii", erasure_id, id);
}

#define BLOBS "INSERT INTO erasure_blob (erasure_id, sha256) SELECT ?1, sha256 FROM "
#define ONCE " ON CONFLICT DO NOTHING"

/* ---- messages -------------------------------------------------------------- */

/* What a stream that goes on, because others use the chat, has of a message. */
#define STREAM_CIDS                                                                                                    \
  "DELETE FROM stream_cid WHERE (stream_id, cid) IN (SELECT c.stream_id, c.cid FROM stream_event AS e"                 \
  " JOIN stream_cid AS c ON c.stream_id = e.stream_id AND c.seq = e.seq WHERE e.message_id = ?1)"
#define STREAM_ANSWERS                                                                                                 \
  "DELETE FROM stream_event WHERE (stream_id, seq) IN (SELECT r.stream_id, r.seq FROM stream_event AS e"               \
  " JOIN stream_event AS r ON r.stream_id = e.stream_id AND r.ref_seq = e.seq WHERE e.message_id = ?1)"

gboolean
od_erase_message (sqlite3 *db, OdChangeSet *changes, gint64 erasure_id, gint64 id, GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM message_part WHERE message_id = ?1",
    "DELETE FROM attachment WHERE message_id = ?1",
    "DELETE FROM reaction WHERE message_id = ?1",
    "DELETE FROM message_version WHERE message_id = ?1",
    "DELETE FROM finding WHERE message_id = ?1",
    "DELETE FROM mention WHERE message_id = ?1",
    "DELETE FROM operation WHERE message_id = ?1",
    STREAM_CIDS,
    STREAM_ANSWERS,
    "DELETE FROM stream_event WHERE message_id = ?1",
    "DELETE FROM message WHERE timeline_id = ?1",
    "DELETE FROM event WHERE timeline_id = ?1",
    "DELETE FROM timeline WHERE id = ?1",
  };

  od_change_set_add (changes, OD_CHANGE_MESSAGE, id);
  return note_blobs (db, erasure_id, BLOBS "attachment WHERE message_id = ?2 AND sha256 IS NOT NULL" ONCE, id, error) &&
         od_search_index_remove (db, OD_SEARCH_DOC_MESSAGE, id, error) &&
         od_search_index_remove (db, OD_SEARCH_DOC_FILE, id, error) &&
         od_erase_run_all (db, statements, G_N_ELEMENTS (statements), id, error);
}

/* ---- conversations and chats ----------------------------------------------- */

/* @sql: of streams, for the number */
gboolean
od_erase_streams (sqlite3 *db, OdChangeSet *changes, const char *sql, gint64 number, GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM stream_event WHERE stream_id = ?1",
    "DELETE FROM stream_cid WHERE stream_id = ?1",
    "DELETE FROM stream WHERE id = ?1",
  };
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!od_erase_collect (db, sql, number, G_MAXINT64, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      od_change_set_add (changes, OD_CHANGE_STREAM, id);
      if (!od_erase_run_all (db, statements, G_N_ELEMENTS (statements), id, error))
        return FALSE;
    }
  return TRUE;
}

/* Of chats that nobody else uses. First of all: customers who come back while this lasts begin a new stream. */
#define STREAMS                                                                                                         \
  "SELECT s.id FROM " CONVERSATIONS " AS m CROSS JOIN conversation AS c ON c.id = m.id JOIN thread AS t"                \
  " ON t.id = c.thread_id JOIN stream AS s ON s.account_id = t.account_id AND s.remote_id = t.remote_id"                \
  " WHERE NOT EXISTS (SELECT 1 FROM conversation AS o WHERE o.thread_id = c.thread_id AND o.customer_id NOT IN " PEOPLE \
  ") GROUP BY s.id LIMIT ?2"

/* Of a chat. */
#define STREAM_OF_THREAD                                                                                               \
  "SELECT s.id FROM thread AS t JOIN stream AS s ON s.account_id = t.account_id AND s.remote_id = t.remote_id"         \
  " WHERE t.id = ?1 LIMIT ?2"

/* Of one who came, but never wrote: there is no chat. */
#define STREAMS_WITHOUT_THREAD                                                                                         \
  "SELECT s.id FROM contact_point AS p JOIN account AS a ON a.channel = p.channel AND p.scope IN (a.uid, '')"          \
  " JOIN stream AS s ON s.account_id = a.id AND s.remote_id = p.address WHERE p.customer_id IN " PEOPLE                \
  " AND NOT EXISTS (SELECT 1 FROM thread AS t WHERE t.account_id = s.account_id AND t.remote_id = s.remote_id)"        \
  " GROUP BY s.id LIMIT ?2"

gboolean
od_erase_thread (sqlite3 *db, OdChangeSet *changes, gint64 erasure_id, gint64 id, GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM upload WHERE id IN (SELECT u.id FROM upload AS u JOIN thread AS t"
    " ON t.account_id = u.account_id AND t.remote_id = u.chat_id WHERE t.id = ?1)",
    "DELETE FROM receipt_early WHERE account_id = (SELECT account_id FROM thread WHERE id = ?1)"
    " AND instr (':' || remote_id, (SELECT ':' || remote_id || ':' FROM thread WHERE id = ?1)) > 0", /* chat:message */
    "DELETE FROM thread_alias WHERE thread_id = ?1",
    "DELETE FROM thread WHERE id = ?1",
  };

  return od_erase_streams (db, changes, STREAM_OF_THREAD, id, error) &&
         note_blobs (
             db, erasure_id,
             BLOBS "upload WHERE (account_id, chat_id) = (SELECT account_id, remote_id FROM thread WHERE id = ?2)" ONCE,
             id, error) &&
         od_erase_run_all (db, statements, G_N_ELEMENTS (statements), id, error);
}

/* @thread_id: (out): 0 if another conversation of the chat is left */
static gboolean
find_lonely_thread (sqlite3 *db, gint64 conversation_id, gint64 *thread_id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT c.thread_id FROM conversation AS c WHERE c.id = ?1 AND NOT EXISTS"
                        " (SELECT 1 FROM conversation AS o WHERE o.thread_id = c.thread_id AND o.id <> c.id)",
                        &row, "i", conversation_id))
    return FALSE;
  *thread_id = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  return TRUE;
}

/* A batch goes with its last conversation. */
#define LONELY_BATCHES                                                                                                 \
  "DELETE FROM batch WHERE id IN (SELECT batch_id FROM batch_change WHERE conversation_id = ?1) AND NOT EXISTS"        \
  " (SELECT 1 FROM batch_change AS o WHERE o.batch_id = batch.id AND o.conversation_id <> ?1)"

gboolean
od_erase_conversation (sqlite3 *db, OdChangeSet *changes, gint64 erasure_id, gint64 id, GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM clock WHERE conversation_id = ?1",
    "DELETE FROM draft WHERE conversation_id = ?1",
    "DELETE FROM draft_file WHERE conversation_id = ?1",
    "DELETE FROM conversation_tag WHERE conversation_id = ?1",
    "DELETE FROM operation WHERE conversation_id = ?1",
    "DELETE FROM mention WHERE conversation_id = ?1",
    LONELY_BATCHES,
    "DELETE FROM batch_change WHERE conversation_id = ?1",
    "DELETE FROM usage WHERE kind = 'conversation' AND ref = CAST (?1 AS TEXT)",
    "DELETE FROM conversation WHERE id = ?1",
  };
  gint64 thread_id;

  od_change_set_add (changes, OD_CHANGE_CONVERSATION, id);
  od_change_set_add (changes, OD_CHANGE_CLOCK, id);
  return find_lonely_thread (db, id, &thread_id, error) &&
         note_blobs (db, erasure_id, BLOBS "draft_file WHERE conversation_id = ?2" ONCE, id, error) &&
         od_db_exec (db, "PRAGMA defer_foreign_keys = ON", error) &&
         od_erase_run_all (db, statements, G_N_ELEMENTS (statements), id, error) &&
         (thread_id == 0 || od_erase_thread (db, changes, erasure_id, thread_id, error));
}

/* ---- the person ------------------------------------------------------------ */

/* A chat that another customer's conversation uses goes on, without an address of the person. */
static gboolean
erase_threads (sqlite3 *db, OdChangeSet *changes, gint64 erasure_id, GError **error)
{
  g_autoptr (GArray) threads = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!od_stmt_run (db, error,
                    "UPDATE thread SET contact_point_id = NULL WHERE contact_point_id IN"
                    " (SELECT id FROM contact_point WHERE customer_id IN " PEOPLE
                    ") AND EXISTS (SELECT 1 FROM conversation AS o WHERE o.thread_id = thread.id)",
                    "i", erasure_id) ||
      !od_erase_collect (db,
                         "SELECT t.id FROM thread AS t JOIN contact_point AS p ON p.id = t.contact_point_id"
                         " WHERE p.customer_id IN " PEOPLE " LIMIT ?2",
                         erasure_id, G_MAXINT64, threads, error))
    return FALSE;
  for (guint i = 0; i < threads->len; i++)
    if (!od_erase_thread (db, changes, erasure_id, g_array_index (threads, gint64, i), error))
      return FALSE;
  return od_erase_streams (db, changes, STREAMS_WITHOUT_THREAD, erasure_id, error);
}

static gboolean
erase_contact_points (sqlite3 *db, OdChangeSet *changes, gint64 erasure_id, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!erase_threads (db, changes, erasure_id, error) ||
      !od_erase_collect (db, "SELECT id FROM contact_point WHERE customer_id IN " PEOPLE " LIMIT ?2", erasure_id,
                         G_MAXINT64, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!od_search_index_remove (db, OD_SEARCH_DOC_CONTACT_POINT, g_array_index (ids, gint64, i), error))
      return FALSE;
  return od_stmt_run (db, error, "DELETE FROM contact_point WHERE customer_id IN " PEOPLE, "i", erasure_id);
}

/* Of one who has no conversation and no contact point any more. */
gboolean
od_erase_customer (sqlite3 *db, OdChangeSet *changes, gint64 id, GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM customer_tag WHERE customer_id = ?1",
    "DELETE FROM customer_field WHERE customer_id = ?1",
    "DELETE FROM finding WHERE customer_id = ?1",
    "DELETE FROM customer_link WHERE kept_id = ?1 OR joined_id = ?1",
    "DELETE FROM link_declined WHERE first_id = ?1 OR second_id = ?1",
    "DELETE FROM usage WHERE kind IN ('person', 'customer') AND CAST (ref AS INTEGER) = ?1",
    "UPDATE customer SET merged_into_id = NULL WHERE merged_into_id = ?1",
    "DELETE FROM customer WHERE id = ?1",
  };

  od_change_set_add (changes, OD_CHANGE_CUSTOMER, id);
  return od_search_index_remove (db, OD_SEARCH_DOC_CUSTOMER, id, error) &&
         od_search_index_remove (db, OD_SEARCH_DOC_FIELDS, id, error) &&
         od_search_index_remove (db, OD_SEARCH_DOC_CUSTOMER_NOTE, id, error) &&
         od_erase_run_all (db, statements, G_N_ELEMENTS (statements), id, error);
}

static gboolean
erase_customers (sqlite3 *db, OdChangeSet *changes, gint64 erasure_id, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!od_erase_collect (db, "SELECT id FROM customer WHERE id IN " PEOPLE " LIMIT ?2", erasure_id, G_MAXINT64, ids,
                         error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!od_erase_customer (db, changes, g_array_index (ids, gint64, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
erase_person_slice (sqlite3 *db, OdChangeSet *changes, gint64 erasure_id, gboolean *has_more, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  *has_more = TRUE;
  if (!od_erase_streams (db, changes, STREAMS, erasure_id, error) ||
      !od_stmt_run (
          db, error,
          "UPDATE conversation SET last_id = 0, last_public_id = 0, snippet = '', n_unread = 0, n_unanswered = 0,"
          " waiting_since_us = 0 WHERE customer_id IN " PEOPLE " AND (last_id <> 0 OR n_unread <> 0)",
          "i", erasure_id) ||
      !od_erase_collect (
          db, "SELECT t.id FROM " CONVERSATIONS " AS c CROSS JOIN timeline AS t ON t.conversation_id = c.id LIMIT ?2",
          erasure_id, OD_LIMIT_ERASE_SLICE, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!od_erase_message (db, changes, erasure_id, g_array_index (ids, gint64, i), error))
      return FALSE;
  if (ids->len > 0)
    return TRUE;
  if (!od_erase_collect (db, "SELECT id FROM conversation WHERE customer_id IN " PEOPLE " LIMIT ?2", erasure_id,
                         OD_LIMIT_ERASE_SLICE, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!od_erase_conversation (db, changes, erasure_id, g_array_index (ids, gint64, i), error))
      return FALSE;
  if (ids->len > 0)
    return TRUE;
  *has_more = FALSE;
  return od_db_exec (db, "PRAGMA defer_foreign_keys = ON", error) &&
         erase_contact_points (db, changes, erasure_id, error) && erase_customers (db, changes, erasure_id, error);
}

static int
count_broken_keys (sqlite3 *db)
{
  int n = 0, most;

  sqlite3_db_status (db, SQLITE_DBSTATUS_DEFERRED_FKS, &n, &most, FALSE);
  return n;
}

/*
 * od_erase_slice:
 * @has_more: (out): %FALSE when the person, or the account, is gone
 *
 * Some messages, or conversations, or what is left of the person or the account. A key that is left broken fails this slice, not the
 * commit of everybody's writes.
 */
gboolean
od_erase_slice (sqlite3 *db, OdChangeSet *changes, gint64 erasure_id, gboolean *has_more, GError **error)
{
  int n_before = count_broken_keys (db);
  gint64 account_id;

  if (!od_erase_find_account (db, erasure_id, &account_id, error))
    return FALSE;
  if (account_id != 0 ? !od_erase_account_slice (db, changes, erasure_id, account_id, has_more, error)
                      : !erase_person_slice (db, changes, erasure_id, has_more, error))
    return FALSE;
  if (count_broken_keys (db) <= n_before)
    return TRUE;
  g_set_error_literal (error, OD_ERROR, OD_ERROR_STORE, "Something still refers to what is erased");
  return FALSE;
}
