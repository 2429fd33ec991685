/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-custom-field.h"

static const char *const names[OD_N_CUSTOM_FIELD] = {
  [OD_CUSTOM_FIELD_TEXT] = "text",         [OD_CUSTOM_FIELD_NUMBER] = "number",     [OD_CUSTOM_FIELD_DATE] = "date",
  [OD_CUSTOM_FIELD_LIST] = "list",         [OD_CUSTOM_FIELD_CHECKBOX] = "checkbox", [OD_CUSTOM_FIELD_LINK] = "link",
  [OD_CUSTOM_FIELD_CURRENCY] = "currency",
};

/**
 * od_custom_field_kind_get_name:
 *
 * Returns: (transfer none): the name that is stored
 */
const char *
od_custom_field_kind_get_name (OdCustomFieldKind kind)
{
  g_return_val_if_fail ((guint) kind < OD_N_CUSTOM_FIELD, NULL);

  return names[kind];
}

/**
 * od_custom_field_kind_parse:
 *
 * Returns: %FALSE if there is no such kind
 */
gboolean
od_custom_field_kind_parse (const char *name, OdCustomFieldKind *kind)
{
  for (guint i = 0; i < OD_N_CUSTOM_FIELD; i++)
    if (g_strcmp0 (name, names[i]) == 0)
      {
        *kind = (OdCustomFieldKind) i;
        return TRUE;
      }
  return FALSE;
}

OdCustomField *
od_custom_field_copy (const OdCustomField *self)
{
  OdCustomField *copy = g_new0 (OdCustomField, 1);

  *copy = *self;
  copy->key = g_strdup (self->key);
  copy->label = g_strdup (self->label);
  copy->options = g_strdupv (self->options);
  copy->pattern = g_strdup (self->pattern);
  copy->hint = g_strdup (self->hint);
  return copy;
}

void
od_custom_field_free (OdCustomField *self)
{
  g_free (self->key);
  g_free (self->label);
  g_strfreev (self->options);
  g_free (self->pattern);
  g_free (self->hint);
  g_free (self);
}

void
od_finding_free (OdFinding *self)
{
  g_free (self->kind);
  g_free (self->value);
  g_free (self->shown);
  g_free (self);
}
