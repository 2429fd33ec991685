/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-import-session-private.h"

#include "od-error.h"
#include "od-interchange-parse-private.h"
#include "od-record.h"
#include "od-store-field.h"
#include "od-store-link.h"
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
      g_autofree char *key = od_person_match_key (db, json_object_get_string_member (point, "channel"), address);

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
  const char *note = od_import_get_text (item, "note");
  gint64 id;

  if (!od_import_find_row (db, "SELECT id FROM customer WHERE uid = ?1", od_import_get_text (item, "id"), &id, error))
    return FALSE;
  if (id != 0)
    {
      JsonObject *stored = od_record_customer (db, id, OD_RECORD_TYPE, error);

      return stored != NULL && od_import_compare (item, stored);
    }
  if (!od_stmt_run (db, error, "INSERT INTO customer (uid, name, note, created_at_us) VALUES (?1, ?2, ?3, ?4)", "ttti",
                    od_import_get_text (item, "id"), name, note, session->now_us))
    return FALSE;
  id = sqlite3_last_insert_rowid (db);
  od_change_set_add (changes, OD_CHANGE_CUSTOMER, id);
  return (*name == '\0' || od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER, id, name, error)) &&
         (*note == '\0' || od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER_NOTE, id, note, error)) &&
         add_contact_points (db, item, id, error) && add_fields (session, db, item, id, error) &&
         add_tags (session, db, item, id, error);
}

/* A line of type `field`. One that was only named by a customer so far becomes what the line says. */
gboolean
od_import_field (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, OdImportItem *item, GError **error)
{
  JsonObject *record = item->line->record;
  JsonArray *choices = json_object_get_array_member (record, "choices");
  g_autoptr (GStrvBuilder) options = g_strv_builder_new ();
  g_autoptr (OdCustomField) field = g_new0 (OdCustomField, 1);
  OdFieldJob job = { .field = field, .now_us = session->now_us };
  g_autoptr (GError) local_error = NULL;
  gint64 id, bare;

  if (!od_import_find_row (db, "SELECT id FROM field WHERE key = ?1", od_import_get_text (item, "id"), &id, error) ||
      !od_import_find_row (db,
                           "SELECT id FROM field WHERE key = ?1 AND label = key AND kind = 'text' AND options = '{}'",
                           od_import_get_text (item, "id"), &bare, error))
    return FALSE;
  if (id != 0 && bare == 0)
    {
      JsonObject *stored = od_record_field (db, id, error);

      return stored != NULL && od_import_compare (item, stored);
    }
  if (!od_import_ensure_field (session, db, od_import_get_text (item, "id"), &id, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (choices); i++)
    g_strv_builder_add (options, json_array_get_string_element (choices, i));
  field->id = id;
  field->key = g_strdup (od_import_get_text (item, "id"));
  field->label = g_strdup (od_import_get_text (item, "label"));
  field->options = g_strv_builder_end (options);
  field->pattern = g_strdup (od_import_get_text (item, "pattern"));
  field->hint = g_strdup (od_import_get_text (item, "hint"));
  od_custom_field_kind_parse (od_import_get_text (item, "kind"), &field->kind);
  if (!od_store_field_save (db, changes, &job, &local_error))
    {
      if (g_error_matches (local_error, OD_ERROR, OD_ERROR_USAGE) ||
          g_error_matches (local_error, OD_ERROR, OD_ERROR_TOO_LARGE))
        return od_import_skip (item, local_error->message);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return od_stmt_run (db, error, "UPDATE field SET position = ?2 WHERE id = ?1", "ii", job.id,
                      json_object_get_int_member (record, "position"));
}

static GHashTable *
read_choices (JsonObject *object)
{
  GHashTable *choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &key, &node))
    g_hash_table_insert (choices, g_strdup (key), json_node_dup_string (node));
  return choices;
}

/* A line of type `link`: the profiles were one person. */
gboolean
od_import_link (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, OdImportItem *item, GError **error)
{
  static const char find_sql[] = "SELECT id FROM customer WHERE uid = ?1";
  g_autoptr (OdLinkJob) job = g_new0 (OdLinkJob, 1);
  g_autoptr (GError) local_error = NULL;
  gint64 link_id = 0;

  job->link = g_new0 (OdPersonLink, 1);
  job->now_us = session->now_us;
  if (!od_import_find_row (db, find_sql, od_import_get_text (item, "kept"), &job->link->kept_id, error) ||
      !od_import_find_row (db, find_sql, od_import_get_text (item, "joined"), &job->link->joined_id, error))
    return FALSE;
  if (job->link->kept_id == 0 || job->link->joined_id == 0)
    return od_import_skip (item, "link: one of the customers is not here");
  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error,
                          "SELECT id FROM customer_link WHERE kept_id = ?1 AND joined_id = ?2 AND undone_at_us = 0",
                          &row, "ii", job->link->kept_id, job->link->joined_id))
      return FALSE;
    link_id = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  }
  if (link_id != 0)
    {
      JsonObject *stored = od_record_link (db, link_id, error);

      return stored != NULL && od_import_compare (item, stored);
    }
  job->link->choices = read_choices (json_object_get_object_member (item->line->record, "choices"));
  job->link->operator_id = 1; /* who imports says so */
  if (od_store_link (db, changes, job, &local_error))
    return TRUE;
  if (g_error_matches (local_error, OD_ERROR, OD_ERROR_STORE))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return od_import_skip (item, local_error->message);
}
