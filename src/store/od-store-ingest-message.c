/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-ingest-private.h"

#include "od-limits.h"
#include "od-store-clock-private.h"
#include "od-store-finding.h"
#include "od-store-search-index.h"
#include "od-ulid.h"

static gboolean
find_duplicate (OdIngest *ingest, const OdUpdate *update, OdIngestOutcome *outcome, GError **error)
{
  OdIngestPart part;

  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (ingest->db, error, "SELECT timeline_id FROM message WHERE account_id = ?1 AND remote_id = ?2",
                          &row, "it", ingest->job->account_id, update->remote_id))
      return FALSE;
    outcome->message_id = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  }
  if (outcome->message_id == 0)
    {
      if (!od_ingest_part_find (ingest, update->remote_id, &part, error))
        return FALSE;
      outcome->message_id = part.message_id;
    }
  if (outcome->message_id != 0)
    outcome->status = OD_INGEST_DUPLICATE;
  return TRUE;
}

/* What is to be said again of a message that is here already. */
static gboolean
describe_duplicate (OdIngest *ingest, OdIngestOutcome *outcome, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (ingest->db, error,
                        "SELECT t.conversation_id, coalesce (e.at_us, t.at_us), coalesce (e.seq, 0) FROM timeline AS t"
                        " LEFT JOIN stream_event AS e ON e.message_id = t.id AND e.kind = 1 WHERE t.id = ?1",
                        &row, "i", outcome->message_id))
    return FALSE;
  if (row != NULL)
    {
      outcome->conversation_id = sqlite3_column_int64 (row, 0);
      outcome->at_us = sqlite3_column_int64 (row, 1);
      outcome->seq = sqlite3_column_int64 (row, 2);
    }
  return TRUE;
}

static gboolean
find_upload (OdIngest *ingest, OdIngestChat *chat, const char *id, OdUpdateAttachment **file, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  *file = NULL;
  if (!od_stmt_get_row (ingest->db, error,
                        "SELECT name, mime, sha256, size_bytes FROM upload"
                        " WHERE id = ?1 AND account_id = ?2 AND chat_id = ?3",
                        &row, "tit", id, ingest->job->account_id, chat->chat_id))
    return FALSE;
  if (row == NULL)
    return TRUE;
  *file = od_update_attachment_new ();
  (*file)->upload_id = g_strdup (id);
  (*file)->name = od_stmt_dup_text (row, 0);
  (*file)->mime = od_stmt_dup_text (row, 1);
  (*file)->sha256 = od_stmt_dup_text (row, 2);
  (*file)->size_bytes = sqlite3_column_int64 (row, 3);
  return TRUE;
}

static gboolean
has_upload (GPtrArray *files, const char *id)
{
  for (guint i = 0; i < files->len; i++)
    if (g_strcmp0 (((OdUpdateAttachment *) g_ptr_array_index (files, i))->upload_id, id) == 0)
      return TRUE;
  return FALSE;
}

static void
file_free_if_ours (gpointer data)
{
  OdUpdateAttachment *file = data;

  if (file->upload_id != NULL) /* the others belong to the update */
    od_update_attachment_free (file);
}

/* @files: (out) (transfer full) (nullable): what the message carries; an unknown upload refuses the message. */
static gboolean
resolve_files (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, GPtrArray **files,
               OdIngestOutcome *outcome, GError **error)
{
  if (update->attachments == NULL || update->attachments->len == 0)
    return TRUE;
  if (update->attachments->len > OD_LIMIT_ATTACHMENTS)
    {
      outcome->status = OD_INGEST_REJECTED;
      outcome->reason = "bad_file";
      return TRUE;
    }
  *files = g_ptr_array_new_with_free_func (file_free_if_ours);
  for (guint i = 0; i < update->attachments->len; i++)
    {
      OdUpdateAttachment *named = g_ptr_array_index (update->attachments, i), *file = named;

      if (named->upload_id != NULL)
        {
          gboolean is_twice = has_upload (*files, named->upload_id);

          if (!find_upload (ingest, chat, named->upload_id, &file, error))
            return FALSE;
          if (file == NULL || is_twice)
            {
              g_clear_pointer (&file, od_update_attachment_free);
              outcome->status = OD_INGEST_REJECTED;
              outcome->reason = "bad_file";
              return TRUE;
            }
        }
      g_ptr_array_add (*files, file);
    }
  return TRUE;
}

static gboolean
consume_uploads (OdIngest *ingest, GPtrArray *files, GError **error)
{
  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      const OdUpdateAttachment *file = g_ptr_array_index (files, i);

      if (file->upload_id != NULL &&
          !od_stmt_run (ingest->db, error, "DELETE FROM upload WHERE id = ?1", "t", file->upload_id))
        return FALSE;
    }
  return TRUE;
}

static gboolean
find_quoted (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, gint64 *id, GError **error)
{
  g_auto (OdIngestTarget) target = { 0 };

  *id = 0;
  if (update->reply_to_seq == 0 && update->reply_to_remote_id == NULL)
    return TRUE;
  if (!od_ingest_find_target (ingest, chat, update->reply_to_remote_id, update->reply_to_seq, &target, error))
    return FALSE;
  *id = target.id;
  return TRUE;
}

/* A person of ours wrote it elsewhere; a program's message answers nobody. */
static gboolean
is_answer (const OdUpdate *update)
{
  return update->is_own && !update->remote.is_automatic;
}

static gboolean
insert_message (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, gint64 at_us, gint64 *id, GError **error)
{
  g_autofree char *uid = od_ulid_new (at_us);
  OdTimelineKind direction = update->is_own ? OD_TIMELINE_OUT : OD_TIMELINE_IN;
  OdDelivery delivery = OD_DELIVERY_NONE;
  gint64 quoted;

  if (update->is_own)
    delivery = MAX (update->delivery, OD_DELIVERY_SENT);
  return find_quoted (ingest, chat, update, &quoted, error) &&
         od_write_timeline (ingest->db, chat->conversation.id, at_us, direction, id, error) &&
         od_stmt_run (ingest->db, error,
                      "INSERT INTO message (timeline_id, account_id, uid, remote_id, direction, delivery, format, body,"
                      " payload, reply_to_id, sent_at_us, author, is_bot) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
                      " nullif (?10, 0), ?11, ?12, ?13)",
                      "iittiiittiiti", *id, ingest->job->account_id, uid, update->remote_id, (gint64) direction,
                      (gint64) delivery, (gint64) update->format, update->text, update->payload, quoted,
                      update->is_own ? at_us : 0, update->remote.author,
                      (gint64) (update->is_own && !is_answer (update)));
}

static void
summarise (OdIngestConversation *conversation, const OdUpdate *update, gint64 id, gint64 at_us)
{
  conversation->is_changed = TRUE;
  if (at_us >= conversation->last_at_us)
    {
      conversation->last_at_us = at_us;
      conversation->last_id = id;
      conversation->last_public_id = id;
      g_free (conversation->last_text);
      conversation->last_text = g_strdup (update->text);
    }
  if (update->is_own)
    {
      if (is_answer (update) && at_us >= conversation->last_in_at_us) /* an answer, given elsewhere */
        conversation->waiting_since_us = conversation->n_unanswered = conversation->n_unread = 0;
      return;
    }
  conversation->last_in_at_us = MAX (conversation->last_in_at_us, at_us);
  conversation->n_unread++;
  if (conversation->status == OD_STATUS_SPAM)
    return; /* nobody waits there */
  conversation->n_unanswered++;
  if (conversation->waiting_since_us == 0)
    conversation->waiting_since_us = at_us;
}

static gboolean
append_to_stream (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome,
                  GError **error)
{
  OdStreamEntry entry = {
    .kind = OD_STREAM_MESSAGE,
    .message_id = outcome->message_id,
    .cid = update->client_id,
  };

  if (chat->stream.id == 0)
    return TRUE;
  if (!od_stream_tail_append (ingest->db, &chat->stream, &entry, outcome->at_us, error))
    return FALSE;
  outcome->seq = chat->stream.last_seq;
  return TRUE;
}

/* What an automatic answer may be given to, at the end of the batch. */
static void
note_asked (OdIngestChat *chat, const OdUpdate *update, gint64 id, gint64 at_us)
{
  if (is_answer (update))
    chat->asked_id = 0;
  else if (!update->is_own && !update->remote.is_automatic && !update->remote.is_group)
    {
      chat->asked_us = chat->asked_id != 0 ? MAX (chat->asked_us, at_us) : at_us;
      chat->asked_id = chat->asked_id != 0 ? chat->asked_id : id;
    }
}

/* Either somebody waits from now on, or an answer that was given elsewhere was waited for. */
static gboolean
run_clocks (OdIngest *ingest, const OdIngestChat *chat, const OdUpdate *update, const OdIngestOutcome *outcome,
            GError **error)
{
  const OdIngestConversation *conversation = &chat->conversation;
  gint64 now_us = MAX (ingest->job->now_us, outcome->at_us);

  if (update->is_own && !is_answer (update))
    return TRUE;
  if (update->is_own)
    return od_clock_settle_as (ingest->db, ingest->changes, conversation->id, conversation->status, now_us, error);
  return od_clock_customer_wrote (ingest->db, ingest->changes, conversation->id, conversation->status,
                                  outcome->message_id, outcome->at_us, now_us, error);
}

/* Everything is known to be fine; from here on it is written. */
static gboolean
store_message (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, GPtrArray *files, OdIngestOutcome *outcome,
               GError **error)
{
  gint64 at_us = od_ingest_get_at_us (ingest, update);

  if (ingest->job->has_stream) /* the order of the stream is the order of the thread */
    at_us = MAX (ingest->job->now_us, chat->stream.last_at_us);
  if (!od_ingest_ensure_conversation (ingest, chat, update, at_us, error) ||
      !insert_message (ingest, chat, update, at_us, &outcome->message_id, error) ||
      !od_write_files (ingest->db, outcome->message_id, files, error) || !consume_uploads (ingest, files, error) ||
      (*update->text != '\0' &&
       !od_search_index_put (ingest->db, OD_SEARCH_DOC_MESSAGE, outcome->message_id, update->text, error)))
    return FALSE;
  outcome->at_us = at_us;
  outcome->conversation_id = chat->conversation.id;
  summarise (&chat->conversation, update, outcome->message_id, at_us);
  note_asked (chat, update, outcome->message_id, at_us);
  if (!update->is_own)
    {
      chat->seen_us = MAX (chat->seen_us, at_us);
      if (!od_ingest_reached (ingest, chat, error))
        return FALSE;
    }
  if (update->remote.album_id != NULL && !od_ingest_part_begin (ingest, update, outcome->message_id, error))
    return FALSE;
  od_change_set_add (ingest->changes, OD_CHANGE_MESSAGE, outcome->message_id);
  return append_to_stream (ingest, chat, update, outcome, error) && run_clocks (ingest, chat, update, outcome, error);
}

/*
 * od_ingest_message:
 *
 * A message of the customer, or one that our side wrote elsewhere.
 */
gboolean
od_ingest_message (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome,
                   GError **error)
{
  g_autoptr (GPtrArray) files = NULL;

  if (!find_duplicate (ingest, update, outcome, error))
    return FALSE;
  if (outcome->status == OD_INGEST_DUPLICATE)
    return describe_duplicate (ingest, outcome, error);
  if (!od_ingest_part_add (ingest, chat, update, outcome, error))
    return FALSE;
  if (outcome->message_id != 0)
    return TRUE;
  if (!resolve_files (ingest, chat, update, &files, outcome, error))
    return FALSE;
  if (outcome->status == OD_INGEST_REJECTED)
    return TRUE;
  return store_message (ingest, chat, update, files, outcome, error) &&
         (update->is_own || od_store_finding_add (ingest->db, ingest->changes, outcome->message_id, chat->customer_id,
                                                  update->text, error));
}
