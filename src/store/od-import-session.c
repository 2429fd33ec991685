/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-import-session-private.h"
#include "od-json.h"
#include "od-store-write-private.h"
#include "od-time.h"
#include "od-ulid.h"

static void
conversation_free (OdImportConversation *conversation)
{
  g_free (conversation->last_text);
  g_free (conversation);
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

OdImportSession *
od_import_session_new (gint64 now_us)
{
  OdImportSession *session = g_new0 (OdImportSession, 1);

  session->now_us = now_us;
  session->accounts = new_table ();
  session->operators = new_table ();
  session->tags = new_table ();
  session->fields = new_table ();
  session->conversations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) conversation_free);
  return session;
}

void
od_import_session_free (OdImportSession *session)
{
  g_hash_table_unref (session->accounts);
  g_hash_table_unref (session->operators);
  g_hash_table_unref (session->tags);
  g_hash_table_unref (session->fields);
  g_hash_table_unref (session->conversations);
  g_free (session);
}

/* Returns: %TRUE: the line is done with, the batch goes on */
gboolean
od_import_skip (OdImportItem *item, const char *reason)
{
  item->outcome = OD_IMPORT_SKIPPED;
  g_free (item->reason);
  item->reason = g_strdup (reason);
  return TRUE;
}

const char *
od_import_get_text (const OdImportItem *item, const char *name)
{
  JsonNode *node = json_object_get_member (item->line->record, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? json_node_get_string (node) : NULL;
}

/* µs; 0 for null */
gint64
od_import_get_time (const OdImportItem *item, const char *name)
{
  const char *text = od_import_get_text (item, name);
  gint64 at_us = 0;

  return text != NULL && od_time_parse (text, &at_us, NULL) ? at_us : 0;
}

/* @stored: (transfer full): what export would write of the row with the same id. The same: known; else: skipped. */
gboolean
od_import_compare (OdImportItem *item, JsonObject *stored)
{
  g_autoptr (JsonNode) a = json_node_new (JSON_NODE_OBJECT), b = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;

  json_node_set_object (a, item->line->record);
  json_node_take_object (b, stored);
  x = od_json_to_string (a, NULL);
  y = od_json_to_string (b, NULL);
  if (strcmp (x, y) != 0)
    return od_import_skip (item, "id: the store has it with other content");
  item->outcome = OD_IMPORT_KNOWN;
  return TRUE;
}

/* @id: (out): 0 if there is none */
gboolean
od_import_find_row (sqlite3 *db, const char *sql, const char *text, gint64 *id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  *id = 0;
  if (!od_stmt_get_row (db, error, sql, &row, "t", text))
    return FALSE;
  if (row != NULL)
    *id = sqlite3_column_int64 (row, 0);
  return TRUE;
}

static gint64
look_up (GHashTable *table, const char *key)
{
  gint64 *id = g_hash_table_lookup (table, key);

  return id != NULL ? *id : 0;
}

static void
remember (GHashTable *table, const char *key, gint64 id)
{
  g_hash_table_insert (table, g_strdup (key), g_memdup2 (&id, sizeof id));
}

/* An account that isn't there is made paused and for history only; `account add` takes it over (decision 8). Looked for
 * each time: while the import runs, what one has may begin to be erased. */
gboolean
od_import_ensure_account (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, const char *channel,
                          const char *name, gint64 *id, GError **error)
{
  g_autofree char *key = g_strconcat (channel, "\n", name, NULL);
  gboolean is_history_only;

  if (!od_account_find (db, channel, name, id, &is_history_only, error))
    return FALSE;
  if (*id == 0)
    {
      if (!od_stmt_run (db, error,
                        "INSERT INTO account (channel, name, is_enabled, is_history_only, created_at_us)"
                        "  VALUES (?1, ?2, 0, 1, ?3)",
                        "tti", channel, name, session->now_us))
        return FALSE;
      *id = sqlite3_last_insert_rowid (db);
      od_change_set_add (changes, OD_CHANGE_ACCOUNT, *id);
    }
  remember (session->accounts, key, *id);
  return TRUE;
}

/* Colleagues of former times. Row 1 is kept for whoever works here. */
gboolean
od_import_ensure_operator (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, const char *name, gint64 *id,
                           GError **error)
{
  *id = look_up (session->operators, name);
  if (*id != 0)
    return TRUE;
  if (!od_import_find_row (db, "SELECT id FROM operator WHERE name = ?1 ORDER BY id LIMIT 1", name, id, error))
    return FALSE;
  if (*id == 0)
    {
      g_autofree char *uid = od_ulid_new (session->now_us);

      if (!od_stmt_run (
              db, error,
              "INSERT INTO operator (id, uid, name) SELECT max (1, ifnull (max (id), 1)) + 1, ?1, ?2 FROM operator",
              "tt", uid, name))
        return FALSE;
      *id = sqlite3_last_insert_rowid (db);
      od_change_set_add (changes, OD_CHANGE_LIBRARY, *id);
    }
  remember (session->operators, name, *id);
  return TRUE;
}

gboolean
od_import_ensure_tag (OdImportSession *session, sqlite3 *db, const char *name, gint64 *id, GError **error)
{
  *id = look_up (session->tags, name);
  if (*id != 0)
    return TRUE;
  if (!od_stmt_run (db, error, "INSERT INTO tag (name) VALUES (?1) ON CONFLICT DO NOTHING", "t", name) ||
      !od_import_find_row (db, "SELECT id FROM tag WHERE name = ?1", name, id, error))
    return FALSE;
  remember (session->tags, name, *id);
  return TRUE;
}

gboolean
od_import_ensure_field (OdImportSession *session, sqlite3 *db, const char *key, gint64 *id, GError **error)
{
  *id = look_up (session->fields, key);
  if (*id != 0)
    return TRUE;
  if (!od_stmt_run (db, error, "INSERT INTO field (key, label) VALUES (?1, ?1) ON CONFLICT DO NOTHING", "t", key) ||
      !od_import_find_row (db, "SELECT id FROM field WHERE key = ?1", key, id, error))
    return FALSE;
  remember (session->fields, key, *id);
  return TRUE;
}
