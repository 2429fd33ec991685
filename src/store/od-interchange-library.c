/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-interchange-parse-private.h"
#include "od-json.h"
#include "od-limits.h"

/* Lines of what operators prepare: canned replies, articles, calendars, policies, views. */

#define MAX_ITEMS 1024
#define MAX_BODY_BYTES (256 * 1024)

const char *const od_line_formats[] = { "plain", "markdown", "html", NULL };

static gboolean
copy_position (JsonObject *from, JsonObject *to, GError **error)
{
  gint64 position = 0;

  if (!od_json_get_int_opt (from, "position", 0, G_MAXINT32, &position, error))
    return FALSE;
  json_object_set_int_member (to, "position", position);
  return TRUE;
}

static gboolean
copy_object (JsonObject *from, JsonObject *to, const char *name, GError **error)
{
  g_autofree char *text = NULL;
  JsonObject *object;

  if (!od_json_get_object_opt (from, name, &object, error))
    return FALSE;
  if (object == NULL)
    {
      json_object_set_object_member (to, name, json_object_new ());
      return TRUE;
    }
  text = od_json_to_string (json_object_get_member (from, name), NULL);
  if (strlen (text) > MAX_BODY_BYTES)
    return od_line_fail (error, name, "is too long");
  json_object_set_member (to, name, json_node_copy (json_object_get_member (from, name)));
  return TRUE;
}

static gboolean
parse_canned_reply (OdLine *line, JsonObject *from, GError **error)
{
  static const char *const known[] = { "type",   "id",      "code", "folder",  "title", "text",
                                       "format", "channel", "lang", "payload", NULL };
  JsonObject *to = line->record;

  return od_line_copy_id (from, to, "id", error) && od_line_copy_id (from, to, "code", error) &&
         od_line_copy_text (from, to, "folder", OD_LIMIT_NAME_BYTES, error) &&
         od_line_copy_text (from, to, "title", OD_LIMIT_NAME_BYTES, error) &&
         od_line_copy_text (from, to, "text", MAX_BODY_BYTES, error) &&
         od_line_copy_word (from, to, "format", od_line_formats, "plain", error) &&
         od_line_copy_text (from, to, "channel", OD_LIMIT_ID_BYTES, error) &&
         od_line_copy_text (from, to, "lang", OD_LIMIT_LANG_BYTES, error) &&
         od_line_copy_payload (from, to, known, error);
}

static gboolean
parse_article (OdLine *line, JsonObject *from, GError **error)
{
  static const char *const known[] = { "type", "id", "title", "text", "format", "lang", "url", "payload", NULL };
  JsonObject *to = line->record;

  return od_line_copy_id (from, to, "id", error) && od_line_copy_text (from, to, "title", OD_LIMIT_NAME_BYTES, error) &&
         od_line_copy_text (from, to, "text", MAX_BODY_BYTES, error) &&
         od_line_copy_word (from, to, "format", od_line_formats, "markdown", error) &&
         od_line_copy_text (from, to, "lang", OD_LIMIT_LANG_BYTES, error) &&
         od_line_copy_text (from, to, "url", OD_LIMIT_URL_BYTES, error) &&
         od_line_copy_payload (from, to, known, error);
}

/* ---- calendars ------------------------------------------------------------- */

static gboolean
is_time_of_day (const char *text)
{
  int hour, minute;

  if (strlen (text) != 5 || !g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1]) || text[2] != ':' ||
      !g_ascii_isdigit (text[3]) || !g_ascii_isdigit (text[4]))
    return FALSE;
  hour = (text[0] - '0') * 10 + text[1] - '0';
  minute = (text[3] - '0') * 10 + text[4] - '0';
  return minute < 60 && (hour < 24 || (hour == 24 && minute == 0));
}

static gboolean
is_interval (JsonNode *node)
{
  JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (pair == NULL || json_array_get_length (pair) != 2)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    {
      JsonNode *end = json_array_get_element (pair, i);

      if (!JSON_NODE_HOLDS_VALUE (end) || json_node_get_value_type (end) != G_TYPE_STRING ||
          !is_time_of_day (json_node_get_string (end)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_day_name (const char *name)
{
  static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL };

  return g_strv_contains (days, name);
}

/* YYYY-MM-DD */
static gboolean
is_date (const char *name)
{
  guint parts[3] = { 0 };
  guint n = 0;

  if (strlen (name) != 10)
    return FALSE;
  for (guint i = 0; i < 10; i++)
    if (i == 4 || i == 7)
      {
        if (name[i] != '-')
          return FALSE;
        n++;
      }
    else if (g_ascii_isdigit (name[i]))
      parts[n] = parts[n] * 10 + (guint) (name[i] - '0');
    else
      return FALSE;
  return parts[0] > 0 && parts[1] <= 12 &&
         g_date_valid_dmy ((GDateDay) parts[2], (GDateMonth) parts[1], (GDateYear) parts[0]);
}

static gboolean
check_days (JsonObject *record, const char *name, gboolean (*is_key) (const char *), GError **error)
{
  JsonObject *days = json_object_get_object_member (record, name);
  g_autoptr (GList) keys = json_object_get_members (days);

  for (GList *l = keys; l != NULL; l = l->next)
    {
      JsonNode *node = json_object_get_member (days, l->data);
      JsonArray *intervals = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

      if (!is_key (l->data))
        return od_line_fail (error, name, "has a day that is none");
      if (intervals == NULL || json_array_get_length (intervals) > MAX_ITEMS)
        return od_line_fail (error, name, "a day must be a list of [\"HH:MM\",\"HH:MM\"]");
      for (guint i = 0; i < json_array_get_length (intervals); i++)
        if (!is_interval (json_array_get_element (intervals, i)))
          return od_line_fail (error, name, "a day must be a list of [\"HH:MM\",\"HH:MM\"]");
    }
  return TRUE;
}

static gboolean
parse_calendar (OdLine *line, JsonObject *from, GError **error)
{
  JsonObject *to = line->record;

  return od_line_copy_id (from, to, "id", error) && od_line_copy_text (from, to, "name", OD_LIMIT_NAME_BYTES, error) &&
         od_line_copy_id (from, to, "zone", error) && copy_object (from, to, "weekly", error) &&
         copy_object (from, to, "exceptions", error) && check_days (to, "weekly", is_day_name, error) &&
         check_days (to, "exceptions", is_date, error);
}

/* ---- policies and views ---------------------------------------------------- */

static gboolean
parse_policy (OdLine *line, JsonObject *from, GError **error)
{
  JsonObject *to = line->record;
  const char *calendar;

  if (!od_line_copy_id (from, to, "id", error) || !od_line_copy_text (from, to, "name", OD_LIMIT_NAME_BYTES, error) ||
      !od_json_get_string_opt (from, "calendar", OD_LIMIT_REMOTE_ID_BYTES, &calendar, error))
    return FALSE;
  if (calendar != NULL)
    json_object_set_string_member (to, "calendar", calendar);
  else
    json_object_set_null_member (to, "calendar");
  return copy_position (from, to, error) && copy_object (from, to, "body", error);
}

static gboolean
parse_view (OdLine *line, JsonObject *from, GError **error)
{
  static const char *const orders[] = { "urgent", "waiting", "newest", "oldest", "activity", NULL };
  JsonObject *to = line->record;

  return od_line_copy_id (from, to, "id", error) && od_line_copy_text (from, to, "name", OD_LIMIT_NAME_BYTES, error) &&
         od_line_copy_text (from, to, "icon", OD_LIMIT_ID_BYTES, error) &&
         od_line_copy_text (from, to, "query", OD_LIMIT_QUERY_CHARS * 4, error) &&
         od_line_copy_word (from, to, "order", orders, "urgent", error) && copy_position (from, to, error);
}

/* Reads a line of one of these kinds into its record. */
gboolean
od_line_parse_library (OdLine *line, JsonObject *from, GError **error)
{
  gboolean ok = FALSE;

  if (line->type == OD_LINE_CANNED_REPLY)
    return parse_canned_reply (line, from, error);
  if (line->type == OD_LINE_ARTICLE)
    return parse_article (line, from, error);

  if (line->type == OD_LINE_CALENDAR)
    ok = parse_calendar (line, from, error);
  else if (line->type == OD_LINE_POLICY)
    ok = parse_policy (line, from, error);
  else if (line->type == OD_LINE_VIEW)
    ok = parse_view (line, from, error);
  if (ok)
    od_line_warn_of_unknown (line, from, "", NULL);
  return ok;
}
