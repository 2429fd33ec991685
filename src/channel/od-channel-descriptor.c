/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-channel.h"

#include <string.h>

#include "od-error.h"

#define MAX_SETTING_BYTES 4096

static gboolean
fail (GError **error, const char *key, const char *wanted)
{
  g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "“%s” must be %s", key, wanted);
  return FALSE;
}

static gboolean
check_integer (const OdChannelField *field, JsonObject *settings, const char *text, GError **error)
{
  g_autofree char *range =
      g_strdup_printf ("an integer from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, field->min, field->max);
  gint64 value;

  if (!g_ascii_string_to_signed (text, 10, field->min, field->max, &value, NULL))
    return fail (error, field->key, range);
  json_object_set_int_member (settings, field->key, value);
  return TRUE;
}

static gboolean
check_boolean (const OdChannelField *field, JsonObject *settings, const char *text, GError **error)
{
  gboolean is_true = g_str_equal (text, "true");

  if (!is_true && !g_str_equal (text, "false"))
    return fail (error, field->key, "true or false");
  json_object_set_boolean_member (settings, field->key, is_true);
  return TRUE;
}

/* Plain http is for a server on this very machine only. */
static gboolean
check_url (const OdChannelField *field, JsonObject *settings, const char *text, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  gboolean is_loopback;

  if (host == NULL || *host == '\0')
    return fail (error, field->key, "a URL");
  is_loopback = g_str_equal (host, "localhost") || g_str_equal (host, "::1") || g_str_has_prefix (host, "127.");
  if (!g_str_equal (g_uri_get_scheme (uri), "https") && !(is_loopback && g_str_equal (g_uri_get_scheme (uri), "http")))
    return fail (error, field->key, "an https:// URL");
  json_object_set_string_member (settings, field->key, text);
  return TRUE;
}

/* What is stored may be a string or already of its type; either is read as text. */
static char *
dup_as_text (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  return NULL;
}

static gboolean
check_field (const OdChannelField *field, JsonObject *settings, GError **error)
{
  g_autofree char *text = NULL;

  if (json_object_has_member (settings, field->key))
    text = dup_as_text (json_object_get_member (settings, field->key));
  else
    text = g_strdup (field->default_value);
  if (field->type == OD_FIELD_SECRET)
    return !json_object_has_member (settings, field->key) || fail (error, field->key, "given as a secret");
  if (text == NULL)
    return fail (error, field->key, "given");
  if (strlen (text) > MAX_SETTING_BYTES || !g_utf8_validate (text, -1, NULL))
    return fail (error, field->key, "shorter text");
  switch (field->type)
    {
    case OD_FIELD_INTEGER:
      return check_integer (field, settings, text, error);
    case OD_FIELD_BOOLEAN:
      return check_boolean (field, settings, text, error);
    case OD_FIELD_URL:
      return check_url (field, settings, text, error);
    case OD_FIELD_TEXT:
      json_object_set_string_member (settings, field->key, text);
      return TRUE;
    case OD_FIELD_SECRET:
    default:
      return TRUE;
    }
}

/**
 * od_channel_descriptor_check:
 * @settings: an account's settings; checked, and completed with defaults, in place
 *
 * Returns: %FALSE with %OD_ERROR_USAGE, which names the field and what it must be
 */
gboolean
od_channel_descriptor_check (const OdChannelDescriptor *descriptor, JsonObject *settings, GError **error)
{
  g_autoptr (GList) members = NULL;

  g_return_val_if_fail (descriptor != NULL && settings != NULL, FALSE);

  members = json_object_get_members (settings);
  for (GList *l = members; l != NULL; l = l->next)
    {
      const OdChannelField *field = descriptor->fields;

      while (field->key != NULL && !g_str_equal (field->key, l->data))
        field++;
      if (field->key == NULL)
        {
          g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "“%s” is no field of %s", (const char *) l->data,
                       descriptor->id);
          return FALSE;
        }
    }
  for (const OdChannelField *field = descriptor->fields; field->key != NULL; field++)
    if (!check_field (field, settings, error))
      return FALSE;
  return descriptor->check_settings == NULL || descriptor->check_settings (settings, error);
}
