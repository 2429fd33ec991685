/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-import-session-private.h"
#include "od-interchange-parse-private.h"
#include "od-json.h"
#include "od-record-library.h"
#include "od-store-library.h"
#include "od-store-saved-view.h"
#include "od-store-terms.h"

static const char *const find_sql[] = {
  [OD_LINE_CANNED_REPLY] = "SELECT id FROM canned_reply WHERE uid = ?1",
  [OD_LINE_ARTICLE] = "SELECT id FROM article WHERE uid = ?1",
  [OD_LINE_CALENDAR] = "SELECT id FROM calendar WHERE uid = ?1",
  [OD_LINE_POLICY] = "SELECT id FROM policy WHERE uid = ?1",
  [OD_LINE_VIEW] = "SELECT id FROM view WHERE uid = ?1",
};

/* What a new desk has, and nobody touched, gives way. */
static const char *const untouched_sql[] = {
  [OD_LINE_CALENDAR] = "SELECT id FROM calendar WHERE uid = ?1 AND " OD_TERMS_UNTOUCHED_CALENDAR,
  [OD_LINE_POLICY] = "SELECT id FROM policy WHERE uid = ?1 AND " OD_TERMS_UNTOUCHED_POLICY,
  [OD_LINE_VIEW] = NULL,
};

static gint64
format_of (const OdImportItem *item)
{
  for (guint i = 0; od_line_formats[i] != NULL; i++)
    if (g_str_equal (od_line_formats[i], od_import_get_text (item, "format")))
      return i;
  g_assert_not_reached ();
}

static char *
dup_json (const OdImportItem *item, const char *name)
{
  JsonNode *node = json_object_get_member (item->line->record, name);

  return node != NULL ? od_json_to_string (node, NULL) : g_strdup ("{}");
}

static gboolean
add_canned_reply (sqlite3 *db, OdImportItem *item, GError **error)
{
  g_autofree char *payload = dup_json (item, "payload");

  if (!od_stmt_run (db, error,
                    "INSERT INTO canned_reply (uid, code, folder, title, body, format, channel, lang, payload)"
                    "  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (code, channel, lang) DO NOTHING",
                    "tttttittt", od_import_get_text (item, "id"), od_import_get_text (item, "code"),
                    od_import_get_text (item, "folder"), od_import_get_text (item, "title"),
                    od_import_get_text (item, "text"), format_of (item), od_import_get_text (item, "channel"),
                    od_import_get_text (item, "lang"), payload))
    return FALSE;
  return sqlite3_changes (db) > 0 || od_import_skip (item, "code: another canned reply has it");
}

static gboolean
add_article (sqlite3 *db, OdImportItem *item, GError **error)
{
  g_autofree char *payload = dup_json (item, "payload");

  return od_stmt_run (db, error,
                      "INSERT INTO article (uid, title, body, format, lang, url, payload)"
                      "  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                      "tttittt", od_import_get_text (item, "id"), od_import_get_text (item, "title"),
                      od_import_get_text (item, "text"), format_of (item), od_import_get_text (item, "lang"),
                      od_import_get_text (item, "url"), payload);
}

/* Its body is what a calendar file has. */
static gboolean
add_calendar (sqlite3 *db, OdImportItem *item, GError **error)
{
  static const char *const names[] = { "zone", "weekly", "exceptions" };
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *body = json_object_new ();
  g_autofree char *text = NULL;

  json_node_take_object (node, body);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    json_object_set_member (body, names[i], json_node_copy (json_object_get_member (item->line->record, names[i])));
  text = od_json_to_string (node, NULL);
  return od_stmt_run (db, error,
                      "INSERT INTO calendar (uid, name, body) VALUES (?1, ?2, ?3) ON CONFLICT (uid) DO UPDATE"
                      " SET name = excluded.name, body = excluded.body, version = version + 1",
                      "ttt", od_import_get_text (item, "id"), od_import_get_text (item, "name"), text);
}

static gboolean
add_policy (sqlite3 *db, OdImportItem *item, GError **error)
{
  const char *calendar = od_import_get_text (item, "calendar");
  g_autofree char *body = dup_json (item, "body");
  gint64 calendar_id = 0;

  if (calendar != NULL && !od_import_find_row (db, find_sql[OD_LINE_CALENDAR], calendar, &calendar_id, error))
    return FALSE;
  if (calendar != NULL && calendar_id == 0)
    return od_import_skip (item, "calendar: there is none with this id");
  return od_stmt_run (
      db, error,
      "INSERT INTO policy (uid, name, calendar_id, position, body) VALUES (?1, ?2, nullif (?3, 0), ?4, ?5)"
      " ON CONFLICT (uid) DO UPDATE SET name = excluded.name, calendar_id = excluded.calendar_id,"
      " position = excluded.position, body = excluded.body, version = version + 1",
      "ttiit", od_import_get_text (item, "id"), od_import_get_text (item, "name"), calendar_id,
      (gint64) json_object_get_int_member (item->line->record, "position"), body);
}

static gboolean
add_view (sqlite3 *db, OdImportItem *item, GError **error)
{
  OdSavedView view = { .name = (char *) od_import_get_text (item, "name"),
                       .icon = (char *) od_import_get_text (item, "icon"),
                       .query = (char *) od_import_get_text (item, "query") };
  g_autoptr (GError) wrong = NULL;

  od_order_parse (od_import_get_text (item, "order"), &view.order);
  if (!od_store_saved_view_check (&view, &wrong))
    return od_import_skip (item, wrong->message);
  return od_stmt_run (db, error,
                      "INSERT INTO view (uid, name, icon, query, sort, position) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                      "ttttii", od_import_get_text (item, "id"), view.name, view.icon, view.query, (gint64) view.order,
                      (gint64) json_object_get_int_member (item->line->record, "position"));
}

static gboolean
add (sqlite3 *db, OdImportItem *item, GError **error)
{
  switch ((int) item->line->type)
    {
    case OD_LINE_CANNED_REPLY:
      return add_canned_reply (db, item, error);
    case OD_LINE_ARTICLE:
      return add_article (db, item, error);
    case OD_LINE_CALENDAR:
      return add_calendar (db, item, error);
    case OD_LINE_POLICY:
      return add_policy (db, item, error);
    default:
      return add_view (db, item, error);
    }
}

/* A line of what operators prepare. */
gboolean
od_import_library (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, OdImportItem *item, GError **error)
{
  OdLineType type = item->line->type;
  gint64 id;

  if (!od_import_find_row (db, find_sql[type], od_import_get_text (item, "id"), &id, error))
    return FALSE;
  if (id != 0)
    {
      JsonObject *stored = od_record_library (db, type, id, error);

      if (stored == NULL || !od_import_compare (item, stored))
        return FALSE;
      if (item->outcome != OD_IMPORT_SKIPPED || untouched_sql[type] == NULL)
        return TRUE;
      if (!od_import_find_row (db, untouched_sql[type], od_import_get_text (item, "id"), &id, error))
        return FALSE;
      if (id == 0)
        return TRUE;
      item->outcome = OD_IMPORT_STORED;
      g_clear_pointer (&item->reason, g_free);
    }
  if (!add (db, item, error))
    return FALSE;
  if (item->outcome != OD_IMPORT_STORED)
    return TRUE;
  id = sqlite3_last_insert_rowid (db);
  od_change_set_add (changes, OD_CHANGE_LIBRARY, id);
  return type != OD_LINE_ARTICLE ||
         od_store_article_index (db, id, od_import_get_text (item, "title"), od_import_get_text (item, "text"), error);
}
