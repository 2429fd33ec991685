/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-query-sql.h"

#include <string.h>

#include "od-query-sql-private.h"
#include "od-text.h"

/* Each part of a query becomes a condition that is 0 or 1 and never NULL, so that NOT can stand before it. Values are
 * bound; everything in the text is ours. */

static void
value_clear (gpointer data)
{
  g_free (((OdQueryValue *) data)->text);
}

/**
 * od_query_sql_new:
 * @scene: used until the condition is complete
 * @first_parameter: number of its first value in the statement, > 0
 *
 * Returns: (transfer full): a condition that everything fulfils
 */
OdQuerySql *
od_query_sql_new (const OdQuerySqlScene *scene, int first_parameter)
{
  OdQuerySql *self = g_new0 (OdQuerySql, 1);

  self->scene = *scene;
  self->first_parameter = first_parameter;
  self->text = g_string_new ("1");
  self->values = g_array_new (FALSE, FALSE, sizeof (OdQueryValue));
  g_array_set_clear_func (self->values, value_clear);
  self->kinds = OD_QUERY_ALL_DOCS;
  return self;
}

void
od_query_sql_free (OdQuerySql *self)
{
  g_string_free (self->text, TRUE);
  g_array_unref (self->values);
  g_free (self);
}

/* ---- values ----------------------------------------------------------------- */

static int
add_value (OdQuerySql *self, OdQueryValue value)
{
  g_array_append_val (self->values, value);
  return self->first_parameter + (int) self->values->len - 1;
}

/* Returns: its number in the statement */
int
od_query_sql_take_text (OdQuerySql *self, char *text)
{
  return add_value (self, (OdQueryValue){ text, 0 });
}

int
od_query_sql_add_number (OdQuerySql *self, gint64 number)
{
  return add_value (self, (OdQueryValue){ NULL, number });
}

/*
 * od_query_sql_append:
 * @format: `?` as `?%d`: of od_query_sql_take_text() or od_query_sql_add_number()
 */
void
od_query_sql_append (OdQuerySql *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_string_append_vprintf (self->text, format, args);
  va_end (args);
}

/* ---- names ------------------------------------------------------------------ */

/* A condition on a name in @column: a word is its beginning, words in quotes are all of it. */
static void
append_name (OdQuerySql *self, const OdQueryNode *node, const char *column)
{
  int value = od_query_sql_take_text (self, od_text_fold (node->value));

  if (node->is_quoted)
    od_query_sql_append (self, "od_fold (%s) = ?%d", column, value);
  else
    od_query_sql_append (self, "instr (od_fold (%s), ?%d) = 1", column, value);
}

static gboolean
is_any (const OdQueryNode *node)
{
  return !node->is_quoted && g_str_equal (node->value, "*");
}

static gboolean
says (const OdQueryNode *node, const char *value)
{
  return g_str_equal (node->value, value);
}

static void
append_tags (OdQuerySql *self, const OdQueryNode *node)
{
  gboolean is_beginning = node->is_typed && self->scene.doc != NULL;

  if (is_any (node))
    {
      g_string_append (self->text, "SELECT id FROM tag");
      return;
    }
  od_query_sql_append (self,
                       is_beginning ? "SELECT id FROM tag WHERE instr (od_fold (name), ?%d) = 1"
                                    : "SELECT id FROM tag WHERE od_fold (name) = ?%d",
                       od_query_sql_take_text (self, od_text_fold (node->value)));
}

/* Of the conversation, or of who it is with. */
static void
append_tag (OdQuerySql *self, const OdQueryNode *node)
{
  if (self->scene.is_few)
    g_string_append (self->text, "(EXISTS (SELECT 1 FROM conversation_tag x WHERE x.conversation_id = c.id AND x.tag_id"
                                 " IN (");
  else
    g_string_append (self->text, "(c.id IN (SELECT x.conversation_id FROM conversation_tag x WHERE x.tag_id IN (");
  append_tags (self, node);
  g_string_append (self->text, ")) OR ");
  od_query_sql_open_people (self);
  g_string_append (self->text, "SELECT x.customer_id FROM customer_tag x WHERE x.tag_id IN (");
  append_tags (self, node);
  g_string_append (self->text, ")");
  od_query_sql_close_people (self);
  g_string_append (self->text, ")");
}

static void
append_account (OdQuerySql *self, const OdQueryNode *node, const char *column)
{
  if (is_any (node))
    {
      g_string_append (self->text, "1");
      return;
    }
  g_string_append (self->text, "c.account_id IN (SELECT id FROM account WHERE ");
  append_name (self, node, column);
  g_string_append (self->text, ")");
}

static gint64
get_me (const OdQuerySql *self)
{
  return self->scene.operator_id > 0 ? self->scene.operator_id : -1;
}

static void
append_assignee (OdQuerySql *self, const OdQueryNode *node)
{
  if (is_any (node))
    g_string_append (self->text, "c.assignee_id IS NOT NULL");
  else if (says (node, "none"))
    g_string_append (self->text, "c.assignee_id IS NULL");
  else if (says (node, "me"))
    od_query_sql_append (self, "ifnull (c.assignee_id, 0) = ?%d", od_query_sql_add_number (self, get_me (self)));
  else
    {
      g_string_append (self->text, "ifnull (c.assignee_id, 0) IN (SELECT id FROM operator WHERE ");
      append_name (self, node, "name");
      g_string_append (self->text, ")");
    }
}

/* ---- states ----------------------------------------------------------------- */

/* %d: a value; what it is says the letter. */
static const struct {
  const char *value;
  char parameter; /* n: now, m: me, 0: none */
  const char *sql;
} states[] = {
  { "open", 0, "c.status = 1" },
  { "waiting", 0, "c.status = 2" },
  { "resolved", 0, "c.status = 3" },
  { "spam", 0, "c.status = 4" },
  { "snoozed", 'n', "ifnull (c.snoozed_until_us, 0) > ?%d" },
  { "unread", 0, "c.n_unread > 0" },
  { "unanswered", 0, "c.waiting_since_us > 0" },
  { "late", 'n',
    "ifnull (c.due_us <= ?%d, 0) AND c.thread_id NOT IN (SELECT h.id FROM thread h JOIN contact_point p"
    " ON p.id = h.contact_point_id WHERE p.is_blocked)" },
  { "mine", 'm', "ifnull (c.assignee_id, 0) = ?%d" },
  { "unassigned", 0, "c.assignee_id IS NULL" },
  { "blocked", 'n',
    "c.thread_id IN (SELECT h.id FROM thread h JOIN contact_point p ON p.id = h.contact_point_id"
    " WHERE p.is_blocked AND (p.blocked_until_us = 0 OR p.blocked_until_us > ?%d))" },
  { "mentioned", 'm', "c.id IN (SELECT x.conversation_id FROM mention x WHERE x.operator_id = ?%d)" },
};

static void
append_state (OdQuerySql *self, const OdQueryNode *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (says (node, states[i].value))
      {
        int value =
            states[i].parameter == 0
                ? 0
                : od_query_sql_add_number (self, states[i].parameter == 'n' ? self->scene.now_us : get_me (self));

        g_string_append (self->text, "(");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        od_query_sql_append (self, states[i].sql, value);
#pragma GCC diagnostic pop
        g_string_append (self->text, ")");
      }
}

static void
append_priority (OdQuerySql *self, const OdQueryNode *node)
{
  static const char *const names[] = { "low", "normal", "high", "urgent" }; /* from OD_PRIORITY_LOW on */

  for (int i = 0; i < (int) G_N_ELEMENTS (names); i++)
    if (says (node, names[i]))
      od_query_sql_append (self, "c.priority = ?%d", od_query_sql_add_number (self, i - 1));
}

static void
append_moment (OdQuerySql *self, const OdQueryNode *node)
{
  const char *column = self->scene.doc != NULL ? "t.at_us" : "c.last_at_us";
  gint64 start_us = 0, end_us;

  od_query_read_moment (node->value, self->scene.now_us, self->scene.zone, &start_us, &end_us);
  od_query_sql_append (self, node->field == OD_QUERY_BEFORE ? "%s < ?%d" : "%s >= ?%d", column,
                       od_query_sql_add_number (self, start_us));
}

/* ---- what a conversation has ------------------------------------------------- */

/* Things of messages. */
static const struct {
  const char *value;
  const char *table; /* as `a` */
  const char *key;   /* the message's */
  const char *where;
} things[] = {
  { "file", "attachment", "message_id", "1" },
  { "image", "attachment", "message_id", "a.mime GLOB 'image/*'" },
  { "video", "attachment", "message_id", "a.mime GLOB 'video/*'" },
  { "audio", "attachment", "message_id", "a.mime GLOB 'audio/*'" },
  { "reaction", "reaction", "message_id", "1" },
  { "failed", "message", "timeline_id", "a.delivery IN (6, 7)" },
};

static gboolean
append_thing (OdQuerySql *self, const OdQueryNode *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    {
      if (!says (node, things[i].value))
        continue;
      if (self->scene.doc != NULL)
        od_query_sql_append (self, "EXISTS (SELECT 1 FROM %s a WHERE a.%s = t.id AND %s)", things[i].table,
                             things[i].key, things[i].where);
      else if (self->scene.is_few)
        od_query_sql_append (self,
                             "EXISTS (SELECT 1 FROM timeline x JOIN %s a ON a.%s = x.id WHERE x.conversation_id = c.id"
                             " AND %s)",
                             things[i].table, things[i].key, things[i].where);
      else
        od_query_sql_append (self,
                             "c.id IN (SELECT x.conversation_id FROM %s a CROSS JOIN timeline x ON x.id = a.%s"
                             " WHERE %s)",
                             things[i].table, things[i].key, things[i].where);
      return TRUE;
    }
  return FALSE;
}

static void
append_has (OdQuerySql *self, const OdQueryNode *node)
{
  gboolean is_doc = self->scene.doc != NULL;

  if (append_thing (self, node))
    return;
  if (says (node, "note"))
    g_string_append (self->text,
                     is_doc ? "t.kind = 3" : "c.id IN (SELECT x.conversation_id FROM timeline x WHERE x.kind = 3)");
  else if (says (node, "draft"))
    g_string_append (self->text, "EXISTS (SELECT 1 FROM draft x WHERE x.conversation_id = c.id)");
  else if (says (node, "scheduled"))
    od_query_sql_append (self,
                         "%s IN (SELECT x.%s FROM operation x WHERE x.state IN (1, 2, 7, 8) AND x.state = 1"
                         " AND x.is_scheduled AND x.kind = 'send')",
                         is_doc ? "t.id" : "c.id", is_doc ? "message_id" : "conversation_id");
  else if (is_doc) /* link */
    g_string_append (self->text, "ifnull (m.body LIKE '%http://%' OR m.body LIKE '%https://%', 0)");
  else
    g_string_append (self->text,
                     "c.id IN (SELECT x.conversation_id FROM timeline x WHERE x.id IN"
                     " (SELECT rowid FROM fts WHERE fts MATCH 'https OR http' AND rowid < " OD_QUERY_NOT_MESSAGES "))");
}

/* ---- who said it ------------------------------------------------------------- */

static void
append_from_person (OdQuerySql *self, const OdQueryNode *node)
{
  gboolean is_doc = self->scene.doc != NULL;

  g_string_append (self->text, is_doc ? "((t.kind = 1 AND " : "(");
  od_query_sql_open_people (self);
  od_query_sql_append_people_named (self, node);
  od_query_sql_close_people (self);
  if (is_doc)
    {
      g_string_append (self->text, ") OR (t.kind IN (2, 3) AND (ifnull (m.operator_id, 0) IN (SELECT id FROM operator"
                                   " WHERE ");
      append_name (self, node, "name");
      g_string_append (self->text, ") OR (m.operator_id IS NULL AND ifnull (");
      append_name (self, node, "m.author");
      g_string_append (self->text, ", 0))))");
    }
  g_string_append (self->text, ")");
}

static void
append_from (OdQuerySql *self, const OdQueryNode *node)
{
  gboolean is_doc = self->scene.doc != NULL;

  if (is_any (node))
    g_string_append (self->text, "1");
  else if (node->is_quoted || (!says (node, "customer") && !says (node, "operator") && !says (node, "me")))
    append_from_person (self, node);
  else if (says (node, "customer"))
    g_string_append (self->text, is_doc ? "t.kind = 1" : "c.last_in_at_us > 0");
  else if (says (node, "operator"))
    g_string_append (self->text, is_doc ? "t.kind IN (2, 3)"
                                        : "EXISTS (SELECT 1 FROM timeline x WHERE x.conversation_id = c.id"
                                          " AND x.kind IN (2, 3))");
  else if (is_doc)
    od_query_sql_append (self, "ifnull (m.operator_id, 0) = ?%d", od_query_sql_add_number (self, get_me (self)));
  else
    od_query_sql_append (
        self,
        "c.id IN (SELECT x.conversation_id FROM message a CROSS JOIN timeline x ON x.id = a.timeline_id"
        " WHERE a.operator_id IS NOT NULL AND a.operator_id = ?%d)",
        od_query_sql_add_number (self, get_me (self)));
}

/* ---- the tree ---------------------------------------------------------------- */

static void
append_field (OdQuerySql *self, const OdQueryNode *node)
{
  switch (node->field)
    {
    case OD_QUERY_FROM:
      append_from (self, node);
      return;
    case OD_QUERY_CHANNEL:
      append_account (self, node, "channel");
      return;
    case OD_QUERY_ACCOUNT:
      append_account (self, node, "name");
      return;
    case OD_QUERY_TAG:
      append_tag (self, node);
      return;
    case OD_QUERY_IS:
      append_state (self, node);
      return;
    case OD_QUERY_HAS:
      append_has (self, node);
      return;
    case OD_QUERY_ASSIGNEE:
      append_assignee (self, node);
      return;
    case OD_QUERY_PRIORITY:
      append_priority (self, node);
      return;
    case OD_QUERY_BEFORE:
    case OD_QUERY_AFTER:
      append_moment (self, node);
      return;
    case OD_QUERY_IN:
      od_query_sql_append_in (self, node);
      return;
    case OD_QUERY_CUSTOM:
    default:
      od_query_sql_append_custom (self, node);
      return;
    }
}

static void append_node (OdQuerySql *self, const OdQueryNode *node);

static void
append_children (OdQuerySql *self, const OdQueryNode *node)
{
  guint kinds = self->kinds;

  if (node->kind == OD_QUERY_AND)
    self->kinds &= od_query_sql_get_kinds (node);
  g_string_append (self->text, node->kind == OD_QUERY_NOT ? "(NOT " : "(");
  if (node->children->len == 0)
    g_string_append (self->text, "1");
  for (guint i = 0; i < node->children->len; i++)
    {
      if (i > 0)
        g_string_append (self->text, node->kind == OD_QUERY_OR ? " OR " : " AND ");
      append_node (self, g_ptr_array_index (node->children, i));
    }
  g_string_append (self->text, ")");
  self->kinds = kinds;
}

static void
append_node (OdQuerySql *self, const OdQueryNode *node)
{
  if (node->kind == OD_QUERY_FIELD)
    append_field (self, node);
  else if (node->kind == OD_QUERY_WORDS)
    od_query_sql_append_words (self, node);
  else
    append_children (self, node);
}

/**
 * od_query_sql_add:
 *
 * Makes it a condition that @node holds, too.
 */
void
od_query_sql_add (OdQuerySql *self, const OdQueryNode *node)
{
  g_string_append (self->text, " AND ");
  append_node (self, node);
}

/**
 * od_query_sql_get_text:
 *
 * Returns: (transfer none): the condition, to be put into a statement
 */
const char *
od_query_sql_get_text (OdQuerySql *self)
{
  return self->text->str;
}

/**
 * od_query_sql_prepare:
 * @sql: a statement with the condition in it
 *
 * Returns: (transfer full) (nullable): with the values of the condition; %NULL with %OD_ERROR_STORE
 */
OdStmt *
od_query_sql_prepare (OdQuerySql *self, sqlite3 *db, const char *sql, GError **error)
{
  OdStmt *stmt = od_stmt_prepare (db, sql, error);

  for (guint i = 0; stmt != NULL && i < self->values->len; i++)
    {
      const OdQueryValue *value = &g_array_index (self->values, OdQueryValue, i);

      if (value->text != NULL)
        sqlite3_bind_text (stmt, self->first_parameter + (int) i, value->text, -1, SQLITE_TRANSIENT);
      else
        sqlite3_bind_int64 (stmt, self->first_parameter + (int) i, value->number);
    }
  return stmt;
}
