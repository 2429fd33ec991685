/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-record.h"

#include "od-conversation-status.h"
#include "od-delivery.h"
#include "od-error.h"
#include "od-json.h"
#include "od-stmt.h"
#include "od-time.h"
#include "od-update.h"

/* Rows of the store as the interchange format has them, version 1. A row is read with a few cached statements, each
 * by primary key or by an index. */

static const char *const direction_names[] = {
  [OD_TIMELINE_IN] = "in",       [OD_TIMELINE_OUT] = "out",   [OD_TIMELINE_NOTE] = "note",
  [OD_TIMELINE_EVENT] = "event", [OD_TIMELINE_CALL] = "call",
};

static const char *const format_names[] = {
  [OD_FORMAT_PLAIN] = "plain",
  [OD_FORMAT_MARKDOWN] = "markdown",
  [OD_FORMAT_HTML] = "html",
};

static void
set_text (JsonObject *object, const char *name, OdStmt *stmt, int column)
{
  const char *text = (const char *) sqlite3_column_text (stmt, column);

  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

/* 0 and NULL are "never". */
static void
set_time (JsonObject *object, const char *name, OdStmt *stmt, int column)
{
  gint64 at_us = sqlite3_column_int64 (stmt, column);
  g_autofree char *text = at_us != 0 ? od_time_format (at_us) : NULL;

  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

static JsonObject *
begin (const char *type, gint64 id, OdRecordFlags flags)
{
  JsonObject *object = json_object_new ();

  if ((flags & OD_RECORD_TYPE) != 0)
    json_object_set_string_member (object, "type", type);
  if ((flags & OD_RECORD_ROW) != 0)
    json_object_set_int_member (object, "row", id);
  return object;
}

static JsonObject *
not_found (const char *type, gint64 id, GError **error)
{
  g_set_error (error, OD_ERROR, OD_ERROR_NOT_FOUND, "There is no %s %" G_GINT64_FORMAT, type, id);
  return NULL;
}

/* One text per row of @sql, which takes the id. */
static JsonArray *
read_texts (sqlite3 *db, const char *sql, gint64 id, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error, sql, "i", id);
  g_autoptr (JsonArray) array = json_array_new ();
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return NULL;
      if (has_row)
        json_array_add_string_element (array, (const char *) sqlite3_column_text (stmt, 0));
    }
  return stmt != NULL ? g_steal_pointer (&array) : NULL;
}

/* ---- Customers ------------------------------------------------------------- */

static JsonArray *
read_contact_points (sqlite3 *db, gint64 id, GError **error)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row = TRUE;

  stmt = od_stmt_bind (
      db, error, "SELECT channel, address, display FROM contact_point WHERE customer_id = ?1 ORDER BY id", "i", id);
  while (stmt != NULL && has_row)
    {
      JsonObject *point;

      if (!od_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      point = json_object_new ();
      set_text (point, "channel", stmt, 0);
      set_text (point, "address", stmt, 1);
      set_text (point, "display", stmt, 2);
      json_array_add_object_element (array, point);
    }
  return stmt != NULL ? g_steal_pointer (&array) : NULL;
}

static JsonObject *
read_fields (sqlite3 *db, gint64 id, GError **error)
{
  g_autoptr (JsonObject) fields = json_object_new ();
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row = TRUE;

  stmt = od_stmt_bind (db, error,
                       "SELECT key, value FROM customer_field JOIN field ON field.id = field_id "
                       "WHERE customer_id = ?1 ORDER BY key",
                       "i", id);
  while (stmt != NULL && has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return NULL;
      if (has_row)
        set_text (fields, (const char *) sqlite3_column_text (stmt, 0), stmt, 1);
    }
  return stmt != NULL ? g_steal_pointer (&fields) : NULL;
}

/**
 * od_record_customer:
 * @id: row of `customer`
 *
 * Returns: (transfer full) (nullable): `id`, `name`, `contact_points`, `fields`, `tags`, `note`;
 *   %OD_ERROR_NOT_FOUND if there is no such row
 */
JsonObject *
od_record_customer (sqlite3 *db, gint64 id, OdRecordFlags flags, GError **error)
{
  g_autoptr (JsonObject) object = begin ("customer", id, flags);
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error, "SELECT uid, name, note FROM customer WHERE id = ?1", "i", id);
  JsonArray *points = NULL;
  JsonArray *tags = NULL;
  JsonObject *fields = NULL;
  gboolean has_row;

  if (stmt == NULL || !od_stmt_step (stmt, &has_row, error))
    return NULL;
  if (!has_row)
    return not_found ("customer", id, error);
  set_text (object, "id", stmt, 0);
  set_text (object, "name", stmt, 1);
  points = read_contact_points (db, id, error);
  if (points == NULL)
    return NULL;
  json_object_set_array_member (object, "contact_points", points);
  fields = read_fields (db, id, error);
  if (fields == NULL)
    return NULL;
  json_object_set_object_member (object, "fields", fields);
  tags = read_texts (
      db, "SELECT name FROM customer_tag JOIN tag ON tag.id = tag_id WHERE customer_id = ?1 ORDER BY name", id, error);
  if (tags == NULL)
    return NULL;
  json_object_set_array_member (object, "tags", tags);
  set_text (object, "note", stmt, 2);
  return g_steal_pointer (&object);
}

/* ---- Conversations --------------------------------------------------------- */

/**
 * od_record_conversation:
 * @id: row of `conversation`
 *
 * Returns: (transfer full) (nullable): `id`, `customer`, `channel`, `account`, `status`, `subject`,
 *   `assignee`, `tags`, `created_at`, `snoozed_until`, and with %OD_RECORD_ROW `due`; %OD_ERROR_NOT_FOUND if there is no such row
 */
JsonObject *
od_record_conversation (sqlite3 *db, gint64 id, OdRecordFlags flags, GError **error)
{
  g_autoptr (JsonObject) object = begin ("conversation", id, flags);
  g_autoptr (OdStmt) stmt = NULL;
  JsonArray *tags;
  gboolean has_row;

  stmt = od_stmt_bind (db, error,
                       "SELECT c.uid, customer.uid, channel, account.name, status, subject, operator.name, "
                       "c.created_at_us, snoozed_until_us, due_us FROM conversation c "
                       "JOIN customer ON customer.id = customer_id JOIN account ON account.id = account_id "
                       "LEFT JOIN operator ON operator.id = assignee_id WHERE c.id = ?1",
                       "i", id);
  if (stmt == NULL || !od_stmt_step (stmt, &has_row, error))
    return NULL;
  if (!has_row)
    return not_found ("conversation", id, error);
  set_text (object, "id", stmt, 0);
  set_text (object, "customer", stmt, 1);
  set_text (object, "channel", stmt, 2);
  set_text (object, "account", stmt, 3);
  json_object_set_string_member (object, "status", od_status_get_name ((OdStatus) sqlite3_column_int (stmt, 4)));
  set_text (object, "subject", stmt, 5);
  set_text (object, "assignee", stmt, 6);
  tags = read_texts (
      db, "SELECT name FROM conversation_tag JOIN tag ON tag.id = tag_id WHERE conversation_id = ?1 ORDER BY name", id,
      error);
  if (tags == NULL)
    return NULL;
  json_object_set_array_member (object, "tags", tags);
  set_time (object, "created_at", stmt, 7);
  set_time (object, "snoozed_until", stmt, 8);
  if ((flags & OD_RECORD_ROW) != 0)
    set_time (object, "due", stmt, 9);
  return g_steal_pointer (&object);
}

/* ---- The timeline ---------------------------------------------------------- */

static JsonArray *
read_reactions (sqlite3 *db, gint64 id, GError **error)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row = TRUE;

  stmt = od_stmt_bind (db, error,
                       "SELECT emoji, coalesce (operator.name, 'customer') FROM reaction "
                       "LEFT JOIN operator ON operator.id = operator_id WHERE message_id = ?1 ORDER BY at_us, emoji",
                       "i", id);
  while (stmt != NULL && has_row)
    {
      JsonObject *reaction;

      if (!od_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      reaction = json_object_new ();
      set_text (reaction, "emoji", stmt, 0);
      set_text (reaction, "by", stmt, 1);
      json_array_add_object_element (array, reaction);
    }
  return stmt != NULL ? g_steal_pointer (&array) : NULL;
}

static JsonArray *
read_attachments (sqlite3 *db, gint64 id, const char *files_prefix, GError **error)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row = TRUE;

  stmt = od_stmt_bind (db, error,
                       "SELECT name, mime, size_bytes, sha256 FROM attachment WHERE message_id = ?1 ORDER BY position",
                       "i", id);
  while (stmt != NULL && has_row)
    {
      const char *sha256;
      JsonObject *file;

      if (!od_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      file = json_object_new ();
      set_text (file, "name", stmt, 0);
      set_text (file, "mime", stmt, 1);
      json_object_set_int_member (file, "size", sqlite3_column_int64 (stmt, 2));
      sha256 = (const char *) sqlite3_column_text (stmt, 3);
      if (sha256 != NULL && files_prefix != NULL)
        {
          g_autofree char *path = g_strdup_printf ("%s/%.2s/%s", files_prefix, sha256, sha256);

          json_object_set_string_member (file, "path", path);
        }
      json_array_add_object_element (array, file);
    }
  return stmt != NULL ? g_steal_pointer (&array) : NULL;
}

/* Messages and events lie in tables of their own behind one timeline. */
#define MESSAGE_SQL                                                                                                    \
  "SELECT coalesce (m.uid, e.uid), c.uid, t.kind, "                                                                    \
  "coalesce (m.author, operator.name, ''), t.at_us, coalesce (m.body, e.what), coalesce (m.format, 0), "               \
  "coalesce (m.delivery, 0), quoted.uid, coalesce (m.payload, e.payload), m.timeline_id "                              \
  "FROM timeline t JOIN conversation c ON c.id = t.conversation_id "                                                   \
  "LEFT JOIN message m ON m.timeline_id = t.id LEFT JOIN event e ON e.timeline_id = t.id "                             \
  "LEFT JOIN operator ON operator.id = coalesce (m.operator_id, e.operator_id) "                                       \
  "LEFT JOIN message quoted ON quoted.timeline_id = m.reply_to_id WHERE t.id = ?1"

/* A line of the interchange format says only what is settled: an import sends nothing. */
static void
set_delivery (JsonObject *object, OdDelivery delivery, OdRecordFlags flags)
{
  gboolean is_settled = delivery == OD_DELIVERY_SENT || delivery == OD_DELIVERY_DELIVERED ||
                        delivery == OD_DELIVERY_READ || delivery == OD_DELIVERY_FAILED;

  if (delivery != OD_DELIVERY_NONE && (is_settled || (flags & OD_RECORD_TYPE) == 0))
    json_object_set_string_member (object, "delivery", od_delivery_get_name (delivery));
}

/* What has no member of its own; in lines of the interchange format only. */
static void
set_payload (JsonObject *object, OdStmt *stmt, int column, OdRecordFlags flags)
{
  const char *text = (const char *) sqlite3_column_text (stmt, column);
  g_autoptr (JsonNode) node = NULL;

  if (text == NULL || (flags & OD_RECORD_TYPE) == 0)
    return;
  node = od_json_parse (text, -1, NULL, NULL);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node) && json_object_get_size (json_node_get_object (node)) > 0)
    json_object_set_member (object, "payload", g_steal_pointer (&node));
}

/**
 * od_record_message:
 * @id: row of `timeline`
 * @files_prefix: (nullable): what `path` of an attachment begins with; without it there is none
 *
 * Returns: (transfer full) (nullable): `id`, `conversation`, `direction`, `author`, `at`, `text`,
 *   `format`, `reply_to`, `delivery` (of outgoing ones), `reactions`, `attachments`, and `payload` in a line if there is
 *   any;
 *   %OD_ERROR_NOT_FOUND if there is no such row
 */
JsonObject *
od_record_message (sqlite3 *db, gint64 id, OdRecordFlags flags, const char *files_prefix, GError **error)
{
  g_autoptr (JsonObject) object = begin ("message", id, flags);
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error, MESSAGE_SQL, "i", id);
  JsonArray *reactions, *attachments;
  gboolean has_row;

  if (stmt == NULL || !od_stmt_step (stmt, &has_row, error))
    return NULL;
  if (!has_row)
    return not_found ("message", id, error);
  set_text (object, "id", stmt, 0);
  set_text (object, "conversation", stmt, 1);
  json_object_set_string_member (object, "direction", direction_names[sqlite3_column_int (stmt, 2)]);
  set_text (object, "author", stmt, 3);
  set_time (object, "at", stmt, 4);
  set_text (object, "text", stmt, 5);
  json_object_set_string_member (object, "format", format_names[sqlite3_column_int (stmt, 6)]);
  set_text (object, "reply_to", stmt, 8);
  set_delivery (object, (OdDelivery) sqlite3_column_int (stmt, 7), flags);
  if (sqlite3_column_type (stmt, 10) == SQLITE_NULL) /* an event has neither */
    {
      set_payload (object, stmt, 9, flags);
      return g_steal_pointer (&object);
    }
  reactions = read_reactions (db, id, error);
  if (reactions == NULL)
    return NULL;
  json_object_set_array_member (object, "reactions", reactions);
  attachments = read_attachments (db, id, files_prefix, error);
  if (attachments == NULL)
    return NULL;
  json_object_set_array_member (object, "attachments", attachments);
  set_payload (object, stmt, 9, flags);
  return g_steal_pointer (&object);
}
