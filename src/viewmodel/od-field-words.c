/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-field-words.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "od-error.h"

static const struct {
  const char *name;
  const char *trouble;
} kinds[OD_N_CUSTOM_FIELD] = {
  [OD_CUSTOM_FIELD_TEXT] = { NC_ ("field kind", "Text"), N_ ("This does not look like what belongs here.") },
  [OD_CUSTOM_FIELD_NUMBER] = { NC_ ("field kind", "Number"),
                               N_ ("This is no number, or could be two. Write it like 1234.5.") },
  [OD_CUSTOM_FIELD_DATE] = { NC_ ("field kind", "Date"),
                             N_ ("This is no day, or could be two. Write it like 22.11.2026.") },
  [OD_CUSTOM_FIELD_LIST] = { NC_ ("field kind", "List"), N_ ("This is none of the choices.") },
  [OD_CUSTOM_FIELD_CHECKBOX] = { NC_ ("field kind", "Checkbox"), N_ ("This is neither yes nor no.") },
  [OD_CUSTOM_FIELD_LINK] = { NC_ ("field kind", "Link"),
                             N_ ("This is no link that opens. Write it like shop.example.") },
  [OD_CUSTOM_FIELD_CURRENCY] = { NC_ ("field kind", "Amount of money"),
                                 N_ ("Write the amount with its currency, like 12.50 EUR.") },
};

/**
 * od_field_words_kind:
 *
 * Returns: (transfer none): "Text", "Number", …
 */
const char *
od_field_words_kind (OdCustomFieldKind kind)
{
  g_return_val_if_fail ((guint) kind < OD_N_CUSTOM_FIELD, "");

  return g_dpgettext2 (NULL, "field kind", kinds[kind].name);
}

static char *
show_day (const char *value)
{
  int year, month, day;
  g_autoptr (GDateTime) at = NULL;

  if (sscanf (value, "%4d-%2d-%2d", &year, &month, &day) == 3)
    at = g_date_time_new_utc (year, month, day, 12, 0, 0);
  /* TRANSLATORS: a day, as strftime writes it: "22 November 2026" */
  return at != NULL ? g_date_time_format (at, C_ ("day", "%-d %B %Y")) : g_strdup (value);
}

/**
 * od_field_words_value:
 * @value: as it is stored
 *
 * Returns: (transfer full): as it is shown
 */
char *
od_field_words_value (const OdCustomField *field, const char *value)
{
  if (*value == '\0')
    return g_strdup ("");
  switch (field->kind)
    {
    case OD_CUSTOM_FIELD_DATE:
      return show_day (value);
    case OD_CUSTOM_FIELD_CHECKBOX:
      return g_strdup (_ ("Yes"));
    case OD_CUSTOM_FIELD_TEXT:
    case OD_CUSTOM_FIELD_NUMBER:
    case OD_CUSTOM_FIELD_LIST:
    case OD_CUSTOM_FIELD_LINK:
    case OD_CUSTOM_FIELD_CURRENCY:
    default:
      return g_strdup (value);
    }
}

/**
 * od_field_words_find_trouble:
 * @value: (out) (optional) (nullable): what to store if there is none; free with g_free()
 *
 * Returns: (transfer none) (nullable): why @typed does not fit, a sentence for people; %NULL if it does. Owned by @field
 *   or static.
 */
const char *
od_field_words_find_trouble (const OdCustomField *field, const char *typed, char **value)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *clean = NULL;

  if (value != NULL)
    *value = NULL;
  if (od_custom_field_check (field, typed, &clean, &error))
    {
      if (value != NULL)
        *value = g_steal_pointer (&clean);
      return NULL;
    }
  if (g_error_matches (error, OD_ERROR, OD_ERROR_TOO_LARGE))
    return _ ("This is too long.");
  if (field->kind == OD_CUSTOM_FIELD_TEXT && field->hint != NULL && *field->hint != '\0')
    return field->hint;
  return _ (kinds[field->kind].trouble);
}
