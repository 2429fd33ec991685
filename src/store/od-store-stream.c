/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-stream"

#include "od-store-stream.h"

#include "od-blob.h"
#include "od-limits.h"
#include "od-store-write-private.h"

/**
 * od_stream_job_new:
 *
 * Returns: (transfer full): a job
 */
OdStreamJob *
od_stream_job_new (gint64 account_id, const char *chat_id, const char *files_dir, gint64 seq, guint limit)
{
  OdStreamJob *job = g_new0 (OdStreamJob, 1);

  *job = (OdStreamJob){
    .account_id = account_id,
    .chat_id = g_strdup (chat_id),
    .files_dir = g_strdup (files_dir),
    .seq = seq,
    .limit = limit,
  };
  return job;
}

void
od_stream_job_free (OdStreamJob *job)
{
  g_free (job->chat_id);
  g_free (job->files_dir);
  g_clear_pointer (&job->page, od_stream_page_free);
  g_free (job);
}

void
od_stream_find_job_free (OdStreamFindJob *job)
{
  g_free (job->chat_id);
  g_free (job);
}

static gboolean
load_head (sqlite3 *db, const OdStreamJob *job, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT id, last_seq, operator_read_seq, coalesce ((SELECT min (e.seq) FROM stream_event AS e"
                        " WHERE e.stream_id = stream.id), 0) FROM stream WHERE account_id = ?1 AND remote_id = ?2",
                        &row, "it", job->account_id, job->chat_id))
    return FALSE;
  if (row == NULL)
    return TRUE;
  job->page->stream_id = sqlite3_column_int64 (row, 0);
  job->page->last_seq = sqlite3_column_int64 (row, 1);
  job->page->operator_read_seq = sqlite3_column_int64 (row, 2);
  job->page->first_seq = sqlite3_column_int64 (row, 3);
  return TRUE;
}

static gboolean
load_conversation (sqlite3 *db, const OdStreamJob *job, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT c.uid, c.status, coalesce (p.is_blocked, 0) FROM thread AS t"
                        " LEFT JOIN contact_point AS p ON p.id = t.contact_point_id"
                        " LEFT JOIN conversation AS c ON c.thread_id = t.id"
                        " WHERE t.account_id = ?1 AND t.remote_id = ?2"
                        " ORDER BY c.status IN (1, 2) DESC, c.id DESC LIMIT 1",
                        &row, "it", job->account_id, job->chat_id))
    return FALSE;
  if (row == NULL)
    return TRUE;
  job->page->conversation_uid = od_stmt_dup_text (row, 0);
  if (job->page->conversation_uid != NULL)
    job->page->status = (OdStatus) sqlite3_column_int (row, 1);
  job->page->is_blocked = sqlite3_column_int (row, 2) != 0;
  return TRUE;
}

static gboolean
load_files (sqlite3 *db, const OdStreamJob *job, gint64 message_id, OdStreamEvent *event, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error,
                                          "SELECT id, uid, name, mime, sha256, size_bytes, duration_ms, width, height"
                                          " FROM attachment WHERE message_id = ?1 ORDER BY position",
                                          "i", message_id);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;
  while (TRUE)
    {
      OdAttachmentRow *file;
      const char *sha256;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (event->files == NULL)
        event->files = g_ptr_array_new_with_free_func ((GDestroyNotify) od_attachment_row_free);
      file = g_new0 (OdAttachmentRow, 1);
      g_ptr_array_add (event->files, file);
      file->id = sqlite3_column_int64 (stmt, 0);
      file->uid = od_stmt_dup_text (stmt, 1);
      file->name = od_stmt_dup_text (stmt, 2);
      file->mime = od_stmt_dup_text (stmt, 3);
      sha256 = (const char *) sqlite3_column_text (stmt, 4);
      file->path = sha256 != NULL ? od_blob_get_path (job->files_dir, sha256) : NULL;
      file->size_bytes = sqlite3_column_int64 (stmt, 5);
      file->duration_ms = sqlite3_column_int64 (stmt, 6);
      file->width = sqlite3_column_int (stmt, 7);
      file->height = sqlite3_column_int (stmt, 8);
    }
}

static gboolean
load_reactions (sqlite3 *db, gint64 message_id, OdStreamEvent *event, GError **error)
{
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (db, error,
                    "SELECT emoji, count (*), min (operator_id) = 0 FROM reaction WHERE message_id = ?1"
                    " GROUP BY emoji ORDER BY min (at_us), emoji",
                    "i", message_id);
  gboolean has_row;

  event->reactions = g_ptr_array_new_with_free_func ((GDestroyNotify) od_stream_reaction_free);
  if (stmt == NULL)
    return FALSE;
  while (TRUE)
    {
      OdStreamReaction *reaction;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      reaction = g_new0 (OdStreamReaction, 1);
      reaction->emoji = od_stmt_dup_text (stmt, 0);
      reaction->n = (guint) sqlite3_column_int (stmt, 1);
      reaction->by_customer = sqlite3_column_int (stmt, 2) != 0;
      g_ptr_array_add (event->reactions, reaction);
    }
}

enum {
  SEQ,
  AT_US,
  KIND,
  REF_SEQ,
  CID,
  EVENT_PAYLOAD,
  MESSAGE_ID,
  DIRECTION,
  BODY,
  PAYLOAD,
  IS_BOT,
  AUTHOR_ID,
  AUTHOR,
  REPLY_TO_SEQ,
};

#define EVENT_COLUMNS                                                                                                  \
  "e.seq, e.at_us, e.kind, e.ref_seq, e.cid, e.payload, coalesce (e.message_id, 0), coalesce (m.direction, 2),"        \
  " m.body, m.payload, coalesce (m.is_bot, 0), o.uid, o.name, coalesce ((SELECT r.seq FROM stream_event AS r"          \
  " WHERE r.message_id = m.reply_to_id AND r.kind = 1), 0) FROM stream_event AS e"                                     \
  " LEFT JOIN message AS m ON m.timeline_id = e.message_id LEFT JOIN operator AS o ON o.id = m.operator_id"

static OdStreamEvent *
read_event (OdStmt *stmt)
{
  OdStreamEvent *event = g_new0 (OdStreamEvent, 1);

  event->seq = sqlite3_column_int64 (stmt, SEQ);
  event->at_us = sqlite3_column_int64 (stmt, AT_US);
  event->kind = (OdStreamKind) sqlite3_column_int (stmt, KIND);
  event->ref_seq = sqlite3_column_int64 (stmt, REF_SEQ);
  event->client_id = od_stmt_dup_text (stmt, CID);
  event->from = (OdTimelineKind) sqlite3_column_int (stmt, DIRECTION);
  event->status = OD_STATUS_OPEN;
  if (event->kind == OD_STREAM_MESSAGE || event->kind == OD_STREAM_EDIT)
    event->text = od_stmt_dup_text (stmt, BODY);
  if (event->kind == OD_STREAM_STATUS)
    od_status_parse ((const char *) sqlite3_column_text (stmt, EVENT_PAYLOAD), &event->status);
  if (event->kind == OD_STREAM_MESSAGE)
    {
      event->payload = od_stmt_dup_text (stmt, PAYLOAD);
      event->reply_to_seq = sqlite3_column_int64 (stmt, REPLY_TO_SEQ);
    }
  event->is_bot = sqlite3_column_int (stmt, IS_BOT) != 0;
  event->author_id = od_stmt_dup_text (stmt, AUTHOR_ID);
  event->author = od_stmt_dup_text (stmt, AUTHOR);
  return event;
}

static gboolean
load_events (sqlite3 *db, const OdStreamJob *job, OdStmt *stmt, GError **error)
{
  gboolean has_row;

  while (TRUE)
    {
      gint64 message_id;
      OdStreamEvent *event;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (job->page->events->len == job->limit)
        {
          job->page->has_more = TRUE;
          return TRUE;
        }
      event = read_event (stmt);
      g_ptr_array_add (job->page->events, event);
      message_id = sqlite3_column_int64 (stmt, MESSAGE_ID);
      if ((event->kind == OD_STREAM_MESSAGE && !load_files (db, job, message_id, event, error)) ||
          (event->kind == OD_STREAM_REACTION && !load_reactions (db, message_id, event, error)))
        return FALSE;
    }
}

static void
reverse (GPtrArray *array)
{
  for (guint i = 0; i < array->len / 2; i++)
    {
      gpointer kept = array->pdata[i];

      array->pdata[i] = array->pdata[array->len - 1 - i];
      array->pdata[array->len - 1 - i] = kept;
    }
}

static gboolean
begin (sqlite3 *db, OdStreamJob *job, GError **error)
{
  job->limit = CLAMP (job->limit, 1, OD_LIMIT_RESUME_EVENTS);
  g_clear_pointer (&job->page, od_stream_page_free);
  job->page = od_stream_page_new ();
  return load_head (db, job, error) && load_conversation (db, job, error);
}

static gboolean
load_down (sqlite3 *db, OdStreamJob *job, gint64 before, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (
      db, error, "SELECT " EVENT_COLUMNS " WHERE e.stream_id = ?1 AND e.seq < ?2 ORDER BY e.seq DESC LIMIT ?3", "iii",
      job->page->stream_id, before, (gint64) job->limit + 1);

  if (stmt == NULL || !load_events (db, job, stmt, error))
    return FALSE;
  reverse (job->page->events);
  return TRUE;
}

/**
 * od_store_stream_load:
 * @data: an #OdStreamJob
 *
 * Events after a number; with 0 the newest ones, and then nothing follows them.
 */
gboolean
od_store_stream_load (sqlite3 *db, gpointer data, GError **error)
{
  OdStreamJob *job = data;
  g_autoptr (OdStmt) stmt = NULL;

  if (!begin (db, job, error))
    return FALSE;
  if (job->seq <= 0)
    {
      if (!load_down (db, job, G_MAXINT64, error))
        return FALSE;
      job->page->has_more = FALSE;
      return TRUE;
    }
  stmt =
      od_stmt_bind (db, error, "SELECT " EVENT_COLUMNS " WHERE e.stream_id = ?1 AND e.seq > ?2 ORDER BY e.seq LIMIT ?3",
                    "iii", job->page->stream_id, job->seq, (gint64) job->limit + 1);
  return stmt != NULL && load_events (db, job, stmt, error);
}

/**
 * od_store_stream_load_before:
 * @data: an #OdStreamJob
 *
 * The events before a number, in ascending order.
 */
gboolean
od_store_stream_load_before (sqlite3 *db, gpointer data, GError **error)
{
  OdStreamJob *job = data;

  return begin (db, job, error) && load_down (db, job, job->seq, error);
}

/**
 * od_store_stream_find:
 * @data: an #OdStreamFindJob
 *
 * Which chat a stream belongs to: a change set has the row only.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_stream_find (sqlite3 *db, gpointer data, GError **error)
{
  OdStreamFindJob *job = data;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT account_id, remote_id, last_seq FROM stream WHERE id = ?1", &row, "i",
                        job->stream_id))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, "stream");
  job->account_id = sqlite3_column_int64 (row, 0);
  g_free (job->chat_id);
  job->chat_id = od_stmt_dup_text (row, 1);
  job->last_seq = sqlite3_column_int64 (row, 2);
  return TRUE;
}
