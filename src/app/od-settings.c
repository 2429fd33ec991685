/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-settings"

#include "od-settings.h"

/**
 * od_settings_new:
 * @schema_id: %OD_SETTINGS_TASTE or %OD_SETTINGS_PROFILE
 * @profile_key: (nullable): for the latter: whose
 *
 * g_settings_new() ends the program where the schema is not installed, as in a build
 * folder; the desk works without, it only remembers less.
 *
 * Returns: (transfer full) (nullable): the settings; %NULL if the schema is not installed
 */
GSettings *
od_settings_new (const char *schema_id, const char *profile_key)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autofree char *path = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, schema_id, TRUE);
  if (schema == NULL)
    {
      g_info ("The settings %s are not installed: nothing will be remembered", schema_id);
      return NULL;
    }
  if (g_settings_schema_get_path (schema) == NULL)
    path = g_strdup_printf ("/com/example/Omnidesk/profile/%s/", profile_key);
  return g_settings_new_full (schema, NULL, path);
}
