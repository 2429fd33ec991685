/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-record-library.h"

#include "od-error.h"
#include "od-json.h"
#include "od-saved-view.h"
#include "od-stmt.h"
#include "od-update.h"

/* What operators prepare, as lines of the interchange format: one column per member, in this order. */

typedef enum {
  TEXT,
  NUMBER,
  NULLABLE, /* text or null */
  FORMAT,   /* OdTextFormat */
  ORDER,    /* OdOrder */
  OBJECT,   /* JSON */
  PAYLOAD,  /* JSON, left out if there is nothing in it */
  MEMBERS,  /* JSON, whose members become ours: see @names */
} ColumnKind;

typedef struct {
  const char *name;
  ColumnKind kind;
} Column;

typedef struct {
  const char *table;
  const char *sql;
  Column columns[10];
} Kind;

static const Kind kinds[] = {
  [OD_LINE_CANNED_REPLY] = { "canned_reply",
                             "SELECT uid, code, folder, title, body, format, channel, lang, payload FROM canned_reply"
                             "  WHERE id = ?1",
                             { { "id", TEXT },
                               { "code", TEXT },
                               { "folder", TEXT },
                               { "title", TEXT },
                               { "text", TEXT },
                               { "format", FORMAT },
                               { "channel", TEXT },
                               { "lang", TEXT },
                               { "payload", PAYLOAD } } },
  [OD_LINE_ARTICLE] = { "article",
                        "SELECT uid, title, body, format, lang, url, payload FROM article WHERE id = ?1",
                        { { "id", TEXT },
                          { "title", TEXT },
                          { "text", TEXT },
                          { "format", FORMAT },
                          { "lang", TEXT },
                          { "url", TEXT },
                          { "payload", PAYLOAD } } },
  [OD_LINE_CALENDAR] = { "calendar",
                         "SELECT uid, name, body FROM calendar WHERE id = ?1",
                         { { "id", TEXT }, { "name", TEXT }, { "body", MEMBERS } } },
  [OD_LINE_POLICY] = { "policy",
                       "SELECT p.uid, p.name, c.uid, p.position, p.body FROM policy p"
                       "  LEFT JOIN calendar c ON c.id = p.calendar_id WHERE p.id = ?1",
                       { { "id", TEXT },
                         { "name", TEXT },
                         { "calendar", NULLABLE },
                         { "position", NUMBER },
                         { "body", OBJECT } } },
  [OD_LINE_VIEW] = { "view",
                     "SELECT uid, name, icon, query, sort, position FROM view WHERE id = ?1",
                     { { "id", TEXT },
                       { "name", TEXT },
                       { "icon", TEXT },
                       { "query", TEXT },
                       { "order", ORDER },
                       { "position", NUMBER } } },
};

static const char *const format_names[] = {
  [OD_FORMAT_PLAIN] = "plain",
  [OD_FORMAT_MARKDOWN] = "markdown",
  [OD_FORMAT_HTML] = "html",
};

/* What somebody stored that is no object is an empty one. */
static JsonNode *
read_object (const char *text)
{
  g_autoptr (JsonNode) node = od_json_parse (text, -1, NULL, NULL);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return g_steal_pointer (&node);
  g_clear_pointer (&node, json_node_unref);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, json_object_new ());
  return g_steal_pointer (&node);
}

static void
copy_members (JsonObject *to, JsonObject *from)
{
  static const char *const names[] = { "zone", "weekly", "exceptions" }; /* of a calendar */

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (json_object_has_member (from, names[i]))
      json_object_set_member (to, names[i], json_node_copy (json_object_get_member (from, names[i])));
}

static void
set_column (JsonObject *object, const Column *column, OdStmt *row, int index)
{
  const char *text = (const char *) sqlite3_column_text (row, index);
  g_autoptr (JsonNode) node = NULL;

  switch (column->kind)
    {
    case NUMBER:
      json_object_set_int_member (object, column->name, sqlite3_column_int64 (row, index));
      return;
    case ORDER:
      json_object_set_string_member (
          object, column->name,
          od_order_get_name ((OdOrder) CLAMP (sqlite3_column_int (row, index), 0, OD_N_ORDER - 1)));
      return;
    case FORMAT:
      json_object_set_string_member (object, column->name, format_names[CLAMP (sqlite3_column_int (row, index), 0, 2)]);
      return;
    case OBJECT:
    case PAYLOAD:
    case MEMBERS:
      node = read_object (text != NULL ? text : "{}");
      if (column->kind == MEMBERS)
        copy_members (object, json_node_get_object (node));
      else if (column->kind == OBJECT || json_object_get_size (json_node_get_object (node)) > 0)
        json_object_set_member (object, column->name, g_steal_pointer (&node));
      return;
    case TEXT:
    case NULLABLE:
    default:
      if (text == NULL)
        json_object_set_null_member (object, column->name);
      else
        json_object_set_string_member (object, column->name, text);
    }
}

/**
 * od_record_library:
 * @type: %OD_LINE_CANNED_REPLY or one that follows
 * @id: row of its table
 *
 * Returns: (transfer full) (nullable): the line; %OD_ERROR_NOT_FOUND if there is no such row
 */
JsonObject *
od_record_library (sqlite3 *db, OdLineType type, gint64 id, GError **error)
{
  const Kind *kind = &kinds[type];
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, kind->sql, &row, "i", id))
    return NULL;
  if (row == NULL)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_NOT_FOUND, "There is no %s %" G_GINT64_FORMAT, kind->table, id);
      return NULL;
    }
  json_object_set_string_member (object, "type", od_line_type_get_name (type));
  for (int i = 0; i < sqlite3_column_count (row); i++)
    set_column (object, &kind->columns[i], row, i);
  return g_steal_pointer (&object);
}
