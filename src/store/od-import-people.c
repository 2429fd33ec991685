/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-import-session-private.h"
#include "od-interchange-parse-private.h"
#include "od-record.h"
#include "od-store-person.h"
#include "od-store-search-index.h"

static gboolean
add_contact_points (sqlite3 *db, OdImportItem *item, gint64 customer_id, GError **error)
{
  JsonArray *points = json_object_get_array_member (item->line->record, "contact_points");

  for (guint i = 0; i < json_array_get_length (points); i++)
    {
      JsonObject *point = json_array_get_object_element (points, i);
      const char *address = json_object_get_string_member (point, "address");
      const char *display = json_object_get_string_member (point, "display");
      g_autofree char *text = g_strconcat (display, "\n", address, NULL);
      g_autofree char *key = od_person_match_key (json_object_get_string_member (point, "channel"), address);

      if (!od_stmt_run (db, error,
                        "INSERT INTO contact_point (customer_id, channel, address, display, match_key)"
                        "  VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
                        "itttt", customer_id, json_object_get_string_member (point, "channel"), address, display, key))
        return FALSE;
      if (sqlite3_changes (db) == 0)
        od_line_warn (item->line, "contact_points: one belongs to another customer already");
      else if (!od_search_index_put (db, OD_SEARCH_DOC_CONTACT_POINT, sqlite3_last_insert_rowid (db), text, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_fields (OdImportSession *session, sqlite3 *db, OdImportItem *item, gint64 customer_id, GError **error)
{
  JsonObject *fields = json_object_get_object_member (item->line->record, "fields");
  g_autoptr (GString) text = g_string_new (NULL);
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, fields);
  while (json_object_iter_next_ordered (&iter, &key, &node))
    {
      gint64 field_id;

      if (!od_import_ensure_field (session, db, key, &field_id, error) ||
          !od_stmt_run (db, error, "INSERT INTO customer_field (customer_id, field_id, value) VALUES (?1, ?2, ?3)",
                        "iit", customer_id, field_id, json_node_get_string (node)))
        return FALSE;
      g_string_append_printf (text, "%s\n", json_node_get_string (node));
    }
  return text->len == 0 || od_search_index_put (db, OD_SEARCH_DOC_FIELDS, customer_id, text->str, error);
}

static gboolean
add_tags (OdImportSession *session, sqlite3 *db, OdImportItem *item, gint64 customer_id, GError **error)
{
  JsonArray *tags = json_object_get_array_member (item->line->record, "tags");

  for (guint i = 0; i < json_array_get_length (tags); i++)
    {
      gint64 tag_id;

      if (!od_import_ensure_tag (session, db, json_array_get_string_element (tags, i), &tag_id, error) ||
          !od_stmt_run (db, error, "INSERT INTO customer_tag (customer_id, tag_id) VALUES (?1, ?2)", "ii", customer_id,
                        tag_id))
        return FALSE;
    }
  return TRUE;
}

/* A line of type `customer`. */
gboolean
od_import_customer (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, OdImportItem *item, GError **error)
{
  const char *name = od_import_get_text (item, "name");
  gint64 id;

  if (!od_import_find_row (db, "SELECT id FROM customer WHERE uid = ?1", od_import_get_text (item, "id"), &id, error))
    return FALSE;
  if (id != 0)
    {
      JsonObject *stored = od_record_customer (db, id, OD_RECORD_TYPE, error);

      return stored != NULL && od_import_compare (item, stored);
    }
  if (!od_stmt_run (db, error, "INSERT INTO customer (uid, name, note, created_at_us) VALUES (?1, ?2, ?3, ?4)", "ttti",
                    od_import_get_text (item, "id"), name, od_import_get_text (item, "note"), session->now_us))
    return FALSE;
  id = sqlite3_last_insert_rowid (db);
  od_change_set_add (changes, OD_CHANGE_CUSTOMER, id);
  return (*name == '\0' || od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER, id, name, error)) &&
         add_contact_points (db, item, id, error) && add_fields (session, db, item, id, error) &&
         add_tags (session, db, item, id, error);
}
