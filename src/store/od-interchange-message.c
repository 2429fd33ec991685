/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-error.h"
#include "od-interchange-parse-private.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-text.h"

/* Lines of messages, with their reactions and files: see od-interchange-parse.c. */

static gboolean
copy_reaction (OdLine *line, JsonObject *from, JsonArray *reactions, GHashTable *seen, GError **error)
{
  static const char *const known[] = { "emoji", "by", NULL };
  const char *emoji, *by;
  JsonObject *to;
  char *key;

  od_line_warn_of_unknown (line, from, "reactions.", known);
  if (!od_json_get_string (from, "emoji", OD_LIMIT_EMOJI_BYTES, &emoji, error) ||
      !od_json_get_string (from, "by", OD_LIMIT_NAME_BYTES, &by, error))
    return FALSE;
  if (*emoji == '\0' || *by == '\0')
    return od_line_fail (error, *emoji == '\0' ? "emoji" : "by", "must not be empty");
  key = g_strconcat (emoji, "\n", by, NULL);
  if (!g_hash_table_add (seen, key)) /* twice the same is once */
    return TRUE;
  to = json_object_new ();
  json_object_set_string_member (to, "emoji", emoji);
  json_object_set_string_member (to, "by", by);
  json_array_add_object_element (reactions, to);
  return TRUE;
}

static gboolean
copy_reactions (OdLine *line, JsonObject *from, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *array, *reactions = json_array_new ();

  json_object_set_array_member (line->record, "reactions", reactions);
  if (!od_json_get_array_opt (from, "reactions", &array, error))
    return FALSE;
  if (array != NULL && json_array_get_length (array) > OD_LIMIT_REACTIONS)
    return od_line_fail (error, "reactions", "are too many");
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return od_line_fail (error, "reactions", "one is no object");
      if (!copy_reaction (line, json_node_get_object (node), reactions, seen, error))
        {
          g_prefix_error (error, "reactions: ");
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
is_mime (const char *text)
{
  const char *slash = strchr (text, '/');

  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("!#$&-^_.+/", *p) == NULL)
      return FALSE;
  return slash != NULL && slash > text && slash[1] != '\0' && strchr (slash + 1, '/') == NULL;
}

/* Below the file's own folder: no way to leave it may even be written down. */
static gboolean
is_safe_path (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] == '\0' || g_str_equal (parts[i], ".") || g_str_equal (parts[i], ".."))
      return FALSE;
  return parts[0] != NULL && strlen (path) <= OD_LIMIT_URL_BYTES;
}

static gboolean
copy_attachment (OdLine *line, JsonObject *from, JsonArray *attachments, GError **error)
{
  static const char *const known[] = { "name", "mime", "size", "path", NULL };
  const char *name, *mime, *path;
  g_autofree char *clean = NULL;
  JsonObject *to;
  gint64 size = -1;

  od_line_warn_of_unknown (line, from, "attachments.", known);
  if (!od_json_get_string_opt (from, "name", OD_LIMIT_FILE_NAME_RAW_BYTES, &name, error) ||
      !od_json_get_string_opt (from, "mime", OD_LIMIT_MIME_BYTES, &mime, error) ||
      !od_json_get_int_opt (from, "size", -1, OD_LIMIT_JSON_INTEGER_MAX, &size, error) ||
      !od_json_get_string_opt (from, "path", OD_LIMIT_URL_BYTES, &path, error))
    return FALSE;
  if (mime != NULL && !is_mime (mime))
    return od_line_fail (error, "mime", "is no media type");
  if (path != NULL && !is_safe_path (path))
    return od_line_fail (error, "path", "must lie below the file's own folder");

  clean = od_text_clean_name (name != NULL ? name : "");
  to = json_object_new ();
  json_object_set_string_member (to, "name", clean);
  json_object_set_string_member (to, "mime", mime != NULL ? mime : "application/octet-stream");
  json_object_set_int_member (to, "size", size);
  json_array_add_object_element (attachments, to);
  g_ptr_array_add (line->paths, g_strdup (path));
  return TRUE;
}

static gboolean
copy_attachments (OdLine *line, JsonObject *from, GError **error)
{
  JsonArray *array, *attachments = json_array_new ();

  json_object_set_array_member (line->record, "attachments", attachments);
  if (!od_json_get_array_opt (from, "attachments", &array, error))
    return FALSE;
  if (array == NULL)
    return TRUE;
  if (json_array_get_length (array) > OD_LIMIT_ATTACHMENTS)
    return od_line_fail (error, "attachments", "are too many");
  line->paths = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return od_line_fail (error, "attachments", "one is no object");
      if (!copy_attachment (line, json_node_get_object (node), attachments, error))
        {
          g_prefix_error (error, "attachments: ");
          return FALSE;
        }
    }
  return TRUE;
}

/* Only what we sent has one; what was still on its way is not sent by an import, so nothing is said of it. */
static gboolean
copy_delivery (OdLine *line, JsonObject *from, gboolean is_out, GError **error)
{
  static const char *const known[] = { "sent", "delivered", "read", "failed", NULL };
  const char *text;

  if (!od_json_get_string_opt (from, "delivery", 64, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (!g_strv_contains (known, text))
    return od_line_fail (error, "delivery", "is none of the words that are allowed");
  if (is_out)
    json_object_set_string_member (line->record, "delivery", text);
  else
    od_line_warn (line, "delivery: only what was sent out has one");
  return TRUE;
}

static gboolean
copy_body (JsonObject *from, JsonObject *to, GError **error)
{
  if (!od_line_copy_text (from, to, "text", OD_LIMIT_BODY_CHARS * 4, error))
    return FALSE;
  return od_text_count_code_points (json_object_get_string_member (to, "text")) <= OD_LIMIT_BODY_CHARS ||
         od_line_fail (error, "text", "is too long");
}

/* A line of type `message`. */
gboolean
od_line_parse_message (OdLine *line, JsonObject *from, GError **error)
{
  static const char *const known[] = { "type",      "id",          "conversation", "direction", "author",
                                       "at",        "text",        "format",       "reply_to",  "delivery",
                                       "reactions", "attachments", "payload",      NULL };
  static const char *const directions[] = { "in", "out", "note", "event", NULL };
  JsonObject *to = line->record;
  const char *direction;

  if (!od_line_copy_id (from, to, "id", error) || !od_line_copy_id (from, to, "conversation", error) ||
      !od_line_copy_word (from, to, "direction", directions, NULL, error) ||
      !od_line_copy_text (from, to, "author", OD_LIMIT_NAME_BYTES, error) ||
      !od_line_copy_time (from, to, "at", TRUE, error) || !copy_body (from, to, error) ||
      !od_line_copy_word (from, to, "format", od_line_formats, "plain", error) ||
      !od_line_copy_text_or_null (from, to, "reply_to", OD_LIMIT_REMOTE_ID_BYTES, error))
    return FALSE;
  direction = json_object_get_string_member (to, "direction");
  if (!copy_delivery (line, from, g_str_equal (direction, "out"), error))
    return FALSE;
  if (!g_str_equal (direction, "event"))
    return copy_reactions (line, from, error) && copy_attachments (line, from, error) &&
           od_line_copy_payload (from, to, known, error);

  if (*json_object_get_string_member (to, "text") == '\0')
    return od_line_fail (error, "text", "must say what happened");
  json_object_set_string_member (to, "format", "plain"); /* events have neither of these */
  json_object_set_null_member (to, "reply_to");
  return od_line_copy_payload (from, to, known, error);
}
