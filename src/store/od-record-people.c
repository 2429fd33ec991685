/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-error.h"
#include "od-json.h"
#include "od-record.h"
#include "od-stmt.h"
#include "od-store-field.h"

/**
 * od_record_field:
 * @id: row of `field`
 *
 * Returns: (transfer full) (nullable): `type`, `id` (its key), `label`, `kind`, `position`, `choices`, `pattern`, `hint`;
 *   %OD_ERROR_NOT_FOUND if there is no such row
 */
JsonObject *
od_record_field (sqlite3 *db, gint64 id, GError **error)
{
  g_autoptr (OdCustomField) field = od_store_field_find (db, id, error);
  g_autoptr (OdStmt) row = NULL;
  JsonArray *choices;
  JsonObject *object;

  if (field == NULL || !od_stmt_get_row (db, error, "SELECT position FROM field WHERE id = ?1", &row, "i", id))
    return NULL;
  object = json_object_new ();
  choices = json_array_new ();
  for (guint i = 0; field->options != NULL && field->options[i] != NULL; i++)
    json_array_add_string_element (choices, field->options[i]);
  json_object_set_string_member (object, "type", "field");
  json_object_set_string_member (object, "id", field->key);
  json_object_set_string_member (object, "label", field->label);
  json_object_set_string_member (object, "kind", od_custom_field_kind_get_name (field->kind));
  json_object_set_int_member (object, "position", sqlite3_column_int64 (row, 0));
  json_object_set_array_member (object, "choices", choices);
  json_object_set_string_member (object, "pattern", field->pattern != NULL ? field->pattern : "");
  json_object_set_string_member (object, "hint", field->hint != NULL ? field->hint : "");
  return object;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

/**
 * od_record_link:
 * @id: row of `customer_link`
 *
 * Returns: (transfer full) (nullable): `type`, `kept`, `joined`, `choices`; %OD_ERROR_NOT_FOUND if there is no such row
 */
JsonObject *
od_record_link (sqlite3 *db, gint64 id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GList) names = NULL;
  JsonObject *object, *choices = json_object_new (), *stored;

  if (!od_stmt_get_row (db, error,
                        "SELECT k.uid, j.uid, l.choices FROM customer_link AS l JOIN customer AS k ON k.id = l.kept_id"
                        " JOIN customer AS j ON j.id = l.joined_id WHERE l.id = ?1",
                        &row, "i", id) ||
      row == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, OD_ERROR, OD_ERROR_NOT_FOUND, "No such link");
      json_object_unref (choices);
      return NULL;
    }
  object = json_object_new ();
  json_object_set_string_member (object, "type", "link");
  json_object_set_string_member (object, "kept", (const char *) sqlite3_column_text (row, 0));
  json_object_set_string_member (object, "joined", (const char *) sqlite3_column_text (row, 1));
  node = od_json_parse ((const char *) sqlite3_column_text (row, 2), -1, NULL, NULL);
  stored = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  names = stored != NULL ? g_list_sort (json_object_get_members (stored), compare_names) : NULL;
  for (GList *l = names; l != NULL; l = l->next)
    json_object_set_string_member (choices, l->data, json_object_get_string_member (stored, l->data));
  json_object_set_object_member (object, "choices", choices);
  return object;
}
