/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-interchange-parse.h"

#include <string.h>

#include "od-conversation-status.h"
#include "od-error.h"
#include "od-interchange-parse-private.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-text.h"
#include "od-time.h"

/* A line becomes a record of exactly the members that export writes. So there is one form of everything, and whether a
 * line says what the store has is a comparison of two texts. */

#define VERSION 1
#define MAX_PAYLOAD_BYTES 4096

static const char *const type_names[] = {
  [OD_LINE_HEADER] = NULL,
  [OD_LINE_CUSTOMER] = "customer",
  [OD_LINE_CONVERSATION] = "conversation",
  [OD_LINE_MESSAGE] = "message",
  [OD_LINE_CANNED_REPLY] = "canned_reply",
  [OD_LINE_ARTICLE] = "article",
  [OD_LINE_CALENDAR] = "calendar",
  [OD_LINE_POLICY] = "policy",
  [OD_LINE_VIEW] = "view",
  [OD_LINE_FIELD] = "field",
  [OD_LINE_LINK] = "link",
};

void
od_line_free (OdLine *self)
{
  g_clear_pointer (&self->record, json_object_unref);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_pointer (&self->warnings, g_ptr_array_unref);
  g_free (self);
}

/* Returns: (nullable): the `type` of its lines; %NULL for the header */
const char *
od_line_type_get_name (OdLineType type)
{
  return type_names[type];
}

/* ---- checked copies -------------------------------------------------------- */

gboolean
od_line_fail (GError **error, const char *member, const char *words)
{
  g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "%s: %s", member, words);
  return FALSE;
}

void
od_line_warn (OdLine *line, const char *format, ...)
{
  va_list args;

  if (line->warnings == NULL)
    line->warnings = g_ptr_array_new_with_free_func (g_free);
  va_start (args, format);
  g_ptr_array_add (line->warnings, g_strdup_vprintf (format, args));
  va_end (args);
}

/* An id is shown in no log and goes into no path; it only has to be there. */
gboolean
od_line_copy_id (JsonObject *from, JsonObject *to, const char *name, GError **error)
{
  const char *text;

  if (!od_json_get_string (from, name, OD_LIMIT_REMOTE_ID_BYTES, &text, error))
    return FALSE;
  if (*text == '\0')
    return od_line_fail (error, name, "must not be empty");
  json_object_set_string_member (to, name, text);
  return TRUE;
}

/* Absent, null and "" are one. */
gboolean
od_line_copy_text (JsonObject *from, JsonObject *to, const char *name, gsize max_bytes, GError **error)
{
  const char *text;

  if (!od_json_get_string_opt (from, name, max_bytes, &text, error))
    return FALSE;
  json_object_set_string_member (to, name, text != NULL ? text : "");
  return TRUE;
}

/* Absent and null are one, "" is another. */
gboolean
od_line_copy_text_or_null (JsonObject *from, JsonObject *to, const char *name, gsize max_bytes, GError **error)
{
  const char *text;

  if (!od_json_get_string_opt (from, name, max_bytes, &text, error))
    return FALSE;
  if (text != NULL)
    json_object_set_string_member (to, name, text);
  else
    json_object_set_null_member (to, name);
  return TRUE;
}

gboolean
od_line_copy_time (JsonObject *from, JsonObject *to, const char *name, gboolean is_needed, GError **error)
{
  g_autofree char *utc = NULL;
  const char *text;
  gint64 at_us;

  if (!od_json_get_string_opt (from, name, 64, &text, error))
    return FALSE;
  if (text == NULL && is_needed)
    return od_line_fail (error, name, "is missing");
  if (text == NULL)
    {
      json_object_set_null_member (to, name);
      return TRUE;
    }
  if (!od_time_parse (text, &at_us, NULL) || at_us == 0)
    return od_line_fail (error, name, "is no RFC 3339 time with an offset, after 1970");
  utc = od_time_format (at_us);
  json_object_set_string_member (to, name, utc);
  return TRUE;
}

/* One of some words. @fallback: (nullable): for an absent one; %NULL: it must be there */
gboolean
od_line_copy_word (JsonObject *from, JsonObject *to, const char *name, const char *const *words, const char *fallback,
                   GError **error)
{
  const char *text;

  if (!od_json_get_string_opt (from, name, 64, &text, error))
    return FALSE;
  if (text == NULL)
    text = fallback;
  if (text == NULL)
    return od_line_fail (error, name, "is missing");
  if (!g_strv_contains (words, text))
    return od_line_fail (error, name, "is none of the words that are allowed");
  json_object_set_string_member (to, name, text);
  return TRUE;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
copy_tags (JsonObject *from, JsonObject *to, GError **error)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();
  JsonArray *array, *sorted = json_array_new ();

  json_object_set_array_member (to, "tags", sorted);
  if (!od_json_get_array_opt (from, "tags", &array, error))
    return FALSE;
  if (array != NULL && json_array_get_length (array) > OD_LIMIT_TAGS)
    return od_line_fail (error, "tags", "are too many");
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *tag = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
                            ? json_node_get_string (node)
                            : "";

      if (*tag == '\0' || od_text_count_code_points (tag) > OD_LIMIT_TAG_CHARS)
        return od_line_fail (error, "tags", "one is no text, empty or too long");
      g_ptr_array_add (tags, (gpointer) tag);
    }
  g_ptr_array_sort (tags, compare_texts);
  for (guint i = 0; i < tags->len; i++)
    if (i == 0 || strcmp (g_ptr_array_index (tags, i - 1), g_ptr_array_index (tags, i)) != 0)
      json_array_add_string_element (sorted, g_ptr_array_index (tags, i));
  return TRUE;
}

/* What has no member of its own: `payload`, and members that we do not know. */
gboolean
od_line_copy_payload (JsonObject *from, JsonObject *to, const char *const *known, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GList) names = json_object_get_members (from);
  JsonObject *given, *payload;

  if (!od_json_get_object_opt (from, "payload", &given, error))
    return FALSE;
  payload = json_object_new ();
  node = json_node_init_object (json_node_alloc (), payload);
  for (GList *l = names; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data))
      json_object_set_member (payload, l->data, json_node_copy (json_object_get_member (from, l->data)));
  json_object_unref (payload); /* the node has it */
  g_list_free (g_steal_pointer (&names));

  names = given != NULL ? json_object_get_members (given) : NULL;
  for (GList *l = names; l != NULL; l = l->next)
    json_object_set_member (payload, l->data, json_node_copy (json_object_get_member (given, l->data)));
  if (json_object_get_size (payload) == 0)
    return TRUE;

  text = od_json_to_string (node, NULL);
  if (strlen (text) > MAX_PAYLOAD_BYTES)
    return od_line_fail (error, "payload", "what has no place of its own is too long");
  json_object_set_member (to, "payload", g_steal_pointer (&node));
  return TRUE;
}

/* @known: (nullable): %NULL: what the record has */
void
od_line_warn_of_unknown (OdLine *line, JsonObject *from, const char *where, const char *const *known)
{
  g_autoptr (GList) names = json_object_get_members (from);

  for (GList *l = names; l != NULL; l = l->next)
    if (known != NULL ? !g_strv_contains (known, l->data) : !json_object_has_member (line->record, l->data))
      {
        g_autofree char *name = od_text_cut (l->data, 40);

        od_line_warn (line, "%s%s: there is no place for it", where, name);
      }
}

/* ---- customers ------------------------------------------------------------- */

static gboolean
copy_contact_point (OdLine *line, JsonObject *from, JsonArray *points, GError **error)
{
  static const char *const known[] = { "channel", "address", "display", NULL };
  JsonObject *to = json_object_new ();

  json_array_add_object_element (points, to);
  od_line_warn_of_unknown (line, from, "contact_points.", known);
  if (!od_line_copy_id (from, to, "channel", error) ||
      !od_line_copy_text (from, to, "address", OD_LIMIT_ADDRESS_BYTES, error))
    return FALSE;
  if (*json_object_get_string_member (to, "address") == '\0')
    return od_line_fail (error, "address", "must not be empty");
  return od_line_copy_text (from, to, "display", OD_LIMIT_NAME_BYTES, error);
}

static gboolean
copy_contact_points (OdLine *line, JsonObject *from, GError **error)
{
  JsonArray *array, *points = json_array_new ();

  json_object_set_array_member (line->record, "contact_points", points);
  if (!od_json_get_array_opt (from, "contact_points", &array, error))
    return FALSE;
  if (array != NULL && json_array_get_length (array) > OD_LIMIT_CONTACT_POINTS)
    return od_line_fail (error, "contact_points", "are too many");
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return od_line_fail (error, "contact_points", "one is no object");
      if (!copy_contact_point (line, json_node_get_object (node), points, error))
        {
          g_prefix_error (error, "contact_points: ");
          return FALSE;
        }
    }
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

static gboolean
copy_fields (JsonObject *from, JsonObject *to, GError **error)
{
  g_autoptr (GList) names = NULL;
  JsonObject *given, *fields = json_object_new ();

  json_object_set_object_member (to, "fields", fields);
  if (!od_json_get_object_opt (from, "fields", &given, error))
    return FALSE;
  if (given != NULL && json_object_get_size (given) > OD_LIMIT_FIELDS)
    return od_line_fail (error, "fields", "are too many");
  names = given != NULL ? g_list_sort (json_object_get_members (given), compare_names) : NULL;
  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *value;

      if (*(char *) l->data == '\0' || strlen (l->data) > OD_LIMIT_FIELD_NAME_BYTES)
        return od_line_fail (error, "fields", "a name is empty or too long");
      if (!od_json_get_string_opt (given, l->data, OD_LIMIT_FIELD_VALUE_BYTES, &value, NULL) || value == NULL)
        return od_line_fail (error, "fields", "a value is no text, or too long");
      json_object_set_string_member (fields, l->data, value);
    }
  return TRUE;
}

static gboolean
parse_customer (OdLine *line, JsonObject *from, GError **error)
{
  static const char *const known[] = { "type", "id", "name", "contact_points", "fields", "tags", "note", NULL };
  JsonObject *to = line->record;

  od_line_warn_of_unknown (line, from, "", known);
  return od_line_copy_id (from, to, "id", error) && od_line_copy_text (from, to, "name", OD_LIMIT_NAME_BYTES, error) &&
         copy_contact_points (line, from, error) && copy_fields (from, to, error) && copy_tags (from, to, error) &&
         od_line_copy_text (from, to, "note", OD_LIMIT_NOTE_CHARS * 4, error);
}

/* ---- conversations --------------------------------------------------------- */

static gboolean
parse_conversation (OdLine *line, JsonObject *from, GError **error)
{
  static const char *const known[] = { "type",    "id",       "customer", "channel",    "account",       "status",
                                       "subject", "assignee", "tags",     "created_at", "snoozed_until", NULL };
  static const char *const statuses[] = { "open", "pending", "resolved", "spam", NULL };
  JsonObject *to = line->record;

  od_line_warn_of_unknown (line, from, "", known);
  return od_line_copy_id (from, to, "id", error) && od_line_copy_id (from, to, "customer", error) &&
         od_line_copy_id (from, to, "channel", error) && od_line_copy_id (from, to, "account", error) &&
         od_line_copy_word (from, to, "status", statuses, "open", error) &&
         od_line_copy_text_or_null (from, to, "subject", OD_LIMIT_TITLE_CHARS * 4, error) &&
         od_line_copy_text_or_null (from, to, "assignee", OD_LIMIT_NAME_BYTES, error) && copy_tags (from, to, error) &&
         od_line_copy_time (from, to, "created_at", TRUE, error) &&
         od_line_copy_time (from, to, "snoozed_until", FALSE, error);
}

/* ---- a line ---------------------------------------------------------------- */

static gboolean
parse_header (JsonObject *from, GError **error)
{
  const char *format;
  gint64 version;

  if (!od_json_get_string (from, "format", 64, &format, error) ||
      !od_json_get_int (from, "version", 0, G_MAXINT, &version, error))
    return FALSE;
  if (!g_str_equal (format, "omnidesk"))
    return od_line_fail (error, "format", "is not \"omnidesk\"");
  return version == VERSION || od_line_fail (error, "version", "is not 1");
}

static gboolean
parse_record (OdLine *line, JsonObject *from, GError **error)
{
  switch (line->type)
    {
    case OD_LINE_CUSTOMER:
      return parse_customer (line, from, error);
    case OD_LINE_CONVERSATION:
      return parse_conversation (line, from, error);
    case OD_LINE_MESSAGE:
      return od_line_parse_message (line, from, error);
    case OD_LINE_CANNED_REPLY:
    case OD_LINE_ARTICLE:
    case OD_LINE_CALENDAR:
    case OD_LINE_POLICY:
    case OD_LINE_VIEW:
      return od_line_parse_library (line, from, error);
    case OD_LINE_FIELD:
    case OD_LINE_LINK:
      return od_line_parse_people (line, from, error);
    case OD_LINE_HEADER:
    default:
      return FALSE;
    }
}

static gboolean
parse_object (OdLine *line, JsonObject *from, GError **error)
{
  const char *type;

  if (json_object_has_member (from, "format") && !json_object_has_member (from, "type"))
    return parse_header (from, error);
  if (!od_json_get_string (from, "type", 64, &type, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (type_names); i++)
    if (g_strcmp0 (type_names[i], type) == 0)
      {
        line->type = (OdLineType) i;
        line->record = json_object_new ();
        json_object_set_string_member (line->record, "type", type);
        return parse_record (line, from, error);
      }
  return od_line_fail (error, "type", "is none that we know");
}

/**
 * od_line_parse:
 * @text: one line without its end; any bytes
 * @len: bytes, or -1 if @text ends with a zero
 *
 * Reads one line of the interchange format, version 1, strictly. Any thread may call this.
 *
 * Returns: (transfer full): the line; or %NULL with %OD_ERROR_MALFORMED or %OD_ERROR_TOO_LARGE, and the member's name in
 *   the message, but nothing that people wrote
 */
OdLine *
od_line_parse (const char *text, gssize len, GError **error)
{
  static const OdJsonLimits limits = { .max_bytes = OD_LIMIT_NDJSON_LINE_BYTES, .max_depth = 8, .max_keys = 4096 };
  g_autoptr (OdLine) line = g_new0 (OdLine, 1);
  g_autoptr (JsonNode) root = od_json_parse (text, len, &limits, error);

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_MALFORMED, "The line is no JSON object");
      return NULL;
    }
  return parse_object (line, json_node_get_object (root), error) ? g_steal_pointer (&line) : NULL;
}
