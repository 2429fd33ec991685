/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-write-private.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-random.h"
#include "od-store-clock-private.h"
#include "od-store-search-index.h"
#include "od-text.h"
#include "od-ulid.h"

/*
 * od_write_check_text:
 * @name: of the field, for the message
 *
 * Text that people typed: %OD_ERROR_USAGE if it is none, %OD_ERROR_TOO_LARGE.
 */
gboolean
od_write_check_text (const char *text, gsize max_chars, const char *name, GError **error)
{
  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "%s: no text", name);
  else if (od_text_count_code_points (text) > max_chars)
    g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "%s: more than %zu characters", name, max_chars);
  else
    return TRUE;
  return FALSE;
}

/* What was asked for isn't there any more. */
void
od_write_set_gone (GError **error, const char *what)
{
  g_set_error (error, OD_ERROR, OD_ERROR_NOT_FOUND, "No such %s", what);
}

/*
 * od_write_timeline:
 * @id: (out): the new row
 */
gboolean
od_write_timeline (sqlite3 *db, gint64 conversation_id, gint64 at_us, OdTimelineKind kind, gint64 *id, GError **error)
{
  if (!od_stmt_run (db, error, "INSERT INTO timeline (conversation_id, at_us, kind) VALUES (?1, ?2, ?3)", "iii",
                    conversation_id, at_us, (gint64) kind))
    return FALSE;
  *id = sqlite3_last_insert_rowid (db);
  return TRUE;
}

/*
 * od_write_event:
 * @what: "status", "assigned", ...
 * @operator_id: 0: nobody of us
 * @payload: JSON object
 */
gboolean
od_write_event (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 at_us, const char *what,
                gint64 operator_id, const char *payload, GError **error)
{
  g_autofree char *uid = od_ulid_new (at_us);
  gint64 id;

  if (!od_write_timeline (db, conversation_id, at_us, OD_TIMELINE_EVENT, &id, error) ||
      !od_stmt_run (
          db, error,
          "INSERT INTO event (timeline_id, uid, what, operator_id, payload) VALUES (?1, ?2, ?3, nullif (?4, 0), ?5)",
          "ittit", id, uid, what, operator_id, payload))
    return FALSE;
  od_change_set_add (changes, OD_CHANGE_MESSAGE, id);
  od_change_set_add (changes, OD_CHANGE_CONVERSATION, conversation_id);
  return TRUE;
}

gboolean
od_write_audit (sqlite3 *db, gint64 at_us, gint64 operator_id, const char *what, const char *subject, gint64 subject_id,
                GError **error)
{
  return od_stmt_run (
      db, error,
      "INSERT INTO audit (at_us, operator_id, what, subject, subject_id) VALUES (?1, nullif (?2, 0), ?3, ?4, ?5)",
      "iitti", at_us, operator_id, what, subject, subject_id);
}

static gboolean
keep_version (sqlite3 *db, gint64 message_id, const char *old, gint64 old_at_us, GError **error)
{
  return od_stmt_run (db, error, "INSERT INTO message_version (message_id, at_us, body) VALUES (?1, ?2, ?3)", "iit",
                      message_id, old_at_us, old);
}

/*
 * od_write_body:
 * @old: what it said before, kept as a version
 * @old_at_us: since when
 */
gboolean
od_write_body (sqlite3 *db, gint64 message_id, const char *old, gint64 old_at_us, const char *text, gint64 now_us,
               GError **error)
{
  return keep_version (db, message_id, old, old_at_us, error) &&
         od_stmt_run (db, error, "UPDATE message SET body = ?2, edited_at_us = ?3 WHERE timeline_id = ?1", "iti",
                      message_id, text, now_us) &&
         od_search_index_put (db, OD_SEARCH_DOC_MESSAGE, message_id, text, error);
}

/*
 * od_write_removal:
 *
 * The text goes into the versions, which only operators see; nothing of it is found any more.
 */
gboolean
od_write_removal (sqlite3 *db, gint64 message_id, const char *old, gint64 old_at_us, gint64 now_us, GError **error)
{
  return keep_version (db, message_id, old, old_at_us, error) &&
         od_stmt_run (db, error,
                      "UPDATE message SET body = '', payload = NULL, deleted_at_us = ?2 WHERE timeline_id = ?1", "ii",
                      message_id, now_us) &&
         od_stmt_run (db, error, "DELETE FROM reaction WHERE message_id = ?1", "i", message_id) &&
         od_stmt_run (db, error, "UPDATE message_part SET body = '' WHERE message_id = ?1 AND body <> ''", "i",
                      message_id) &&
         od_stmt_run (db, error, "DELETE FROM mention WHERE message_id = ?1", "i", message_id) &&
         od_search_index_remove (db, OD_SEARCH_DOC_MESSAGE, message_id, error) &&
         od_search_index_remove (db, OD_SEARCH_DOC_FILE, message_id, error);
}

/*
 * od_write_reaction:
 * @operator_id: 0: the customer
 * @emoji: takes the place of the one before; "" takes it back
 * @is_changed: (out)
 */
gboolean
od_write_reaction (sqlite3 *db, gint64 message_id, gint64 operator_id, const char *emoji, gint64 now_us,
                   gboolean *is_changed, GError **error)
{
  gboolean is_there;

  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error, "SELECT emoji FROM reaction WHERE message_id = ?1 AND operator_id = ?2", &row,
                          "ii", message_id, operator_id))
      return FALSE;
    is_there = row != NULL;
    *is_changed = g_strcmp0 (is_there ? (const char *) sqlite3_column_text (row, 0) : "", emoji) != 0;
  }
  if (*is_changed && is_there &&
      !od_stmt_run (db, error, "DELETE FROM reaction WHERE message_id = ?1 AND operator_id = ?2", "ii", message_id,
                    operator_id))
    return FALSE;
  return !*is_changed || *emoji == '\0' ||
         od_stmt_run (db, error, "INSERT INTO reaction (message_id, operator_id, emoji, at_us) VALUES (?1, ?2, ?3, ?4)",
                      "iiti", message_id, operator_id, emoji, now_us);
}

static OdFileState
get_state (const OdUpdateAttachment *file)
{
  if (file->sha256 != NULL)
    return OD_FILE_HERE;
  return file->remote_ref != NULL ? OD_FILE_REMOTE : OD_FILE_GONE;
}

static gboolean
write_file (sqlite3 *db, gint64 message_id, guint position, const OdUpdateAttachment *file, const char *name,
            GError **error)
{
  g_autofree char *chance = file->upload_id == NULL ? od_random_hex (12) : NULL;
  g_autofree char *uid = chance != NULL ? g_strconcat ("f_", chance, NULL) : g_strdup (file->upload_id);

  return od_stmt_run (db, error,
                      "INSERT INTO attachment (uid, message_id, position, name, mime, size_bytes, sha256, remote_ref,"
                      " width, height, duration_ms, state, kind)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                      "tiittittiiiii", uid, message_id, (gint64) position, name,
                      file->mime != NULL ? file->mime : "application/octet-stream", file->size_bytes, file->sha256,
                      file->remote_ref, (gint64) file->width, (gint64) file->height, file->duration_ms,
                      (gint64) get_state (file), (gint64) file->kind);
}

/*
 * od_write_file_names:
 *
 * The message is found by the names of its files, as they are now.
 */
gboolean
od_write_file_names (sqlite3 *db, gint64 message_id, GError **error)
{
  g_autofree char *names = NULL;

  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error,
                          "SELECT ifnull (group_concat (name || char (10), ''), '') FROM"
                          " (SELECT name FROM attachment WHERE message_id = ?1 ORDER BY position)",
                          &row, "i", message_id))
      return FALSE;
    names = od_stmt_dup_text (row, 0);
  }
  return od_search_index_put (db, OD_SEARCH_DOC_FILE, message_id, names, error);
}

static gboolean
find_next_position (sqlite3 *db, gint64 message_id, guint *position, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT ifnull (max (position) + 1, 0) FROM attachment WHERE message_id = ?1", &row,
                        "i", message_id))
    return FALSE;
  *position = (guint) sqlite3_column_int (row, 0);
  return TRUE;
}

/*
 * od_write_files:
 * @files: (nullable) (element-type OdUpdateAttachment): what they are is known; an upload keeps its id
 *
 * They stand behind those that the message has.
 */
gboolean
od_write_files (sqlite3 *db, gint64 message_id, GPtrArray *files, GError **error)
{
  guint position;

  if (files == NULL || files->len == 0)
    return TRUE;
  if (!find_next_position (db, message_id, &position, error))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      const OdUpdateAttachment *file = g_ptr_array_index (files, i);
      g_autofree char *name = od_text_clean_name (file->name != NULL ? file->name : "");

      if (!write_file (db, message_id, position + i, file, name, error))
        return FALSE;
    }
  return od_write_file_names (db, message_id, error);
}

/*
 * od_write_mentions:
 * @seen_at_us: 0: whom it names has not seen it yet
 *
 * Remembers whom a note names, by its payload.
 */
gboolean
od_write_mentions (sqlite3 *db, gint64 message_id, gint64 seen_at_us, GError **error)
{
  return od_stmt_run (db, error,
                      "INSERT OR IGNORE INTO mention (operator_id, message_id, conversation_id, seen_at_us)"
                      "  SELECT o.id, m.timeline_id, t.conversation_id, ?2"
                      "    FROM message AS m JOIN timeline AS t ON t.id = m.timeline_id"
                      "    JOIN json_each (CASE WHEN json_valid (m.payload) THEN m.payload ELSE '{}' END, '$.mentions')"
                      "    AS j JOIN operator AS o ON o.id = j.value WHERE m.timeline_id = ?1 AND m.direction = 3",
                      "ii", message_id, seen_at_us);
}

/*
 * od_write_snippet_of:
 *
 * The message's text changed; if it is the last of its conversation, the list says so.
 */
gboolean
od_write_snippet_of (sqlite3 *db, gint64 conversation_id, gint64 message_id, const char *text, GError **error)
{
  g_autofree char *snippet = od_text_snippet (text, OD_LIMIT_SNIPPET_GRAPHEMES);

  return od_stmt_run (db, error, "UPDATE conversation SET snippet = ?3 WHERE id = ?1 AND last_id = ?2", "iit",
                      conversation_id, message_id, snippet);
}

/*
 * od_write_last:
 *
 * Finds out anew what the last message of a conversation is, after one was taken away.
 */
gboolean
od_write_last (sqlite3 *db, gint64 conversation_id, GError **error)
{
  g_autofree char *snippet = NULL;
  gint64 id = 0, at_us = 0;

  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error,
                          "SELECT t.id, t.at_us, m.body FROM timeline AS t JOIN message AS m ON m.timeline_id = t.id"
                          " WHERE t.conversation_id = ?1 ORDER BY t.at_us DESC, t.id DESC LIMIT 1",
                          &row, "i", conversation_id))
      return FALSE;
    if (row != NULL)
      {
        id = sqlite3_column_int64 (row, 0);
        at_us = sqlite3_column_int64 (row, 1);
        snippet = od_text_snippet ((const char *) sqlite3_column_text (row, 2), OD_LIMIT_SNIPPET_GRAPHEMES);
      }
  }
  return od_stmt_run (
      db, error,
      "UPDATE conversation SET last_id = ?2, last_at_us = iif (?2 = 0, created_at_us, ?3), snippet = ?4,"
      " last_public_id = coalesce ((SELECT t.id FROM timeline AS t WHERE t.conversation_id = ?1"
      " AND t.kind IN (1, 2) ORDER BY t.at_us DESC, t.id DESC LIMIT 1), 0) WHERE id = ?1",
      "iiit", conversation_id, id, at_us, snippet != NULL ? snippet : "");
}

/*
 * od_write_status:
 * @operator_id: who did it; 0: the customer, or the other side
 *
 * Sets another status and says so in the timeline.
 */
gboolean
od_write_status (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, OdStatus status, gint64 operator_id,
                 gint64 now_us, GError **error)
{
  g_autofree char *payload = g_strdup_printf ("{\"status\":\"%s\"}", od_status_get_name (status));

  return od_stmt_run (db, error,
                      "UPDATE conversation SET status = ?2, resolved_at_us = iif (?2 = 3, ?3, 0),"
                      " waiting_since_us = iif (?2 IN (3, 4), 0, waiting_since_us),"
                      " n_unanswered = iif (?2 IN (3, 4), 0, n_unanswered),"
                      " snoozed_until_us = iif (?2 IN (3, 4), NULL, snoozed_until_us) WHERE id = ?1",
                      "iii", conversation_id, (gint64) status, now_us) &&
         od_write_event (db, changes, conversation_id, now_us, "status", operator_id, payload, error) &&
         od_clock_settle_as (db, changes, conversation_id, status, now_us, error);
}

/* ---- streams ---- */

/*
 * od_stream_tail_load:
 * @tail: (out): its @id is 0 if the chat has no stream yet
 */
gboolean
od_stream_tail_load (sqlite3 *db, gint64 account_id, const char *chat_id, OdStreamTail *tail, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  *tail = (OdStreamTail){ 0 };
  if (!od_stmt_get_row (db, error,
                        "SELECT id, last_seq, last_at_us FROM stream WHERE account_id = ?1 AND remote_id = ?2", &row,
                        "it", account_id, chat_id))
    return FALSE;
  if (row != NULL)
    *tail =
        (OdStreamTail){ sqlite3_column_int64 (row, 0), sqlite3_column_int64 (row, 1), sqlite3_column_int64 (row, 2) };
  return TRUE;
}

gboolean
od_stream_tail_ensure (sqlite3 *db, gint64 account_id, const char *chat_id, OdStreamTail *tail, GError **error)
{
  if (tail->id != 0)
    return TRUE;
  if (!od_stmt_run (db, error, "INSERT INTO stream (account_id, remote_id) VALUES (?1, ?2)", "it", account_id, chat_id))
    return FALSE;
  *tail = (OdStreamTail){ sqlite3_last_insert_rowid (db), 0, 0 };
  return TRUE;
}

/*
 * od_stream_tail_append:
 *
 * Gives the event the next number; od_stream_tail_save() must follow. Times never decrease within a stream, whatever
 * the clock does.
 */
gboolean
od_stream_tail_append (sqlite3 *db, OdStreamTail *tail, const OdStreamEntry *entry, gint64 now_us, GError **error)
{
  tail->last_seq++;
  tail->last_at_us = MAX (tail->last_at_us, now_us);
  if (!od_stmt_run (db, error,
                    "INSERT INTO stream_event (stream_id, seq, kind, message_id, ref_seq, cid, payload, at_us)"
                    " VALUES (?1, ?2, ?3, nullif (?4, 0), ?5, ?6, ?7, ?8)",
                    "iiiiitti", tail->id, tail->last_seq, (gint64) entry->kind, entry->message_id, entry->ref_seq,
                    entry->cid, entry->payload, tail->last_at_us))
    return FALSE;
  return entry->cid == NULL ||
         od_stmt_run (db, error, "INSERT INTO stream_cid (stream_id, cid, seq) VALUES (?1, ?2, ?3)", "iti", tail->id,
                      entry->cid, tail->last_seq);
}

gboolean
od_stream_tail_save (sqlite3 *db, OdChangeSet *changes, const OdStreamTail *tail, GError **error)
{
  od_change_set_add (changes, OD_CHANGE_STREAM, tail->id);
  return od_stmt_run (db, error, "UPDATE stream SET last_seq = ?2, last_at_us = ?3 WHERE id = ?1", "iii", tail->id,
                      tail->last_seq, tail->last_at_us);
}

/*
 * od_stream_find_seq:
 * @seq: (out): number of the message in its stream; 0 if it has none
 */
gboolean
od_stream_find_seq (sqlite3 *db, gint64 message_id, gint64 *seq, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT seq FROM stream_event WHERE message_id = ?1 AND kind = 1", &row, "i",
                        message_id))
    return FALSE;
  *seq = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  return TRUE;
}

/*
 * od_write_changed:
 * @sql: finds the row of @id: nothing was changed in it
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND (it is gone), %OD_ERROR_REJECTED (somebody else saved it since it was read) or
 *   %OD_ERROR_STORE
 */
gboolean
od_write_changed (sqlite3 *db, const char *sql, gint64 id, const char *what, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, sql, &row, "i", id))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, what);
  g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "The %s was changed since it was read", what);
  return FALSE;
}
