/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-json.h"

#include <string.h>

#include "od-error.h"

/* The contract of all getters is in the header, once. */

static gboolean
fail (GError **error, const char *name, const char *wanted)
{
  g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "“%s” is not %s", name, wanted);
  return FALSE;
}

/* FALSE: a required member is missing. Otherwise *node is the value, or NULL for an optional one that is absent or
 * null. */
static gboolean
lookup (JsonObject *from, const char *name, gboolean is_required, JsonNode **node, GError **error)
{
  *node = json_object_get_member (from, name);
  if (*node == NULL && is_required)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "“%s” is missing", name);
      return FALSE;
    }
  if (*node != NULL && JSON_NODE_HOLDS_NULL (*node) && !is_required)
    *node = NULL;
  return TRUE;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static gboolean
get_object (JsonObject *from, const char *name, gboolean is_required, JsonObject **out, GError **error)
{
  JsonNode *node;

  if (!lookup (from, name, is_required, &node, error))
    return FALSE;
  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, name, "an object");
  *out = node != NULL ? json_node_get_object (node) : NULL;
  return TRUE;
}

static gboolean
get_array (JsonObject *from, const char *name, gboolean is_required, JsonArray **out, GError **error)
{
  JsonNode *node;

  if (!lookup (from, name, is_required, &node, error))
    return FALSE;
  if (node != NULL && !JSON_NODE_HOLDS_ARRAY (node))
    return fail (error, name, "an array");
  *out = node != NULL ? json_node_get_array (node) : NULL;
  return TRUE;
}

static gboolean
get_bool (JsonObject *from, const char *name, gboolean is_required, gboolean *out, GError **error)
{
  JsonNode *node;

  if (!lookup (from, name, is_required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_BOOLEAN))
    return fail (error, name, "true or false");
  *out = json_node_get_boolean (node);
  return TRUE;
}

static gboolean
get_int (JsonObject *from, const char *name, gboolean is_required, gint64 min, gint64 max, gint64 *out, GError **error)
{
  JsonNode *node;
  gint64 value;

  if (!lookup (from, name, is_required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_INT64))
    return fail (error, name, "an integer");

  value = json_node_get_int (node);
  if (value < min || value > max)
    return fail (error, name, "in range");
  *out = value;
  return TRUE;
}

static gboolean
get_double (JsonObject *from, const char *name, gboolean is_required, double min, double max, double *out,
            GError **error)
{
  JsonNode *node;
  double value;

  if (!lookup (from, name, is_required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_DOUBLE) && !holds (node, G_TYPE_INT64))
    return fail (error, name, "a number");

  value = json_node_get_double (node);
  if (!(value >= min && value <= max))
    return fail (error, name, "in range");
  *out = value;
  return TRUE;
}

static gboolean
get_string (JsonObject *from, const char *name, gboolean is_required, gsize max_bytes, const char **out, GError **error)
{
  JsonNode *node;
  const char *text;

  *out = NULL;
  if (!lookup (from, name, is_required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_STRING))
    return fail (error, name, "a string");

  text = json_node_get_string (node);
  if (strlen (text) > max_bytes)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "“%s” is longer than %" G_GSIZE_FORMAT " bytes", name,
                   max_bytes);
      return FALSE;
    }
  if (is_required && *text == '\0')
    return fail (error, name, "a non-empty string");
  *out = text;
  return TRUE;
}

/**
 * od_json_get_object:
 *
 * A required object.
 */
gboolean
od_json_get_object (JsonObject *from, const char *name, JsonObject **out, GError **error)
{
  return get_object (from, name, TRUE, out, error);
}

/**
 * od_json_get_array:
 *
 * A required array; it may be empty.
 */
gboolean
od_json_get_array (JsonObject *from, const char *name, JsonArray **out, GError **error)
{
  return get_array (from, name, TRUE, out, error);
}

/**
 * od_json_get_bool:
 *
 * A required `true` or `false`; 0, 1 and strings are neither.
 */
gboolean
od_json_get_bool (JsonObject *from, const char *name, gboolean *out, GError **error)
{
  return get_bool (from, name, TRUE, out, error);
}

/**
 * od_json_get_int:
 *
 * A required integer of @min to @max, both included. `1.0` and `1e3` are no integers.
 */
gboolean
od_json_get_int (JsonObject *from, const char *name, gint64 min, gint64 max, gint64 *out, GError **error)
{
  return get_int (from, name, TRUE, min, max, out, error);
}

/**
 * od_json_get_double:
 *
 * A required number, integer or not, of @min to @max, both included.
 */
gboolean
od_json_get_double (JsonObject *from, const char *name, double min, double max, double *out, GError **error)
{
  return get_double (from, name, TRUE, min, max, out, error);
}

/**
 * od_json_get_string:
 *
 * A required string of 1 to @max_bytes bytes of UTF-8.
 */
gboolean
od_json_get_string (JsonObject *from, const char *name, gsize max_bytes, const char **out, GError **error)
{
  return get_string (from, name, TRUE, max_bytes, out, error);
}

/**
 * od_json_get_object_opt:
 *
 * An object, or %NULL if the member is absent or null.
 */
gboolean
od_json_get_object_opt (JsonObject *from, const char *name, JsonObject **out, GError **error)
{
  return get_object (from, name, FALSE, out, error);
}

/**
 * od_json_get_array_opt:
 *
 * An array, or %NULL if the member is absent or null.
 */
gboolean
od_json_get_array_opt (JsonObject *from, const char *name, JsonArray **out, GError **error)
{
  return get_array (from, name, FALSE, out, error);
}

/**
 * od_json_get_bool_opt:
 *
 * As od_json_get_bool(); *@out stays as it is if the member is absent or null.
 */
gboolean
od_json_get_bool_opt (JsonObject *from, const char *name, gboolean *out, GError **error)
{
  return get_bool (from, name, FALSE, out, error);
}

/**
 * od_json_get_int_opt:
 *
 * As od_json_get_int(); *@out stays as it is if the member is absent or null.
 */
gboolean
od_json_get_int_opt (JsonObject *from, const char *name, gint64 min, gint64 max, gint64 *out, GError **error)
{
  return get_int (from, name, FALSE, min, max, out, error);
}

/**
 * od_json_get_double_opt:
 *
 * As od_json_get_double(); *@out stays as it is if the member is absent or null.
 */
gboolean
od_json_get_double_opt (JsonObject *from, const char *name, double min, double max, double *out, GError **error)
{
  return get_double (from, name, FALSE, min, max, out, error);
}

/**
 * od_json_get_string_opt:
 *
 * A string of 0 to @max_bytes bytes of UTF-8, or %NULL if the member is absent or null.
 */
gboolean
od_json_get_string_opt (JsonObject *from, const char *name, gsize max_bytes, const char **out, GError **error)
{
  return get_string (from, name, FALSE, max_bytes, out, error);
}
