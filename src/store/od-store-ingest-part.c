/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-ingest-private.h"

#include "od-limits.h"
#include "od-store-finding.h"
#include "od-store-search-index.h"

/* Several messages there, perhaps told in several batches, that are one message here: an album, or a reply of ours whose
 * text stands apart from its files. Each part keeps its id, so that it is known again, and can be replied to, edited and
 * removed; an album's own id leads to the message. */

#define IS_THERE(part) "(" part ".attachment_id IS NOT NULL OR " part ".body <> '')"

/*
 * od_ingest_part_find:
 * @part: (out): its message is 0 if @remote_id is no part of anything
 */
gboolean
od_ingest_part_find (OdIngest *ingest, const char *remote_id, OdIngestPart *part, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  *part = (OdIngestPart){ 0 };
  if (remote_id == NULL)
    return TRUE;
  if (!od_stmt_get_row (
          ingest->db, error,
          "SELECT p.message_id, ifnull (p.attachment_id, 0), " IS_THERE ("p") ", (SELECT count (*) FROM message_part AS o WHERE o.message_id = p.message_id AND" IS_THERE (
              "o") " AND o.remote_id <> ?2)"
                   " FROM message_part AS p WHERE p.account_id = ?1 AND p.remote_id = ?2",
          &row, "it", ingest->job->account_id, remote_id))
    return FALSE;
  if (row != NULL)
    *part = (OdIngestPart){
      .message_id = sqlite3_column_int64 (row, 0),
      .attachment_id = sqlite3_column_int64 (row, 1),
      .is_there = sqlite3_column_int (row, 2) != 0,
      .n_others = sqlite3_column_int64 (row, 3),
    };
  return TRUE;
}

/* The newest file of the message is that of the part. */
static gboolean
insert_part (OdIngest *ingest, const OdUpdate *update, gint64 message_id, GError **error)
{
  return od_stmt_run (ingest->db, error,
                      "INSERT INTO message_part (account_id, remote_id, message_id, attachment_id, body) VALUES"
                      " (?1, ?2, ?3, (SELECT max (id) FROM attachment WHERE message_id = ?3), ?4)",
                      "itit", ingest->job->account_id, update->remote_id, message_id, update->text);
}

/*
 * od_ingest_part_begin:
 * @message_id: just stored, of @update
 *
 * The first part that came: others will join it.
 */
gboolean
od_ingest_part_begin (OdIngest *ingest, const OdUpdate *update, gint64 message_id, GError **error)
{
  return od_stmt_run (ingest->db, error,
                      "INSERT INTO message_part (account_id, remote_id, message_id) VALUES (?1, ?2, ?3)"
                      " ON CONFLICT (account_id, remote_id) DO UPDATE SET message_id = excluded.message_id",
                      "iti", ingest->job->account_id, update->remote.album_id, message_id) &&
         insert_part (ingest, update, message_id, error);
}

/* @remote_id: (nullable): the part that says @text instead
 * @whole: (out) (transfer full): what all parts of the message say, in the order in which they stand; a text that stands
 * apart came first */
static gboolean
join_bodies (OdIngest *ingest, gint64 message_id, const char *remote_id, const char *text, char **whole, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (ingest->db, error,
                        "SELECT ifnull (group_concat (body, char (10)), '') FROM (SELECT iif (p.remote_id = ?2"
                        " AND p.account_id = ?4, ?3, p.body) AS body FROM message_part AS p LEFT JOIN attachment AS a"
                        " ON a.id = p.attachment_id WHERE p.message_id = ?1 ORDER BY a.position) WHERE body <> ''",
                        &row, "itti", message_id, remote_id, text, ingest->job->account_id))
    return FALSE;
  *whole = od_stmt_dup_text (row, 0);
  return TRUE;
}

/* Nothing was edited: the rest of the text came. */
static gboolean
add_text (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, const OdIngestTarget *target, GError **error)
{
  g_autofree char *whole = NULL;

  if (*update->text == '\0')
    return TRUE;
  return join_bodies (ingest, target->id, NULL, NULL, &whole, error) &&
         od_stmt_run (ingest->db, error, "UPDATE message SET body = ?2, format = ?3 WHERE timeline_id = ?1", "iti",
                      target->id, whole, (gint64) update->format) &&
         od_search_index_put (ingest->db, OD_SEARCH_DOC_MESSAGE, target->id, whole, error) &&
         od_ingest_show_in_list (ingest, chat, target, whole, error) &&
         (update->is_own ||
          od_store_finding_add (ingest->db, ingest->changes, target->id, chat->customer_id, update->text, error));
}

static gboolean
has_room (OdIngest *ingest, const OdUpdate *update, gint64 message_id, gboolean *has, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (ingest->db, error, "SELECT count (*) FROM attachment WHERE message_id = ?1", &row, "i",
                        message_id))
    return FALSE;
  *has = sqlite3_column_int64 (row, 0) + update->attachments->len <= OD_LIMIT_ATTACHMENTS;
  return TRUE;
}

/*
 * od_ingest_part_add:
 * @outcome: stays without a message if there is nothing that @update is a part of
 *
 * Another part of an album that is here. Nobody waits longer or anew because of it.
 */
gboolean
od_ingest_part_add (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome,
                    GError **error)
{
  g_auto (OdIngestTarget) target = { 0 };
  gboolean has = FALSE;

  if (update->remote.album_id == NULL || update->attachments == NULL || update->attachments->len == 0)
    return TRUE;
  if (!od_ingest_find_target (ingest, chat, update->remote.album_id, 0, &target, error))
    return FALSE;
  if (target.id == 0 || target.deleted_at_us != 0)
    return TRUE;
  if (!has_room (ingest, update, target.id, &has, error))
    return FALSE;
  if (!has) /* a message of its own, then */
    return TRUE;
  if (!od_write_files (ingest->db, target.id, update->attachments, error) ||
      !insert_part (ingest, update, target.id, error) || !add_text (ingest, chat, update, &target, error))
    return FALSE;
  *outcome = (OdIngestOutcome){ .status = OD_INGEST_STORED,
                                .conversation_id = target.conversation_id,
                                .message_id = target.id,
                                .at_us = target.at_us };
  od_change_set_add (ingest->changes, OD_CHANGE_MESSAGE, target.id);
  od_change_set_add (ingest->changes, OD_CHANGE_CONVERSATION, target.conversation_id);
  return TRUE;
}

/*
 * od_ingest_part_read:
 * @whole: (out) (transfer full): what the message would say if this part of it said @text
 */
gboolean
od_ingest_part_read (OdIngest *ingest, const char *remote_id, const OdIngestPart *part, const char *text, char **whole,
                     GError **error)
{
  return join_bodies (ingest, part->message_id, remote_id, text, whole, error);
}

/*
 * od_ingest_part_edit:
 *
 * The part says @text from now on.
 */
gboolean
od_ingest_part_edit (OdIngest *ingest, const char *remote_id, const char *text, GError **error)
{
  return od_stmt_run (ingest->db, error, "UPDATE message_part SET body = ?3 WHERE account_id = ?1 AND remote_id = ?2",
                      "itt", ingest->job->account_id, remote_id, text);
}

/*
 * od_ingest_part_remove:
 * @part: not the last one
 * @whole: (out) (transfer full): what the message says now
 */
gboolean
od_ingest_part_remove (OdIngest *ingest, const char *remote_id, const OdIngestPart *part, char **whole, GError **error)
{
  return od_stmt_run (ingest->db, error, "DELETE FROM attachment WHERE id = ?1", "i", part->attachment_id) &&
         od_stmt_run (
             ingest->db, error,
             "UPDATE message_part SET body = '', attachment_id = NULL WHERE account_id = ?1 AND remote_id = ?2", "it",
             ingest->job->account_id, remote_id) &&
         od_write_file_names (ingest->db, part->message_id, error) &&
         join_bodies (ingest, part->message_id, NULL, NULL, whole, error);
}
