/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-deed-json.h"

#include <string.h>

#include "od-conversation-status.h"
#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-text.h"

/* What else a kind of deed has: one object says `deed`, and these. */
typedef struct {
  const char *number; /* (nullable): the member's name */
  const char *text;   /* (nullable) */
} Members;

static const Members members[OD_N_DEED] = {
  [OD_DEED_SNOOZE] = { "until_us", "when" }, [OD_DEED_ASSIGN] = { "operator", NULL },
  [OD_DEED_TAG] = { NULL, "tag" },           [OD_DEED_UNTAG] = { NULL, "tag" },
  [OD_DEED_PRIORITY] = { "priority", NULL }, [OD_DEED_BLOCK] = { "until_us", NULL },
};

/* ---- writing ---- */

static JsonNode *
deed_to_node (const OdDeed *deed)
{
  const Members *has = &members[deed->kind];
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "deed", od_deed_kind_get_name (deed->kind));
  if (has->text != NULL && deed->text != NULL)
    json_object_set_string_member (object, has->text, deed->text);
  else if (has->number != NULL)
    json_object_set_int_member (object, has->number, deed->number);
  json_node_take_object (node, object);
  return node;
}

/**
 * od_deed_list_to_node:
 * @deeds: (element-type OdDeed)
 *
 * Returns: (transfer full): a JSON array of objects
 */
JsonNode *
od_deed_list_to_node (const GPtrArray *deeds)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < deeds->len; i++)
    json_array_add_element (array, deed_to_node (deeds->pdata[i]));
  json_node_take_array (node, array);
  return node;
}

/**
 * od_deed_list_to_json:
 *
 * Returns: (transfer full): what od_deed_list_parse() reads
 */
char *
od_deed_list_to_json (const GPtrArray *deeds)
{
  g_autoptr (JsonNode) node = od_deed_list_to_node (deeds);

  return od_json_to_string (node, NULL);
}

/* ---- reading ---- */

static gboolean
get_number_range (OdDeedKind kind, gint64 *min, gint64 *max)
{
  *min = kind == OD_DEED_PRIORITY ? OD_PRIORITY_LOW : 0;
  *max = kind == OD_DEED_PRIORITY ? OD_PRIORITY_URGENT
         : kind == OD_DEED_ASSIGN ? OD_LIMIT_JSON_INTEGER_MAX
                                  : OD_SNOOZE_UNTIL_REPLY;
  return members[kind].number != NULL;
}

static OdDeed *
read_deed (JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *name, *text = NULL;
  gint64 number = 0, min, max;
  OdDeedKind kind;

  if (object == NULL)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "A step is not an object");
      return NULL;
    }
  if (!od_json_get_string (object, "deed", OD_LIMIT_DEED_TEXT_BYTES, &name, error))
    return NULL;
  if (!od_deed_kind_parse (name, &kind))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "There is no such step");
      return NULL;
    }
  if (members[kind].text != NULL &&
      !od_json_get_string_opt (object, members[kind].text, OD_LIMIT_DEED_TEXT_BYTES, &text, error))
    return NULL;
  if (get_number_range (kind, &min, &max) && text == NULL &&
      !od_json_get_int (object, members[kind].number, min, max, &number, error))
    return NULL;
  return od_deed_new (kind, number, text);
}

/**
 * od_deed_list_from_array:
 *
 * Strictly: a step that is not one refuses them all. What it lacks is found by the checks below. Pure.
 *
 * Returns: (transfer full) (element-type OdDeed): at most %OD_LIMIT_DEEDS; %NULL with %OD_ERROR_MALFORMED or
 *   %OD_ERROR_TOO_LARGE
 */
GPtrArray *
od_deed_list_from_array (JsonArray *array, GError **error)
{
  g_autoptr (GPtrArray) deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) od_deed_free);
  guint n = json_array_get_length (array);

  if (n > OD_LIMIT_DEEDS)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "More than %d steps", OD_LIMIT_DEEDS);
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    {
      OdDeed *deed = read_deed (json_array_get_element (array, i), error);

      if (deed == NULL)
        return NULL;
      g_ptr_array_add (deeds, deed);
    }
  return g_steal_pointer (&deeds);
}

/**
 * od_deed_list_parse:
 * @text: a JSON array
 *
 * As od_deed_list_from_array().
 */
GPtrArray *
od_deed_list_parse (const char *text, GError **error)
{
  static const OdJsonLimits limits = {
    .max_bytes = OD_LIMIT_DEEDS * (OD_LIMIT_DEED_TEXT_BYTES * 6 + 100), /* each byte as \uXXXX */
    .max_depth = 2,
    .max_values = OD_LIMIT_DEEDS * 8,
    .max_string_bytes = OD_LIMIT_DEED_TEXT_BYTES,
  };
  g_autoptr (JsonNode) node = od_json_parse (text, -1, &limits, error);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "The steps are not an array");
      return NULL;
    }
  return od_deed_list_from_array (json_node_get_array (node), error);
}

/* ---- what makes sense ---- */

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, OD_ERROR, OD_ERROR_USAGE, why);
  return FALSE;
}

static gboolean
check_common (const OdDeed *deed, GError **error)
{
  gint64 min, max;

  if ((guint) deed->kind >= OD_N_DEED)
    return refuse (error, "There is no such step");
  if (get_number_range (deed->kind, &min, &max) && (deed->number < min || deed->number > max))
    return refuse (error, "A step's number is out of range");
  if (deed->text != NULL && (strlen (deed->text) > OD_LIMIT_DEED_TEXT_BYTES || !g_utf8_validate (deed->text, -1, NULL)))
    return refuse (error, "A step's text is too long");
  if (deed->kind == OD_DEED_TAG || deed->kind == OD_DEED_UNTAG)
    {
      g_autofree char *name = od_text_snippet (deed->text != NULL ? deed->text : "", OD_LIMIT_TAG_CHARS);

      if (*name == '\0')
        return refuse (error, "A tag needs a name");
    }
  return TRUE;
}

static gboolean
check_count (const GPtrArray *deeds, GError **error)
{
  if (deeds->len == 0)
    return refuse (error, "There are no steps");
  return deeds->len <= OD_LIMIT_DEEDS || refuse (error, "There are too many steps");
}

/**
 * od_deed_list_check_macro:
 *
 * What may be kept for later: a moment would be over by then, so that a snooze says it in words, or waits for a reply.
 *
 * Returns: %FALSE with %OD_ERROR_USAGE
 */
gboolean
od_deed_list_check_macro (const GPtrArray *deeds, GError **error)
{
  if (!check_count (deeds, error))
    return FALSE;
  for (guint i = 0; i < deeds->len; i++)
    {
      const OdDeed *deed = deeds->pdata[i];

      if (!check_common (deed, error))
        return FALSE;
      if (deed->kind == OD_DEED_SNOOZE && (deed->text == NULL || *deed->text == '\0') &&
          deed->number != OD_SNOOZE_UNTIL_REPLY)
        return refuse (error, "A snooze in a macro needs words");
      if (deed->kind == OD_DEED_BLOCK && deed->number != 0)
        return refuse (error, "A macro blocks for good or not at all");
    }
  return TRUE;
}

/**
 * od_deed_list_check_now:
 *
 * What may be done now: moments are to come.
 *
 * Returns: %FALSE with %OD_ERROR_USAGE
 */
gboolean
od_deed_list_check_now (const GPtrArray *deeds, gint64 now_us, GError **error)
{
  if (!check_count (deeds, error))
    return FALSE;
  for (guint i = 0; i < deeds->len; i++)
    {
      const OdDeed *deed = deeds->pdata[i];

      if (!check_common (deed, error))
        return FALSE;
      if ((deed->kind == OD_DEED_SNOOZE || (deed->kind == OD_DEED_BLOCK && deed->number != 0)) &&
          deed->number <= now_us)
        return refuse (error, "The moment is over");
    }
  return TRUE;
}
