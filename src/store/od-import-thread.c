/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-delivery.h"
#include "od-import-session-private.h"
#include "od-interchange-parse-private.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-random.h"
#include "od-record.h"
#include "od-store-search-index.h"
#include "od-store-write-private.h"
#include "od-text.h"
#include "od-update.h"

/* ---- conversations --------------------------------------------------------- */

static gboolean
find_or_add_thread (sqlite3 *db, gint64 account_id, const char *remote_id, gint64 contact_point_id, gint64 *id,
                    GError **error)
{
  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error, "SELECT id FROM thread WHERE account_id = ?1 AND remote_id = ?2", &row, "it",
                          account_id, remote_id))
      return FALSE;
    *id = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  }
  if (*id != 0)
    return TRUE;
  if (!od_stmt_run (db, error,
                    "INSERT INTO thread (account_id, remote_id, contact_point_id) VALUES (?1, ?2, nullif (?3, 0))",
                    "iti", account_id, remote_id, contact_point_id))
    return FALSE;
  *id = sqlite3_last_insert_rowid (db);
  return TRUE;
}

/* The provider's chat with the customer, so that the history goes on there once the account is connected; one of its
 * own if that chat has an open conversation already. */
static gboolean
choose_thread (sqlite3 *db, OdImportItem *item, gint64 account_id, gint64 customer_id, gboolean is_live, gint64 *id,
               GError **error)
{
  g_autofree char *address = NULL;
  g_autofree char *own = g_strconcat ("import:", od_import_get_text (item, "id"), NULL);
  gint64 contact_point_id = 0;

  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (
            db, error,
            "SELECT id, address FROM contact_point WHERE customer_id = ?1 AND channel = ?2 ORDER BY id LIMIT 1", &row,
            "it", customer_id, od_import_get_text (item, "channel")))
      return FALSE;
    if (row != NULL)
      {
        contact_point_id = sqlite3_column_int64 (row, 0);
        address = od_stmt_dup_text (row, 1);
      }
  }
  if (address == NULL)
    return find_or_add_thread (db, account_id, own, 0, id, error);
  if (!find_or_add_thread (db, account_id, address, contact_point_id, id, error))
    return FALSE;
  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error, "SELECT 1 FROM conversation WHERE thread_id = ?1 AND status IN (1, 2)", &row, "i",
                          *id))
      return FALSE;
    if (row == NULL || !is_live)
      return TRUE;
  }
  return find_or_add_thread (db, account_id, own, contact_point_id, id, error);
}

static gboolean
add_conversation_tags (OdImportSession *session, sqlite3 *db, OdImportItem *item, gint64 id, GError **error)
{
  JsonArray *tags = json_object_get_array_member (item->line->record, "tags");

  for (guint i = 0; i < json_array_get_length (tags); i++)
    {
      gint64 tag_id;

      if (!od_import_ensure_tag (session, db, json_array_get_string_element (tags, i), &tag_id, error) ||
          !od_stmt_run (db, error, "INSERT INTO conversation_tag (conversation_id, tag_id) VALUES (?1, ?2)", "ii", id,
                        tag_id))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_conversation (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, OdImportItem *item, gint64 account_id,
                  gint64 customer_id, GError **error)
{
  const char *assignee = od_import_get_text (item, "assignee");
  gint64 created_at_us = od_import_get_time (item, "created_at");
  gint64 thread_id, operator_id = 0, id;
  OdStatus status = OD_STATUS_OPEN;

  od_status_parse (od_import_get_text (item, "status"), &status);
  if (assignee != NULL && !od_import_ensure_operator (session, db, changes, assignee, &operator_id, error))
    return FALSE;
  if (!choose_thread (db, item, account_id, customer_id, status == OD_STATUS_OPEN || status == OD_STATUS_PENDING,
                      &thread_id, error))
    return FALSE;
  if (!od_stmt_run (db, error,
                    "INSERT INTO conversation (uid, account_id, thread_id, customer_id, status, snoozed_until_us,"
                    "  assignee_id, subject, created_at_us, last_at_us, resolved_at_us)"
                    "  VALUES (?1, ?2, ?3, ?4, ?5, nullif (?6, 0), nullif (?7, 0), ?8, ?9, ?9, iif (?5 = 3, ?9, 0))",
                    "tiiiiiiti", od_import_get_text (item, "id"), account_id, thread_id, customer_id, (gint64) status,
                    od_import_get_time (item, "snoozed_until"), operator_id, od_import_get_text (item, "subject"),
                    created_at_us))
    return FALSE;
  id = sqlite3_last_insert_rowid (db);
  od_change_set_add (changes, OD_CHANGE_CONVERSATION, id);
  return add_conversation_tags (session, db, item, id, error);
}

/* A line of type `conversation`. */
gboolean
od_import_conversation (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, OdImportItem *item, GError **error)
{
  gint64 account_id, customer_id, id;

  if (!od_import_find_row (db, "SELECT id FROM customer WHERE uid = ?1", od_import_get_text (item, "customer"),
                           &customer_id, error))
    return FALSE;
  if (customer_id == 0)
    return od_import_skip (item, "customer: there is none with this id");
  if (!od_import_ensure_account (session, db, changes, od_import_get_text (item, "channel"),
                                 od_import_get_text (item, "account"), &account_id, error))
    return FALSE;
  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error, "SELECT id FROM conversation WHERE account_id = ?1 AND uid = ?2", &row, "it",
                          account_id, od_import_get_text (item, "id")))
      return FALSE;
    id = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  }
  if (id != 0)
    {
      JsonObject *stored = od_record_conversation (db, id, OD_RECORD_TYPE, error);

      return stored != NULL && od_import_compare (item, stored);
    }
  return add_conversation (session, db, changes, item, account_id, customer_id, error);
}

/* ---- the end of a conversation ---------------------------------------------- */

static gboolean
load_conversation (OdImportSession *session, sqlite3 *db, const char *uid, OdImportConversation **out, GError **error)
{
  g_autoptr (OdStmt) row = NULL;
  GHashTableIter iter;
  gpointer account_id;

  *out = g_hash_table_lookup (session->conversations, uid);
  g_hash_table_iter_init (&iter, session->accounts); /* ids are unique within the file, so only its accounts count */
  while (*out == NULL && row == NULL && g_hash_table_iter_next (&iter, NULL, &account_id))
    if (!od_stmt_get_row (
            db, error,
            "SELECT c.id, c.account_id, c.status, c.last_at_us, c.last_in_at_us, c.last_id, c.last_public_id,"
            "       c.waiting_since_us, c.n_unanswered,"
            "       (SELECT at_us FROM timeline WHERE id = c.last_public_id)"
            "  FROM conversation c WHERE c.account_id = ?1 AND c.uid = ?2",
            &row, "it", *(gint64 *) account_id, uid))
      return FALSE;
  if (row == NULL)
    return TRUE;
  *out = g_new0 (OdImportConversation, 1);
  (*out)->id = sqlite3_column_int64 (row, 0);
  (*out)->account_id = sqlite3_column_int64 (row, 1);
  (*out)->status = (OdStatus) sqlite3_column_int (row, 2);
  (*out)->last_at_us = sqlite3_column_int64 (row, 3);
  (*out)->last_in_at_us = sqlite3_column_int64 (row, 4);
  (*out)->last_id = sqlite3_column_int64 (row, 5);
  (*out)->last_public_id = sqlite3_column_int64 (row, 6);
  (*out)->waiting_since_us = sqlite3_column_int64 (row, 7);
  (*out)->n_unanswered = (guint) sqlite3_column_int64 (row, 8);
  (*out)->last_public_at_us = sqlite3_column_int64 (row, 9);
  g_hash_table_insert (session->conversations, g_strdup (uid), *out);
  return TRUE;
}

/* What a message changes in its conversation. It is history: nothing is unread, no clock starts. */
static void
note_message (OdImportConversation *conversation, OdTimelineKind kind, gint64 id, gint64 at_us, const char *body)
{
  gboolean is_public = kind == OD_TIMELINE_IN || kind == OD_TIMELINE_OUT;

  conversation->is_changed = TRUE;
  if (kind == OD_TIMELINE_EVENT)
    return;
  if (conversation->last_id == 0 || at_us >= conversation->last_at_us)
    {
      conversation->last_id = id;
      conversation->last_at_us = MAX (at_us, conversation->last_at_us);
      g_free (conversation->last_text);
      conversation->last_text = g_strdup (body);
    }
  if (kind == OD_TIMELINE_IN)
    {
      conversation->last_in_at_us = MAX (conversation->last_in_at_us, at_us);
      if (conversation->n_unanswered > 0 || at_us >= conversation->last_public_at_us)
        {
          conversation->n_unanswered++;
          if (conversation->waiting_since_us == 0)
            conversation->waiting_since_us = at_us;
        }
    }
  else if (kind == OD_TIMELINE_OUT && at_us >= conversation->last_public_at_us)
    conversation->waiting_since_us = conversation->n_unanswered = 0;
  if (is_public && at_us >= conversation->last_public_at_us)
    {
      conversation->last_public_id = id;
      conversation->last_public_at_us = at_us;
    }
}

static gboolean
flush_conversation (sqlite3 *db, const OdImportConversation *conversation, GError **error)
{
  g_autofree char *snippet =
      conversation->last_text != NULL ? od_text_snippet (conversation->last_text, OD_LIMIT_SNIPPET_GRAPHEMES) : NULL;

  return od_stmt_run (
             db, error,
             "UPDATE conversation SET last_at_us = ?2, last_in_at_us = ?3, last_id = ?4, last_public_id = ?5,"
             "  waiting_since_us = iif (status IN (1, 2), ?6, 0), n_unanswered = iif (status IN (1, 2), ?7, 0),"
             "  snippet = ifnull (?8, snippet),"
             "  read_upto_id = iif (n_unread = 0, max (read_upto_id, ?4), read_upto_id),"
             "  resolved_at_us = iif (status = 3, max (resolved_at_us, ?2), resolved_at_us) WHERE id = ?1",
             "iiiiiiit", conversation->id, conversation->last_at_us, conversation->last_in_at_us, conversation->last_id,
             conversation->last_public_id, conversation->waiting_since_us, (gint64) conversation->n_unanswered,
             snippet) &&
         od_stmt_run (db, error,
                      "UPDATE customer SET last_seen_at_us = ?2 WHERE last_seen_at_us < ?2 AND id ="
                      " (SELECT customer_id FROM conversation WHERE id = ?1)",
                      "ii", conversation->id, conversation->last_in_at_us);
}

/* At the end of each batch: writes what its messages changed in their conversations. */
gboolean
od_import_flush (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, GError **error)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, session->conversations);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      OdImportConversation *conversation = value;

      if (!conversation->is_changed)
        continue;
      if (!flush_conversation (db, conversation, error))
        return FALSE;
      conversation->is_changed = FALSE;
      od_change_set_add (changes, OD_CHANGE_CONVERSATION, conversation->id);
    }
  /* Between two batches somebody else may write to them, so nothing is remembered longer than its batch. */
  g_hash_table_remove_all (session->conversations);
  return TRUE;
}

/* ---- messages -------------------------------------------------------------- */

static OdTimelineKind
kind_of (const OdImportItem *item)
{
  static const char *const names[] = { "in", "out", "note", "event" };
  const char *direction = od_import_get_text (item, "direction");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], direction))
      return (OdTimelineKind) (OD_TIMELINE_IN + i);
  g_assert_not_reached ();
}

static gint64
format_of (const OdImportItem *item)
{
  for (guint i = 0; od_line_formats[i] != NULL; i++)
    if (g_str_equal (od_line_formats[i], od_import_get_text (item, "format")))
      return i;
  g_assert_not_reached ();
}

static char *
dup_payload (const OdImportItem *item)
{
  JsonNode *payload = json_object_get_member (item->line->record, "payload");

  return payload != NULL ? od_json_to_string (payload, NULL) : NULL;
}

/* @id: (out): its row if the store has it; 0 */
static gboolean
find_message (sqlite3 *db, const OdImportItem *item, const OdImportConversation *conversation, gint64 *id,
              GError **error)
{
  static const char *const questions[] = {
    "SELECT timeline_id FROM message WHERE account_id = ?1 AND uid = ?2",
    "SELECT e.timeline_id FROM event e JOIN timeline t ON t.id = e.timeline_id JOIN conversation c ON c.id = t.conversation_id"
    "  WHERE e.uid = ?2 AND c.account_id = ?1",
  };

  *id = 0;
  for (guint i = 0; i < G_N_ELEMENTS (questions) && *id == 0; i++)
    {
      g_autoptr (OdStmt) row = NULL;

      if (!od_stmt_get_row (db, error, questions[i], &row, "it", conversation->account_id,
                            od_import_get_text (item, "id")))
        return FALSE;
      if (row != NULL)
        *id = sqlite3_column_int64 (row, 0);
    }
  return TRUE;
}

static gboolean
add_attachments (sqlite3 *db, OdImportItem *item, gint64 message_id, GError **error)
{
  JsonArray *files = json_object_get_array_member (item->line->record, "attachments");
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (files); i++)
    {
      JsonObject *file = json_array_get_object_element (files, i);
      g_autofree char *chance = od_random_hex (12);
      g_autofree char *uid = g_strconcat ("f_", chance, NULL);
      const char *name = json_object_get_string_member (file, "name");

      if (!od_stmt_run (db, error,
                        "INSERT INTO attachment (uid, message_id, position, name, mime, size_bytes, sha256)"
                        "  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                        "tiittit", uid, message_id, (gint64) i, name, json_object_get_string_member (file, "mime"),
                        (gint64) json_object_get_int_member (file, "size"),
                        item->blobs != NULL ? g_ptr_array_index (item->blobs, i) : NULL))
        return FALSE;
      g_string_append_printf (names, "%s\n", name);
    }
  return names->len == 0 || od_search_index_put (db, OD_SEARCH_DOC_FILE, message_id, names->str, error);
}

static gboolean
add_reactions (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, OdImportItem *item, gint64 message_id,
               gint64 at_us, GError **error)
{
  JsonArray *reactions = json_object_get_array_member (item->line->record, "reactions");

  for (guint i = 0; i < json_array_get_length (reactions); i++)
    {
      JsonObject *reaction = json_array_get_object_element (reactions, i);
      const char *by = json_object_get_string_member (reaction, "by");
      gint64 operator_id = 0;

      if (!g_str_equal (by, "customer") && !od_import_ensure_operator (session, db, changes, by, &operator_id, error))
        return FALSE;
      if (!od_stmt_run (db, error,
                        "INSERT INTO reaction (message_id, operator_id, emoji, at_us) VALUES (?1, ?2, ?3, ?4)", "iiti",
                        message_id, operator_id, json_object_get_string_member (reaction, "emoji"),
                        at_us + i)) /* in this order */
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_event (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, OdImportItem *item, gint64 id, GError **error)
{
  const char *author = od_import_get_text (item, "author");
  g_autofree char *payload = dup_payload (item);
  gint64 operator_id = 0;

  if (*author != '\0' && !od_import_ensure_operator (session, db, changes, author, &operator_id, error))
    return FALSE;
  return od_stmt_run (
      db, error,
      "INSERT INTO event (timeline_id, uid, what, operator_id, payload) VALUES (?1, ?2, ?3, nullif (?4, 0), ?5)",
      "ittit", id, od_import_get_text (item, "id"), od_import_get_text (item, "text"), operator_id,
      payload != NULL ? payload : "{}");
}

/* @id: (out): 0 if nothing is quoted, or nothing that is here */
static gboolean
find_quoted (sqlite3 *db, OdImportItem *item, gint64 account_id, gint64 *id, GError **error)
{
  const char *uid = od_import_get_text (item, "reply_to");
  g_autoptr (OdStmt) row = NULL;

  *id = 0;
  if (uid == NULL)
    return TRUE;
  if (!od_stmt_get_row (db, error, "SELECT timeline_id FROM message WHERE account_id = ?1 AND uid = ?2", &row, "it",
                        account_id, uid))
    return FALSE;
  if (row != NULL)
    *id = sqlite3_column_int64 (row, 0);
  else
    od_line_warn (item->line, "reply_to: there is no message with this id before this line");
  return TRUE;
}

static gboolean
add_text (sqlite3 *db, OdImportItem *item, const OdImportConversation *conversation, gint64 id, gint64 at_us,
          GError **error)
{
  const char *author = od_import_get_text (item, "author"), *text = od_import_get_text (item, "text");
  const char *delivery_name = od_import_get_text (item, "delivery");
  g_autofree char *payload = dup_payload (item);
  OdDelivery delivery = OD_DELIVERY_NONE;
  OdTimelineKind kind = kind_of (item);
  gint64 quoted_id;

  if (delivery_name != NULL)
    od_delivery_parse (delivery_name, &delivery);
  return find_quoted (db, item, conversation->account_id, &quoted_id, error) &&
         od_stmt_run (
             db, error,
             "INSERT INTO message (timeline_id, account_id, uid, direction, delivery, author, format, body, payload,"
             "  reply_to_id, sent_at_us, is_bot) VALUES (?1, ?2, ?3, ?4, ?5, nullif (?6, ''), ?7, ?8, ?9,"
             "  nullif (?10, 0), iif (?5 IN (3, 4, 5), ?11, 0), ?4 = 2 AND json_type (?9, '$.automatic') IS NOT NULL)",
             "iitiititti"
             "i",
             id, conversation->account_id, od_import_get_text (item, "id"), (gint64) kind, (gint64) delivery, author,
             format_of (item), text, payload, quoted_id, at_us) &&
         (kind != OD_TIMELINE_NOTE || payload == NULL || od_write_mentions (db, id, at_us, error)) &&
         (*text == '\0' || od_search_index_put (db, OD_SEARCH_DOC_MESSAGE, id, text, error));
}

/* A line of type `message`. */
gboolean
od_import_message (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, OdImportItem *item, GError **error)
{
  OdImportConversation *conversation;
  OdTimelineKind kind = kind_of (item);
  gint64 at_us = od_import_get_time (item, "at");
  gint64 id;

  if (!load_conversation (session, db, od_import_get_text (item, "conversation"), &conversation, error))
    return FALSE;
  if (conversation == NULL)
    return od_import_skip (item, "conversation: there is none with this id in the file before this line");
  if (!find_message (db, item, conversation, &id, error))
    return FALSE;
  if (id != 0)
    {
      JsonObject *stored = od_record_message (db, id, OD_RECORD_TYPE, NULL, error);

      return stored != NULL && od_import_compare (item, stored);
    }

  if (!od_stmt_run (db, error, "INSERT INTO timeline (conversation_id, at_us, kind) VALUES (?1, ?2, ?3)", "iii",
                    conversation->id, at_us, (gint64) kind))
    return FALSE;
  id = sqlite3_last_insert_rowid (db);
  od_change_set_add (changes, OD_CHANGE_MESSAGE, id);
  note_message (conversation, kind, id, at_us, od_import_get_text (item, "text"));
  if (kind == OD_TIMELINE_EVENT)
    return add_event (session, db, changes, item, id, error);
  return add_text (db, item, conversation, id, at_us, error) && add_attachments (db, item, id, error) &&
         add_reactions (session, db, changes, item, id, at_us, error);
}
