/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-bizcal-json.h"
#include "od-interchange-parse-private.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-sla-policy-json.h"

/* Lines of what operators prepare: canned replies, articles, calendars, policies, views. */

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

/* ---- what is promised ------------------------------------------------------ */

static gboolean
parse_calendar (OdLine *line, JsonObject *from, GError **error)
{
  JsonObject *to = line->record;
  g_autoptr (OdBizcal) hours = NULL;

  if (!od_line_copy_id (from, to, "id", error) || !od_line_copy_text (from, to, "name", OD_LIMIT_NAME_BYTES, error) ||
      !od_line_copy_id (from, to, "zone", error) || !copy_object (from, to, "weekly", error) ||
      !copy_object (from, to, "exceptions", error))
    return FALSE;
  hours = od_bizcal_from_json (to, error);
  return hours != NULL;
}

static gboolean
check_policy (JsonObject *record, GError **error)
{
  const char *name = json_object_get_string_member (record, "name");
  g_autoptr (OdSlaPolicy) policy = od_sla_policy_new (*name != '\0' ? name : "-");

  return od_sla_policy_read_json (policy, json_object_get_object_member (record, "body"), error);
}

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
  return copy_position (from, to, error) && copy_object (from, to, "body", error) && check_policy (to, error);
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
