/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-custom-field.h"
#include "od-interchange-parse-private.h"
#include "od-json.h"
#include "od-limits.h"

/* Lines of custom fields, and of profiles that are one person. */

static gboolean
copy_choices (JsonObject *from, JsonObject *to, GError **error)
{
  JsonArray *given, *choices = json_array_new ();

  json_object_set_array_member (to, "choices", choices);
  if (!od_json_get_array_opt (from, "choices", &given, error))
    return FALSE;
  if (given != NULL && json_array_get_length (given) > OD_LIMIT_FIELD_OPTIONS)
    return od_line_fail (error, "choices", "are too many");
  for (guint i = 0; given != NULL && i < json_array_get_length (given); i++)
    {
      JsonNode *node = json_array_get_element (given, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING ||
          *json_node_get_string (node) == '\0' || strlen (json_node_get_string (node)) > OD_LIMIT_NAME_BYTES)
        return od_line_fail (error, "choices", "one is no text, empty or too long");
      json_array_add_string_element (choices, json_node_get_string (node));
    }
  return TRUE;
}

static gboolean
parse_field (OdLine *line, JsonObject *from, GError **error)
{
  static const char *const known[] = { "type", "id", "label", "kind", "position", "choices", "pattern", "hint", NULL };
  JsonObject *to = line->record;
  OdCustomFieldKind kind;
  gint64 position = 0;

  od_line_warn_of_unknown (line, from, "", known);
  if (!od_line_copy_id (from, to, "id", error) || !od_line_copy_text (from, to, "label", OD_LIMIT_NAME_BYTES, error) ||
      !od_line_copy_text (from, to, "kind", 32, error))
    return FALSE;
  if (strlen (json_object_get_string_member (to, "id")) > OD_LIMIT_FIELD_NAME_BYTES)
    return od_line_fail (error, "id", "is too long");
  if (!od_custom_field_kind_parse (json_object_get_string_member (to, "kind"), &kind))
    return od_line_fail (error, "kind", "is none that we know");
  if (!od_json_get_int_opt (from, "position", 0, G_MAXINT32, &position, error))
    return FALSE;
  json_object_set_int_member (to, "position", position);
  return copy_choices (from, to, error) && od_line_copy_text (from, to, "pattern", OD_LIMIT_PATTERN_BYTES, error) &&
         od_line_copy_text (from, to, "hint", OD_LIMIT_NAME_BYTES, error);
}

/* What was chosen where two profiles differ. */
static gboolean
copy_said (JsonObject *from, JsonObject *to, GError **error)
{
  JsonObject *given, *said = json_object_new ();
  g_autoptr (GList) names = NULL;

  json_object_set_object_member (to, "choices", said);
  if (!od_json_get_object_opt (from, "choices", &given, error))
    return FALSE;
  if (given == NULL)
    return TRUE;
  names = g_list_sort (json_object_get_members (given), (GCompareFunc) strcmp);
  if (g_list_length (names) > OD_LIMIT_FIELDS)
    return od_line_fail (error, "choices", "are too many");
  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *value;

      if (!od_json_get_string_opt (given, l->data, OD_LIMIT_NOTE_CHARS * 4, &value, NULL) || value == NULL)
        return od_line_fail (error, "choices", "one is no text, or too long");
      json_object_set_string_member (said, l->data, value);
    }
  return TRUE;
}

static gboolean
parse_link (OdLine *line, JsonObject *from, GError **error)
{
  static const char *const known[] = { "type", "kept", "joined", "choices", NULL };
  JsonObject *to = line->record;

  od_line_warn_of_unknown (line, from, "", known);
  return od_line_copy_id (from, to, "kept", error) && od_line_copy_id (from, to, "joined", error) &&
         copy_said (from, to, error);
}

/* A line of type `field` or `link`. */
gboolean
od_line_parse_people (OdLine *line, JsonObject *from, GError **error)
{
  return line->type == OD_LINE_FIELD ? parse_field (line, from, error) : parse_link (line, from, error);
}
