/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-channel.h"

#include "od-error.h"
#include "od-text-measure.h"

/* What a setting must be, in English: for %OD_ERROR_USAGE. People get od_channel_field_describe(). */
static gboolean
fail (const OdChannelField *field, OdFieldFault fault, GError **error)
{
  static const char *const wanted[] = {
    [OD_FIELD_FAULT_NONE] = "given as a secret", /* no fault of the value: of the way it came */
    [OD_FIELD_FAULT_MISSING] = "given",
    [OD_FIELD_FAULT_TOO_LONG] = "shorter text",
    [OD_FIELD_FAULT_NO_BOOLEAN] = "true or false",
    [OD_FIELD_FAULT_NO_URL] = "an https:// URL",
    [OD_FIELD_FAULT_PATTERN] = "written another way",
  };

  if (fault == OD_FIELD_FAULT_NO_INTEGER)
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE,
                 "“%s” must be an integer from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, field->key, field->min,
                 field->max);
  else if (fault == OD_FIELD_FAULT_PATTERN && field->wanted != NULL)
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "“%s”: %s", field->key, field->wanted);
  else
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "“%s” must be %s", field->key, wanted[fault]);
  return FALSE;
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

static void
set_setting (const OdChannelField *field, JsonObject *settings, const char *text)
{
  if (field->type == OD_FIELD_INTEGER)
    json_object_set_int_member (settings, field->key, g_ascii_strtoll (text, NULL, 10));
  else if (field->type == OD_FIELD_BOOLEAN)
    json_object_set_boolean_member (settings, field->key, g_str_equal (text, "true"));
  else
    json_object_set_string_member (settings, field->key, text);
}

static gboolean
check_field (const OdChannelField *field, JsonObject *settings, GError **error)
{
  gboolean is_given = json_object_has_member (settings, field->key);
  g_autofree char *text = is_given ? dup_as_text (json_object_get_member (settings, field->key)) : NULL;
  OdFieldFault fault;

  if (field->type == OD_FIELD_SECRET)
    return !is_given || fail (field, OD_FIELD_FAULT_NONE, error);
  if (is_given && text == NULL)
    return fail (field, OD_FIELD_FAULT_MISSING, error);
  fault = od_channel_field_check (field, text);
  if (fault != OD_FIELD_FAULT_NONE)
    return fail (field, fault, error);
  set_setting (field, settings, text != NULL && *text != '\0' ? text : field->default_value);
  return TRUE;
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

static gboolean
fits (const OdFileLimit *limit, const OdChannelDescriptor *descriptor, gint64 size_bytes, int width, int height)
{
  gint64 max_bytes = limit->max_bytes > 0 ? limit->max_bytes : descriptor->max_file_bytes;

  return (max_bytes == 0 || size_bytes <= max_bytes) &&
         (limit->max_side == 0 || MAX (width, height) <= limit->max_side) &&
         (limit->max_sides == 0 || (gint64) width + height <= limit->max_sides) &&
         (limit->max_ratio == 0 || MAX (width, height) <= (gint64) limit->max_ratio * MAX (MIN (width, height), 1));
}

/**
 * od_channel_choose_file:
 * @mime: its type
 * @size_bytes: ≥ 0
 * @width, @height: px; 0 if it has none, or they are unknown
 *
 * Pure; any thread.
 *
 * Returns: (nullable): as what a file goes; %NULL if the channel does not take it
 */
const OdFileLimit *
od_channel_choose_file (const OdChannelDescriptor *descriptor, const char *mime, gint64 size_bytes, int width,
                        int height)
{
  static const OdFileLimit any[] = { { OD_FILE_KIND_PLAIN, "" }, { 0 } };

  g_return_val_if_fail (descriptor != NULL && mime != NULL, NULL);

  if ((descriptor->caps & OD_CHANNEL_CAN_FILES) == 0)
    return NULL;
  for (const OdFileLimit *limit = descriptor->file_limits != NULL ? descriptor->file_limits : any; limit->mime != NULL;
       limit++)
    if (g_str_has_prefix (mime, limit->mime) && fits (limit, descriptor, size_bytes, width, height))
      return limit;
  return NULL;
}

/**
 * od_channel_check_text:
 *
 * Pure; any thread.
 *
 * Returns: whether the channel takes @text in one message, as it counts; otherwise %FALSE with %OD_ERROR_TOO_LARGE
 */
gboolean
od_channel_check_text (const OdChannelDescriptor *descriptor, const char *text, GError **error)
{
  OdTextLength length;

  g_return_val_if_fail (descriptor != NULL && text != NULL, FALSE);

  if (descriptor->max_text == 0)
    return TRUE;
  length = od_text_measure (text, descriptor->measure, descriptor->max_text);
  if (length.n_used <= length.n_max)
    return TRUE;
  g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "Longer than %u characters", length.n_max);
  return FALSE;
}
