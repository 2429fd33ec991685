/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-ingest-private.h"

#include "od-limits.h"
#include "od-markdown.h"
#include "od-store-finding.h"

static void
refuse (OdIngest *ingest, OdIngestOutcome *outcome, const char *reason)
{
  /* A channel that serves the customer itself tells them; another one has long since told the provider "taken". */
  outcome->status = ingest->job->has_stream ? OD_INGEST_REJECTED : OD_INGEST_IGNORED;
  outcome->reason = reason;
}

static gboolean
is_refused (const OdIngestOutcome *outcome)
{
  return outcome->status != OD_INGEST_STORED;
}

/* May this side change this message? */
static void
check_own (OdIngest *ingest, const OdUpdate *update, const OdIngestTarget *target, OdIngestOutcome *outcome)
{
  OdTimelineKind writer = update->is_own ? OD_TIMELINE_OUT : OD_TIMELINE_IN;
  /* A provider tells that a message is gone, not who took it back. */
  gboolean can_be_anybodys = update->kind == OD_UPDATE_REMOVAL && !ingest->job->has_stream;

  if (target->id == 0 || target->deleted_at_us != 0)
    refuse (ingest, outcome, "bad_target");
  else if (target->direction != writer && !(can_be_anybodys && target->direction != OD_TIMELINE_NOTE))
    refuse (ingest, outcome, "not_own");
  else if (ingest->job->has_stream && ingest->job->now_us - target->at_us > OD_LIMIT_EDIT_S * (gint64) G_USEC_PER_SEC)
    refuse (ingest, outcome, "too_late");
}

static gboolean
tell (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, const OdIngestTarget *target, OdStreamKind kind,
      OdIngestOutcome *outcome, GError **error)
{
  OdStreamEntry entry = {
    .kind = kind,
    .message_id = target->id,
    .ref_seq = target->seq,
    .cid = update->client_id,
  };

  outcome->conversation_id = target->conversation_id;
  outcome->message_id = target->id;
  outcome->at_us = ingest->job->now_us;
  od_change_set_add (ingest->changes, OD_CHANGE_MESSAGE, target->id);
  od_change_set_add (ingest->changes, OD_CHANGE_CONVERSATION, target->conversation_id);
  if (chat->stream.id == 0)
    return TRUE;
  if (!od_stream_tail_append (ingest->db, &chat->stream, &entry, ingest->job->now_us, error))
    return FALSE;
  outcome->seq = chat->stream.last_seq;
  outcome->at_us = chat->stream.last_at_us;
  return TRUE;
}

/*
 * od_ingest_show_in_list:
 *
 * If it is the last message of its conversation, the list shows @text.
 */
gboolean
od_ingest_show_in_list (OdIngest *ingest, OdIngestChat *chat, const OdIngestTarget *target, const char *text,
                        GError **error)
{
  OdIngestConversation *conversation = &chat->conversation;

  if (target->id != conversation->last_id)
    return od_write_snippet_of (ingest->db, target->conversation_id, target->id, text, error);
  g_free (conversation->last_text);
  conversation->last_text = g_strdup (text);
  conversation->is_changed = TRUE;
  return TRUE;
}

static void
set_duplicate (OdIngestOutcome *outcome, const OdIngestTarget *target, gint64 at_us)
{
  *outcome = (OdIngestOutcome){
    .status = OD_INGEST_DUPLICATE, .conversation_id = target->conversation_id, .message_id = target->id, .at_us = at_us
  };
}

/* What the message says now; what it said before is kept as a version. */
static gboolean
write_text (OdIngest *ingest, OdIngestChat *chat, const OdIngestTarget *target, const char *text, OdTextFormat format,
            GError **error)
{
  if (g_str_equal (target->body, text) && target->format == format)
    return TRUE;
  return od_write_body (ingest->db, target->id, target->body, target->written_at_us, text, ingest->job->now_us,
                        error) &&
         od_stmt_run (ingest->db, error, "UPDATE message SET format = ?2 WHERE timeline_id = ?1", "ii", target->id,
                      (gint64) format) &&
         od_ingest_show_in_list (ingest, chat, target, text, error) &&
         (target->direction != OD_TIMELINE_IN ||
          od_store_finding_add (ingest->db, ingest->changes, target->id, chat->customer_id, text, error));
}

/* A place that moves, a poll: no other text, and no version. */
static gboolean
write_payload (OdIngest *ingest, const OdUpdate *update, const OdIngestTarget *target, GError **error)
{
  return update->payload == NULL || g_strcmp0 (update->payload, target->payload) == 0 ||
         od_stmt_run (ingest->db, error, "UPDATE message SET payload = ?2 WHERE timeline_id = ?1", "it", target->id,
                      update->payload);
}

/* @is_ours: (out): we sent it, nobody else who answers there
 * @is_pending: (out): what we changed ourselves may be shown to us as an edit, too, and another of ours may be on its way
 *   already */
static gboolean
find_operations (OdIngest *ingest, const OdIngestTarget *target, gboolean *is_ours, gboolean *is_pending,
                 GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (ingest->db, error,
                        "SELECT total (kind = 'send') > 0, total (kind = 'edit' AND state IN (1, 2)) > 0"
                        " FROM operation WHERE message_id = ?1",
                        &row, "i", target->id))
    return FALSE;
  *is_ours = sqlite3_column_int (row, 0) != 0;
  *is_pending = sqlite3_column_int (row, 1) != 0;
  return TRUE;
}

static char *
dup_plain (const char *text, OdTextFormat format)
{
  return format == OD_FORMAT_MARKDOWN ? od_markdown_to_plain (text) : g_strdup (text);
}

/* The provider writes our own formatting down in its way: there the words count. */
static gboolean
says_the_same (const OdIngestTarget *target, gboolean is_ours, const char *text, OdTextFormat format)
{
  g_autofree char *ours = NULL, *theirs = NULL;

  if (!is_ours)
    return g_str_equal (target->body, text) && target->format == format;
  ours = dup_plain (target->body, target->format);
  theirs = dup_plain (text, format);
  return g_str_equal (ours, theirs);
}

static gboolean
is_as_it_was (const OdUpdate *update, const OdIngestTarget *target, gboolean is_ours, const char *text,
              OdTextFormat format)
{
  return says_the_same (target, is_ours, text, format) &&
         (update->payload == NULL || g_strcmp0 (update->payload, target->payload) == 0);
}

/*
 * od_ingest_edit:
 *
 * Another text or file for a message, or for a part of it. Some providers say "edited" when nothing is different that we keep.
 */
gboolean
od_ingest_edit (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome, GError **error)
{
  g_auto (OdIngestTarget) target = { 0 };
  g_autofree char *whole = NULL;
  OdIngestPart part;
  const char *text = update->text;
  OdTextFormat format = update->format;
  gboolean is_ours = FALSE, is_pending = FALSE, is_replaced;

  if (!od_ingest_find_target (ingest, chat, update->target_remote_id, update->target_seq, &target, error) ||
      !od_ingest_part_find (ingest, update->target_remote_id, &part, error))
    return FALSE;
  check_own (ingest, update, &target, outcome);
  if (is_refused (outcome))
    return TRUE;
  if (update->is_own && !find_operations (ingest, &target, &is_ours, &is_pending, error))
    return FALSE;
  if (is_pending)
    {
      set_duplicate (outcome, &target, target.written_at_us);
      return TRUE;
    }
  if (chat->stream.id != 0 || (part.message_id != 0 && *text == '\0')) /* it is that of the others */
    format = target.format;
  if (part.message_id != 0)
    {
      if (!od_ingest_part_read (ingest, update->target_remote_id, &part, text, &whole, error))
        return FALSE;
      text = whole;
    }
  if (!od_ingest_file_edit (ingest, update, &target, &part, &is_replaced, error))
    return FALSE;
  if (chat->stream.id == 0 && !is_replaced && is_as_it_was (update, &target, is_ours, text, format))
    {
      set_duplicate (outcome, &target, target.written_at_us);
      return TRUE;
    }
  return (part.message_id == 0 || od_ingest_part_edit (ingest, update->target_remote_id, update->text, error)) &&
         write_text (ingest, chat, &target, text, format, error) && write_payload (ingest, update, &target, error) &&
         tell (ingest, chat, update, &target, OD_STREAM_EDIT, outcome, error);
}

/* One file of several: the message stays, with the others. */
static gboolean
remove_part (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, const OdIngestTarget *target,
             const OdIngestPart *part, OdIngestOutcome *outcome, GError **error)
{
  g_autofree char *whole = NULL;

  return od_ingest_part_remove (ingest, update->target_remote_id, part, &whole, error) &&
         write_text (ingest, chat, target, whole, target->format, error) &&
         tell (ingest, chat, update, target, OD_STREAM_EDIT, outcome, error);
}

/*
 * od_ingest_removal:
 *
 * The message stays in its place, without its text.
 */
gboolean
od_ingest_removal (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome,
                   GError **error)
{
  g_auto (OdIngestTarget) target = { 0 };
  OdIngestPart part;

  if (!od_ingest_find_target (ingest, chat, update->target_remote_id, update->target_seq, &target, error) ||
      !od_ingest_part_find (ingest, update->target_remote_id, &part, error))
    return FALSE;
  if (!ingest->job->has_stream && target.id != 0 &&
      (target.deleted_at_us != 0 || (part.message_id != 0 && !part.is_there)))
    {
      set_duplicate (outcome, &target, target.deleted_at_us != 0 ? target.deleted_at_us : target.written_at_us);
      return TRUE;
    }
  check_own (ingest, update, &target, outcome);
  if (is_refused (outcome))
    return TRUE;
  if (part.n_others > 0)
    return remove_part (ingest, chat, update, &target, &part, outcome, error);
  return od_write_removal (ingest->db, target.id, target.body, target.written_at_us, ingest->job->now_us, error) &&
         od_ingest_show_in_list (ingest, chat, &target, "", error) &&
         tell (ingest, chat, update, &target, OD_STREAM_REMOVAL, outcome, error);
}

/*
 * od_ingest_reaction:
 *
 * The customer has one reaction to each message; another takes its place.
 */
gboolean
od_ingest_reaction (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome,
                    GError **error)
{
  g_auto (OdIngestTarget) target = { 0 };
  const char *emoji = update->emoji != NULL ? update->emoji : "";
  gboolean is_changed;

  if (!od_ingest_find_target (ingest, chat, update->target_remote_id, update->target_seq, &target, error))
    return FALSE;
  if (target.id == 0 || target.deleted_at_us != 0 || target.direction == OD_TIMELINE_NOTE ||
      strlen (emoji) > OD_LIMIT_EMOJI_BYTES)
    {
      refuse (ingest, outcome, "bad_target");
      return TRUE;
    }
  if (!od_write_reaction (ingest->db, target.id, 0, emoji, ingest->job->now_us, &is_changed, error))
    return FALSE;
  if (!is_changed && chat->stream.id == 0)
    {
      *outcome = (OdIngestOutcome){ .status = OD_INGEST_DUPLICATE,
                                    .conversation_id = target.conversation_id,
                                    .message_id = target.id,
                                    .at_us = ingest->job->now_us };
      return TRUE;
    }
  return tell (ingest, chat, update, &target, OD_STREAM_REACTION, outcome, error);
}

/*
 * od_ingest_state:
 *
 * The other side of a shared desk set the status.
 */
gboolean
od_ingest_state (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome, GError **error)
{
  OdIngestConversation *conversation = &chat->conversation;

  if (conversation->id == 0 || update->status < OD_STATUS_OPEN || update->status > OD_STATUS_SPAM)
    {
      outcome->status = OD_INGEST_IGNORED;
      return TRUE;
    }
  outcome->conversation_id = conversation->id;
  if (conversation->status == (OdStatus) update->status)
    {
      outcome->status = OD_INGEST_DUPLICATE;
      return TRUE;
    }
  if (conversation->is_changed && !od_ingest_flush_chat (ingest, chat, error))
    return FALSE;
  conversation->status = (OdStatus) update->status;
  conversation->resolved_at_us = conversation->status == OD_STATUS_RESOLVED ? ingest->job->now_us : 0;
  if (conversation->status == OD_STATUS_RESOLVED || conversation->status == OD_STATUS_SPAM)
    conversation->waiting_since_us = conversation->n_unanswered = 0;
  outcome->at_us = ingest->job->now_us;
  return od_write_status (ingest->db, ingest->changes, conversation->id, conversation->status, 0, ingest->job->now_us,
                          error);
}
