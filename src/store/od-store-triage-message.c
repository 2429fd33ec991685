/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-triage"

#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-store-clock-private.h"
#include "od-store-outbox-private.h"
#include "od-store-triage-private.h"
#include "od-text.h"

void
od_triage_message_clear (OdTriageMessage *message)
{
  g_clear_pointer (&message->body, g_free);
}

/*
 * od_triage_make_payload:
 *
 * Returns: (transfer full): a JSON object with one text in it
 */
char *
od_triage_make_payload (const char *name, const char *value)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, name, value);
  json_node_take_object (node, object);
  return od_json_to_string (node, NULL);
}

/*
 * od_triage_load_message:
 *
 * Finds the message of the job, if it has one, and with it the conversation. For reading any row of the timeline will
 * do: the newest on screen may be an event.
 */
gboolean
od_triage_load_message (OdTriage *triage, GError **error)
{
  g_autoptr (OdStmt) row = NULL;
  OdTriageJob *job = triage->job;
  OdTriageMessage *message = &triage->message;

  if (job->message_id == 0)
    return job->kind >= OD_OPERATION_READ || od_write_gone (error, "message");
  if (!od_stmt_get_row (triage->db, error,
                        "SELECT t.conversation_id, t.at_us, max (t.at_us, coalesce (m.edited_at_us, 0)),"
                        " coalesce (m.deleted_at_us, 0), t.kind, coalesce (m.delivery, 0), coalesce (m.body, ''),"
                        " m.timeline_id IS NOT NULL"
                        " FROM timeline AS t LEFT JOIN message AS m ON m.timeline_id = t.id WHERE t.id = ?1",
                        &row, "i", job->message_id))
    return FALSE;
  if (row == NULL || (job->kind != OD_OPERATION_READ && sqlite3_column_int (row, 7) == 0) ||
      (job->kind == OD_OPERATION_READ && sqlite3_column_int64 (row, 0) != job->conversation_id))
    return od_write_gone (error, "message");
  job->conversation_id = sqlite3_column_int64 (row, 0);
  message->id = job->message_id;
  message->at_us = sqlite3_column_int64 (row, 1);
  message->written_at_us = sqlite3_column_int64 (row, 2);
  message->deleted_at_us = sqlite3_column_int64 (row, 3);
  message->direction = (OdTimelineKind) sqlite3_column_int (row, 4);
  message->delivery = (OdDelivery) sqlite3_column_int (row, 5);
  message->body = od_stmt_dup_text (row, 6);
  return TRUE;
}

/*
 * od_triage_reject:
 *
 * Returns: %FALSE, with %OD_ERROR_REJECTED
 */
gboolean
od_triage_reject (GError **error, const char *why)
{
  g_set_error_literal (error, OD_ERROR, OD_ERROR_REJECTED, why);
  return FALSE;
}

/* TRUE if the customer has it, or may have it: changing it here alone would be a lie. */
static gboolean
has_left (const OdTriageMessage *message)
{
  return message->direction == OD_TIMELINE_OUT && message->delivery != OD_DELIVERY_QUEUED &&
         message->delivery != OD_DELIVERY_FAILED && message->delivery != OD_DELIVERY_HELD;
}

static gboolean
check_own (OdTriage *triage, GError **error)
{
  const OdTriageMessage *message = &triage->message;

  if (message->direction != OD_TIMELINE_OUT && message->direction != OD_TIMELINE_NOTE)
    return od_triage_reject (error, "Only messages and notes of our own side can be changed");
  if (message->deleted_at_us != 0)
    return od_triage_reject (error, "The message was removed");
  if (message->delivery == OD_DELIVERY_SENDING || message->delivery == OD_DELIVERY_UNCONFIRMED)
    return od_triage_reject (error, "The message is on its way");
  if (has_left (message) && (triage->job->flags & OD_TRIAGE_HAS_REMOTE) == 0)
    return od_triage_reject (error, "The channel can't do that");
  return TRUE;
}

/* @what: for the books. */
static gboolean
tell (OdTriage *triage, const char *what, const char *payload, GError **error)
{
  const OdTriageJob *job = triage->job;

  triage->job->is_changed = TRUE;
  od_change_set_add (triage->changes, OD_CHANGE_MESSAGE, triage->message.id);
  od_change_set_add (triage->changes, OD_CHANGE_CONVERSATION, job->conversation_id);
  return od_write_audit (triage->db, job->now_us, job->operator_id, what, "message", triage->message.id, error) &&
         (!(has_left (&triage->message) || triage->message.direction == OD_TIMELINE_IN) ||
          od_triage_tell_channel (triage, triage->message.id, payload, error));
}

/*
 * od_triage_edit:
 *
 * What is still queued goes out with the new text.
 */
gboolean
od_triage_edit (OdTriage *triage, GError **error)
{
  const OdTriageJob *job = triage->job;
  const OdTriageMessage *message = &triage->message;
  g_autofree char *bare = g_strstrip (g_strdup (job->text != NULL ? job->text : ""));

  if (!check_own (triage, error))
    return FALSE;
  if (*bare == '\0')
    return od_triage_reject (error, "There is no text; remove the message instead");
  if (od_text_count_code_points (job->text) > OD_LIMIT_BODY_CHARS)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "The text is too long");
      return FALSE;
    }
  if (g_str_equal (job->text, message->body))
    return TRUE;
  return od_write_body (triage->db, message->id, message->body, message->written_at_us, job->text, job->now_us,
                        error) &&
         od_stmt_run (triage->db, error, "UPDATE message_part SET body = ?2 WHERE message_id = ?1 AND body <> ''", "it",
                      message->id, job->text) &&
         od_write_snippet_of (triage->db, job->conversation_id, message->id, job->text, error) &&
         tell (triage, "edit", NULL, error);
}

/* It never left: nobody but us has it. The operation that would send it goes, too, and the customer waits again. */
static gboolean
cancel (OdTriage *triage, GError **error)
{
  const OdTriageMessage *message = &triage->message;
  g_auto (OdOperationRow) row = { 0 };
  g_autoptr (GError) none = NULL; /* what was imported has no operation */

  if (message->direction == OD_TIMELINE_NOTE || has_left (message))
    return TRUE;
  if (!od_operation_load_send (triage->db, message->id, &row, &none) &&
      !g_error_matches (none, OD_ERROR, OD_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&none));
      return FALSE;
    }
  return od_stmt_run (triage->db, error, "DELETE FROM operation WHERE message_id = ?1", "i", message->id) &&
         od_stmt_run (triage->db, error, "UPDATE message SET delivery = 0 WHERE timeline_id = ?1", "i", message->id) &&
         (none != NULL || od_outbox_unanswer (triage->db, triage->changes, &row, triage->job->now_us, error));
}

gboolean
od_triage_remove (OdTriage *triage, GError **error)
{
  const OdTriageJob *job = triage->job;
  const OdTriageMessage *message = &triage->message;

  if (message->deleted_at_us != 0)
    return TRUE;
  return check_own (triage, error) &&
         od_write_removal (triage->db, message->id, message->body, message->written_at_us, job->now_us, error) &&
         cancel (triage, error) && od_write_snippet_of (triage->db, job->conversation_id, message->id, "", error) &&
         (message->direction != OD_TIMELINE_OUT || !has_left (message) ||
          od_clock_answer_removed (triage->db, triage->changes, job->conversation_id, message->id, job->now_us,
                                   error)) &&
         tell (triage, "remove", NULL, error);
}

gboolean
od_triage_react (OdTriage *triage, GError **error)
{
  const OdTriageJob *job = triage->job;
  const char *emoji = job->emoji != NULL ? job->emoji : "";
  g_autofree char *payload = NULL;
  gboolean is_changed;

  if (triage->message.deleted_at_us != 0)
    return od_triage_reject (error, "The message was removed");
  if (strlen (emoji) > OD_LIMIT_EMOJI_BYTES)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "emoji: too long");
      return FALSE;
    }
  if (!od_write_reaction (triage->db, triage->message.id, job->operator_id, emoji, job->now_us, &is_changed, error))
    return FALSE;
  if (!is_changed)
    return TRUE;
  payload = od_triage_make_payload ("emoji", emoji);
  return tell (triage, "react", payload, error);
}

/* ---- reading ---- */

/* @is_known: (out): the mark stands there already, or further on */
static gboolean
is_read (OdTriage *triage, gboolean *is_known, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  *is_known = FALSE;
  if (!od_stmt_get_row (triage->db, error, "SELECT (at_us, id) >= (?2, ?3) FROM timeline WHERE id = ?1", &row, "iii",
                        triage->read_upto_id, triage->message.at_us, triage->message.id))
    return FALSE;
  if (row != NULL)
    *is_known = sqlite3_column_int (row, 0) != 0;
  return TRUE;
}

/* The newest message of the customer that was on screen: what the channel understands. */
static gboolean
find_last_in (OdTriage *triage, gint64 *id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (triage->db, error,
                        "SELECT id FROM timeline WHERE conversation_id = ?1 AND kind = 1 AND (at_us, id) <= (?2, ?3)"
                        " ORDER BY at_us DESC, id DESC LIMIT 1",
                        &row, "iii", triage->job->conversation_id, triage->message.at_us, triage->message.id))
    return FALSE;
  *id = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  return TRUE;
}

static gboolean
tell_read (OdTriage *triage, GError **error)
{
  gint64 id;

  if ((triage->job->flags & OD_TRIAGE_HAS_REMOTE) == 0)
    return TRUE;
  if (!find_last_in (triage, &id, error))
    return FALSE;
  if (id == 0)
    return TRUE;
  /* One mark is enough: what was to be told and was not yet is said by this one, too. */
  return ((triage->job->flags & OD_TRIAGE_IN_BATCH) != 0 ||
          od_stmt_run (triage->db, error,
                       "DELETE FROM operation WHERE conversation_id = ?1 AND state = 1 AND kind = 'read'", "i",
                       triage->job->conversation_id)) &&
         od_triage_tell_channel (triage, id, NULL, error);
}

/* Nothing newer was on screen. But a message that came late, and stands before the mark, was counted as unread. */
static gboolean
count_anew (OdTriage *triage, GError **error)
{
  gint64 id = triage->job->conversation_id;

  if (!od_stmt_run (triage->db, error,
                    "UPDATE conversation SET n_unread = u.n FROM (SELECT count (*) AS n FROM timeline AS t"
                    " WHERE t.conversation_id = ?1 AND t.kind = 1 AND (t.at_us, t.id) >"
                    " (SELECT r.at_us, r.id FROM timeline AS r WHERE r.id = ?2)) AS u"
                    " WHERE id = ?1 AND n_unread <> u.n",
                    "ii", id, triage->read_upto_id))
    return FALSE;
  triage->job->is_changed = sqlite3_changes (triage->db) > 0;
  if (triage->job->is_changed)
    od_change_set_add (triage->changes, OD_CHANGE_CONVERSATION, id);
  return TRUE;
}

/* Who is named in what was on screen has seen it. */
static gboolean
see_mentions (OdTriage *triage, GError **error)
{
  const OdTriageJob *job = triage->job;

  return od_stmt_run (triage->db, error,
                      "UPDATE mention SET seen_at_us = ?4 WHERE conversation_id = ?1 AND operator_id = ?2"
                      " AND message_id <= ?3 AND seen_at_us = 0",
                      "iiii", job->conversation_id, job->operator_id, triage->message.id, job->now_us);
}

/*
 * od_triage_read:
 *
 * Everything up to a message was on screen; the mark only moves forward.
 */
gboolean
od_triage_read (OdTriage *triage, GError **error)
{
  const OdTriageJob *job = triage->job;
  gboolean is_known = FALSE;

  if (triage->message.id == 0)
    return od_write_gone (error, "message");
  if (!see_mentions (triage, error) || (triage->read_upto_id != 0 && !is_read (triage, &is_known, error)))
    return FALSE;
  if (is_known)
    return count_anew (triage, error);
  triage->job->is_changed = TRUE;
  od_change_set_add (triage->changes, OD_CHANGE_CONVERSATION, job->conversation_id);
  return od_stmt_run (triage->db, error,
                      "UPDATE conversation SET read_upto_id = ?2, n_unread = (SELECT count (*) FROM timeline"
                      " WHERE conversation_id = ?1 AND kind = 1 AND (at_us, id) > (?3, ?2)) WHERE id = ?1",
                      "iii", job->conversation_id, triage->message.id, triage->message.at_us) &&
         tell_read (triage, error);
}
